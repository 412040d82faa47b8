package io.hedgerow.cli;

import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.ScenarioFile;
import io.hedgerow.simulator.venue.VenueFault;
import io.hedgerow.simulator.venue.VenueFaults;
import io.hedgerow.simulator.world.SimulatedWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong in the demo: a stress episode of the market, or a file with faults of its venues.
 *
 * @param episode null with a file
 * @param file null with an episode
 * @param faults with times that count from the start
 */
record DemoScenario(StressEpisode episode, Path file, VenueFaults faults) {

  private static final Set<FaultKind> HIDING =
      EnumSet.of(
          FaultKind.LOST_ACK,
          FaultKind.LATE_ACK,
          FaultKind.RATE_LIMITING,
          FaultKind.MAINTENANCE,
          FaultKind.CLOCK_STEP,
          FaultKind.DISCONNECT,
          FaultKind.SLOW_BALANCE,
          FaultKind.RESTART);

  /** Nothing. */
  static final DemoScenario NONE = new DemoScenario(null, null, VenueFaults.none());

  /**
   * The name of an episode, or the path of a file.
   *
   * @throws UserException if it is neither, or the file is no scenario
   */
  static DemoScenario of(String text) {
    Path file = Path.of(text);
    if (Files.exists(file)) {
      return new DemoScenario(null, file, read(file));
    }
    try {
      return new DemoScenario(StressEpisode.named(text), null, VenueFaults.none());
    } catch (IllegalArgumentException e) {
      throw UserException.ofUsage(
          "--scenario: " + e.getMessage() + ", and there is no file of this name");
    }
  }

  private static VenueFaults read(Path file) {
    VenueFaults faults;
    try {
      faults = ScenarioFile.read(file, 0, SimulatedWorld.venues());
    } catch (IllegalArgumentException e) {
      throw UserException.ofUsage("--scenario " + e.getMessage());
    }
    try {
      SimulatedWorld.requirePossible(faults);
    } catch (IllegalArgumentException e) {
      throw UserException.ofUsage("--scenario " + file + ": price-jump: " + e.getMessage());
    }
    return faults;
  }

  /** The faults of a run that starts then, µs since the epoch. */
  VenueFaults faultsFrom(long startMicros) {
    return new VenueFaults(
        faults.seed(),
        faults.faults().stream()
            .map(
                fault ->
                    new VenueFault(
                        fault.kind(),
                        fault.venue(),
                        startMicros + fault.fromMicros(),
                        startMicros + fault.toMicros(),
                        fault.parameters()))
            .toList());
  }

  /**
   * Whether a fault may keep the fast path or the statements from the truth until after the end.
   */
  boolean mayHideFills() {
    return faults.faults().stream().anyMatch(fault -> HIDING.contains(fault.kind()));
  }

  /** For the headline; empty if nothing goes wrong. */
  String describe(long episodeAfterSeconds) {
    if (file != null) {
      return ", faults of " + file;
    }
    return episode == null ? "" : ", " + episode.text() + " from second " + episodeAfterSeconds;
  }
}
