package io.hedgerow.state.book;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Contract;

/**
 * One side of a book: its levels, how far they are complete, and what of them has changed (NET-1).
 *
 * <p>Levels are kept under keys that ascend toward the touch: the price of a bid, the negative
 * price of an ask. Below {@link #coveredKey} the side is not known completely. Not safe for
 * concurrent use.
 */
final class BookSide {

  /** Covers everything there is. */
  private static final long ALL = Long.MIN_VALUE;

  /** A side grows by this part of its soft limit before it is trimmed again. */
  private static final int SLACK_PARTS = 8;

  /** Sums of quantities are followed in units of 2<sup>24</sup>, rounded up. */
  private static final int QUANTITY_SHIFT = 24;

  /** Sums of quantities stay below 2<sup>63</sup>. */
  private static final long MAX_QUANTITY_UNITS = 1L << (63 - QUANTITY_SHIFT);

  /** A 128-bit product whose high word is below this is a scaled long when scaled back once. */
  private static final long FITS_ONCE = E8.ONE / 2;

  /** The same, scaled back twice. */
  private static final long FITS_TWICE = E8.ONE * E8.ONE / 2;

  private final boolean bids;
  private final Levels levels = new Levels();
  private final DirtyPages dirty = new DirtyPages();
  private long coveredKey = ALL;
  private int trimAbove;

  /** High words of price × quantity, and high parts of quantities, summed: bounds of the totals. */
  private long notionalUnits;

  private long quantityUnits;

  BookSide(boolean bids) {
    this.bids = bids;
  }

  boolean isBids() {
    return bids;
  }

  Levels levels() {
    return levels;
  }

  int size() {
    return levels.size();
  }

  boolean isEmpty() {
    return levels.size() == 0;
  }

  /** Price to key and key to price. */
  long key(long priceE8) {
    return bids ? priceE8 : -priceE8;
  }

  /** Best price; 0 if the side is empty. */
  long bestPriceE8() {
    return isEmpty() ? 0 : key(levels.bestKey());
  }

  /** Quantity at the best price; 0 if the side is empty. */
  long bestQuantityE8() {
    return isEmpty() ? 0 : levels.bestQuantity();
  }

  /** Whether every level from the touch to this price is known. */
  boolean covers(long priceE8) {
    return coveredKey <= key(priceE8);
  }

  long coveredKey() {
    return coveredKey;
  }

  int trimAbove() {
    return trimAbove;
  }

  DirtyPages dirty() {
    return dirty;
  }

  /** Forgets all levels; the side covers everything. */
  void clear() {
    levels.clear();
    coveredKey = ALL;
    trimAbove = 0;
    notionalUnits = 0;
    quantityUnits = 0;
    dirty.markAll();
  }

  /** Sets a level, or removes it with quantity 0. */
  void set(long priceE8, long quantityE8) {
    long before = levels.put(key(priceE8), quantityE8);
    if (before == quantityE8) {
      return;
    }
    notionalUnits += Math.multiplyHigh(priceE8, quantityE8) - Math.multiplyHigh(priceE8, before);
    quantityUnits += (quantityE8 >>> QUANTITY_SHIFT) - (before >>> QUANTITY_SHIFT);
    dirty.mark(priceE8);
  }

  /** A whole book was set, level by level, after {@link #clear}. */
  void finishWhole(int depthLimit) {
    if (depthLimit > 0 && size() >= depthLimit) {
      coveredKey = levels.worstKey();
    }
    dirty.choosePageWidth(pageSpan());
  }

  /** Keeps only the best levels, which are known to be complete then. */
  void truncate(int depthLimit) {
    if (size() > depthLimit) {
      dropWorst(size() - depthLimit);
    }
    if (size() == depthLimit) {
      coveredKey = levels.worstKey();
    }
  }

  /** Drops levels far from the touch if there are many, and the worst if there are too many. */
  void trim(BookLimits limits) {
    int soft = limits.maxLevelsPerSide() / 2;
    if (size() <= Math.max(soft, trimAbove)) {
      return;
    }
    long best = bestPriceE8();
    long band = BookDepth.ppmOf(best, limits.bandPpm());
    int outside = levels.countBelow(key(bids ? best - band : best + band));
    int surplus = size() - limits.maxLevelsPerSide();
    int drop = surplus > 0 ? Math.max(outside, surplus + soft / SLACK_PARTS) : outside;
    if (drop > 0) {
      dropWorst(drop);
      coveredKey = Math.max(coveredKey, levels.worstKey());
    }
    trimAbove = size() + soft / SLACK_PARTS;
  }

  /**
   * Whether the totals of base and notional are scaled longs: each below 92 billion. Compares upper
   * limits that are larger than the totals by less than one part in a million at that size.
   */
  boolean amountsFit(Contract contract, long contractSizeE8) {
    long quantities = quantityUnits + size();
    if (quantities >= MAX_QUANTITY_UNITS) {
      return false;
    }
    long quantityE8 = quantities << QUANTITY_SHIFT;
    if (Math.multiplyHigh(quantityE8, contractSizeE8) >= FITS_ONCE) {
      return false;
    }
    if (contract == Contract.LINEAR) {
      long notional = notionalUnits + size();
      return Math.multiplyHigh(notional, contractSizeE8) == 0
          && notional * contractSizeE8 >= 0
          && notional * contractSizeE8 < FITS_TWICE;
    }
    long amount = E8.multiplyDown(quantityE8, contractSizeE8);
    // no level inside the bound is cheaper than half the best price
    return isEmpty() || Math.multiplyHigh(amount, 2 * E8.ONE) < (bestPriceE8() + 1) / 2;
  }

  /** Takes back what was flushed, after its levels. */
  void restore(long earlierCoveredKey, int earlierTrimAbove) {
    coveredKey = earlierCoveredKey;
    trimAbove = earlierTrimAbove;
  }

  /** Bytes on the heap, about. */
  long heapBytes() {
    return levels.heapBytes();
  }

  private void dropWorst(int number) {
    int left = number;
    for (int leaf = 0; left > 0; leaf++) {
      long[] data = levels.leaf(leaf);
      for (int i = 0; i < levels.count(leaf) && left > 0; i++, left--) {
        long priceE8 = key(data[i]);
        long quantityE8 = data[Levels.LEAF + i];
        notionalUnits -= Math.multiplyHigh(priceE8, quantityE8);
        quantityUnits -= quantityE8 >>> QUANTITY_SHIFT;
        dirty.mark(priceE8);
      }
    }
    levels.removeWorst(number);
  }

  /** How far apart the levels of a page are at the density of the better half. */
  private long pageSpan() {
    int better = 0;
    long from = 0;
    for (int leaf = levels.leafCount() - 1; leaf >= 0 && better * 2 <= size(); leaf--) {
      better += levels.count(leaf);
      from = levels.leaf(leaf)[0];
    }
    return better < 2 ? 0 : DirtyPages.widthFor((levels.bestKey() - from) / (better - 1));
  }
}
