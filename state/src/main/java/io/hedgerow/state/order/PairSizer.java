package io.hedgerow.state.order;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * Builds both legs of a pair from one walk of both books (ORD-1 to ORD-3): the same quantity on
 * both sides, the least of what was asked for, what the books hold inside the tolerance and what
 * margin and inventory pay for, rounded down to a lot that both venues take.
 *
 * <p>A limit is the middle of its own book ± the tolerance, rounded to the tick towards the middle:
 * never further away than the tolerance, and never chased (ORD-6). The tolerance is at most 0.30 %,
 * whatever is asked for.
 *
 * <p>One object is used again for each signal; allocates nothing; for one thread.
 */
public final class PairSizer {

  /** The ceiling of slippage, ppm (ORD-3). */
  public static final int MAX_TOLERANCE_PPM = 3_000;

  private static final long PPM = 1_000_000;

  /** What kept the quantity from being larger. */
  public enum Bound {
    /** As large as was asked for. */
    TARGET,
    /** What the books hold inside the tolerance. */
    DEPTH,
    /** What margin or inventory pay for. */
    FUNDS,
    /** There is no quantity that both venues take. */
    NOTHING
  }

  private final TopLevels[] books = new TopLevels[2];
  private final LegTerms[] terms = new LegTerms[2];
  private final OrderSide[] sides = new OrderSide[2];
  private final long[] fundsE8 = new long[2];
  private final long[] limitsE8 = new long[2];
  private final long[] depthsE8 = new long[2];
  private final long[] notionalsE8 = new long[2];
  private final long[] impactsPpm = new long[2];
  private int legs;
  private long quantityE8;
  private Bound bound = Bound.NOTHING;

  /** Begins a pair; legs are added in their order. */
  public void begin() {
    legs = 0;
    quantityE8 = 0;
    bound = Bound.NOTHING;
  }

  /**
   * Adds a leg.
   *
   * @param mostQuantityE8 that margin, inventory or the position to be reduced allow
   */
  public void leg(TopLevels book, LegTerms legTerms, OrderSide side, long mostQuantityE8) {
    books[legs] = book;
    terms[legs] = legTerms;
    sides[legs] = side;
    fundsE8[legs] = Math.max(0, mostQuantityE8);
    legs++;
  }

  /**
   * Sizes the pair.
   *
   * @param notionalE8 target of each leg, in the quote asset
   * @param tolerancePpm how far from the middle of its book a leg may be filled
   */
  public void size(long notionalE8, int tolerancePpm) {
    int reachPpm = Math.max(0, Math.min(tolerancePpm, MAX_TOLERANCE_PPM));
    long least = Long.MAX_VALUE;
    long lotE8 = 1;
    bound = Bound.TARGET;
    for (int leg = 0; leg < legs; leg++) {
      limitsE8[leg] = limitE8(books[leg], sides[leg], terms[leg].tickE8(), reachPpm);
      depthsE8[leg] = limitsE8[leg] == 0 ? 0 : books[leg].depthE8(sides[leg], limitsE8[leg]);
      least = Math.min(least, targetE8(leg, notionalE8));
      lotE8 = commonLotE8(lotE8, terms[leg].lotE8());
    }
    for (int leg = 0; leg < legs; leg++) {
      least = bounded(least, depthsE8[leg], Bound.DEPTH);
      least = bounded(least, fundsE8[leg], Bound.FUNDS);
    }
    quantityE8 = lotE8 == 0 ? 0 : least - least % lotE8;
    for (int leg = 0; leg < legs; leg++) {
      if (!terms[leg].takes(quantityE8, limitsE8[leg])) {
        quantityE8 = 0;
      }
    }
    for (int leg = 0; leg < legs; leg++) {
      notionalsE8[leg] = quantityE8 == 0 ? 0 : books[leg].notionalE8(sides[leg], quantityE8);
      impactsPpm[leg] = computedImpactPpm(leg);
    }
    if (quantityE8 == 0) {
      bound = bound == Bound.TARGET ? Bound.NOTHING : bound;
    }
  }

  private long bounded(long least, long mostE8, Bound by) {
    if (mostE8 < least) {
      bound = by;
      return mostE8;
    }
    return least;
  }

