package io.hedgerow.state.book;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.wire.DepthLevels;

/**
 * Walks one side from the touch to the slippage bound and sums it up (NET-2).
 *
 * <p>Sums are exact in 128 bits and rounded once, where an entry is made: base and notional down,
 * the volume-weighted price against the taker. One exception: with INVERSE contracts the base of
 * each level is a quotient; it is rounded down at 10<sup>-16</sup>, and for the price of bids
 * rounded up there.
 *
 * <p>Not safe for concurrent use.
 */
final class BookDepth {

  private static final long MILLION = 1_000_000;
  private static final long ONE_SQUARED = E8.ONE * E8.ONE;

  private final BookLimits limits;
  private final boolean linear;
  private final long contractSizeE8;
  private final long referenceE8;

  private final long stepE8;

  /** LINEAR: the quantity, which is a long in every sound book. */
  private long quantitiesE8;

  /** INVERSE: base of each level. */
  private final Wide base = new Wide();

  /** LINEAR: quantity × price. INVERSE: quantity × contract size. */
  private final Wide notional = new Wide();

  private long levels;

  /** The key at which the step that began last ends, and the first one beyond the bound. */
  private long stepEndKey;

  private long boundKey;

  BookDepth(BookLimits limits, Contract contract, long contractSizeE8, long referenceE8) {
    this.limits = limits;
    this.linear = contract == Contract.LINEAR;
    this.contractSizeE8 = contractSizeE8;
    this.referenceE8 = referenceE8;
    this.stepE8 = Math.max(1, ppmOf(referenceE8, limits.stepPpm()));
  }

  /** This many parts per million of a price, rounded down. */
  static long ppmOf(long priceE8, int ppm) {
    return priceE8 / MILLION * ppm + priceE8 % MILLION * ppm / MILLION;
  }

  /** Half-way between the best prices, rounded down; 0 if a side is empty. */
  static long reference(BookSide bids, BookSide asks) {
    return bids.isEmpty() || asks.isEmpty() ? 0 : (bids.bestPriceE8() + asks.bestPriceE8()) / 2;
  }

  /** Whether the side is known as far as the bound. */
  boolean isComplete(BookSide side) {
    return referenceE8 > 0 && side.covers(boundE8(side));
  }

  /** Fills in the side's entries, best first: each is made when the level after it is seen. */
  void walk(BookSide side, DepthLevels out) {
    out.clear();
    if (referenceE8 == 0) {
      return;
    }
    quantitiesE8 = 0;
    base.clear();
    notional.clear();
    levels = 0;
    stepEndKey = side.key(referenceE8);
    boundKey = side.key(boundE8(side));
    Levels all = side.levels();
    long entryEndsBelowKey = Long.MAX_VALUE;
    long lastKey = 0;
    for (int leaf = all.leafCount() - 1; leaf >= 0; leaf--) {
      long[] data = all.leaf(leaf);
      int at = all.count(leaf) - 1;
      while (at >= 0) {
        long key = data[at];
        if (key < entryEndsBelowKey) {
          if (levels > 0) {
            emit(side, lastKey, out);
          }
          if (key < boundKey) {
            return;
          }
          entryEndsBelowKey = entryEnd(key);
        }
        int next =
            linear
                ? add(data, at, entryEndsBelowKey)
                : addInverse(data, at, entryEndsBelowKey, side);
        levels += at - next;
        lastKey = data[next + 1];
        at = next;
      }
    }
    if (levels > 0) {
      emit(side, lastKey, out);
    }
  }

  private long boundE8(BookSide side) {
    long width = ppmOf(referenceE8, limits.boundPpm());
    return side.isBids() ? referenceE8 - width : referenceE8 + width;
  }

  /** The entry that begins here ends with the level alone, or with its step, or at the bound. */
  private long entryEnd(long key) {
    if (levels < limits.exactLevels()) {
      return key;
    }
    if (key <= stepEndKey) {
      stepEndKey -= stepE8;
      if (key <= stepEndKey) {
        stepEndKey -= (stepEndKey - key) / stepE8 * stepE8 + stepE8;
      }
    }
    return Math.max(boundKey, stepEndKey + 1);
  }

  /** Adds levels down to this key; the index below the last one added. */
  private int add(long[] data, int from, long toKey) {
    long quantities = quantitiesE8;
    long high = 0;
    long middle = 0;
    long low = 0;
    int at = from;
    do {
      long quantityE8 = data[Levels.LEAF + at];
      long priceE8 = Math.abs(data[at]);
      long product = quantityE8 * priceE8;
      quantities += quantityE8;
      high += Math.multiplyHigh(quantityE8, priceE8);
      middle += product >>> Wide.HALF_WORD;
      low += product & Wide.LOW_HALF;
      at--;
    } while (at >= 0 && data[at] >= toKey);
    quantitiesE8 = quantities;
    notional.add(high, middle, low);
    return at;
  }

  private int addInverse(long[] data, int from, long toKey, BookSide side) {
    int at = from;
    do {
      long quantityE8 = data[Levels.LEAF + at];
      base.addQuotient(quantityE8, contractSizeE8, E8.ONE, side.key(data[at]));
      notional.addProduct(quantityE8, contractSizeE8);
      at--;
    } while (at >= 0 && data[at] >= toKey);
    return at;
  }

  private void emit(BookSide side, long key, DepthLevels out) {
    long priceE8 = side.key(key);
    boolean bids = side.isBids();
    if (linear) {
      boolean whole = contractSizeE8 == E8.ONE;
      out.add(
          priceE8,
          whole ? quantitiesE8 : Wide.timesOver(quantitiesE8, contractSizeE8, E8.ONE),
          whole ? notional.overE8() : notional.timesOver(contractSizeE8, ONE_SQUARED),
          notional.over(quantitiesE8, !bids));
    } else {
      long vwapE8 = notional.timesOver(E8.ONE, base, bids ? levels : 0, !bids);
      out.add(
          priceE8,
          base.overE8(),
          notional.overE8(),
          bids ? Math.max(vwapE8, priceE8) : Math.min(vwapE8, priceE8));
    }
  }
}
