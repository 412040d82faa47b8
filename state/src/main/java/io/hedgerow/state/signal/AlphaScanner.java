package io.hedgerow.state.signal;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;

/**
 * What an ordered pair of books would earn: buy at the first, sell at the second (SIG-1, ORD-3).
 *
 * <p>Both books are walked level by level inside the slippage bound. The target is the quantity
 * that earns most after the taker fees of both venues, the reserve and the transfer, up to the cap,
 * its notional rounded down. A pair of spot books pays each fee once, for what is bought is moved;
 * a pair of perpetuals pays it twice, for nothing moves and both legs must be closed again.
 *
 * <p>Amounts are in 128 bits while they are multiplied; what does not fit is no opportunity.
 * Stateless, safe from any thread.
 */
final class AlphaScanner {

  static final long PPM = 1_000_000;

  private AlphaScanner() {}

  /**
   * What is taken off.
   *
   * @param buyFeePpm of what is spent, for all fills of the leg
   * @param sellFeePpm of what is earned, for all fills of the leg
   * @param reservePpm of what is spent, for what the books do not show
   * @param route how what is bought moves
   */
  record Terms(long buyFeePpm, long sellFeePpm, long reservePpm, RouteChoice.Route route) {}

  /** The best quantity, or null if there is none that earns anything. */
  static Opportunity scan(
      DepthView buyFrom, DepthView sellTo, SignalSettings.Quote quote, Terms terms, int reachPpm) {
    if (!mayEarn(buyFrom.getBestAskPriceE8(), sellTo.getBestBidPriceE8(), terms)) {
      return null;
    }
    try {
      Ladder buy = Ladder.toBuy(buyFrom, reachPpm);
      Ladder sell = Ladder.toSell(sellTo, reachPpm);
      if (buy == null || sell == null) {
        return null;
      }
      long stepE8 = Math.multiplyExact(quote.stepUnits(), E8.ONE);
      long capE8 = Math.multiplyExact(quote.capUnits(), E8.ONE);
      long targetE8 = bestQuantityE8(buy, sell, capE8, terms);
      if (targetE8 == 0) {
        return null;
      }
      long notionalE8 = buy.notionalE8(targetE8) / stepE8 * stepE8;
      long quantityE8 = buy.quantityForE8(notionalE8);
      if (notionalE8 < quote.leastUnits() * E8.ONE || quantityE8 == 0) {
        return null;
      }
      return opportunity(buyFrom, sellTo, quote.quote(), terms, buy, sell, quantityE8, notionalE8);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Whether the very first unit earns more than its fees; the ones behind it earn less. */
  private static boolean mayEarn(long askE8, long bidE8, Terms terms) {
    long kept = PPM - terms.sellFeePpm;
    long spent = PPM + terms.buyFeePpm + terms.reservePpm + terms.route.frictionPpm();
    return askE8 > 0 && bidE8 > 0 && kept > 0 && isGreater(bidE8, kept, askE8, spent);
  }

  /** Whether {@code a × b > c × d}, none of them negative, in 128 bits. */
  static boolean isGreater(long a, long b, long c, long d) {
    long left = Math.multiplyHigh(a, b);
    long right = Math.multiplyHigh(c, d);
    return left != right ? left > right : Long.compareUnsigned(a * b, c * d) > 0;
  }

  /**
   * Profit grows in straight lines between the steps of both books, so its greatest value is at a
   * step or at the cap; of equal ones the smallest quantity.
   */
  private static long bestQuantityE8(Ladder buy, Ladder sell, long capE8, Terms terms) {
    long mostE8 = Math.min(sell.totalBaseE8(), buy.quantityForE8(capE8));
    if (mostE8 <= 0) {
      return 0;
    }
    long bestE8 = 0;
    long bestProfitE8 = 0;
    int buyStep = 0;
    int sellStep = 0;
    long quantityE8 = 0;
    while (quantityE8 < mostE8) {
      long nextBuyE8 = buyStep < buy.steps() ? buy.stepBaseE8(buyStep) : mostE8;
      long nextSellE8 = sellStep < sell.steps() ? sell.stepBaseE8(sellStep) : mostE8;
      quantityE8 = Math.min(mostE8, Math.min(nextBuyE8, nextSellE8));
      buyStep += nextBuyE8 == quantityE8 ? 1 : 0;
      sellStep += nextSellE8 == quantityE8 ? 1 : 0;
      long profitE8 = profitE8(buy.notionalE8(quantityE8), sell.notionalE8(quantityE8), terms);
      if (profitE8 > bestProfitE8) {
        bestE8 = quantityE8;
        bestProfitE8 = profitE8;
      }
    }
    return bestE8;
  }

  private static long profitE8(long spentE8, long earnedE8, Terms terms) {
    long takenE8 =
        Math.addExact(
            feesE8(spentE8, earnedE8, terms),
            Math.addExact(ppmOf(spentE8, terms.reservePpm), networkE8(spentE8, terms)));
    return Math.subtractExact(Math.subtractExact(earnedE8, spentE8), takenE8);
  }

  private static long feesE8(long spentE8, long earnedE8, Terms terms) {
    return Math.addExact(ppmOf(spentE8, terms.buyFeePpm), ppmOf(earnedE8, terms.sellFeePpm));
  }

  private static long networkE8(long spentE8, Terms terms) {
    return Math.addExact(terms.route.feeE8(), ppmOf(spentE8, terms.route.frictionPpm()));
  }

  private static Opportunity opportunity(
      DepthView buyFrom,
      DepthView sellTo,
      String quote,
      Terms terms,
      Ladder buy,
      Ladder sell,
      long quantityE8,
      long notionalE8) {
    long spentE8 = buy.notionalE8(quantityE8);
    long earnedE8 = sell.notionalE8(quantityE8);
    long edgePpm = E8.mulDivFloor(profitE8(spentE8, earnedE8, terms), PPM, spentE8);
    if (edgePpm <= 0) {
      return null;
    }
    long slippageE8 =
        Math.addExact(
            Math.addExact(buy.slippageE8(quantityE8), sell.slippageE8(quantityE8)),
            ppmOf(spentE8, terms.reservePpm));
    List<SignalCost> costs =
        List.of(
            new SignalCost(CostKind.FEES, ratioPpm(feesE8(spentE8, earnedE8, terms), spentE8)),
            new SignalCost(CostKind.SLIPPAGE, ratioPpm(slippageE8, spentE8)),
            new SignalCost(CostKind.NETWORK, ratioPpm(networkE8(spentE8, terms), spentE8)));
    return new Opportunity(
        Direction.LONG_FIRST,
        new Opportunity.Leg(buyFrom.getVenue(), buyFrom.getInstrument()),
        new Opportunity.Leg(sellTo.getVenue(), sellTo.getInstrument()),
        quote,
        notionalE8,
        edgePpm,
        terms.route.route(),
        costs,
        "Buy "
            + E8.toDecimal(quantityE8)
            + " of "
            + buyFrom.getInstrument()
            + " at "
            + buyFrom.getVenue()
            + " and sell it at "
            + sellTo.getVenue()
            + ": "
            + edgePpm
            + " ppm after costs");
  }

  /** So many parts per million of an amount, rounded up. */
  static long ppmOf(long amountE8, long ppm) {
    return Ladder.divideUp(amountE8, ppm, PPM);
  }

  /** A cost in parts per million of the notional, rounded up. */
  static long ratioPpm(long costE8, long notionalE8) {
    return Ladder.divideUp(costE8, PPM, notionalE8);
  }
}
