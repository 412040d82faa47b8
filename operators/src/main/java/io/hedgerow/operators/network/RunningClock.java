package io.hedgerow.operators.network;

/**
 * Milliseconds that an operator has been running, for measuring silence and waiting (NET-7).
 *
 * <p>Added up from readings of the system's clock. It never goes back when that one is set back,
 * and takes but a small step when that one leaps or when nothing ran between two readings: a
 * collection of garbage or a blocked output is no silence of the input that waited meanwhile. Not
 * safe for concurrent use.
 */
final class RunningClock {

  /** The most that two readings can be apart; five sweeps. */
  static final long MAX_STEP_MILLIS = 500;

  private long systemMillis;
  private long millis;

  RunningClock(long systemMillis) {
    this.systemMillis = systemMillis;
  }

  /** Takes a reading of the system's clock. */
  void read(long nowSystemMillis) {
    millis += Math.max(0, Math.min(MAX_STEP_MILLIS, nowSystemMillis - systemMillis));
    systemMillis = nowSystemMillis;
  }

  /** Up to the last reading. */
  long millis() {
    return millis;
  }

  /** The last reading itself: what a timer of the system is set by. */
  long systemMillis() {
    return systemMillis;
  }
}
