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
  private final Contract contract;
  private final long contractSizeE8;
  private final long referenceE8;

  /** LINEAR: quantity, and quantity × price. INVERSE: base, and quantity × contract size. */
  private final Wide base = new Wide();

  private final Wide notional = new Wide();
  private long levels;

  BookDepth(BookLimits limits, Contract contract, long contractSizeE8, long referenceE8) {
    this.limits = limits;
    this.contract = contract;
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
  boolean isComplete(BookSide side, boolean bids) {
    return referenceE8 > 0 && side.covers(boundE8(bids));
  }

  /** Fills in the side's entries, best first. */
  void walk(BookSide side, boolean bids, DepthLevels out) {
    out.clear();
    if (referenceE8 == 0) {
      return;
    }
    base.clear();
    notional.clear();
    levels = 0;
    long worstKey = side.key(boundE8(bids));
    long stepE8 = Math.max(1, ppmOf(referenceE8, limits.stepPpm()));
    long stepEndE8 = 0;
    for (int at = side.size() - 1; at >= 0 && side.keyAt(at) >= worstKey; at--) {
      long priceE8 = side.priceAt(at);
      if (levels >= limits.exactLevels()) {
        long distanceE8 = Math.abs(priceE8 - referenceE8);
        if (distanceE8 >= stepEndE8) {
          if (levels > limits.exactLevels()) {
            emit(side.priceAt(at + 1), bids, out);
          }
          stepEndE8 = (distanceE8 / stepE8 + 1) * stepE8;
        }
      }
      add(priceE8, side.quantityAt(at));
      if (levels <= limits.exactLevels()) {
        emit(priceE8, bids, out);
      }
    }
    if (levels > limits.exactLevels()) {
      emit(side.priceAt(side.size() - (int) levels), bids, out);
    }
  }

  private long boundE8(boolean bids) {
    long width = ppmOf(referenceE8, limits.boundPpm());
    return bids ? referenceE8 - width : referenceE8 + width;
  }

  private void add(long priceE8, long quantityE8) {
    levels++;
    if (contract == Contract.LINEAR) {
      base.add(quantityE8);
      notional.addProduct(quantityE8, priceE8);
    } else {
      base.addQuotient(quantityE8, contractSizeE8, E8.ONE, priceE8);
      notional.addProduct(quantityE8, contractSizeE8);
    }
  }

  private void emit(long priceE8, boolean bids, DepthLevels out) {
    if (contract == Contract.LINEAR) {
      out.add(
          priceE8,
          base.timesOver(contractSizeE8, E8.ONE),
          notional.timesOver(contractSizeE8, ONE_SQUARED),
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
