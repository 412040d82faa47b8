package io.hedgerow.state.book;

import java.util.zip.CRC32;

/**
 * The checksum that Kraken's spot feed sends: CRC-32 over the digits of the ten best asks and then
 * the ten best bids, price and quantity of each without point and leading zeros (NET-1).
 *
 * <p>Not safe for concurrent use.
 */
final class BookChecksum {

  private static final int LEVELS = 10;
  private static final int E8_DECIMALS = 8;

  /** Digits of two longs for each level of two sides. */
  private static final int MAX_DIGITS = 2 * LEVELS * 2 * 19;

  private static final long[] POWERS_OF_TEN = new long[E8_DECIMALS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i <= E8_DECIMALS; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private final byte[] text = new byte[MAX_DIGITS];
  private int length;

  private BookChecksum() {}

  /** The checksum of a book whose prices and quantities are told with this many decimals. */
  static long of(BookSide bids, BookSide asks, int priceDecimals, int quantityDecimals) {
    BookChecksum checksum = new BookChecksum();
    long priceUnit = POWERS_OF_TEN[E8_DECIMALS - priceDecimals];
    long quantityUnit = POWERS_OF_TEN[E8_DECIMALS - quantityDecimals];
    checksum.append(asks, priceUnit, quantityUnit);
    checksum.append(bids, priceUnit, quantityUnit);
    CRC32 crc = new CRC32();
    crc.update(checksum.text, 0, checksum.length);
    return crc.getValue();
  }

  private void append(BookSide side, long priceUnit, long quantityUnit) {
    Levels levels = side.levels();
    int left = LEVELS;
    for (int leaf = levels.leafCount() - 1; leaf >= 0 && left > 0; leaf--) {
      long[] data = levels.leaf(leaf);
      for (int at = levels.count(leaf) - 1; at >= 0 && left > 0; at--, left--) {
        append(side.key(data[at]) / priceUnit);
        append(data[Levels.LEAF + at] / quantityUnit);
      }
    }
  }

  /** Nothing for zero: all its digits are leading zeros. */
  private void append(long value) {
    int from = length;
    for (long rest = value; rest > 0; rest /= 10) {
      text[length++] = (byte) ('0' + rest % 10);
    }
    for (int low = from, high = length - 1; low < high; low++, high--) {
      byte kept = text[low];
      text[low] = text[high];
      text[high] = kept;
    }
  }
}
