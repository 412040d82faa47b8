package io.hedgerow.connectors.fix;

import java.nio.charset.StandardCharsets;

/**
 * A UTC timestamp of FIX 4.4, {@code 20261121-18:36:34.246}: reused, so that writing allocates
 * nothing. For one thread.
 */
public final class TimestampText implements CharSequence {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final int LENGTH = 21;

  private final byte[] bytes = "00000000-00:00:00.000".getBytes(StandardCharsets.US_ASCII);
  private long epochDay = Long.MIN_VALUE;
  private long epochMillis = Long.MIN_VALUE;

  /**
   * Becomes the text of a moment, cut to milliseconds.
   *
   * @param epochMicros µs since the epoch, not before it
   */
  public TimestampText set(long epochMicros) {
    long millis = epochMicros / MICROS_PER_MILLI;
    if (millis == epochMillis) {
      return this;
    }
    epochMillis = millis;
    long day = millis / MILLIS_PER_DAY;
    if (day != epochDay) {
      epochDay = day;
      setDate(day);
    }
    int ofDay = (int) (millis % MILLIS_PER_DAY);
    put(9, 2, ofDay / 3_600_000);
    put(12, 2, ofDay / 60_000 % 60);
    put(15, 2, ofDay / 1_000 % 60);
    put(18, 3, ofDay % 1_000);
    return this;
  }

  /** Days since the epoch to year, month, day; years begin in March, so that a leap day is last. */
  private void setDate(long day) {
    long shifted = day + 719_468;
    long era = shifted / 146_097;
    long ofEra = shifted % 146_097;
    long year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    long ofYear = ofEra - (365 * year + year / 4 - year / 100);
    long month = (5 * ofYear + 2) / 153;
    put(6, 2, (int) (ofYear - (153 * month + 2) / 5 + 1));
    put(4, 2, (int) (month < 10 ? month + 3 : month - 9));
    put(0, 4, (int) (year + era * 400 + (month < 10 ? 0 : 1)));
  }

  private void put(int at, int digits, int value) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Reads a UTC timestamp with seconds, milliseconds or microseconds.
   *
   * @return µs since the epoch; -1 if the text is no timestamp
   */
  public static long parseMicros(CharSequence text) {
    int length = text.length();
    boolean shaped = length == 17 || ((length == 21 || length == 24) && text.charAt(17) == '.');
    if (!shaped || text.charAt(8) != '-' || text.charAt(11) != ':' || text.charAt(14) != ':') {
      return -1;
    }
    int year = number(text, 0, 4);
    int month = number(text, 4, 2);
    int day = number(text, 6, 2);
    int hour = number(text, 9, 2);
    int minute = number(text, 12, 2);
    int second = number(text, 15, 2);
    int fraction = length == 17 ? 0 : number(text, 18, length - 18);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) {
      return -1;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return -1;
    }
    if (fraction < 0) {
      return -1;
    }
    long micros = length == 21 ? fraction * MICROS_PER_MILLI : fraction;
    long seconds = daysOf(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
    return seconds * 1_000_000 + micros;
  }

  private static long daysOf(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = y / 400;
    long ofEra = y - era * 400;
    long ofYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
  }

  /** -1 where there is anything but digits. */
  private static int number(CharSequence text, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public char charAt(int index) {
    return (char) bytes[index];
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return toString().subSequence(from, to);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
