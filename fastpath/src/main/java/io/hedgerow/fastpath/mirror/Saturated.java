package io.hedgerow.fastpath.mirror;

/**
 * Sums that stop at {@code ±Long.MAX_VALUE} and stay there: an amount that is beyond everything is
 * never brought back by another one.
 */
final class Saturated {

  private static final long MOST = Long.MAX_VALUE;

  private Saturated() {}

  static long plus(long a, long b) {
    if (a >= MOST || a <= -MOST) {
      return a < 0 ? -MOST : MOST;
    }
    long sum = a + b;
    boolean wrapped = ((a ^ sum) & (b ^ sum)) < 0;
    if (wrapped || sum == Long.MIN_VALUE) {
      return b < 0 ? -MOST : MOST;
    }
    return sum;
  }

  /** {@code a − b} of a b that is not negative; without end if b is. */
  static long minus(long a, long b) {
    return b == MOST ? -MOST : plus(a, -b);
  }

  static long magnitude(long value) {
    return value == Long.MIN_VALUE ? MOST : Math.abs(value);
  }
}
