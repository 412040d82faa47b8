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
   * Whether its value is one that the venue takes.
   *
   * @param priceE8 its limit, or the worst price of a market order; 0: nothing to take
   */
  Optional<Reason> notional(BookOrder order, long priceE8) {
    InstrumentRules rules = order.rules();
    long notional;
    try {
      notional = rules.notionalUpE8(priceE8, order.quantityE8());
    } catch (ArithmeticException e) {
      return Optional.of(Reason.NOTIONAL_TOO_LARGE);
    }
    if (notional > InstrumentRules.MAXIMUM_NOTIONAL_E8) {
      return Optional.of(Reason.NOTIONAL_TOO_LARGE);
    }
    boolean exempt = priceE8 == 0 || (order.reduceOnly() && rules.reduceOnlyExempt());
    return !exempt && notional < rules.minimumNotionalE8()
        ? Optional.of(Reason.NOTIONAL_TOO_SMALL)
        : Optional.empty();
  }

  /**
   * Whether the account can pay for it.
   *
   * @param order not among the account's open ones
   * @param priceE8 as above
   */
  Optional<Reason> funds(Account account, BookOrder order, long priceE8) {
    InstrumentRules rules = order.rules();
    if (order.reduceOnly()) {
      return Accounts.reducible(account, order) < order.leavesE8()
          ? Optional.of(Reason.REDUCE_ONLY)
          : Optional.empty();
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
    long more = margin.initialE8(account, order, priceE8) - margin.initialE8(account);
    long fee =
        InstrumentRules.shareUpE8(
            rules.notionalUpE8(priceE8, order.leavesE8()), rules.fees().worstPpm());
    return more > 0 && margin.availableE8(account, rules.quoteAsset()) < more + fee
        ? Optional.of(Reason.INSUFFICIENT_MARGIN)
        : Optional.empty();
  }
}
