package io.hedgerow.jobs.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyTextTest {

  private static final Path SHIPPED = Path.of("../flink-conf/policy.yaml");

  @Test
  void shouldAgreeWithTheShippedFile() throws IOException {
    String expected = PolicyText.of(PolicyRecords.standard());
    if (Boolean.getBoolean("hedgerow.docs.write")) {
      Files.writeString(SHIPPED, expected);
    }
    assertThat(Files.readString(SHIPPED))
        .as(
            "flink-conf/policy.yaml differs from the catalogue: write it anew with ./mvnw -pl jobs"
                + " -am test -Dtest=PolicyTextTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dhedgerow.docs.write=true, and commit it")
        .isEqualTo(expected);
  }

  @Test
  void shouldShipAValidPolicyOfAllDefaults() throws IOException {
    RiskPolicy shipped = PolicyFile.parse(Files.readString(SHIPPED));

    assertThat(Policy.of(shipped).record().getValues())
        .isEqualTo(PolicyOptions.all().stream().map(o -> o.value("", o.standard())).toList());
    assertThat(shipped.getOperators()).isEmpty();
    assertThat(shipped.getConsumers()).containsExactly("fast-path");
    assertThat(shipped.getVenues()).isEmpty();
    assertThat(shipped.getAccounts()).isEmpty();
  }

  @Test
  void shouldSayBesideEachValueWhatItMeans() throws IOException {
    String text = Files.readString(SHIPPED);

    for (PolicyOption option : PolicyOptions.all()) {
      assertThat(text.lines())
          .as(option.name())
          .anyMatch(
              line ->
                  line.trim().startsWith(option.key() + ": ")
                      && line.contains("# " + option.requirement() + ", ")
                      && line.endsWith(option.description()));
    }
  }
}
