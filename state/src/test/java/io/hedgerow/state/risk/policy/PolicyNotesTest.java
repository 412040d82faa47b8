package io.hedgerow.state.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.RiskPolicy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RISK-3")
class PolicyNotesTest {

  private final RiskPolicy policy = PolicyRecords.standard();

  private static OperatorKey operator(String name, OperatorRole... roles) {
    return new OperatorKey(name, name + "-1", "", List.of(roles));
  }

  private void givenEveryWayBack() {
    policy.setOperators(
        List.of(
            operator("anna", OperatorRole.APPROVE),
            operator("ben", OperatorRole.APPROVE, OperatorRole.RESUME)));
    policy.setVenues(List.of("SIM-ALPHA", "SIM-BETA"));
    policy.setAccounts(List.of("SIM-ALPHA|main", "SIM-BETA|main"));
  }

  @Test
  void shouldSayNothingWhereEveryWayBackIsOpen() {
    givenEveryWayBack();

    assertThat(PolicyNotes.of(policy)).isEmpty();
  }

  @Test
  void shouldNameEachWayThatIsClosed() {
    policy.setConsumers(List.of());

    assertThat(PolicyNotes.of(policy))
        .containsExactly(
            "leaving DMM needs the approval of two operators, and 0 may approve.",
            "leaving DMM needs an operator with the role RESUME, and there is none.",
            "no consumer is named, so nothing that is restricted returns to NORMAL.",
            "no venue is named, so nothing that is restricted returns to NORMAL.",
            "no account is named, so nothing that is restricted returns to NORMAL.");
  }

  @Test
  void shouldNameAVenueWithoutAccount() {
    givenEveryWayBack();
    policy.setAccounts(List.of("SIM-ALPHA|main"));

    assertThat(PolicyNotes.of(policy))
        .containsExactly(
            "no account of SIM-BETA is named, so once it or a route of it is restricted, it does"
                + " not return to NORMAL.");
  }
}
