package io.hedgerow.schemas;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The one numeric convention: a price, quantity, notional or rate is a {@code long} scaled by
 * 10<sup>-8</sup>, in fields whose name ends with {@code E8}.
 *
 * <p>Products use 128-bit intermediates. A result that does not fit is an {@link
 * ArithmeticException}; it never wraps. Stateless, safe from any thread.
 */
public final class E8 {

  /** 1.0 as a scaled long. */
  public static final long ONE = 100_000_000L;

  private static final int SCALE = 8;
  private static final long MILLION = 1_000_000;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private E8() {}

  /**
   * Reads a decimal such as {@code 61837.63000000}, {@code -1.5e-5} or {@code 12}.
   *
   * @throws NumberFormatException if the text is no decimal number
   * @throws ArithmeticException if it has more than eight significant decimals or does not fit
   */
  public static long parse(String decimal) {
    long fast = parsePlain(decimal);
    if (fast != Long.MIN_VALUE) {
      return fast;
    }
    return bounded(decimal)
        .setScale(SCALE, RoundingMode.UNNECESSARY)
        .unscaledValue()
        .longValueExact();
  }

  /**
   * Reads a decimal and rounds it half even to eight decimals; for rates, which venues publish with
   * more.
   *
   * @throws NumberFormatException if the text is no decimal number
   * @throws ArithmeticException if it does not fit
   */
  public static long parseRounded(String decimal) {
    long fast = parsePlain(decimal);
    if (fast != Long.MIN_VALUE) {
      return fast;
    }
    return bounded(decimal)
        .setScale(SCALE, RoundingMode.HALF_EVEN)
        .unscaledValue()
        .longValueExact();
  }

  /** Shows a scaled long as a plain decimal without trailing zeros: {@code 61837.63}. */
  public static String toDecimal(long valueE8) {
    BigDecimal value = BigDecimal.valueOf(valueE8, SCALE).stripTrailingZeros();
    return (value.scale() < 0 ? value.setScale(0, RoundingMode.UNNECESSARY) : value)
        .toPlainString();
  }

  /**
   * {@code a × b}, both scaled, rounded toward negative infinity.
   *
   * @throws ArithmeticException if the result does not fit
   */
  public static long multiplyDown(long aE8, long bE8) {
    return mulDivFloor(aE8, bE8, ONE);
  }

