package io.hedgerow.fastpath.engine;

import io.hedgerow.state.pair.PairSettings;

/**
 * Bounds and times of an engine. They are part of what a replay needs: the same journal with other
 * settings is another run. Immutable.
 *
 * @param pairs of the pairs
 * @param repeatWindowMicros in which executions of the same pair are counted
 * @param contentWindowMicros in which orders of the same content are counted
 * @param signalWindowMicros for so long at least a repeated signal is known by its ID (IDEM-1); an
 *     older one is stale
 * @param blindAfterMicros without any book for so long the engine halts itself
 */
public record EngineSettings(
    PairSettings pairs,
    long repeatWindowMicros,
    long contentWindowMicros,
    long signalWindowMicros,
    long blindAfterMicros) {

  /** Refuses what cannot be. */
  public EngineSettings {
    if (repeatWindowMicros < 1
        || contentWindowMicros < 1
        || signalWindowMicros < 1
        || blindAfterMicros < 1) {
      throw new IllegalArgumentException("expected windows above 0");
    }
  }

  /** For so many venues and instruments. */
  public static EngineSettings of(int venues, int instruments) {
    PairSettings pairs =
        new PairSettings(
            4_096,
            venues,
            instruments,
            Math.max(1, instruments),
            4,
            3,
            1_000_000,
            1_000_000,
            10_000_000,
            1_000_000,
            100_000,
            5_000_000,
            5_000_000,
            60_000_000);
    return new EngineSettings(pairs, 60_000_000, 1_000_000, 10_000_000, 5_000_000);
  }
}
