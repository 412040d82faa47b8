package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Arrays;

/**
 * The newest {@value #CAPACITY} values of a series, as the baseline of the next. Not safe for
 * concurrent use.
 */
final class RecentValues {

  /** More are not kept. */
  static final int CAPACITY = 64;

  /** Fewer are no baseline. */
  static final int NEEDED = 16;

  private final long[] ring = new long[CAPACITY];
  private int size;
  private int next;
  private long median;

  void add(long value) {
    ring[next] = value;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
    long[] sorted = Arrays.copyOf(ring, size); // while it fills, it fills from the start
    Arrays.sort(sorted);
    median = sorted[(size - 1) / 2];
  }

  boolean isBaseline() {
    return size >= NEEDED;
  }

  /** The lower one of two; 0 while there are none. */
  long median() {
    return median;
  }

  void write(PageWriter page) {
    page.number(size);
    for (int i = 0; i < size; i++) {
      page.number(ring[Math.floorMod(next - size + i, CAPACITY)]);
    }
  }

  void read(PageReader page) {
    int count = page.count(CAPACITY);
    for (int i = 0; i < count; i++) {
      add(page.number());
    }
  }
}
