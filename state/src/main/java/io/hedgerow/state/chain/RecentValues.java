package io.hedgerow.state.chain;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Arrays;

/** The newest values of a series, up to a fixed number. Not safe for concurrent use. */
final class RecentValues {

  private final long[] ring;
  private int size;
  private int next;

  RecentValues(int capacity) {
    ring = new long[capacity];
  }

  void add(long value) {
    ring[next] = value;
    next = (next + 1) % ring.length;
    size = Math.min(size + 1, ring.length);
  }

  void clear() {
    size = 0;
    next = 0;
  }

  int size() {
    return size;
  }

  /** The value at this age, 0 the oldest. */
  long get(int age) {
    return ring[Math.floorMod(next - size + age, ring.length)];
  }

  /**
   * The value that this share of all does not exceed, by nearest rank; null while empty.
   *
   * @param percent 1 to 100
   */
  Long percentile(int percent) {
    if (size == 0) {
      return null;
    }
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = get(i);
    }
    Arrays.sort(sorted);
    return sorted[(size * percent + 99) / 100 - 1];
  }

  void write(PageWriter page) {
    page.number(size);
    for (int i = 0; i < size; i++) {
      page.number(get(i));
    }
  }

  static RecentValues read(PageReader page, int capacity) {
    RecentValues values = new RecentValues(capacity);
    int count = page.count(capacity);
    for (int i = 0; i < count; i++) {
      values.add(page.number());
    }
    return values;
  }
}
