package io.hedgerow.state.book;

/**
 * Decimal zeros at the end of numbers, found and taken away without division.
 *
 * <p>An odd number has an inverse modulo 2<sup>64</sup>. A multiple of 5<sup>n</sup> times the
 * inverse of 5<sup>n</sup> is the exact quotient, which is small; any other number gives one that
 * is larger than the largest quotient there is. Zeros of the power of two are seen in the bits.
 *
 * <p>Stateless, safe from any thread.
 */
final class DecimalZeros {

  /** More are not looked for. */
  static final int MAX = 15;

  /** Each step doubles the bits of an inverse that are right; the number itself has three. */
  private static final int NEWTON_STEPS = 5;

  private static final long[] UNITS = new long[MAX + 1];
  private static final long[] INVERSES = new long[MAX + 1];
  private static final long[] LARGEST_QUOTIENTS = new long[MAX + 1];

  static {
    long fives = 1;
    for (int i = 0; i <= MAX; i++) {
      UNITS[i] = fives << i;
      INVERSES[i] = inverse(fives);
      LARGEST_QUOTIENTS[i] = Long.MAX_VALUE / fives;
      fives *= 5;
    }
  }

  private DecimalZeros() {}

  /** Ten to this power. */
  static long unit(int zeros) {
    return UNITS[zeros];
  }

  /** Zeros that all of the first values end in, {@link #MAX} at most; none is zero. */
  static int common(long[] values, int count) {
    int zeros = MAX;
    for (int i = 0; i < count; i++) {
      long value = Math.abs(values[i]);
      while (!endsIn(value, zeros)) {
        zeros--;
      }
    }
    return zeros;
  }

  /** The number without so many zeros, which it ends in. */
  static long without(long value, int zeros) {
    return (value >> zeros) * INVERSES[zeros];
  }

  private static boolean endsIn(long value, int zeros) {
    long quotient = value * INVERSES[zeros];
    return quotient >= 0
        && quotient <= LARGEST_QUOTIENTS[zeros]
        && (value & ((1L << zeros) - 1)) == 0;
  }

  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < NEWTON_STEPS; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
