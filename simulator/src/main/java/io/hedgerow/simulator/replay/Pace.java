package io.hedgerow.simulator.replay;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until recorded time is due, and knows how far behind it is. For one thread. */
final class Pace {

  /** Real time, as an argument. */
  interface Stopwatch {
    long nanos();

    void sleep(long nanos);

    /** The machine's own. */
    static Stopwatch system() {
      return new Stopwatch() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };
    }
  }

  private static final long NANOS_PER_MICRO = 1_000;

  /** No single wait is longer, so that a stop is noticed. */
  private static final long LONGEST_WAIT_NANOS = 50_000_000;

  private final ReplaySpeed speed;
  private final Stopwatch stopwatch;
  private long recordedAnchorMicros;
  private long realAnchorNanos;
  private long behindNanos;
  private long mostBehindNanos;

  Pace(ReplaySpeed speed, Stopwatch stopwatch) {
    this.speed = speed;
    this.stopwatch = stopwatch;
  }

  /** From here on, recorded time counts from this moment. */
  void anchor(long recordedMicros) {
    recordedAnchorMicros = recordedMicros;
    realAnchorNanos = stopwatch.nanos();
    behindNanos = 0;
  }

  /** Waits a moment if this recorded time is not due yet; false: ask again. */
  boolean isDue(long recordedMicros) {
    if (speed.isMax()) {
      return true;
    }
    double afterAnchor = (recordedMicros - recordedAnchorMicros) * NANOS_PER_MICRO / speed.factor();
    long waitNanos = realAnchorNanos + (long) afterAnchor - stopwatch.nanos();
    if (waitNanos > 0) {
      behindNanos = 0;
      stopwatch.sleep(Math.min(waitNanos, LONGEST_WAIT_NANOS));
      return waitNanos <= LONGEST_WAIT_NANOS && stopwatch.nanos() >= realAnchorNanos + afterAnchor;
    }
    behindNanos = -waitNanos;
    mostBehindNanos = Math.max(mostBehindNanos, behindNanos);
    return true;
  }

  /** How late the newest message was. */
  Duration behind() {
    return Duration.ofNanos(behindNanos);
  }

  /** How late a message was at most. */
  Duration mostBehind() {
    return Duration.ofNanos(mostBehindNanos);
  }
}
