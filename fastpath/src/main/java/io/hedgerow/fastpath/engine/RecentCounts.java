package io.hedgerow.fastpath.engine;

import java.util.Arrays;

/**
 * How often something happened lately, by a key of 64 bits: in the current window and the one
 * before it, so at least a window back. Fixed memory; where there is no room for one more key, the
 * count is the most possible, and so closes.
 */
final class RecentCounts {

  private static final int PROBES = 16;

  private final int mask;
  private final long[] keys;
  private final long[] windows;
  private final long[] current;
  private final long[] before;

  /**
   * @param slots a power of two
   */
  RecentCounts(int slots) {
    if (Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException("expected a power of two, saw " + slots);
    }
    mask = slots - 1;
    keys = new long[slots];
    windows = new long[slots];
    current = new long[slots];
    before = new long[slots];
    Arrays.fill(windows, Long.MIN_VALUE);
  }

  /** The count before this moment. */
  long count(long key, long nowMicros, long windowMicros) {
    long window = nowMicros / windowMicros;
    int slot = find(key, window);
    if (slot < 0) {
      return Long.MAX_VALUE;
    }
    return keys[slot] == key ? sum(slot, window) : 0;
  }

  /** It happened once more. */
  void add(long key, long nowMicros, long windowMicros) {
    long window = nowMicros / windowMicros;
    int slot = find(key, window);
    if (slot < 0) {
      return;
    }
    if (keys[slot] != key || windows[slot] < window - 1) {
      keys[slot] = key;
      before[slot] = 0;
      current[slot] = 0;
    } else if (windows[slot] == window - 1) {
      before[slot] = current[slot];
      current[slot] = 0;
    }
    windows[slot] = Math.max(windows[slot], window);
    current[slot]++;
  }

  private long sum(int slot, long window) {
    if (windows[slot] >= window) {
      return current[slot] + before[slot];
    }
    return windows[slot] == window - 1 ? current[slot] : 0;
  }

  /** The slot of the key, else one that is free or past; -1: there is none. */
  private int find(long key, long window) {
    int home = (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & mask;
    int free = -1;
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = (home + probe) & mask;
      boolean past = windows[slot] == Long.MIN_VALUE || windows[slot] < window - 1;
      if (keys[slot] == key && !past) {
        return slot;
      }
      if (past && free < 0) {
        free = slot;
      }
    }
    return free;
  }
}
