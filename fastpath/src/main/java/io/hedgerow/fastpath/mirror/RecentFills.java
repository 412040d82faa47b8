package io.hedgerow.fastpath.mirror;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.Arrays;

/**
 * What was filled lately, gross, by instrument and side: a statement of the venue may or may not
 * contain it yet (REC-7), so it is counted on top. Two spans that take turns: at least one span
 * back, at most two.
 */
final class RecentFills {

  private static final int SIDES = 2;

  private final long spanMicros;
  private final long[] current;
  private final long[] before;
  private long spanEndMicros = Mirror.NEVER;

  RecentFills(int instruments, long spanMicros) {
    this.spanMicros = spanMicros;
    current = new long[instruments * SIDES];
    before = new long[instruments * SIDES];
  }

  void add(int instrument, OrderSide side, long quantityE8) {
    int slot = instrument * SIDES + (side == OrderSide.BUY ? 0 : 1);
    long sum = current[slot] + quantityE8;
    current[slot] = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Time has come so far. */
  void advance(long nowMicros) {
    if (nowMicros < spanEndMicros) {
      return;
    }
    boolean oneSpan = spanEndMicros != Mirror.NEVER && nowMicros - spanEndMicros < spanMicros;
    if (oneSpan) {
      System.arraycopy(current, 0, before, 0, current.length);
    } else {
      Arrays.fill(before, 0);
    }
    Arrays.fill(current, 0);
    spanEndMicros = nowMicros + spanMicros;
  }

  long quantityE8(int instrument, OrderSide side) {
    int slot = instrument * SIDES + (side == OrderSide.BUY ? 0 : 1);
    long sum = current[slot] + before[slot];
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
