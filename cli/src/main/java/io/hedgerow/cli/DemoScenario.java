package io.hedgerow.cli;

import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.ScenarioFile;
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
 */
record DemoScenario(StressEpisode episode, Path file) {

  private static final Set<FaultKind> HIDING =
      EnumSet.of(
          FaultKind.LOST_ACK,
          FaultKind.RATE_LIMITING,
          FaultKind.MAINTENANCE,
          FaultKind.CLOCK_STEP,
          FaultKind.DISCONNECT,
          FaultKind.SLOW_BALANCE,
          FaultKind.RESTART);

  /** Nothing. */
  static final DemoScenario NONE = new DemoScenario(null, null);

  /**
   * The name of an episode, or the path of a file.
   *
   * @throws UserException if it is neither, or the file is no scenario
   */
  static DemoScenario of(String text) {
    Path file = Path.of(text);
    if (Files.exists(file)) {
      DemoScenario scenario = new DemoScenario(null, file);
      scenario.faults(0);
      return scenario;
    }
    try {
      return new DemoScenario(StressEpisode.named(text), null);
    } catch (IllegalArgumentException e) {
      throw UserException.ofUsage(
          "--scenario: " + e.getMessage() + ", and there is no file of this name");
    }
  }

  /** The faults with their times, counted from this start, µs since the epoch. */
  VenueFaults faults(long startMicros) {
    if (file == null) {
      return VenueFaults.none();
    }
    VenueFaults faults;
    try {
      faults = ScenarioFile.read(file, startMicros, SimulatedWorld.venues());
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

  /** Whether a fault may keep the desk or the statements from the truth until after the end. */
  boolean mayHideFills() {
    return faults(0).faults().stream().anyMatch(fault -> HIDING.contains(fault.kind()));
  }

  /** For the headline; empty if nothing goes wrong. */
  String describe(long episodeAfterSeconds) {
    if (file != null) {
      return ", faults of " + file;
    }
    return episode == null ? "" : ", " + episode.text() + " from second " + episodeAfterSeconds;
  }
}
