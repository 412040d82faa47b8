package io.hedgerow.fastpath.engine;

import java.util.Arrays;

/**
 * How often something happened lately, by a key of 64 bits: in the current window and the one
 * before it, so at least a window back. Fixed memory; where there is no room for one more key, the
 * count is the most possible, and so closes.
 *
 * <pre>
 *   a slot, four longs:  | key | window | count in it | count in the one before |
 * </pre>
 */
final class RecentCounts {

  /** The count where there is no room for one more key. */
  static final long NO_ROOM = Long.MAX_VALUE;

  private static final int PROBES = 8;
  private static final int WIDTH = 4;
  private static final int KEY = 0;
  private static final int WINDOW = 1;
  private static final int CURRENT = 2;
  private static final int BEFORE = 3;
  private static final int NONE = -1;

  private final int mask;
  private final long[] slots;
  private long window;
  private long windowBeginMicros;
  private long windowMicros;

  /**
   * @param slots a power of two
   */
  RecentCounts(int slots) {
    if (Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException("expected a power of two, saw " + slots);
    }
    mask = slots - 1;
    this.slots = new long[slots * WIDTH];
    Arrays.fill(this.slots, Long.MIN_VALUE);
  }

  /** The count before this moment. */
  long count(long key, long nowMicros, long lengthMicros) {
    windowOf(nowMicros, lengthMicros);
    int at = find(key);
    if (at == NONE) {
      return NO_ROOM;
    }
    return isOf(at, key) ? sum(at) : 0;
  }

  /** Divides only where a window begins: a division takes as long as all the rest. */
  private void windowOf(long nowMicros, long lengthMicros) {
    if (lengthMicros != windowMicros
        || nowMicros < windowBeginMicros
        || nowMicros >= windowBeginMicros + windowMicros) {
      window = nowMicros / lengthMicros;
      windowBeginMicros = window * lengthMicros;
      windowMicros = lengthMicros;
    }
  }

  /** It happened once more. */
  void add(long key, long nowMicros, long lengthMicros) {
    windowOf(nowMicros, lengthMicros);
    int at = find(key);
    if (at == NONE) {
      return;
    }
    if (!isOf(at, key)) {
      slots[at + KEY] = key;
      slots[at + CURRENT] = 0;
      slots[at + BEFORE] = 0;
      slots[at + WINDOW] = window;
    } else if (slots[at + WINDOW] == window - 1) {
      slots[at + BEFORE] = slots[at + CURRENT];
      slots[at + CURRENT] = 0;
      slots[at + WINDOW] = window;
    }
    slots[at + CURRENT]++;
  }

  /** The key has not happened. */
  void forget(long key) {
    int home = home(key);
    for (int probe = 0; probe < PROBES; probe++) {
      int at = ((home + probe) & mask) * WIDTH;
      if (slots[at + KEY] == key) {
        slots[at + WINDOW] = Long.MIN_VALUE;
      }
    }
  }

  /** Nothing has happened. */
  void clear() {
    Arrays.fill(slots, Long.MIN_VALUE);
  }

  /** Whether the slot holds this key and not only its past. */
  private boolean isOf(int at, long key) {
    return slots[at + KEY] == key && !isPast(at);
  }

  private boolean isPast(int at) {
    return slots[at + WINDOW] < window - 1;
  }

  private long sum(int at) {
    return slots[at + WINDOW] >= window
        ? slots[at + CURRENT] + slots[at + BEFORE]
        : slots[at + CURRENT];
  }

  private static int home(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 33);
  }

  /** The slot of the key, else one that is free or past. */
  private int find(long key) {
    int home = home(key);
    int free = NONE;
    for (int probe = 0; probe < PROBES; probe++) {
      int at = ((home + probe) & mask) * WIDTH;
      if (isOf(at, key)) {
        return at;
      }
      if (free == NONE && isPast(at)) {
        free = at;
      }
    }
    return free;
  }
}
