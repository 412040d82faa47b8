package io.hedgerow.state.order;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * The best levels of one book, in arrays that are filled again with each update. For one thread.
 *
 * <p>A level that cannot be (a price or quantity that is not positive or beyond {@link #MAX_E8}, or
 * that is not worse than the one before it) makes the whole book unusable: it is emptied.
 */
public final class TopLevels {

  /** Levels of a side that are held; further ones are left out. */
  public static final int MAX_LEVELS = 20;

  /** A hundred million units: a dearer price or a larger quantity is none. */
  public static final long MAX_E8 = 100_000_000L * E8.ONE;

  private final long[] bidPricesE8 = new long[MAX_LEVELS];
  private final long[] bidQuantitiesE8 = new long[MAX_LEVELS];
  private final long[] askPricesE8 = new long[MAX_LEVELS];
  private final long[] askQuantitiesE8 = new long[MAX_LEVELS];
  private int bids;
  private int asks;

  /** Empties both sides. */
  public void clear() {
    bids = 0;
    asks = 0;
  }

  /** Adds the next worse bid; false: it cannot be, and the book is empty now. */
  public boolean addBid(long priceE8, long quantityE8) {
    if (bids == MAX_LEVELS) {
      return true;
    }
    boolean worse = bids == 0 || priceE8 < bidPricesE8[bids - 1];
    if (!isPossible(priceE8, quantityE8) || !worse) {
      clear();
      return false;
    }
    bidPricesE8[bids] = priceE8;
    bidQuantitiesE8[bids++] = quantityE8;
    return true;
  }

  /** Adds the next worse ask; false: it cannot be, and the book is empty now. */
  public boolean addAsk(long priceE8, long quantityE8) {
    if (asks == MAX_LEVELS) {
      return true;
    }
    boolean worse = asks == 0 || priceE8 > askPricesE8[asks - 1];
    if (!isPossible(priceE8, quantityE8) || !worse) {
      clear();
      return false;
    }
    askPricesE8[asks] = priceE8;
    askQuantitiesE8[asks++] = quantityE8;
    return true;
  }

  private static boolean isPossible(long priceE8, long quantityE8) {
    return priceE8 > 0 && priceE8 <= MAX_E8 && quantityE8 > 0 && quantityE8 <= MAX_E8;
  }

  /** Best bid; 0: none. */
  public long bestBidE8() {
    return bids == 0 ? 0 : bidPricesE8[0];
  }

  /** Best ask; 0: none. */
  public long bestAskE8() {
    return asks == 0 ? 0 : askPricesE8[0];
  }

  /** Middle of best bid and ask, rounded down; 0 where a side is missing or they cross. */
  public long middleE8() {
    return bids == 0 || asks == 0 || bidPricesE8[0] >= askPricesE8[0]
        ? 0
        : (bidPricesE8[0] + askPricesE8[0]) >>> 1;
  }

  /** Levels that an order of this side takes from. */
  public int levelsFor(OrderSide side) {
    return side == OrderSide.BUY ? asks : bids;
  }

  /** Price of such a level, best first. */
  public long priceE8(OrderSide side, int level) {
    return side == OrderSide.BUY ? askPricesE8[level] : bidPricesE8[level];
  }

  /** Quantity of such a level. */
  public long quantityE8(OrderSide side, int level) {
    return side == OrderSide.BUY ? askQuantitiesE8[level] : bidQuantitiesE8[level];
  }

  /** What an order of this side with this limit finds, at most. */
  public long depthE8(OrderSide side, long limitPriceE8) {
    int levels = levelsFor(side);
    long depthE8 = 0;
    for (int i = 0; i < levels; i++) {
      long priceE8 = priceE8(side, i);
      if (side == OrderSide.BUY ? priceE8 > limitPriceE8 : priceE8 < limitPriceE8) {
        break;
      }
      depthE8 += quantityE8(side, i);
    }
    return depthE8;
  }

  /**
   * What this quantity costs at most, or brings at least, in the quote asset; {@code
   * Long.MAX_VALUE} (buying) or 0 (selling) where the levels do not hold it.
   */
  public long notionalE8(OrderSide side, long quantityE8) {
    boolean buys = side == OrderSide.BUY;
    int levels = levelsFor(side);
    long left = quantityE8;
    long notionalE8 = 0;
    for (int i = 0; i < levels && left > 0; i++) {
      long taken = Math.min(left, quantityE8(side, i));
      long partE8 = E8.multiplySaturated(taken, priceE8(side, i));
      notionalE8 = saturatedAdd(notionalE8, buys ? saturatedAdd(partE8, 1) : partE8);
      left -= taken;
    }
    if (left > 0) {
      return buys ? Long.MAX_VALUE : 0;
    }
    return notionalE8;
  }

  static long saturatedAdd(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
