package io.hedgerow.state.book;

import java.util.Arrays;

/**
 * Which price bands of a side have changed since the last flush.
 *
 * <p>A page is a band of prices, as wide as a power of two. Marks are kept in 256 bits, a page's
 * number modulo 256 being its bit: pages that far apart share one, so at worst an unchanged page is
 * written too. Not safe for concurrent use.
 */
final class DirtyPages {

  /**
   * Levels that a page shall hold at most, at the usual density; at least half as many. A page
   * costs the store about as much as 40 levels, whatever it holds.
   */
  static final int LEVELS_PER_PAGE = 256;

  private static final long MAX_WIDTH = 1L << 60;

  private static final int WORDS = 4;
  private static final int WORD_SHIFT = 6;

  private final long[] marks = new long[WORDS];
  private int shift;

  /** The width of a page of levels that stand so far apart. */
  static long widthFor(long distanceE8) {
    return Math.min(distanceE8, MAX_WIDTH / LEVELS_PER_PAGE) * LEVELS_PER_PAGE;
  }

  /** Takes the largest power of two up to this width. */
  void choosePageWidth(long widthE8) {
    shift = widthE8 <= 1 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(widthE8);
    markAll();
  }

  /** The width's exponent. */
  int shift() {
    return shift;
  }

  void restoreShift(int exponent) {
    shift = exponent;
    Arrays.fill(marks, 0);
  }

  long pageOf(long priceE8) {
    return priceE8 >>> shift;
  }

  /** The lowest price of a page. */
  long startOf(long page) {
    return page << shift;
  }

  void mark(long priceE8) {
    long page = priceE8 >>> shift;
    marks[(int) (page >>> WORD_SHIFT) & (WORDS - 1)] |= 1L << page;
  }

  void markAll() {
    Arrays.fill(marks, -1L);
  }

  void clear() {
    Arrays.fill(marks, 0);
  }

  boolean isMarked(long page) {
    return (marks[(int) (page >>> WORD_SHIFT) & (WORDS - 1)] & 1L << page) != 0;
  }
}
