package io.hedgerow.state.book;

import java.io.Serializable;

/**
 * Limits of one order book (NET-1, NET-2).
 *
 * @param boundPpm the slippage bound of the depth view, parts per million of the mid price
 * @param bandPpm how far from the touch levels are kept, parts per million of the best price;
 *     farther ones are dropped once a side has more than half of {@code maxLevelsPerSide}
 * @param maxLevelsPerSide hard limit of levels after each message
 * @param exactLevels how many levels of a view stand one by one before the steps begin
 * @param stepPpm the width of a step, parts per million of the mid price
 * @param maxBufferedLevels levels of deltas that wait for a whole book at most
 */
public record BookLimits(
    int boundPpm,
    int bandPpm,
    int maxLevelsPerSide,
    int exactLevels,
    int stepPpm,
    int maxBufferedLevels)
    implements Serializable {

  /** Bounds at or beyond this leave no lowest price that amounts could be checked against. */
  private static final int MAX_BOUND_PPM = 100_000;

  private static final int MILLION = 1_000_000;

  /** Refuses limits under which a book would be useless or unbounded. */
  public BookLimits {
    require(boundPpm > 0 && boundPpm <= MAX_BOUND_PPM, "boundPpm", boundPpm);
    require(bandPpm > boundPpm && bandPpm < MILLION, "bandPpm", bandPpm);
    require(maxLevelsPerSide > 0, "maxLevelsPerSide", maxLevelsPerSide);
    require(exactLevels > 0, "exactLevels", exactLevels);
    require(stepPpm > 0, "stepPpm", stepPpm);
    require(maxBufferedLevels >= 0, "maxBufferedLevels", maxBufferedLevels);
  }

  /** The bound of 0.30 %, steps of 0.01 %, levels kept to 2 %. */
  public static BookLimits defaults() {
    return new BookLimits(3_000, 20_000, 5_000, 10, 100, 50_000);
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException("book limit " + name + " is out of range: " + value);
    }
  }
}
