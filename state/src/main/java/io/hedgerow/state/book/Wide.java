package io.hedgerow.state.book;

/**
 * A sum of products in 128 bits, none of them negative (NET-2).
 *
 * <p>Sums, products and quotients stay in range because a book whose totals are no scaled longs is
 * invalid before anyone sums it up ({@link BookSide#amountsFit}); nothing is checked here. Not safe
 * for concurrent use.
 */
final class Wide {

  private static final int WORD = 64;
  static final int HALF_WORD = 32;
  static final long LOW_HALF = 0xffff_ffffL;

  /** Below these, a quotient in floating point is wrong by at most one, which is then put right. */
  private static final long MAX_ESTIMATE = 1L << 50;

  private static final long MAX_ESTIMATED_DIVISOR = 1L << 61;
  private static final long MAX_SHORT_DIVISOR = 1L << 31;

  /** 10<sup>8</sup> is 2<sup>8</sup> × 5<sup>8</sup>. */
  private static final int TWOS = 8;

  private static final long FIVES = 390_625;

  private long high;
  private long low;

  void clear() {
    high = 0;
    low = 0;
  }

  void addProduct(long a, long b) {
    add(Math.multiplyHigh(a, b), a * b);
  }

  /**
   * Adds {@code a × b × scale ÷ divisor}, rounded down; the product stays below 2<sup>127</sup>.
   */
  void addQuotient(long a, long b, long scale, long divisor) {
    long productLow = a * b;
    long scaledHigh = Math.multiplyHigh(a, b) * scale + unsignedMultiplyHigh(productLow, scale);
    long scaledLow = productLow * scale;
    add(scaledHigh / divisor, divide(scaledHigh % divisor, scaledLow, divisor));
  }

  /** This ÷ 10<sup>8</sup>, rounded down: ÷ 2<sup>8</sup>, then ÷ 5<sup>8</sup> in two digits. */
  long overE8() {
    long upper = high << (HALF_WORD - TWOS) | low >>> (HALF_WORD + TWOS);
    long first = upper / FIVES;
    long lower = (upper - first * FIVES) << HALF_WORD | (low >>> TWOS & LOW_HALF);
    return (first << HALF_WORD) + lower / FIVES;
  }

  /** This ÷ divisor, rounded down, or up if asked. */
  long over(long divisor, boolean up) {
    long quotient = divide(high, low, divisor);
    return up && low != quotient * divisor ? quotient + 1 : quotient;
  }

  /** This × factor ÷ divisor, rounded down. */
  long timesOver(long factor, long divisor) {
    return divide(high * factor + unsignedMultiplyHigh(low, factor), low * factor, divisor);
  }

  /** {@code a × b ÷ divisor}, rounded down. */
  static long timesOver(long a, long b, long divisor) {
    return divide(Math.multiplyHigh(a, b), a * b, divisor);
  }

  /** This × factor ÷ (divisor + extra), rounded down, or up if asked. */
  long timesOver(long factor, Wide divisor, long extra, boolean up) {
    long nHigh = high * factor + unsignedMultiplyHigh(low, factor);
    long nLow = low * factor;
    long dLow = divisor.low + extra;
    long dHigh = divisor.high + (Long.compareUnsigned(dLow, extra) < 0 ? 1 : 0);
    long quotient = estimate(nHigh, nLow, dHigh, dLow);
    long restLow = nLow - quotient * dLow;
    long restHigh =
        nHigh
            - unsignedMultiplyHigh(quotient, dLow)
            - quotient * dHigh
            - (Long.compareUnsigned(nLow, quotient * dLow) < 0 ? 1 : 0);
    while (isAtLeast(restHigh, restLow, dHigh, dLow)) {
      quotient++;
      restHigh -= dHigh + (Long.compareUnsigned(restLow, dLow) < 0 ? 1 : 0);
      restLow -= dLow;
    }
    return up && (restHigh | restLow) != 0 ? quotient + 1 : quotient;
  }

  /** The quotient or a little less: the divisor is cut to 62 bits and rounded up. */
  private static long estimate(long nHigh, long nLow, long dHigh, long dLow) {
    if (dHigh == 0 && dLow > 0) {
      return divide(nHigh, nLow, dLow);
    }
    int shift = WORD - Long.numberOfLeadingZeros(dHigh) + 2;
    long divisor = (dHigh << (WORD - shift) | dLow >>> shift) + 1;
    return divide(nHigh >>> shift, nHigh << (WORD - shift) | nLow >>> shift, divisor);
  }

  /**
   * Adds {@code more × 2}<sup>64</sup> {@code + middle × 2}<sup>32</sup> {@code + least}: sums of
   * words and half words, which need no carry while they are made.
   */
  void add(long more, long middle, long least) {
    add(more + (middle >>> HALF_WORD), middle << HALF_WORD);
    add(0, least);
  }

  /** Adds another such number. */
  void add(long moreHigh, long moreLow) {
    low += moreLow;
    high += moreHigh + (Long.compareUnsigned(low, moreLow) < 0 ? 1 : 0);
  }

  private static boolean isAtLeast(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh > bHigh || (aHigh == bHigh && Long.compareUnsigned(aLow, bLow) >= 0);
  }

  /** A non-negative 128-bit number over a positive divisor that is larger than {@code high}. */
  static long divide(long high, long low, long divisor) {
    if (high == 0 && low >= 0) {
      return low / divisor;
    }
    long estimate = (long) ((high * 0x1p64 + (low >>> 1) * 2.0) / divisor);
    if (estimate < MAX_ESTIMATE && divisor < MAX_ESTIMATED_DIVISOR) {
      long rest = low - estimate * divisor;
      return rest < 0 ? estimate - 1 : rest >= divisor ? estimate + 1 : estimate;
    }
    if (divisor < MAX_SHORT_DIVISOR) {
      long upper = (high << HALF_WORD) | (low >>> HALF_WORD);
      long lower = ((upper % divisor) << HALF_WORD) | (low & LOW_HALF);
      return ((upper / divisor) << HALF_WORD) + lower / divisor;
    }
    return divideByLong(high, low, divisor);
  }

  /** Schoolbook division by two digits of 32 bits (Knuth, volume 2, algorithm D). */
  private static long divideByLong(long high, long low, long divisor) {
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long upper = high << shift | low >>> (WORD - shift);
    long lower = low << shift;
    long first = digit(upper, lower >>> HALF_WORD, d);
    long rest = (upper << HALF_WORD | lower >>> HALF_WORD) - first * d;
    return (first << HALF_WORD) + digit(rest, lower & LOW_HALF, d);
  }

  private static long digit(long upper, long nextDigit, long divisor) {
    long dHigh = divisor >>> HALF_WORD;
    long dLow = divisor & LOW_HALF;
    long q = Long.divideUnsigned(upper, dHigh);
    long rest = upper - q * dHigh;
    while (rest <= LOW_HALF
        && (q > LOW_HALF || Long.compareUnsigned(q * dLow, rest << HALF_WORD | nextDigit) > 0)) {
      q--;
      rest += dHigh;
    }
    return q;
  }

  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> (WORD - 1)) & b) + ((b >> (WORD - 1)) & a);
  }
}