  /**
   * The quantity whose notional is at most the target even at the dearest price that it may have.
   */
  private long targetE8(int leg, long notionalE8) {
    long dearestE8 = sides[leg] == OrderSide.BUY ? limitsE8[leg] : books[leg].bestBidE8();
    return dearestE8 <= 0 || notionalE8 <= 0
        ? 0
        : E8.mulDivSaturated(notionalE8, E8.ONE, dearestE8);
  }

  /** The furthest price inside the tolerance; 0: the book has no middle, or no tick lies inside. */
  public static long limitE8(TopLevels book, OrderSide side, long tickE8, int tolerancePpm) {
    long middleE8 = book.middleE8();
    if (middleE8 == 0) {
      return 0;
    }
    long reachE8 = E8.ppmSaturated(middleE8, tolerancePpm);
    if (side == OrderSide.BUY) {
      long furthestE8 = middleE8 + reachE8;
      return furthestE8 - furthestE8 % tickE8;
    }
    long furthestE8 = middleE8 - reachE8;
    long under = furthestE8 % tickE8;
    return under == 0 ? furthestE8 : furthestE8 + (tickE8 - under);
  }

  /** The least common multiple; 0: it is beyond anything that can be ordered. */
  static long commonLotE8(long a, long b) {
    if (a == 1 || a == b) {
      return b > TopLevels.MAX_E8 ? 0 : b;
    }
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    long multiple = E8.mulDivSaturated(a, b, x);
    return multiple > TopLevels.MAX_E8 ? 0 : multiple;
  }

  /** How much worse than the middle the leg is filled, rounded up; the most where it is not. */
  private long computedImpactPpm(int leg) {
    long middleE8 = books[leg].middleE8();
    if (quantityE8 == 0 || middleE8 == 0) {
      return Long.MAX_VALUE;
    }
    long atMiddleE8 = Math.max(1, E8.multiplySaturated(quantityE8, middleE8));
    long worseE8 =
        sides[leg] == OrderSide.BUY
            ? notionalsE8[leg] - atMiddleE8
            : atMiddleE8 + 1 - notionalsE8[leg];
    long ppm = E8.mulDivSaturated(Math.max(0, worseE8), PPM, atMiddleE8);
    return ppm == Long.MAX_VALUE ? ppm : ppm + 1;
  }

  /** Of the base asset, the same on both legs; 0: nothing can be ordered. */
  public long quantityE8() {
    return quantityE8;
  }

  /** What kept it from being larger. */
  public Bound bound() {
    return bound;
  }

  /** Limit of a leg; 0: its book has no middle. */
  public long limitE8(int leg) {
    return limitsE8[leg];
  }

  /** What a leg's book holds inside the tolerance. */
  public long depthE8(int leg) {
    return depthsE8[leg];
  }

  /** What a leg costs at most or brings at least by its book. */
  public long notionalE8(int leg) {
    return notionalsE8[leg];
  }

  /** How much worse than the middle of its book a leg is filled, ppm. */
  public long impactPpm(int leg) {
    return impactsPpm[leg];
  }

  /**
   * What the pair earns before fees, ppm of what the bought leg costs: proceeds less costs, rounded
   * down; the least possible where there is no pair.
   */
  public long grossEdgePpm() {
    if (legs != 2 || quantityE8 == 0) {
      return Long.MIN_VALUE;
    }
    int buy = sides[0] == OrderSide.BUY ? 0 : 1;
    long costE8 = notionalsE8[buy];
    long proceedsE8 = notionalsE8[1 - buy];
    if (costE8 <= 0 || costE8 == Long.MAX_VALUE) {
      return Long.MIN_VALUE;
    }
    return proceedsE8 >= costE8
        ? E8.mulDivSaturated(proceedsE8 - costE8, PPM, costE8)
        : -1 - E8.mulDivSaturated(costE8 - proceedsE8, PPM, costE8);
  }

  /** Taker fees of both legs, ppm. */
  public long feesPpm() {
    long feesPpm = 0;
    for (int leg = 0; leg < legs; leg++) {
      feesPpm += terms[leg].takerFeePpm();
    }
    return feesPpm;
  }
}
