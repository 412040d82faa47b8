package io.hedgerow.fastpath.mirror;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * What was filled since a moment of the last four minutes, by instrument and side: a statement of
 * that moment does not contain it yet (REC-7).
 *
 * <pre>
 *   totals   | filled since the beginning of all time, of each instrument and side |
 *   marks    | the totals at the beginning of a second | of the next | …  256 rows, in a ring
 * </pre>
 *
 * <p>What was filled since a moment is the total less the mark of its second: never too little, and
 * at most what one second more had. Totals may wrap, differences do not; where one would, nothing
 * is known until the ring has left it behind.
 */
final class RecentFills {

  /** Stands for a moment that lies before the ring: what was filled since then is unknown. */
  static final int UNREACHED = -1;

  private static final int SIDES = 2;
  private static final int SECONDS = 256;
  private static final int MASK = SECONDS - 1;
  private static final long SECOND_MICROS = 1_000_000;

  private final int slots;
  private final long[] totals;
  private final long[] marks;
  private boolean begun;
  private long second;
  private long secondEndMicros;
  private long unknownBeforeSecond = Mirror.NEVER;

  RecentFills(int instruments) {
    slots = instruments * SIDES;
    totals = new long[slots];
    marks = new long[slots * SECONDS];
  }

  void add(int instrument, OrderSide side, long quantityE8) {
    int slot = slot(instrument, side);
    long total = totals[slot] + quantityE8;
    long inRing = total - marks[rowOf(second + 1) + slot];
    if (quantityE8 < 0 || inRing < 0) {
      unknownBeforeSecond = second + SECONDS;
    }
    totals[slot] = total;
  }

  /** Time has come so far; it never runs back. */
  void advance(long nowMicros) {
    if (begun && nowMicros < secondEndMicros) {
      return;
    }
    long newest = Math.floorDiv(nowMicros, SECOND_MICROS);
    long passed = begun ? Math.min(newest - second, SECONDS) : SECONDS;
    for (long back = passed - 1; back >= 0; back--) {
      System.arraycopy(totals, 0, marks, rowOf(newest - back), slots);
    }
    begun = true;
    second = newest;
    secondEndMicros = (newest + 1) * SECOND_MICROS;
  }

  /** The row to ask {@link #sinceE8} with; {@link #UNREACHED}: too long ago. */
  int row(long sinceMicros) {
    long since = Math.floorDiv(sinceMicros, SECOND_MICROS);
    if (!begun || since <= second - SECONDS || second < unknownBeforeSecond) {
      return UNREACHED;
    }
    return rowOf(Math.min(since, second));
  }

  long sinceE8(int row, int instrument, OrderSide side) {
    int slot = slot(instrument, side);
    return totals[slot] - marks[row + slot];
  }

  private int rowOf(long ofSecond) {
    return (int) (ofSecond & MASK) * slots;
  }

  private static int slot(int instrument, OrderSide side) {
    return instrument * SIDES + (side == OrderSide.BUY ? 0 : 1);
  }
}
