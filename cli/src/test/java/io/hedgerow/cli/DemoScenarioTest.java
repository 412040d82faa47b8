package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.venue.VenueFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoScenarioTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeTheNameOfAnEpisode() {
    assertThat(DemoScenario.of("margin-call"))
        .isEqualTo(new DemoScenario(StressEpisode.MARGIN_CALL, null, VenueFaults.none()));
  }

  @Test
  @Tag("FAIL-1")
  void shouldReadAFile() throws IOException {
    Path file = file("{fault: duplicate-reports, venue: SIM-ALPHA, from: 1s, to: 2s}");

    DemoScenario scenario = DemoScenario.of(file.toString());

    assertThat(scenario.faultsFrom(5_000_000).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.fromMicros()).isEqualTo(6_000_000));
    assertThat(scenario.mayHideFills()).isFalse();
    assertThat(scenario.describe(40)).isEqualTo(", faults of " + file);
  }

  @Test
  @Tag("FAIL-1")
  void shouldKnowWhichFaultsMayHideAFill() throws IOException {
    Path file = file("{fault: disconnect, venue: SIM-ALPHA, from: 1s, to: 2s}");

    assertThat(DemoScenario.of(file.toString()).mayHideFills()).isTrue();
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    Path unknown = file("{fault: earthquake, venue: SIM-ALPHA, from: 1s, to: 2s}");
    assertThatThrownBy(() -> DemoScenario.of(unknown.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "--scenario " + unknown + ": line 3: unknown fault 'earthquake'; expected one of");
    Path jump = file("{fault: price-jump, venue: SIM-DELTA, from: 1s, to: 2s, move-ppm: 1}");
    assertThatThrownBy(() -> DemoScenario.of(jump.toString()))
        .hasMessage(
            "--scenario "
                + jump
                + ": price-jump: SIM-DELTA follows the prices of SIM-ALPHA: let that one jump");
    assertThatThrownBy(() -> DemoScenario.of("nope"))
        .hasMessageStartingWith("--scenario: expected one of funding-shock, ")
        .hasMessageEndingWith(", saw nope, and there is no file of this name");
    assertThatThrownBy(() -> DemoScenario.of(folder.toString()))
        .hasMessageStartingWith("--scenario " + folder);
  }

  private Path file(String fault) throws IOException {
    Path file = Files.createTempFile(folder, "scenario", ".yaml");
    return Files.writeString(file, "seed: 1\nfaults:\n  - " + fault + "\n");
  }
}
