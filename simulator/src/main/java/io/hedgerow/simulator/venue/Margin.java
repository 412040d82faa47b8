package io.hedgerow.simulator.venue;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Cross margin: one asset is the collateral of all positions of an account. Requirements are
 * rounded up. For one thread.
 */
final class Margin {

  private final String marginAsset;
  private final ToLongFunction<String> marks;

  /**
   * @param marks the mark price of an instrument; 0: unknown
   */
  Margin(String marginAsset, ToLongFunction<String> marks) {
    this.marginAsset = marginAsset;
    this.marks = marks;
  }

  /** The mark price of a position's instrument; its entry price while none is known. */
  long markE8(OpenPosition position) {
    long mark = marks.applyAsLong(position.rules().instrument());
    return mark == 0 ? position.entryPriceE8() : mark;
  }

  /** The mark price of an instrument; 0: unknown. */
  long markE8(String instrument) {
    return marks.applyAsLong(instrument);
  }

  /** Collateral and unrealized profit. */
  long equityE8(Account account) {
    long equity = account.totalE8(marginAsset);
    for (OpenPosition position : account.positions().values()) {
      equity = plus(equity, position.unrealizedE8(markE8(position)));
    }
    return equity;
  }

  long maintenanceE8(Account account) {
    long sum = 0;
    for (OpenPosition position : account.positions().values()) {
      sum = plus(sum, maintenanceE8(position));
    }
    return sum;
  }

  long maintenanceE8(OpenPosition position) {
    return InstrumentRules.shareUpE8(sizeE8(position), position.rules().margin().maintenancePpm());
  }

  long initialE8(OpenPosition position) {
    return InstrumentRules.shareUpE8(sizeE8(position), position.rules().margin().initialPpm());
  }

  private long sizeE8(OpenPosition position) {
    return Math.abs(position.valueE8(markE8(position)));
  }

  /** What positions and open orders need. */
  long initialE8(Account account) {
    return initialE8(account, null, 0);
  }

  /**
   * What positions, open orders and one order more would need: per instrument for the largest
   * position that the orders could lead to. Orders that only reduce need nothing.
   *
   * @param candidate not among the open ones; null: none
   * @param priceE8 at which it would fill at worst; of a sell what it would owe
   */
  long initialE8(Account account, BookOrder candidate, long priceE8) {
    Set<String> instruments = new TreeSet<>(account.positions().keySet());
    account.open().forEach(order -> instruments.add(order.rules().instrument()));
    if (candidate != null) {
      instruments.add(candidate.rules().instrument());
    }
    long sum = 0;
    for (String instrument : instruments) {
      sum = plus(sum, initialE8(account, instrument, candidate, priceE8));
    }
    return sum;
  }

  private long initialE8(Account account, String instrument, BookOrder candidate, long priceE8) {
    OpenPosition position = account.positions().get(instrument);
    long value = position == null ? 0 : position.valueE8(markE8(position));
    int ppm = position == null ? 0 : position.rules().margin().initialPpm();
    long bought = value;
    long sold = value;
    for (BookOrder order : account.open()) {
      if (!counts(order, instrument)) {
        continue;
      }
      ppm = order.rules().margin().initialPpm();
      long notional = restingE8(order);
      bought = plus(bought, order.isBuy() ? notional : 0);
      sold = plus(sold, order.isBuy() ? 0 : -notional);
    }
    if (candidate != null && counts(candidate, instrument)) {
      ppm = candidate.rules().margin().initialPpm();
      long notional = candidate.rules().notionalUpE8(priceE8, candidate.leavesE8());
      bought = plus(bought, candidate.isBuy() ? notional : 0);
      sold = plus(sold, candidate.isBuy() ? 0 : -notional);
    }
    long largest = Math.max(Math.abs(value), Math.max(bought, -sold));
    return InstrumentRules.shareUpE8(largest, ppm);
  }

  /** What is sold below the mark is owed at the mark. */
  private long restingE8(BookOrder order) {
    InstrumentRules rules = order.rules();
    long price =
        order.isBuy() ? order.priceE8() : Math.max(order.priceE8(), markE8(rules.instrument()));
    return rules.notionalUpE8(rules.boundedPriceE8(price, order.leavesE8()), order.leavesE8());
  }

  /** A sum; at the end of the range where it does not fit: the market may say anything. */
  private static long plus(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  private static boolean counts(BookOrder order, String instrument) {
    return order.rules().perpetual()
        && !order.reduceOnly()
        && order.rules().instrument().equals(instrument);
  }

  /**
   * What could be spent or withdrawn; negative when losses have eaten what margin or orders need.
   */
  long availableE8(Account account, String asset) {
    long free = account.freeE8(asset);
    if (!asset.equals(marginAsset)) {
      return free;
    }
    long spare = plus(plus(equityE8(account), -account.heldE8(asset)), -initialE8(account));
    return Math.min(free, spare);
  }

  /** Whether the venue closes what the account has open. */
  boolean mustLiquidate(Account account) {
    return !account.positions().isEmpty() && equityE8(account) < maintenanceE8(account);
  }
}
