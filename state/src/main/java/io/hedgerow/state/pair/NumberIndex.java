package io.hedgerow.state.pair;

import java.util.Arrays;

/**
 * From a number to a dense index: open addressing, linear probing, no tombstones. Holds at most as
 * many as announced, at half load or less. Allocates nothing once constructed; not safe for
 * concurrent use.
 */
final class NumberIndex {

  static final int ABSENT = -1;

  private final long[] keys;
  private final int[] values;
  private final int mask;
  private final int most;
  private int size;

  NumberIndex(int most) {
    int capacity = Integer.highestOneBit(Math.max(2, most) * 2 - 1) * 2;
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(values, ABSENT);
    mask = capacity - 1;
    this.most = most;
  }

  /** The index of a number, or {@link #ABSENT}. */
  int get(long key) {
    return values[place(key)];
  }

  /** Adds a number that is not there. */
  void put(long key, int value) {
    int place = place(key);
    if (values[place] != ABSENT || size == most) {
      throw new IllegalStateException(
          "expected a new number and room, saw " + key + " and " + size + " of " + most);
    }
    keys[place] = key;
    values[place] = value;
    size++;
  }

  /** Removes a number that is there and closes the gap. */
  void remove(long key) {
    int gap = place(key);
    if (values[gap] == ABSENT) {
      throw new IllegalStateException("expected a number that is there, saw " + key);
    }
    int next = gap;
    while (true) {
      next = (next + 1) & mask;
      if (values[next] == ABSENT) {
        break;
      }
      int home = home(keys[next]);
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        keys[gap] = keys[next];
        values[gap] = values[next];
        gap = next;
      }
    }
    values[gap] = ABSENT;
    size--;
  }

  int size() {
    return size;
  }

  private int place(long key) {
    int place = home(key);
    while (values[place] != ABSENT && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** The mixer of SplitMix64, so that counted numbers spread. */
  private int home(long key) {
    long mixed = key;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return (int) (mixed ^ (mixed >>> 31)) & mask;
  }
}
