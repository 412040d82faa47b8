package io.hedgerow.state.signal;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.Map;

/**
 * Which chain carries what was bought to where it is sold: the one that costs least, with its delay
 * and the uncertainty of its delay counted as costs (SETTLE-1).
 *
 * <p>A chain is available only if the asset can move over it and everything about it is known and
 * fresh: cost, median and ninth of ten confirmations, the price of what its fee is paid in (NET-7).
 * Stateless, safe from any thread.
 */
final class RouteChoice {

  private static final long MICROS = 1_000_000;
  private static final long PPM = 1_000_000;
  private static final long MINUTE_MICROS = 60 * MICROS;

  /** Gwei per native unit, and lamports per SOL. */
  private static final long BILLION = 1_000_000_000;

  private RouteChoice() {}

  /**
   * How an asset moves.
   *
   * @param route the chain's class; NONE: nothing moves
   * @param chain empty: nothing moves
   * @param feeE8 what the transfer costs, in the quote asset
   * @param frictionPpm what its form on the chain costs, of the notional
   */
  record Route(RouteClass route, String chain, long feeE8, int frictionPpm) {

    static final Route NOTHING_MOVES = new Route(RouteClass.NONE, "", 0, 0);
  }

  /**
   * Chooses for a notional; null if no chain is available.
   *
   * @param chains the newest view of each chain
   * @param prices the newest price of each chain's fee asset, in dollars
   */
  static Route choose(
      SignalSettings settings,
      SignalPolicy.Routing rules,
      SignalSettings.Asset asset,
      SignalSettings.Quote quote,
      Map<String, ChainView> chains,
      Map<String, ReferencePrice> prices,
      long nowMicros) {
    if (asset.chains().isEmpty()) {
      return Route.NOTHING_MOVES;
    }
    Route best = null;
    long bestE8 = Long.MAX_VALUE;
    for (String name : asset.chains()) {
      SignalSettings.Chain chain = settings.chain(name);
      ChainView view = chains.get(name);
      ReferencePrice price = prices.get(chain.feeAsset());
      if (!isAvailable(rules, chain, view, price, nowMicros)) {
        continue;
      }
      Route route = routeOver(chain, quote, view, price);
      long weightE8 = route == null ? Long.MAX_VALUE : weightE8(rules, quote, route, view);
      if (weightE8 < bestE8) {
        best = route;
        bestE8 = weightE8;
      }
    }
    return best;
  }

  private static boolean isAvailable(
      SignalPolicy.Routing rules,
      SignalSettings.Chain chain,
      ChainView view,
      ReferencePrice price,
      long nowMicros) {
    long oldest = nowMicros - rules.maxAgeMicros();
    return view != null
        && price != null
        && view.getFreshness() == Freshness.LIVE
        && view.getFamily() == (chain.route() == RouteClass.SVM ? ChainFamily.SVM : ChainFamily.EVM)
        && view.getReceivedAtMicros() >= oldest
        && price.getReceivedAtMicros() >= oldest
        && view.getConfirmationP50Micros() != null
        && view.getConfirmationP90Micros() != null
        && view.getConfirmationP90Micros() <= rules.maxDelayMicros();
  }

  private static Route routeOver(
      SignalSettings.Chain chain,
      SignalSettings.Quote quote,
      ChainView view,
      ReferencePrice price) {
    Long unitsE8 =
        switch (view.getFamily()) {
          case EVM -> evmFeeE8(chain, view);
          case SVM -> svmFeeE8(chain, view);
          case UTXO -> null;
        };
    if (unitsE8 == null) {
      return null;
    }
    long dollarsE8 = Ladder.divideUp(unitsE8, price.getPriceE8(), E8.ONE);
    long feeE8 = Ladder.divideUp(dollarsE8, quote.mostPerUsdPpm(), PPM);
    return new Route(chain.route(), chain.chain(), feeE8, chain.frictionPpm());
  }

  private static Long evmFeeE8(SignalSettings.Chain chain, ChainView view) {
    if (view.getBaseFeeGweiE8() == null || view.getPriorityFeeGweiE8() == null) {
      return null;
    }
    long gweiE8 = Math.addExact(view.getBaseFeeGweiE8(), view.getPriorityFeeGweiE8());
    return Math.addExact(
        chain.fixedFeeE8(), Ladder.divideUp(gweiE8, chain.transferUnits(), BILLION));
  }

  private static Long svmFeeE8(SignalSettings.Chain chain, ChainView view) {
    if (view.getComputeUnitPriceMicroLamports() == null) {
      return null;
    }
    long lamports =
        Ladder.divideUp(view.getComputeUnitPriceMicroLamports(), chain.transferUnits(), MICROS);
    return Math.addExact(chain.fixedFeeE8(), Ladder.divideUp(lamports, E8.ONE, BILLION));
  }

  /** Fee, friction, delay and jitter, all for the largest notional, in the quote asset. */
  private static long weightE8(
      SignalPolicy.Routing rules, SignalSettings.Quote quote, Route route, ChainView view) {
    long medianMicros = view.getConfirmationP50Micros();
    long jitterMicros = Math.max(0, view.getConfirmationP90Micros() - medianMicros);
    long ppm =
        route.frictionPpm()
            + E8.mulDivFloor(medianMicros, rules.delayPpm(), MINUTE_MICROS)
            + E8.mulDivFloor(jitterMicros, rules.jitterPpm(), MINUTE_MICROS);
    long capE8 = Math.multiplyExact(quote.capUnits(), E8.ONE);
    return Math.addExact(route.feeE8(), E8.mulDivFloor(capE8, ppm, PPM));
  }
}
