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

  /** LINEAR: quantity, and quantity × price. INVERSE: base, and quantity × contract size. */
  private final Wide base = new Wide();

  private final Wide notional = new Wide();
  private long levels;

  BookDepth(BookLimits limits, Contract contract, long contractSizeE8, long referenceE8) {
    this.limits = limits;
    this.linear = contract == Contract.LINEAR;
    this.contractSizeE8 = contractSizeE8;
    this.referenceE8 = referenceE8;
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
    base.clear();
    notional.clear();
    levels = 0;
    Levels all = side.levels();
    long boundKey = side.key(boundE8(side));
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
          entryEndsBelowKey = entryEnd(side, key, boundKey);
        }
        int from = at;
        do {
          at--;
        } while (at >= 0 && data[at] >= entryEndsBelowKey);
        add(data, from, at, side);
        lastKey = data[at + 1];
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
  private long entryEnd(BookSide side, long key, long boundKey) {
    if (levels < limits.exactLevels()) {
      return key;
    }
    long stepE8 = Math.max(1, ppmOf(referenceE8, limits.stepPpm()));
    long distanceE8 = Math.abs(side.key(key) - referenceE8);
    long endE8 = (distanceE8 / stepE8 + 1) * stepE8;
    long nextStepE8 = side.isBids() ? referenceE8 - endE8 : referenceE8 + endE8;
    return Math.max(boundKey, side.key(nextStepE8) + 1);
  }

  /** Adds the levels of a leaf from one index down to another, that one left out. */
  private void add(long[] data, int from, int to, BookSide side) {
    levels += from - to;
    if (!linear) {
      for (int i = from; i > to; i--) {
        long quantityE8 = data[Levels.LEAF + i];
        base.addQuotient(quantityE8, contractSizeE8, E8.ONE, side.key(data[i]));
        notional.addProduct(quantityE8, contractSizeE8);
      }
      return;
    }
    long quantities = 0;
    long high = 0;
    long low = 0;
    for (int i = from; i > to; i--) {
      long quantityE8 = data[Levels.LEAF + i];
      long priceE8 = Math.abs(data[i]);
      long product = quantityE8 * priceE8;
      quantities += quantityE8;
      low += product;
      high += Math.multiplyHigh(quantityE8, priceE8);
      high += Long.compareUnsigned(low, product) < 0 ? 1 : 0;
    }
    base.add(quantities);
    notional.add(high, low);
  }

  private void emit(BookSide side, long key, DepthLevels out) {
    long priceE8 = side.key(key);
    boolean bids = side.isBids();
    if (linear) {
      boolean whole = contractSizeE8 == E8.ONE;
      out.add(
          priceE8,
          whole ? base.asLong() : base.timesOver(contractSizeE8, E8.ONE),
          whole ? notional.timesOver(1, E8.ONE) : notional.timesOver(contractSizeE8, ONE_SQUARED),
          notional.timesOver(1, base, 0, !bids));
    } else {
      long vwapE8 = notional.timesOver(E8.ONE, base, bids ? levels : 0, !bids);
      out.add(
          priceE8,
          base.timesOver(1, E8.ONE),
          notional.timesOver(1, E8.ONE),
          bids ? Math.max(vwapE8, priceE8) : Math.min(vwapE8, priceE8));
    }
  }
}
