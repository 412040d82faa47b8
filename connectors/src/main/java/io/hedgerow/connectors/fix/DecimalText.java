package io.hedgerow.connectors.fix;

import java.nio.charset.StandardCharsets;

/**
 * A scaled long as the characters that go on the wire: {@code 61837.63}, without trailing zeros.
 * Reused for every value, so that writing allocates nothing. For one thread.
 */
public final class DecimalText implements CharSequence {

  private static final int SCALE = 8;

  private final byte[] bytes = new byte[24];
  private int start = bytes.length;

  /**
   * Becomes the text of a value.
   *
   * @throws IllegalArgumentException for {@link FixDecimal#UNREADABLE}, which is no value
   */
  public DecimalText set(long valueE8) {
    if (valueE8 == FixDecimal.UNREADABLE) {
      throw new IllegalArgumentException("expected a scaled value, saw the mark of none");
    }
    long rest = Math.abs(valueE8);
    start = bytes.length;
    boolean written = false;
    for (int i = 0; i < SCALE; i++) {
      int digit = (int) (rest % 10);
      rest /= 10;
      if (written || digit != 0) {
        bytes[--start] = (byte) ('0' + digit);
        written = true;
      }
    }
    if (written) {
      bytes[--start] = '.';
    }
    do {
      bytes[--start] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    if (valueE8 < 0) {
      bytes[--start] = '-';
    }
    return this;
  }

  @Override
  public int length() {
    return bytes.length - start;
  }

  @Override
  public char charAt(int index) {
    return (char) bytes[start + index];
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return toString().subSequence(from, to);
  }

  @Override
  public String toString() {
    return new String(bytes, start, length(), StandardCharsets.US_ASCII);
  }
}
