package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.function.Consumer;

/**
 * The continuous source: with each view of a book, every ordered pair of it with the same
 * instrument at another venue (SIG-1).
 *
 * <p>Holds cool-downs alone; books and routes are its asset's. Not safe for concurrent use.
 */
final class AlphaSignals {

  private final String asset;
  private final Newest<KnownBook> books;
  private final Routes routes;
  private final CoolDown fired = new CoolDown();

  AlphaSignals(String asset, Newest<KnownBook> books, Routes routes) {
    this.asset = asset;
    this.books = books;
    this.routes = routes;
  }

  /** Looks at a book that has changed. */
  void look(KnownBook changed, long nowMicros, Policy policy, Consumer<Signal> out) {
    SignalPolicy.Alpha rules = policy.signals().alpha();
    if (!changed.isUsable(rules, nowMicros)) {
      return;
    }
    RouteChoice.Route route =
        routes.of(changed.name(), changed.quote(), policy.signals().routing(), nowMicros);
    if (route == null) {
      return;
    }
    for (KnownBook other : books.all()) {
      if (other.name().equals(changed.name())
          && other.isOfOneKindWith(changed)
          && !other.view().getVenue().equals(changed.view().getVenue())
          && other.isUsable(rules, nowMicros)) {
        scan(changed, other, route, nowMicros, policy, out);
        scan(other, changed, route, nowMicros, policy, out);
      }
    }
  }

  /**
   * A perpetual's legs are filled twice: nothing moves, so both must be closed again, which crosses
   * both spreads once more.
   */
  private void scan(
      KnownBook buyFrom,
      KnownBook sellTo,
      RouteChoice.Route route,
      long nowMicros,
      Policy policy,
      Consumer<Signal> out) {
    SignalPolicy.Alpha rules = policy.signals().alpha();
    boolean closes = buyFrom.name().perpetual();
    long fills = closes ? 2 : 1;
    long exitPpm = closes ? rules.reservePpm() + halfSpreadPpm(buyFrom) + halfSpreadPpm(sellTo) : 0;
    Opportunity found =
        AlphaScanner.scan(
            buyFrom.view(),
            sellTo.view(),
            buyFrom.quote(),
            new AlphaScanner.Terms(
                fills * buyFrom.venue().takerFeePpm(),
                fills * sellTo.venue().takerFeePpm(),
                rules.reservePpm() + exitPpm,
                route),
            rules.maxSlippagePpm());
    String key = buyFrom.key() + ">" + sellTo.key();
    long edgePpm = found == null ? 0 : found.edgePpm();
    int count = fired.admit(key, edgePpm, rules.minEdgePpm(), nowMicros, rules.coolDownMicros());
    if (count >= 0) {
      out.accept(
          Signals.open(
              SignalSource.ALPHA,
              asset,
              found,
              new Signals.Limits(
                  rules.maxSlippagePpm(), rules.timeoutMicros(), rules.coolDownMicros()),
              policy.record().getVersion(),
              nowMicros,
              count));
    }
  }

  /** From the middle to the touch, rounded up. */
  private static long halfSpreadPpm(KnownBook book) {
    long bidE8 = book.view().getBestBidPriceE8();
    long spreadE8 = book.view().getBestAskPriceE8() - bidE8;
    return bidE8 <= 0 || spreadE8 <= 0 ? 0 : AlphaScanner.ratioPpm(spreadE8 - spreadE8 / 2, bidE8);
  }

  void write(PageWriter out) {
    fired.write(out);
  }

  void read(PageReader in) {
    fired.read(in);
  }
}
