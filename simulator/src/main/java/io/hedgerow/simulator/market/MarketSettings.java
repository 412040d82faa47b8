package io.hedgerow.simulator.market;

import java.time.Duration;
import java.util.List;

/**
 * What a market is generated from: the same settings give the same records.
 *
 * @param seed of every random choice
 * @param startMicros when the market opens, µs since the epoch
 * @param assets each is traded at every venue, spot and perpetual
 * @param bookMessagesPerSecond per instrument
 * @param changedLevels roughly how many levels a delta changes
 * @param wholeBookEvery time between two whole books of an instrument
 * @param faults what goes wrong
 * @param episodes what bad things happen, each at its time
 */
public record MarketSettings(
    long seed,
    long startMicros,
    List<SimulatedAsset> assets,
    int bookMessagesPerSecond,
    int changedLevels,
    Duration wholeBookEvery,
    MarketFaults faults,
    List<StressEpisode.Plan> episodes) {

  private static final int MICROS_PER_SECOND = 1_000_000;

  /** Checks that the rates make sense. */
  public MarketSettings {
    assets = List.copyOf(assets);
    episodes = List.copyOf(episodes);
    if (bookMessagesPerSecond < 1 || bookMessagesPerSecond > MICROS_PER_SECOND) {
      throw new IllegalArgumentException(
          "expected 1 to 1000000 book messages a second, saw " + bookMessagesPerSecond);
    }
    if (changedLevels < 1) {
      throw new IllegalArgumentException("expected a changed level, saw " + changedLevels);
    }
    if (wholeBookEvery.isNegative() || wholeBookEvery.isZero()) {
      throw new IllegalArgumentException("expected a positive period, saw " + wholeBookEvery);
    }
  }

  /**
   * The market of the demo: 24 instruments, ten book messages a second each, no faults, no stress.
   */
  public static MarketSettings usual(long seed, long startMicros) {
    return new MarketSettings(
        seed,
        startMicros,
        SimulatedAsset.usual(),
        10,
        20,
        Duration.ofSeconds(10),
        MarketFaults.none(),
        List.of());
  }

  /** The same with faults. */
  public MarketSettings with(MarketFaults chosen) {
    return new MarketSettings(
        seed,
        startMicros,
        assets,
        bookMessagesPerSecond,
        changedLevels,
        wholeBookEvery,
        chosen,
        episodes);
  }

  /** The same with other assets and another rate, for load. */
  public MarketSettings with(List<SimulatedAsset> chosen, int messagesPerSecond) {
    return new MarketSettings(
        seed,
        startMicros,
        chosen,
        messagesPerSecond,
        changedLevels,
        wholeBookEvery,
        faults,
        episodes);
  }

  /** The same with these episodes in place of its own; one may come several times. */
  public MarketSettings with(StressEpisode.Plan... chosen) {
    return new MarketSettings(
        seed,
        startMicros,
        assets,
        bookMessagesPerSecond,
        changedLevels,
        wholeBookEvery,
        faults,
        List.of(chosen));
  }

  Stress stress() {
    return new Stress(episodes, startMicros);
  }

  long bookIntervalMicros() {
    return MICROS_PER_SECOND / bookMessagesPerSecond;
  }
}
