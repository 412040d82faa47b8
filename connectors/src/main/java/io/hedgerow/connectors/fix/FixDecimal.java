package io.hedgerow.connectors.fix;

/**
 * Decimals on the wire to and from scaled longs, exactly: no {@code double} in between, nothing
 * rounded unless the name says so. What cannot be represented is {@link #UNREADABLE}, never an
 * exception: the text comes from outside. Stateless.
 */
public final class FixDecimal {

  /** Stands for a text that is no decimal or does not fit; no value is this. */
  public static final long UNREADABLE = Long.MIN_VALUE;

  private static final int SCALE = 8;
  private static final int MAX_CHARACTERS = 40;

  private FixDecimal() {}

  /**
   * Reads a FIX float such as {@code 61837.63}, {@code -0.5}, {@code 00023.2300} or {@code 12}.
   *
   * @return the scaled value; {@link #UNREADABLE} if the text is no FIX float (an exponent, a plus,
   *     spaces), has a digit other than zero after the eighth decimal, or does not fit
   */
  public static long parseE8(CharSequence text) {
    return parse(text, true);
  }

  /** As {@link #parseE8}, but cuts what follows the eighth decimal; for averages only. */
  public static long parseTowardZeroE8(CharSequence text) {
    return parse(text, false);
  }

  private static long parse(CharSequence text, boolean exact) {
    int length = text.length();
    if (length == 0 || length > MAX_CHARACTERS) {
      return UNREADABLE;
    }
    boolean negative = text.charAt(0) == '-';
    long value = 0;
    int digits = 0;
    int decimals = -1;
    for (int i = negative ? 1 : 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && decimals < 0) {
        decimals = 0;
        continue;
      }
      int digit = c - '0';
      if (digit < 0 || digit > 9) {
        return UNREADABLE;
      }
      digits++;
      if (decimals == SCALE) {
        if (exact && digit != 0) {
          return UNREADABLE;
        }
        continue;
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return UNREADABLE;
      }
      value = value * 10 + digit;
      decimals += decimals < 0 ? 0 : 1;
    }
    if (digits == 0) {
      return UNREADABLE;
    }
    for (int i = Math.max(decimals, 0); i < SCALE; i++) {
      if (value > Long.MAX_VALUE / 10) {
        return UNREADABLE;
      }
      value *= 10;
    }
    return negative ? -value : value;
  }

  /**
   * Reads a FIX integer that is not negative.
   *
   * @return -1 if the text is no such integer or has more than 15 digits
   */
  public static long parseCount(CharSequence text) {
    int length = text.length();
    if (length == 0 || length > 15) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
