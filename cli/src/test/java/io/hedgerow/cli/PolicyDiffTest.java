package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {

  private final RiskPolicy before = PolicyRecords.standard();
  private final RiskPolicy after = PolicyRecords.standard();

  @Test
  void shouldSeeNoDifferenceInVersionAndTimes() {
    assertThat(
            PolicyDiff.of(
                before, PolicyRecords.publish(before, PolicyMode.SHADOW, 7, 8, 9, "anna")))
        .isEmpty();
  }

  @Test
  void shouldShowEachChange() {
    after.getValues().get(1).setValue(9_000L);
    with(before, new PolicyValue("api-latency.hold", "SIM-BETA", 5L, "s"));
    with(after, new PolicyValue("api-latency.hold", "SIM-ALPHA", 5L, "s"));
    before.setOperators(List.of(key("a1", OperatorRole.HALT), key("a2", OperatorRole.HALT)));
    after.setOperators(List.of(key("a2", OperatorRole.APPROVE), key("a3", OperatorRole.RESUME)));
    after.setConsumers(List.of("console"));
    before.setVenues(List.of("SIM-ALPHA"));
    after.setVenues(List.of("SIM-ALPHA", "SIM-BETA"));
    before.setAccounts(List.of("SIM-ALPHA|main"));

    assertThat(PolicyDiff.of(before, after))
        .containsExactly(
            new PolicyDiff.Change("realized-volatility.breach", "8000 ppm", "9000 ppm"),
            new PolicyDiff.Change("api-latency.hold of SIM-BETA", "5 s", "-"),
            new PolicyDiff.Change("api-latency.hold of SIM-ALPHA", "-", "5 s"),
            new PolicyDiff.Change("operator key a1", "anna [HALT] abc=", "-"),
            new PolicyDiff.Change("operator key a2", "anna [HALT] abc=", "anna [APPROVE] abc="),
            new PolicyDiff.Change("operator key a3", "-", "anna [RESUME] abc="),
            new PolicyDiff.Change("consumer fast-path", "named", "-"),
            new PolicyDiff.Change("consumer console", "-", "named"),
            new PolicyDiff.Change("venue SIM-BETA", "-", "named"),
            new PolicyDiff.Change("account SIM-ALPHA|main", "named", "-"));
  }

  private static void with(RiskPolicy policy, PolicyValue more) {
    List<PolicyValue> values = new ArrayList<>(policy.getValues());
    values.add(more);
    policy.setValues(values);
  }

  private static OperatorKey key(String keyId, OperatorRole role) {
    return new OperatorKey("anna", keyId, "abc=", List.of(role));
  }
}
