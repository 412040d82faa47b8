package io.hedgerow.benchmarks.fastpath;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Waits, spinning, and notes each time that two readings of the clock, which follow one another at
 * once, lie further apart than {@link FastPathBenchmark#STALL_NANOS}: then something else had the
 * core. One thread.
 */
final class Gaps {

  private static final long PPM = 1_000_000;

  private final Histogram gaps = new Histogram(FastPathBenchmark.MOST_NANOS, 3);
  private long waitedNanos;
  private long lostNanos;

  /** Waits until a moment of {@link System#nanoTime}; returns the moment at which that was seen. */
  long await(long untilNanos) {
    long begin = System.nanoTime();
    long now = begin;
    while (now < untilNanos) {
      Thread.onSpinWait();
      long next = System.nanoTime();
      if (next - now > FastPathBenchmark.STALL_NANOS) {
        gaps.recordValue(next - now);
        lostNanos += next - now;
      }
      now = next;
    }
    waitedNanos += now - begin;
    return now;
  }

  void report(
      String name, List<FastPathBenchmark.Figure> figures, List<FastPathBenchmark.Rate> rates) {
    figures.add(FastPathBenchmark.figure(name + ": preempted for", gaps));
    rates.add(
        new FastPathBenchmark.Rate(
            name + ": time that was preempted, ppm", lostNanos * PPM / Math.max(1, waitedNanos)));
  }
}
