package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * Closes everything that an account has open when its equity is below its maintenance margin:
 * orders are cancelled, positions go to the book, what the book cannot take goes to those who
 * profit most on the other side at the mark price, the rest to the venue. The venue also takes over
 * the debt of whoever has nothing open any more. For one thread.
 */
final class Liquidation {

  /** A book that is further from the mark than this is not believed. */
  private static final int FURTHEST = 2;

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

  /**
   * Looks at every account, until none must be liquidated: one that goes may fill the orders of
   * another that cannot carry them. Who was liquidated has nothing open, so it ends.
   */
  void check() {
    boolean again = true;
    while (again) {
      again = false;
      for (Account account : accounts.clients()) {
        if (margin.mustLiquidate(account)) {
          liquidate(account);
          again = true;
        } else if (account.positions().isEmpty()) {
          accounts.forgive(account, rules.marginAsset());
        }
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
    OpenPosition position = account.positions().get(instrument.instrument());
    long quantity = Math.abs(position.quantityE8());
    long mark = instrument.boundedPriceE8(margin.markE8(position), quantity);
    long dearest = mark > Long.MAX_VALUE / FURTHEST ? Long.MAX_VALUE : FURTHEST * mark;
    BookOrder order = engine.closeInBook(account, instrument, dearest);
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
        .max(Comparator.comparing(other -> profitE8(other.positions().get(name), markE8)))
        .orElse(null);
  }

  /** Unrealized profit as a share of what was paid. */
  private static BigInteger profitE8(OpenPosition position, long markE8) {
    BigInteger cost = BigInteger.valueOf(Math.max(1, Math.abs(position.costE8())));
    BigInteger profit = BigInteger.valueOf(position.unrealizedE8(markE8));
    return profit.multiply(BigInteger.valueOf(E8.ONE)).divide(cost);
  }
}
