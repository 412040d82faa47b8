package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.AlphaScanner.PPM;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.List;

/**
 * What a pair of legs would earn by funding: long where less is paid, short where more is received
 * (SIG-1, NET-4).
 *
 * <p>Rates are compared per hour, by the interval that was <em>observed</em>; one that is only
 * declared, or has just changed, is unknown. A long leg may be spot, which pays no funding; a short
 * one may not, for what borrowing would cost is unknown. From the carry go the taker fees and the
 * slippage of both legs, in and out, spread over the hours that the pair is meant to be held.
 *
 * <p>That the two books may be apart in price is left out: it may come back or not. Stateless, safe
 * from any thread.
 */
final class FundingMonitor {

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long E8_PER_PPM = E8.ONE / PPM;
  private static final int IN_AND_OUT = 2;

  private FundingMonitor() {}

  /**
   * One side.
   *
   * @param book from which it is filled
   * @param funding null: spot
   * @param feePpm of one fill
   */
  record Side(DepthView book, FundingView funding, long feePpm) {}

  /** Whether a rate is known: fresh, and its interval observed. */
  static boolean isKnown(FundingView view, long oldestMicros) {
    return view.getFreshness() == Freshness.LIVE
        && view.getReceivedAtMicros() >= oldestMicros
        && view.getIntervalStatus() == IntervalStatus.OBSERVED
        && view.getRateE8() != null
        && view.getIntervalMicros() != null
        && view.getIntervalMicros() > 0;
  }

  /** What the pair would earn at the cap; null if it earns nothing. */
  static Opportunity judge(
      Side longSide, Side shortSide, SignalSettings.Quote quote, SignalPolicy.FundingCarry rules) {
    try {
      long grossE8 = Math.subtractExact(perHourDownE8(shortSide), perHourUpE8(longSide));
      if (grossE8 <= 0) {
        return null;
      }
      Ladder buy = Ladder.toBuy(longSide.book, rules.maxSlippagePpm());
      Ladder sell = Ladder.toSell(shortSide.book, rules.maxSlippagePpm());
      if (buy == null || sell == null) {
        return null;
      }
      long stepE8 = Math.multiplyExact(quote.stepUnits(), E8.ONE);
      long capE8 = Math.multiplyExact(quote.capUnits(), E8.ONE);
      long mostE8 = Math.min(sell.totalBaseE8(), buy.quantityForE8(capE8));
      long notionalE8 = mostE8 <= 0 ? 0 : buy.notionalE8(mostE8) / stepE8 * stepE8;
      if (notionalE8 < quote.leastUnits() * E8.ONE) {
        return null;
      }
      long quantityE8 = buy.quantityForE8(notionalE8);
      if (quantityE8 == 0) {
        return null;
      }
      long feesPpm = IN_AND_OUT * (longSide.feePpm + shortSide.feePpm);
      long slippagePpm =
          IN_AND_OUT
                  * (fromMiddlePpm(longSide, buy, true, quantityE8)
                      + fromMiddlePpm(shortSide, sell, false, quantityE8))
              + rules.reservePpm();
      long costE8 = (feesPpm + slippagePpm) * E8_PER_PPM;
      long netE8 = Math.subtractExact(Math.multiplyExact(grossE8, rules.holdHours()), costE8);
      long edgePpm = Math.floorDiv(netE8, E8_PER_PPM);
      return edgePpm <= 0
          ? null
          : opportunity(
              longSide, shortSide, quote.quote(), notionalE8, edgePpm, feesPpm, slippagePpm, rules);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Least edge over the time of holding that the policy asks for. */
  static long minEdgePpm(SignalPolicy.FundingCarry rules) {
    return (long) rules.minNetPpm() * rules.holdHours();
  }

  /** Rate per hour, rounded down: what is received. */
  private static long perHourDownE8(Side side) {
    return side.funding == null
        ? 0
        : E8.mulDivFloor(side.funding.getRateE8(), HOUR_MICROS, side.funding.getIntervalMicros());
  }

  /** Rate per hour, rounded up: what is paid. */
  private static long perHourUpE8(Side side) {
    return side.funding == null
        ? 0
        : Ladder.divideUp(side.funding.getRateE8(), HOUR_MICROS, side.funding.getIntervalMicros());
  }

  /** How far the mean price is from the middle of the book, rounded up. */
  private static long fromMiddlePpm(Side side, Ladder ladder, boolean buys, long quantityE8) {
    long walkedE8 = ladder.notionalE8(quantityE8);
    long middleE8 = E8.multiplyDown(quantityE8, side.book.getReferencePriceE8());
    long awayE8 = buys ? walkedE8 - middleE8 : middleE8 - walkedE8;
    return Math.max(0, AlphaScanner.ratioPpm(awayE8, Math.max(1, middleE8)));
  }

  private static Opportunity opportunity(
      Side longSide,
      Side shortSide,
      String quote,
      long notionalE8,
      long edgePpm,
      long feesPpm,
      long slippagePpm,
      SignalPolicy.FundingCarry rules) {
    return new Opportunity(
        Direction.LONG_FIRST,
        new Opportunity.Leg(longSide.book.getVenue(), longSide.book.getInstrument()),
        new Opportunity.Leg(shortSide.book.getVenue(), shortSide.book.getInstrument()),
        quote,
        notionalE8,
        edgePpm,
        RouteClass.NONE,
        List.of(
            new SignalCost(CostKind.FEES, feesPpm),
            new SignalCost(CostKind.SLIPPAGE, slippagePpm),
            new SignalCost(CostKind.NETWORK, 0L)),
        "Long "
            + longSide.book.getInstrument()
            + " at "
            + longSide.book.getVenue()
            + " and short "
            + shortSide.book.getInstrument()
            + " at "
            + shortSide.book.getVenue()
            + ": "
            + edgePpm
            + " ppm of funding after costs in "
            + rules.holdHours()
            + " h");
  }
}
