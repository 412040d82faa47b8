package io.hedgerow.state.network;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a page that {@link PageWriter} wrote.
 *
 * <p>A page that ends early, goes on too long or has another format is an {@link
 * IllegalStateException}: state that cannot be read must stop the job, not start it empty. Not safe
 * for concurrent use.
 */
public final class PageReader {

  private final byte[] page;
  private final String what;
  private int at = 1;

  /**
   * @param what what the page holds, for the message of an error
   * @param page the bytes
   * @param formatVersion the only format that the caller can read
   */
  public PageReader(String what, byte[] page, int formatVersion) {
    this.what = what;
    this.page = page;
    if (page.length == 0 || page[0] != formatVersion) {
      throw new IllegalStateException(
          what
              + ": expected a page of format "
              + formatVersion
              + ", saw "
              + (page.length == 0 ? "no byte" : "format " + page[0]));
    }
  }

  /** The next number. */
  public long number() {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next();
      zigzag |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IllegalStateException(what + ": a number of more than 64 bits before byte " + at);
  }

  /** The next number, which counts something that follows. */
  public int count(int atMost) {
    long count = number();
    if (count < 0 || count > atMost) {
      throw new IllegalStateException(
          what + ": expected a count of at most " + atMost + ", saw " + count);
    }
    return (int) count;
  }

  /** The next eight bytes, big endian. */
  public long fixed() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | (next() & 0xff);
    }
    return value;
  }

  /** The next number or null. */
  public Long optional() {
    return flag() ? Long.valueOf(number()) : null;
  }

  /** The next yes or no. */
  public boolean flag() {
    return next() != 0;
  }

  /** The next text. */
  public String text() {
    int length = length();
    return new String(page, at - length, length, StandardCharsets.UTF_8);
  }

  /** The next bytes, which are counted. */
  public byte[] bytes() {
    int length = length();
    return Arrays.copyOfRange(page, at - length, at);
  }

  /** Reads a length and steps over what it counts. */
  private int length() {
    int length = count(page.length - at);
    if (length > page.length - at) {
      throw new IllegalStateException(
          what + ": the page ends inside a text or bytes, at byte " + at);
    }
    at += length;
    return length;
  }

  /** Says that nothing may follow. */
  public void end() {
    if (at != page.length) {
      throw new IllegalStateException(what + ": expected " + at + " bytes, saw " + page.length);
    }
  }

  private byte next() {
    if (at >= page.length) {
      throw new IllegalStateException(what + ": the page ends early, at byte " + at);
    }
    return page[at++];
  }
}
