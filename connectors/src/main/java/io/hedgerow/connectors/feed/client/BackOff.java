package io.hedgerow.connectors.feed.client;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled with each failure up to a limit, and a random
 * half of it left out, so that many clients do not come back at the same moment.
 *
 * <p>For one thread, unless the random numbers are safe for more.
 *
 * @param first after the first failure
 * @param longest never longer than this
 * @param random where the jitter comes from
 */
public record BackOff(Duration first, Duration longest, RandomGenerator random) {

  private static final int MAX_DOUBLINGS = 30;

  /** Checks that the waits are positive and in order. */
  public BackOff {
    Objects.requireNonNull(random, "random");
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "expected a positive first wait and a longest one not below it, saw "
              + first
              + " and "
              + longest);
    }
  }

  /**
   * The wait after so many failures in a row, ns: between a half and the whole of the doubled one.
   *
   * @param failures from 1
   */
  public long delayNanos(int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS);
    long limit = longest.toNanos();
    long whole = first.toNanos() > limit >> doublings ? limit : first.toNanos() << doublings;
    return whole / 2 + random.nextLong(whole - whole / 2 + 1);
  }
}
