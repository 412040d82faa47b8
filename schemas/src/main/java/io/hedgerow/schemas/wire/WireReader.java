package io.hedgerow.schemas.wire;

/**
 * Reads what {@link WireWriter} wrote, in the same order. For bytes of our own making: past their
 * end it throws {@link IndexOutOfBoundsException}.
 *
 * <p>Not safe for concurrent use.
 */
public final class WireReader {

  private final byte[] bytes;
  private int position;

  /** Starts at the first byte. */
  public WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether anything is left. */
  public boolean hasMore() {
    return position < bytes.length;
  }

  /** One byte, 0 to 255. */
  public int getByte() {
    return bytes[position++] & 0xff;
  }

  /** An Avro boolean. */
  public boolean getBoolean() {
    return getByte() != 0;
  }

  /** An Avro int or long. */
  public long getLong() {
    long digits = 0;
    int shift = 0;
    int next;
    do {
      next = bytes[position++];
      digits |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return Varint.unzigzag(digits);
  }
}
