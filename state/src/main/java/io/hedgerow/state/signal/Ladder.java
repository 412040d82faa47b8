package io.hedgerow.state.signal;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.Arrays;
import java.util.List;

/**
 * One side of a book, walked from the touch: what a quantity costs, or brings (NET-2).
 *
 * <p>Between two entries of a view the price of each unit is not known, but it does not get better
 * with the distance. So the straight line between the entries is the worst that can be: buying
 * costs at most that, selling brings at least that. Amounts are rounded against the taker.
 * Immutable.
 */
final class Ladder {

  private static final long MILLION = 1_000_000;

  /** What a view may lose by rounding, one for each level of a book. */
  private static final long ROUNDED_E8 = 5_000;

  private final boolean asks;
  private final long bestPriceE8;
  private final long[] baseE8;
  private final long[] notionalE8;

  private Ladder(boolean asks, long bestPriceE8, long[] baseE8, long[] notionalE8) {
    this.asks = asks;
    this.bestPriceE8 = bestPriceE8;
    this.baseE8 = baseE8;
    this.notionalE8 = notionalE8;
  }

  /** What can be bought from a book, no further from its middle than this; null: nothing. */
  static Ladder toBuy(DepthView view, int maxSlippagePpm) {
    return of(view, view.getAsks(), view.getBestAskPriceE8(), maxSlippagePpm, true);
  }

  /** What can be sold to a book, no further from its middle than this; null: nothing. */
  static Ladder toSell(DepthView view, int maxSlippagePpm) {
    return of(view, view.getBids(), view.getBestBidPriceE8(), maxSlippagePpm, false);
  }

  private static Ladder of(
      DepthView view, List<DepthLevel> side, long bestPriceE8, int maxSlippagePpm, boolean asks) {
    long middleE8 = view.getReferencePriceE8();
    if (view.getValidity() != BookValidity.LIVE || middleE8 <= 0 || bestPriceE8 <= 0) {
      return null;
    }
    long reachE8 = E8.mulDivFloor(middleE8, maxSlippagePpm, MILLION);
    long[] base = new long[side.size() + 1];
    long[] notional = new long[side.size() + 1];
    int size = 1;
    for (DepthLevel level : side) {
      long distanceE8 = asks ? level.getPriceE8() - middleE8 : middleE8 - level.getPriceE8();
      if (distanceE8 > reachE8) {
        break;
      }
      if (level.getCumulativeBaseE8() < base[size - 1]
          || level.getCumulativeNotionalE8() < notional[size - 1]
          || isBetterThanBest(level, bestPriceE8, asks)) {
        return null;
      }
      if (level.getCumulativeBaseE8() > base[size - 1]) {
        base[size] = level.getCumulativeBaseE8();
        notional[size] = level.getCumulativeNotionalE8();
        size++;
      }
    }
    return size == 1
        ? null
        : new Ladder(asks, bestPriceE8, Arrays.copyOf(base, size), Arrays.copyOf(notional, size));
  }

  /** No quantity is filled at a better price than the best: such a view contradicts itself. */
  private static boolean isBetterThanBest(DepthLevel level, long bestPriceE8, boolean asks) {
    long baseE8 = level.getCumulativeBaseE8();
    long notionalE8 = level.getCumulativeNotionalE8();
    return asks
        ? AlphaScanner.isGreater(baseE8, bestPriceE8, notionalE8 + ROUNDED_E8, E8.ONE)
        : AlphaScanner.isGreater(notionalE8, E8.ONE, baseE8 + ROUNDED_E8, bestPriceE8);
  }

  /** Base of each step from the touch, growing; the last one is all there is. */
  int steps() {
    return baseE8.length - 1;
  }

  long stepBaseE8(int step) {
    return baseE8[step + 1];
  }

  long totalBaseE8() {
    return baseE8[baseE8.length - 1];
  }

  /** What this quantity costs at most, or brings at least; it must be there. */
  long notionalE8(long quantityE8) {
    if (quantityE8 <= 0 || quantityE8 > totalBaseE8()) {
      throw new ArithmeticException(
          "expected a quantity of 1 to " + totalBaseE8() + ", saw " + quantityE8);
    }
    int at = 1;
    while (baseE8[at] < quantityE8) {
      at++;
    }
    long rise = notionalE8[at] - notionalE8[at - 1];
    long part = quantityE8 - baseE8[at - 1];
    long width = baseE8[at] - baseE8[at - 1];
    return asks
        ? notionalE8[at - 1] + 1 + divideUp(rise, part, width)
        : notionalE8[at - 1] + E8.mulDivFloor(rise, part, width);
  }

  /** The largest quantity of which {@link #notionalE8} is at most this; 0: none. */
  long quantityForE8(long limitE8) {
    if (notionalE8(totalBaseE8()) <= limitE8) {
      return totalBaseE8();
    }
    int at = 1;
    while (notionalE8(baseE8[at]) <= limitE8) {
      at++;
    }
    long room = limitE8 - notionalE8[at - 1] - (asks ? 1 : 0);
    long rise = notionalE8[at] - notionalE8[at - 1];
    long width = baseE8[at] - baseE8[at - 1];
    long quantity = baseE8[at - 1] + (room <= 0 ? 0 : E8.mulDivFloor(room, width, rise));
    while (quantity > 0 && notionalE8(quantity) > limitE8) {
      quantity--;
    }
    return Math.max(0, quantity);
  }

  /** How much worse than the best price this quantity is filled, in the quote asset. */
  long slippageE8(long quantityE8) {
    long atBestE8 =
        asks ? E8.multiplyDown(quantityE8, bestPriceE8) : divideUp(quantityE8, bestPriceE8, E8.ONE);
    long walkedE8 = notionalE8(quantityE8);
    return Math.max(0, asks ? walkedE8 - atBestE8 : atBestE8 - walkedE8);
  }

  /** {@code a × b ÷ c}, rounded up. */
  static long divideUp(long a, long b, long c) {
    return -E8.mulDivFloor(-a, b, c);
  }
}
