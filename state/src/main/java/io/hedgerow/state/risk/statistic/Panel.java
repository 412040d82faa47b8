package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Arrays;

/**
 * The newest value of each component of a subject, and whether it has spoken since the last
 * reading.
 *
 * <p>The latter keeps one wrong value from being read again and again while only the others speak:
 * N of M readings would confirm a single tick.
 *
 * <p>Bound: {@value #CAPACITY} components; one more takes the place of the one that has been silent
 * for longest. Not safe for concurrent use.
 */
final class Panel {

  static final int CAPACITY = 16;

  private final String[] components = new String[CAPACITY];
  private final long[] values = new long[CAPACITY];
  private final long[] timesMicros = new long[CAPACITY];
  private final boolean[] spoken = new boolean[CAPACITY];
  private final long[] sorted = new long[CAPACITY];
  private int size;

  void put(String component, long value, long atMicros) {
    int slot = slotOf(component);
    components[slot] = component;
    values[slot] = value;
    timesMicros[slot] = atMicros;
    spoken[slot] = true;
  }

  private int slotOf(String component) {
    for (int i = 0; i < size; i++) {
      if (components[i].equals(component)) {
        return i;
      }
    }
    if (size < CAPACITY) {
      return size++;
    }
    int oldest = 0;
    for (int i = 1; i < CAPACITY; i++) {
      oldest = timesMicros[i] < timesMicros[oldest] ? i : oldest;
    }
    return oldest;
  }

  int size() {
    return size;
  }

  String component(int slot) {
    return components[slot];
  }

  long value(int slot) {
    return values[slot];
  }

  boolean isFresh(int slot, long sinceMicros) {
    return timesMicros[slot] >= sinceMicros;
  }

  int freshCount(long sinceMicros) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += isFresh(i, sinceMicros) ? 1 : 0;
    }
    return count;
  }

  /** The slot of the lowest fresh value; there must be one. */
  int lowest(long sinceMicros) {
    int found = -1;
    for (int i = 0; i < size; i++) {
      if (isFresh(i, sinceMicros) && (found < 0 || values[i] < values[found])) {
        found = i;
      }
    }
    return found;
  }

  /** The slot of the highest fresh value, of equal ones another than {@link #lowest}'s. */
  int highest(long sinceMicros) {
    int found = -1;
    for (int i = 0; i < size; i++) {
      if (isFresh(i, sinceMicros) && (found < 0 || values[i] >= values[found])) {
        found = i;
      }
    }
    return found;
  }

  /** The median of the fresh values, the lower one of two; there must be one. */
  long median(long sinceMicros) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (isFresh(i, sinceMicros)) {
        sorted[count++] = values[i];
      }
    }
    Arrays.sort(sorted, 0, count);
    return sorted[(count - 1) / 2];
  }

  boolean hasSpoken(int slot) {
    return spoken[slot];
  }

  /** Begins the next round: nobody has spoken. */
  void nextRound() {
    Arrays.fill(spoken, false);
  }

  void write(PageWriter page) {
    page.number(size);
    for (int i = 0; i < size; i++) {
      page.text(components[i]).number(values[i]).number(timesMicros[i]).flag(spoken[i]);
    }
  }

  void read(PageReader page) {
    size = page.count(CAPACITY);
    for (int i = 0; i < size; i++) {
      components[i] = page.text();
      values[i] = page.number();
      timesMicros[i] = page.number();
      spoken[i] = page.flag();
    }
  }
}
