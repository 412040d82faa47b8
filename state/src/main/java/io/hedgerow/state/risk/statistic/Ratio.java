package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;

/** A part in thousandths or millionths of a whole. Stateless, safe from any thread. */
final class Ratio {

  static final long PPM = 1_000_000;
  static final long PERMILLE = 1_000;

  private Ratio() {}

  /**
   * {@code part × scale ÷ whole}, rounded down; {@code Long.MAX_VALUE} if it is more than that.
   *
   * @param part not negative
   * @param whole positive
   */
  static long of(long part, long whole, long scale) {
    boolean fits = part / whole < Long.MAX_VALUE / scale;
    return fits ? E8.mulDivFloor(part, scale, whole) : Long.MAX_VALUE;
  }
}
