package io.hedgerow.schemas.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Avro's variable-length zigzag integers, read and written eight bytes at a time.
 *
 * <p>Each byte holds seven bits, lowest first; its top bit says that another byte follows:
 *
 * <pre>
 *   1ccccccc 1bbbbbbb 0aaaaaaa  →  0..0 aaaaaaa bbbbbbb ccccccc  →  zigzag
 * </pre>
 *
 * <p>Stateless, safe from any thread.
 */
final class Varint {

  /** A 64-bit number has at most this many bytes. */
  static final int MAX_BYTES = 10;

  /** Bytes that are looked at together. */
  static final int WORD_BYTES = 8;

  /** Numbers in zigzag below this fill a word at most. */
  private static final long WORD_LIMIT = 1L << (7 * WORD_BYTES);

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MORE_BITS = 0x8080808080808080L;
  private static final long DIGIT_BITS = 0x7f7f7f7f7f7f7f7fL;

  private Varint() {}

  /** The eight bytes from there on, the first one lowest. The array must have them. */
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /** A bit above the last byte of the number that starts this word; 0 if it goes on beyond. */
  static long lastByteMark(long word) {
    return ~word & MORE_BITS;
  }

  /** Bytes of the number whose last byte is marked. */
  static int length(long mark) {
    return (Long.numberOfTrailingZeros(mark) >>> 3) + 1;
  }

  /** The number that starts this word, still in zigzag. */
  static long digits(long word, long mark) {
    long w = word & (mark ^ (mark - 1)) & DIGIT_BITS;
    w = (w & 0x007f007f007f007fL) | ((w & 0x7f007f007f007f00L) >>> 1);
    w = (w & 0x00003fff00003fffL) | ((w & 0x3fff00003fff0000L) >>> 2);
    return (w & 0x000000000fffffffL) | ((w & 0x0fffffff00000000L) >>> 4);
  }

  /** 0, 1, 2, 3, 4 … to 0, -1, 1, -2, 2 … */
  static long unzigzag(long digits) {
    return (digits >>> 1) ^ -(digits & 1);
  }

  /** 0, -1, 1, -2, 2 … to 0, 1, 2, 3, 4 … */
  static long zigzag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }

  /** Whether this number, in zigzag, fits a word. */
  static boolean fitsWord(long digits) {
    return digits >= 0 && digits < WORD_LIMIT;
  }

  /**
   * Writes a number, in zigzag, that fits a word; what follows it in the word is overwritten with
   * zeros.
   *
   * @return its bytes
   */
  static int putWord(byte[] bytes, int at, long digits) {
    long w = (digits & 0x000000000fffffffL) | ((digits & 0x00fffffff0000000L) << 4);
    w = (w & 0x00003fff00003fffL) | ((w & 0x0fffc0000fffc000L) << 2);
    w = (w & 0x007f007f007f007fL) | ((w & 0x3f803f803f803f80L) << 1);
    int lastBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(w | 1);
    int earlierBits = lastBit & -Byte.SIZE;
    WORD.set(bytes, at, w | (MORE_BITS & ((1L << earlierBits) - 1)));
    return earlierBits / Byte.SIZE + 1;
  }
}
