package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("FAIL-1")
class ScenarioFileTest {

  private static final List<String> VENUES = List.of("SIM-BRAVO", "SIM-ALPHA");
  private static final String GOOD =
      """
      seed: 7
      faults:
        - fault: late-ack
          venue: SIM-BRAVO
          from: 10s
          to: 1m
          delay: 1500ms
          chance-ppm: 250000
        - {fault: restart, venue: SIM-ALPHA, from: 0s, to: 2h}
      """;

  @Test
  void shouldReadFaultsAsTheyAreWritten() {
    VenueFaults faults = ScenarioFile.parse(GOOD, 1_000_000, VENUES);

    assertThat(faults)
        .isEqualTo(
            new VenueFaults(
                7,
                List.of(
                    new VenueFault(
                        FaultKind.LATE_ACK,
                        "SIM-BRAVO",
                        11_000_000,
                        61_000_000,
                        Map.of(
                            FaultParameter.DELAY, "1500ms", FaultParameter.CHANCE_PPM, "250000")),
                    new VenueFault(
                        FaultKind.RESTART, "SIM-ALPHA", 1_000_000, 7_201_000_000L, Map.of()))));
    assertThat(faults.faults().get(0).number(FaultParameter.DELAY)).isEqualTo(1_500_000);
    assertThat(faults.faults().get(0).number(FaultParameter.CHANCE_PPM)).isEqualTo(250_000);
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void shouldKnowEveryFault(FaultKind kind) {
    String text = GOOD.replace("restart", kind.text());

    assertThat(ScenarioFile.parse(text, 0, VENUES).faults().get(1).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "late-ack | late-akc | line 3: unknown fault 'late-akc'; expected one of [lost-ack,",
        "SIM-BRAVO | SIM-ZULU | line 4: unknown venue 'SIM-ZULU'; expected one of [SIM-ALPHA,",
        "10s | ten | line 5: from: expected a time such as 40ms or 10s, saw 'ten'",
        "10s | -10s | line 5: from: expected no time before the start, saw '-10s'",
        "1m | 5s | line 6: to: expected a time after from, saw '5s'",
        "1500ms | 15 | line 7: expected a time such as 40ms or 10s, saw '15'",
        "delay | jump | line 7: unknown key 'jump' for late-ack; expected [chance-ppm, delay,",
        "250000 | 1000001 | line 8: chance-ppm: expected 0 to 1000000, saw '1000001'",
        "chance-ppm | delay | line 8: 'delay' stands on line 7 already",
        "from: 10s | account: A | line 3: missing key 'from'",
        "seed: 7 | seed: x | line 1: seed: expected a whole number, saw 'x'",
        "seed: 7 | sead: 7 | line 1: unknown key 'sead'; expected [seed, faults]",
        "seed: 7 | | line 1: missing key 'seed'",
        "SIM-BRAVO | [SIM-BRAVO] | line 4: venue: expected a single value",
        "2h | 2h} | line 9:",
      })
  void shouldNameTheLineOfWhatIsWrong(String right, String wrong, String message) {
    String text = GOOD.replace(right, wrong == null ? "" : wrong);

    assertThatThrownBy(() -> ScenarioFile.parse(text, 0, VENUES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({"''", "[]", "7", "'a: 1\n---\nb: 2'"})
  void shouldRefuseWhatIsNoScenario(String text) {
    assertThatThrownBy(() -> ScenarioFile.parse(text, 0, VENUES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 1: ");
  }

  @Test
  void shouldNameTheFileThatCannotBeRead() {
    assertThatThrownBy(() -> ScenarioFile.read(Path.of("no-such.yaml"), 0, VENUES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no-such.yaml cannot be read");
  }
}
