package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether an order keeps a venue's rules, and whether its account can pay for it. */
final class OrderChecks {

  private static final Set<OrderKind> AT_ONCE =
      EnumSet.of(OrderKind.MARKET, OrderKind.IOC, OrderKind.FOK);

  private final Margin margin;

  OrderChecks(Margin margin) {
    this.margin = margin;
  }

  /** What is wrong with an order as such. */
  Optional<Reason> shape(NewOrder order, InstrumentRules rules) {
    Set<OrderKind> kinds = OrderKind.of(order);
    if (!rules.kinds().containsAll(kinds)
        || (order.postOnly() && kinds.stream().anyMatch(AT_ONCE::contains))) {
      return Optional.of(Reason.ORDER_KIND_NOT_ALLOWED);
    }
    boolean market = order.type() == OrderType.MARKET;
    return market && order.priceE8() == 0
        ? quantity(order.quantityE8(), rules)
        : amounts(order.priceE8(), order.quantityE8(), rules);
  }

  /** What is wrong with a limit and a quantity. */
  Optional<Reason> amounts(long priceE8, long quantityE8, InstrumentRules rules) {
    return priceE8 <= 0 || priceE8 % rules.tickE8() != 0
        ? Optional.of(Reason.BAD_PRICE)
        : quantity(quantityE8, rules);
  }

  private static Optional<Reason> quantity(long quantityE8, InstrumentRules rules) {
    return quantityE8 <= 0 || quantityE8 % rules.lotE8() != 0
        ? Optional.of(Reason.BAD_QUANTITY)
        : Optional.empty();
  }

  /**
   * The highest price at which it could come to be valued: a buyer's limit or the mark; a seller
   * sells to the best bid, however low the limit is, and owes what is sold at the mark.
   *
   * @param priceE8 its limit, or the worst price of a market order; 0: nothing to take
   * @param bestBidE8 0: none
   */
  long dearestE8(BookOrder order, long priceE8, long bestBidE8) {
    long dearest = Math.max(priceE8, margin.markE8(order.rules().instrument()));
    return order.isBuy() ? dearest : Math.max(dearest, bestBidE8);
  }

  /**
   * Whether its value is one that the venue takes.
   *
   * @param priceE8 as above
   * @param dearestE8 as above
   */
  Optional<Reason> notional(BookOrder order, long priceE8, long dearestE8) {
    InstrumentRules rules = order.rules();
    long quantity = order.quantityE8();
    if (quantity > rules.maximumQuantityE8() || isTooDear(rules, dearestE8, quantity)) {
      return Optional.of(Reason.NOTIONAL_TOO_LARGE);
    }
    long notional = rules.notionalUpE8(priceE8, quantity);
    boolean exempt = priceE8 == 0 || (order.reduceOnly() && rules.reduceOnlyExempt());
    return !exempt && notional < rules.minimumNotionalE8()
        ? Optional.of(Reason.NOTIONAL_TOO_SMALL)
        : Optional.empty();
  }

  private static boolean isTooDear(InstrumentRules rules, long priceE8, long quantityE8) {
    long bounded = rules.boundedPriceE8(priceE8, quantityE8);
    return bounded < priceE8
        || rules.notionalUpE8(bounded, quantityE8) > InstrumentRules.MAXIMUM_NOTIONAL_E8;
  }

  /**
   * Whether the account can pay for it, and the venue carry what it leads to.
   *
   * @param order not among the account's open ones
   * @param priceE8 as above
   * @param dearestE8 as above
   */
  Optional<Reason> funds(Account account, BookOrder order, long priceE8, long dearestE8) {
    InstrumentRules rules = order.rules();
    if (order.reduceOnly()) {
      return Accounts.reducible(account, order) < order.leavesE8()
          ? Optional.of(Reason.REDUCE_ONLY)
          : Optional.empty();
    }
    long reached = reachedE8(account, order);
    if (reached > rules.maximumQuantityE8()
        || (rules.perpetual() && isTooDear(rules, dearestE8, reached))) {
      return Optional.of(Reason.POSITION_TOO_LARGE);
    }
    if (!rules.perpetual()) {
      String asset = order.isBuy() ? rules.quoteAsset() : rules.baseAsset();
      return margin.availableE8(account, asset) < order.holdE8(asset, priceE8)
          ? Optional.of(Reason.INSUFFICIENT_BALANCE)
          : Optional.empty();
    }
    if (margin.markE8(rules.instrument()) == 0) {
      return Optional.of(Reason.NO_MARK_PRICE);
    }
    long worst = order.isBuy() || priceE8 == 0 ? priceE8 : dearestE8;
    long more = margin.initialE8(account, order, worst) - margin.initialE8(account);
    long fee =
        InstrumentRules.shareUpE8(
            rules.notionalUpE8(worst, order.leavesE8()), rules.fees().worstPpm());
    return more > 0 && margin.availableE8(account, rules.quoteAsset()) < more + fee
        ? Optional.of(Reason.INSUFFICIENT_MARGIN)
        : Optional.empty();
  }

  /** What it would hold on the order's side, if that and all its open orders were filled. */
  private static long reachedE8(Account account, BookOrder order) {
    InstrumentRules rules = order.rules();
    long held =
        rules.perpetual()
            ? account.positionE8(rules.instrument())
            : account.totalE8(rules.baseAsset());
    long reached = order.leavesE8() + Math.max(0, order.isBuy() ? held : -held);
    for (BookOrder other : account.open()) {
      boolean adds = !other.reduceOnly() && other.isOf(rules.instrument(), order.side());
      reached += adds ? other.leavesE8() : 0;
    }
    return reached;
  }
}
