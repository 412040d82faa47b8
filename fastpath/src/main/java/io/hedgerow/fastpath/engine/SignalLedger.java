package io.hedgerow.fastpath.engine;

/**
 * Which signals were taken lately, by a key of 64 bits (IDEM-1). Fixed memory, 12 bytes a place.
 *
 * <p>A key may stand in two buckets of eight places. A new key takes the oldest of these sixteen
 * places, so something is forgotten with every new key once the table is full; the ledger knows up
 * to when it may have forgotten. Whether a signal is new can be told if it cannot have come before
 * that: four million places tell it of signals up to 2 s old at 500,000 a second, and at higher
 * rates of younger ones.
 *
 * <pre>
 *   bucket   | key | key | … 8      two cache lines of keys and two of times for each signal
 *            | at  | at  | … 8      at: units of 1,024 µs, which return after 51 days
 * </pre>
 */
final class SignalLedger {

  /** What is known of a signal. */
  enum Answer {
    NEW,
    SEEN,
    /** It may have come before: it is older than what the table still holds. */
    FORGOTTEN
  }

  private static final int BUCKET = 8;
  private static final int TIME_SHIFT = 10;
  private static final long EMPTY = 0;
  private static final long NEVER_USED = Long.MAX_VALUE;
  private static final int SECOND_SHIFT = 24;

  private final int buckets;
  private final long[] keys;
  private final int[] times;
  private long forgottenMicros = Long.MIN_VALUE;
  private int oldest;
  private long oldestAge;

  /**
   * @param places a power of two, at least 16
   */
  SignalLedger(int places) {
    if (Integer.bitCount(places) != 1 || places < 2 * BUCKET) {
      throw new IllegalArgumentException("expected a power of two from 16, saw " + places);
    }
    buckets = places / BUCKET;
    keys = new long[places];
    times = new int[places];
  }

  /**
   * Takes a signal.
   *
   * @param key well mixed
   * @param nowMicros does not run back
   * @param earliestMicros when it can have come for the first time
   */
  Answer take(long key, long nowMicros, long earliestMicros) {
    long stored = key == EMPTY ? 1 : key;
    int now = (int) (nowMicros >> TIME_SHIFT);
    int first = (int) (key & (buckets - 1));
    int second = (int) ((key >>> SECOND_SHIFT) & (buckets - 1));
    oldestAge = -1;
    if (isIn(first == second ? first ^ 1 : second, stored, now) || isIn(first, stored, now)) {
      times[oldest] = now;
      return Answer.SEEN;
    }
    boolean isNew = earliestMicros > forgottenMicros;
    if (oldestAge != NEVER_USED) {
      long endMicros = ((nowMicros >> TIME_SHIFT) - oldestAge + 1) << TIME_SHIFT;
      forgottenMicros = Math.max(forgottenMicros, endMicros);
    }
    keys[oldest] = stored;
    times[oldest] = now;
    return isNew ? Answer.NEW : Answer.FORGOTTEN;
  }

  /** Whether the key stands there, then at {@code oldest}; else notes the place to be used. */
  private boolean isIn(int bucket, long key, int now) {
    int end = (bucket + 1) * BUCKET;
    for (int at = bucket * BUCKET; at < end; at++) {
      if (keys[at] == key) {
        oldest = at;
        return true;
      }
      long age = keys[at] == EMPTY ? NEVER_USED : Integer.toUnsignedLong(now - times[at]);
      if (age > oldestAge) {
        oldest = at;
        oldestAge = age;
      }
    }
    return false;
  }
}
