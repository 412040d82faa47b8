package io.hedgerow.state.venue;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;

/**
 * Counts of latencies in buckets that widen with the value: 1 µs up to 64 µs, then 32 to each
 * doubling. A percentile is the upper edge of its bucket, so it is never too low and at most 3.2 %
 * too high; latencies above 19 hours count as 19 hours.
 *
 * <p>Bound: {@value #BUCKETS} counts. What it holds does not depend on the order of input. Not safe
 * for concurrent use.
 */
final class LatencyHistogram {

  private static final int STEPS_LOG2 = 5;
  private static final int STEPS = 1 << STEPS_LOG2;
  private static final int MAX_BITS = 36;
  private static final long MAX_MICROS = (1L << MAX_BITS) - 1;
  private static final int BUCKETS = (MAX_BITS - STEPS_LOG2 + 1) * STEPS;

  private static final long[] NONE = new long[BUCKETS];

  /** Made with the first latency: most venues of hostile input never have one. */
  private long[] counts = NONE;

  private long total;

  void add(long latencyMicros) {
    makeRoom();
    counts[bucketOf(latencyMicros)]++;
    total++;
  }

  void addAll(LatencyHistogram other) {
    if (other.total == 0) {
      return;
    }
    makeRoom();
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  private void makeRoom() {
    if (total == 0) {
      counts = new long[BUCKETS];
    }
  }

  /**
   * The latency that this share of all does not exceed, by nearest rank; null while empty.
   *
   * @param percent 1 to 100
   */
  Long percentileMicros(int percent) {
    if (total == 0) {
      return null;
    }
    long rank = (total * percent + 99) / 100;
    long seen = 0;
    int bucket = -1;
    while (seen < rank) {
      bucket++;
      seen += counts[bucket];
    }
    return upperEdgeMicros(bucket);
  }

  static long upperEdgeMicros(int bucket) {
    int shift = Math.max(bucket / STEPS - 1, 0);
    long step = bucket - (long) shift * STEPS;
    return ((step + 1) << shift) - 1;
  }

  static int bucketOf(long latencyMicros) {
    long micros = Math.min(Math.max(latencyMicros, 0), MAX_MICROS);
    int shift = Math.max(Long.SIZE - Long.numberOfLeadingZeros(micros) - STEPS_LOG2 - 1, 0);
    return shift * STEPS + (int) (micros >>> shift);
  }

  /** The buckets that hold something, as steps from the one before, with their counts. */
  void write(PageWriter page) {
    int used = 0;
    for (long count : counts) {
      used += count > 0 ? 1 : 0;
    }
    page.number(used);
    int previous = 0;
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0) {
        page.number(i - previous).number(counts[i]);
        previous = i;
      }
    }
  }

  static LatencyHistogram read(PageReader page) {
    LatencyHistogram histogram = new LatencyHistogram();
    int used = page.count(BUCKETS);
    int bucket = 0;
    for (int i = 0; i < used; i++) {
      bucket += page.count(BUCKETS - 1 - bucket);
      long count = page.number();
      histogram.makeRoom();
      histogram.counts[bucket] += count;
      histogram.total += count;
    }
    return histogram;
  }
}
