package io.hedgerow.schemas.wire;

import java.util.Arrays;

/**
 * One side of a depth view, best first, in a growing array (NET-2). All values scaled by
 * 10<sup>-8</sup>.
 *
 * <p>Not safe for concurrent use.
 */
public final class DepthLevels {

  private static final int FIELDS = 4;
  private static final int USUAL_LEVELS = 48;

  private long[] values = new long[USUAL_LEVELS * FIELDS];
  private int size;

  /** Forgets all levels. */
  public void clear() {
    size = 0;
  }

  /** Levels added since the last clear. */
  public int size() {
    return size;
  }

  /** Adds a level with the sums from the touch to it. */
  public void add(long priceE8, long cumulativeBaseE8, long cumulativeNotionalE8, long vwapE8) {
    int at = size * FIELDS;
    if (at == values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    values[at] = priceE8;
    values[at + 1] = cumulativeBaseE8;
    values[at + 2] = cumulativeNotionalE8;
    values[at + 3] = vwapE8;
    size++;
  }

  void writeTo(WireWriter out) {
    if (size > 0) {
      out.putLong(size);
      for (int i = 0; i < size * FIELDS; i++) {
        out.putLong(values[i]);
      }
    }
    out.putLong(0);
  }
}
