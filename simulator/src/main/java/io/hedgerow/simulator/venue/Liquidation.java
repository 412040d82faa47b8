package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import java.util.Comparator;
import java.util.List;

/**
 * Closes everything that an account has open when its equity is below its maintenance margin:
 * orders are cancelled, positions go to the book, what the book cannot take goes to those who
 * profit most on the other side at the mark price, the rest to the venue, which also takes over a
 * debt that remains.
 */
final class Liquidation {

  private final VenueRules rules;
  private final Accounts accounts;
  private final Margin margin;
  private final OrderEngine engine;

  Liquidation(VenueRules rules, Accounts accounts, Margin margin, OrderEngine engine) {
    this.rules = rules;
    this.accounts = accounts;
    this.margin = margin;
    this.engine = engine;
  }

  /** Looks at every account. */
  void check() {
    for (Account account : accounts.clients()) {
      if (margin.mustLiquidate(account)) {
        liquidate(account);
      }
    }
  }

  private void liquidate(Account account) {
    engine.cancelAll(account, Reason.LIQUIDATION);
    for (String instrument : List.copyOf(account.positions().keySet())) {
      close(account, rules.instruments().get(instrument));
    }
    accounts.forgive(account, rules.marginAsset());
  }

  private void close(Account account, InstrumentRules instrument) {
    long mark = margin.markE8(account.positions().get(instrument.instrument()));
    BookOrder order = engine.closeInBook(account, instrument);
    while (order.leavesE8() > 0) {
      Account other = mostProfitable(account, instrument, mark);
      if (other == null) {
        engine.takeOver(order, mark);
      } else {
        long size = Math.abs(other.positionE8(instrument.instrument()));
        engine.deleverage(order, other, mark, Math.min(size, order.leavesE8()));
      }
    }
  }

  /** Of those with an opposite position; null if there are none. */
  private Account mostProfitable(Account account, InstrumentRules instrument, long markE8) {
    String name = instrument.instrument();
    int direction = Long.signum(account.positionE8(name));
    return accounts.clients().stream()
        .filter(other -> Long.signum(other.positionE8(name)) == -direction)
        .max(Comparator.comparingLong(other -> profitE8(other.positions().get(name), markE8)))
        .orElse(null);
  }

  /** Unrealized profit as a share of what was paid. */
  private static long profitE8(OpenPosition position, long markE8) {
    long cost = Math.max(1, Math.abs(position.costE8()));
    return E8.mulDivFloor(position.unrealizedE8(markE8), E8.ONE, cost);
  }
}
