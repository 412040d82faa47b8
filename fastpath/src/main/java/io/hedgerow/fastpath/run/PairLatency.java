package io.hedgerow.fastpath.run;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How long it took from taking a signal out of the ring to both legs being handed to their sessions
 * (LAT-6): the engine's own share, with the time of the calls that write to the sockets. Written by
 * the engine's thread, which allocates nothing; read by any one other.
 */
public final class PairLatency {

  private static final long MAX_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;

  private final SingleWriterRecorder recorder = new SingleWriterRecorder(MAX_NANOS, DIGITS);
  private final Histogram all = new Histogram(MAX_NANOS, DIGITS);
  private Histogram newest;

  void record(long nanos) {
    recorder.recordValue(Math.min(Math.max(0, nanos), MAX_NANOS));
  }

  /** Everything since the start, ns; the same object each time, for the caller's thread alone. */
  public synchronized Histogram nanos() {
    newest = recorder.getIntervalHistogram(newest);
    all.add(newest);
    return all;
  }
}
