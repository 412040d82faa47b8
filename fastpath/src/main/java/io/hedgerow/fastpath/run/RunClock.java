package io.hedgerow.fastpath.run;

import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.NanoClock;

/**
 * The engine's time: it goes on whatever is done to the machine's clock, and never runs back (LAT,
 * ORD-4).
 *
 * <p>It begins with the machine's clock, or with the journal's last time if that is later, and goes
 * on with the time that has passed. Each 10 ms it is held against the machine's clock, and moved
 * towards it by at most one part in a hundred: small differences vanish, timers stay true. For the
 * engine's thread; allocates nothing.
 */
final class RunClock {

  private static final long MOST_APART_MICROS = 1_000_000;
  private static final long LOOK_NANOS = 10_000_000;

  /** Between two readings that belong together: longer, and the thread was interrupted. */
  private static final long SURE_NANOS = 1_000_000;

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long PACE = 100;

  private final EpochMicroClock wall;
  private final NanoClock progress;
  private final long startNanos;
  private long startMicros;
  private long lastMicros;
  private long lookedAtNanos;
  private boolean agrees;

  /**
   * Begins now.
   *
   * @param wall the machine's clock, which people and services set
   * @param progress only goes on
   * @param notBeforeMicros time of the journal's last record
   */
  RunClock(EpochMicroClock wall, NanoClock progress, long notBeforeMicros) {
    this.wall = wall;
    this.progress = progress;
    startNanos = progress.nanoTime();
    long wallMicros = wall.microTime();
    startMicros = Math.max(wallMicros, notBeforeMicros);
    lastMicros = startMicros;
    lookedAtNanos = startNanos;
    agrees = startMicros - wallMicros <= MOST_APART_MICROS;
  }

  /** The time, µs since the epoch: not before any time that it said. */
  long microTime() {
    long nanos = progress.nanoTime();
    if (nanos - lookedAtNanos >= LOOK_NANOS) {
      look(nanos);
    }
    lastMicros = Math.max(lastMicros, at(nanos));
    return lastMicros;
  }

  /** Whether the machine's clock differed by at most a second when it was last looked at. */
  boolean agrees() {
    return agrees;
  }

  private void look(long nanos) {
    long apartMicros = wall.microTime() - at(nanos);
    if (progress.nanoTime() - nanos > SURE_NANOS) {
      return;
    }
    agrees = apartMicros <= MOST_APART_MICROS && apartMicros >= -MOST_APART_MICROS;
    long mostMicros = (nanos - lookedAtNanos) / NANOS_PER_MICRO / PACE;
    startMicros += Math.max(-mostMicros, Math.min(mostMicros, apartMicros));
    lookedAtNanos = nanos;
  }

  private long at(long nanos) {
    return startMicros + (nanos - startNanos) / NANOS_PER_MICRO;
  }
}
