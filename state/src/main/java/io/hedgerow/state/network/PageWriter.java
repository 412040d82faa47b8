package io.hedgerow.state.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the bytes of a page: a format version first, then numbers as zigzag varints (one byte for
 * the small ones), texts as length and UTF-8. Not safe for concurrent use.
 *
 * @see PageReader
 */
public final class PageWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  /** A page in the given format, 1 to 127. */
  public PageWriter(int formatVersion) {
    out.write(formatVersion);
  }

  /** A number; small absolute values take few bytes. */
  public PageWriter number(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7fL) != 0) {
      out.write((int) (zigzag & 0x7f) | 0x80);
      zigzag >>>= 7;
    }
    out.write((int) zigzag);
    return this;
  }

  /** Eight bytes, big endian: for numbers that are never small. */
  public PageWriter fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  /** A number or null. */
  public PageWriter optional(Long value) {
    flag(value != null);
    return value == null ? this : number(value);
  }

  /** A yes or no. */
  public PageWriter flag(boolean value) {
    out.write(value ? 1 : 0);
    return this;
  }

  /** A text. */
  public PageWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes and how many: a page inside a page. */
  public PageWriter bytes(byte[] value) {
    number(value.length);
    out.write(value, 0, value.length);
    return this;
  }

  /** The page. */
  public byte[] toPage() {
    return out.toByteArray();
  }
}
