package io.hedgerow.fastpath.engine;

import io.hedgerow.state.pair.PairSettings;

/**
 * Bounds and times of an engine. They are part of what a replay needs: the same journal with other
 * settings is another run. Immutable.
 *
 * @param pairs of the pairs
 * @param repeatWindowMicros in which executions of the same pair are counted
 * @param contentWindowMicros in which orders of the same content are counted
 * @param signalPlaces of the ledger of signals (IDEM-1), a power of two: four million hold 500,000
 *     signals a second for longer than a signal may be old by default
 * @param blindAfterMicros without any book for so long the engine halts itself
 */
public record EngineSettings(
    PairSettings pairs,
    long repeatWindowMicros,
    long contentWindowMicros,
    int signalPlaces,
    long blindAfterMicros) {

  private static final int LEAST_PLACES = 16;
  private static final int SIGNAL_PLACES = 1 << 22;

  /** A thousand pairs a second for ever, each open for 2.7 s on average; 1.3 KiB each. */
  private static final int PAIRS = 1 << 15;

  /** Late fills of a pair are still its own for so long after its end. */
  private static final long RETENTION_MICROS = 30_000_000;

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException naming what was expected
   */
  public EngineSettings {
    if (repeatWindowMicros < 1 || contentWindowMicros < 1 || blindAfterMicros < 1) {
      throw new IllegalArgumentException("expected windows above 0");
    }
    if (Integer.bitCount(signalPlaces) != 1 || signalPlaces < LEAST_PLACES) {
      throw new IllegalArgumentException(
          "expected a power of two from " + LEAST_PLACES + " signal places, saw " + signalPlaces);
    }
  }

  /** For so many venues and instruments. */
  public static EngineSettings of(int venues, int instruments) {
    PairSettings pairs =
        new PairSettings(
            PAIRS,
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
            RETENTION_MICROS);
    return new EngineSettings(pairs, 60_000_000, 1_000_000, SIGNAL_PLACES, 5_000_000);
  }
}