  /**
   * {@code a × b ÷ c} with a 128-bit product, rounded toward negative infinity. Allocates nothing.
   *
   * @throws ArithmeticException if {@code c} is zero or the result does not fit
   */
  public static long mulDivFloor(long a, long b, long c) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    if (high == low >> 63) {
      return floorDivExact(low, c);
    }
    return wideMulDivFloor(a, b, c);
  }

  /**
   * {@code a × b ÷ c} of figures that are not negative, rounded down; {@code Long.MAX_VALUE} where
   * it does not fit or {@code c} is zero. For callers that must not throw and for which too much is
   * the safe side.
   */
  public static long mulDivSaturated(long a, long b, long c) {
    long halves = (Math.multiplyHigh(a, b) << 1) | ((a * b) >>> 63);
    return halves < c ? mulDivFloor(a, b, c) : Long.MAX_VALUE;
  }

  /**
   * {@link #mulDivSaturated} of two scaled figures: {@code a × b}, rounded down. Its divisor is a
   * constant, which makes it several times faster.
   */
  public static long multiplySaturated(long aE8, long bE8) {
    long high = Math.multiplyHigh(aE8, bE8);
    long low = aE8 * bE8;
    if (high >= ONE / 2) {
      return Long.MAX_VALUE;
    }
    long upper = (high << 32) | (low >>> 32);
    long quotient = upper / ONE;
    long lower = ((upper - quotient * ONE) << 32) | (low & LOW_HALF);
    return (quotient << 32) | (lower / ONE);
  }

  /** {@code value × ppm ÷ 1,000,000} of figures that are not negative, as the one above. */
  public static long ppmSaturated(long value, long ppm) {
    long high = Math.multiplyHigh(value, ppm);
    long low = value * ppm;
    if (high >= MILLION / 2) {
      return Long.MAX_VALUE;
    }
    long upper = (high << 32) | (low >>> 32);
    long quotient = upper / MILLION;
    long lower = ((upper - quotient * MILLION) << 32) | (low & LOW_HALF);
    return (quotient << 32) | (lower / MILLION);
  }

  /**
   * {@code a × b ÷ c} with a 128-bit product, rounded to the nearest, a tie to the even neighbour.
   *
   * @throws ArithmeticException if {@code c} is not positive or the result does not fit
   */
  public static long mulDivHalfEven(long a, long b, long c) {
    if (c <= 0) {
      throw new ArithmeticException("expected a positive divisor, saw " + c);
    }
    long floor = mulDivFloor(a, b, c);
    long remainder = a * b - floor * c; // exact: it lies in [0, c), whatever wrapped on the way
    long missing = c - remainder;
    boolean up = remainder > missing || (remainder == missing && (floor & 1) != 0);
    return up ? Math.incrementExact(floor) : floor;
  }

  /** On magnitudes, without allocation: the fast path multiplies prices with quantities. */
  private static long wideMulDivFloor(long a, long b, long c) {
    if (c == 0) {
      throw new ArithmeticException("division by zero");
    }
    boolean negative = (a ^ b ^ c) < 0;
    long x = Math.abs(a);
    long y = Math.abs(b);
    long divisor = Math.abs(c);
    long high = unsignedMultiplyHigh(x, y);
    if (Long.compareUnsigned(high, divisor) >= 0) {
      throw new ArithmeticException("long overflow");
    }
    long low = x * y;
    long quotient = divideUnsigned(high, low, divisor);
    boolean exact = quotient * divisor == low;
    if (negative && !exact) {
      quotient++;
    }
    boolean fits = negative ? quotient - 1 >= 0 : quotient >= 0;
    if (!fits) {
      throw new ArithmeticException("long overflow");
    }
    return negative ? -quotient : quotient;
  }

  private static long unsignedMultiplyHigh(long x, long y) {
    return Math.multiplyHigh(x, y) + ((x >> 63) & y) + ((y >> 63) & x);
  }

  /** {@code (high × 2^64 + low) ÷ divisor}, unsigned; {@code high} is less than the divisor. */
  private static long divideUnsigned(long high, long low, long divisor) {
    if (divisor >>> 31 == 0) {
      long upper = (high << 32) | (low >>> 32);
      long lower = ((upper % divisor) << 32) | (low & LOW_HALF);
      return ((upper / divisor) << 32) | (lower / divisor);
    }
    // Knuth's algorithm D with two digits of 32 bits: Hacker's Delight, divlu.
    int shift = Long.numberOfLeadingZeros(divisor);
    long normal = divisor << shift;
    long digit1 = normal >>> 32;
    long digit0 = normal & LOW_HALF;
    long upper = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
    long lower = low << shift;
    long quotient1 = quotientDigit(upper, lower >>> 32, digit1, digit0);
    long rest = ((upper << 32) | (lower >>> 32)) - quotient1 * normal;
    long quotient0 = quotientDigit(rest, lower & LOW_HALF, digit1, digit0);
    return (quotient1 << 32) + quotient0;
  }

  private static long quotientDigit(long upper, long next, long digit1, long digit0) {
    long quotient = Long.divideUnsigned(upper, digit1);
    long rest = upper - quotient * digit1;
    while (quotient >>> 32 != 0
        || Long.compareUnsigned(quotient * digit0, (rest << 32) | next) > 0) {
      quotient--;
      rest += digit1;
      if (rest >>> 32 != 0) {
        break;
      }
    }
    return quotient;
  }

  private static long floorDivExact(long dividend, long divisor) {
    if (dividend == Long.MIN_VALUE && divisor == -1) {
      throw new ArithmeticException("long overflow");
    }
    return Math.floorDiv(dividend, divisor);
  }

  /**
   * Digits with at most eight decimals, the usual case; {@code Long.MIN_VALUE} for anything else.
   */
  private static long parsePlain(String decimal) {
    int length = decimal.length();
    if (length == 0 || length > 18) {
      return Long.MIN_VALUE;
    }
    int at = decimal.charAt(0) == '-' ? 1 : 0;
    if (at == length) {
      return Long.MIN_VALUE;
    }
    long digits = 0;
    int decimals = -1;
    int seen = 0;
    for (int i = at; i < length; i++) {
      char c = decimal.charAt(i);
      if (c == '.' && decimals < 0 && seen > 0) {
        decimals = 0;
      } else if (c >= '0' && c <= '9' && decimals < SCALE) {
        digits = digits * 10 + (c - '0');
        seen++;
        decimals += decimals < 0 ? 0 : 1;
      } else {
        return Long.MIN_VALUE;
      }
    }
    for (int i = Math.max(decimals, 0); i < SCALE; i++) {
      if (digits > Long.MAX_VALUE / 10) {
        return Long.MIN_VALUE;
      }
      digits *= 10;
    }
    return at == 1 ? -digits : digits;
  }

  /**
   * Guards against {@code 1e999999999}, whose plain form would fill the memory, and against the
   * digits of other scripts, which Java would take.
   */
  private static BigDecimal bounded(String decimal) {
    if (decimal.length() > 64) {
      throw new NumberFormatException("a number of more than 64 characters");
    }
    if (decimal.chars().anyMatch(c -> c > '~')) {
      throw new NumberFormatException("expected ASCII digits, saw " + decimal);
    }
    BigDecimal value = new BigDecimal(decimal);
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (value.precision() - value.scale() > 19 || value.scale() > 64) {
      throw new ArithmeticException("out of range: " + decimal);
    }
    return value;
  }
}
