package io.hedgerow.state.signal;

import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.Comparator;

/**
 * What an asset's routes are chosen from: the newest view of each of its chains, and the newest
 * price of what their fees are paid in (SETTLE-1).
 *
 * <p>Bounded by the chains of the settings. Not safe for concurrent use.
 */
final class Routes {

  private static final Comparator<ReferencePrice> BY_TIME_AND_PRICE =
      Comparator.comparingLong(ReferencePrice::getReceivedAtMicros)
          .thenComparingLong(ReferencePrice::getPriceE8);

  private final SignalSettings settings;
  private final SignalSettings.Asset asset;
  private final Newest<ChainView> chains =
      Newest.byVersion(Newest.MAX_HELD, ChainView::getVersion, ChainView::getReceivedAtMicros);

  /** Of two prices the later one counts, of equal times the dearer one. */
  private final Newest<ReferencePrice> prices =
      new Newest<>(
          Newest.MAX_HELD,
          (seen, before) -> BY_TIME_AND_PRICE.compare(seen, before) > 0,
          ReferencePrice::getReceivedAtMicros);

  /** Of an asset of the settings. */
  Routes(SignalSettings settings, SignalSettings.Asset asset) {
    this.settings = settings;
    this.asset = asset;
  }

  boolean apply(ChainView view, long nowMicros) {
    return asset.chains().contains(view.getChain())
        && chains.take(view.getChain(), view, nowMicros);
  }

  boolean apply(ReferencePrice price, long nowMicros) {
    boolean needed =
        asset.chains().stream()
            .anyMatch(chain -> settings.chain(chain).feeAsset().equals(price.getAsset()));
    return needed && prices.take(price.getAsset(), price, nowMicros);
  }

  /** How what is bought moves; null if it cannot. */
  RouteChoice.Route of(
      InstrumentName name, SignalSettings.Quote quote, SignalPolicy.Routing rules, long nowMicros) {
    if (name.perpetual()) {
      return RouteChoice.Route.NOTHING_MOVES;
    }
    try {
      return RouteChoice.choose(
          settings, rules, asset, quote, chains.byKey(), prices.byKey(), nowMicros);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  int size() {
    return chains.size() + prices.size();
  }

  void write(PageWriter out) {
    chains.write(out, each -> each);
    prices.write(out, each -> each);
  }

  void read(PageReader in) {
    chains.read(in, ChainView.class::cast);
    prices.read(in, ReferencePrice.class::cast);
  }
}
