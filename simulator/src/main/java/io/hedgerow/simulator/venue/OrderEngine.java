package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The venue's order handling: checks a request, matches it, and says what happened; {@link
 * Settlement} does the rest. For one thread.
 */
final class OrderEngine {

  /** Told of everything that happens to orders, in the order in which it happens. */
  interface Events {

    /**
     * Something happened.
     *
     * @param kind null: nothing that a drop copy tells of, an answer only
     */
    void happened(OrderReport report, ExecutionKind kind);

    /** The same, but the client is not told. */
    void recorded(OrderReport report, ExecutionKind kind);

    /** What the client is told, whether or not it is so. */
    void told(OrderReport report);

    /** The client is told of the next fill of this order so much later, as of one cancelled. */
    void withholdFill(String orderId, long delayMicros);
  }

  private final VenueRules rules;
  private final Accounts accounts;
  private final ActiveFaults faults;
  private final Events events;
  private final LongSupplier nowMicros;
  private final Reports reports;
  private final OrderChecks checks;
  private final OrderIndex index;
  private final Settlement settlement;
  private final Map<String, MatchingBook> books = new TreeMap<>();
  private long orders;

  OrderEngine(
      VenueRules rules,
      Accounts accounts,
      Margin margin,
      RateLimits limits,
      ActiveFaults faults,
      Events events,
      LongSupplier nowMicros,
      Reports reports) {
    this.rules = rules;
    this.accounts = accounts;
    this.faults = faults;
    this.events = events;
    this.nowMicros = nowMicros;
    this.reports = reports;
    this.checks = new OrderChecks(margin);
    this.index = new OrderIndex(rules.clientOrderIds());
    this.settlement =
        new Settlement(
            rules.marginAsset(), accounts, limits, books, index, events, reports, nowMicros);
    for (String instrument : rules.instruments().keySet()) {
      books.put(instrument, new MatchingBook(settlement::matched));
    }
  }

  /** Null for an instrument that the venue does not have. */
  MatchingBook book(String instrument) {
    return books.get(instrument);
  }

  /** The order that a request is about; null for a new one, or if there is none. */
  BookOrder subject(OrderRequest request) {
    if (request instanceof CancelOrder cancel) {
      return index.find(cancel.account(), cancel.originalClientOrderId());
    }
    if (request instanceof ReplaceOrder replace) {
      return index.find(replace.account(), replace.originalClientOrderId());
    }
    return request instanceof StatusRequest status
        ? index.find(status.account(), status.clientOrderId())
        : null;
  }

  /** Does what is asked, or refuses. */
  void handle(OrderRequest request) {
    if (request instanceof NewOrder order) {
      place(order);
      return;
    }
    BookOrder order = subject(request);
    if (order == null) {
      refuse(request, Reason.UNKNOWN_ORDER);
    } else if (!order.isOf(request.instrument(), request.side())) {
      refuse(request, Reason.NOT_THAT_ORDER);
    } else if (request instanceof CancelOrder cancel) {
      cancel(cancel, order);
    } else if (request instanceof ReplaceOrder replace) {
      replace(replace, order);
    } else {
      events.happened(reports.of(Kind.STATUS, order, null), null);
    }
  }

  /**
   * Refuses a request; a refused order belongs to the drop copy. What is said of an order that is
   * there is how it stands.
   */
  void refuse(OrderRequest request, Reason reason) {
    BookOrder order = subject(request);
    events.happened(
        order == null ? reports.refused(request, reason) : reports.refused(request, order, reason),
        request instanceof NewOrder ? ExecutionKind.REJECTED : null);
  }

  private void place(NewOrder request) {
    Account account = accounts.client(request.account());
    InstrumentRules instrument = rules.instruments().get(request.instrument());
    if (account == null || instrument == null) {
      refuse(request, account == null ? Reason.UNKNOWN_ACCOUNT : Reason.UNKNOWN_INSTRUMENT);
      return;
    }
    Optional<Reason> wrong =
        index
            .refuse(request.account(), request.clientOrderId())
            .or(() -> checks.shape(request, instrument));
    if (wrong.isPresent()) {
      refuse(request, wrong.get());
      return;
    }
    BookOrder order = order(request, instrument, ExecutionKind.FILL);
    MatchingBook book = books.get(request.instrument());
    wrong = refusal(account, order, book);
    if (wrong.isPresent()) {
      refuse(request, wrong.get());
      return;
    }
    account.opened(order);
    index.add(order);
    events.happened(reports.of(Kind.ACCEPTED, order, null), ExecutionKind.ACCEPTED);
    faults
        .strikes(FaultKind.PARTIAL_FILL, order.account(), request.instrument(), nowMicros())
        .ifPresent(fault -> book.thin(order, share(order, fault)));
    work(order, book);
  }

  /** Why an order of the right shape is refused all the same. */
  private Optional<Reason> refusal(Account account, BookOrder order, MatchingBook book) {
    long price = order.isMarket() ? book.worstPriceE8(order) : order.priceE8();
    long dearest = checks.dearestE8(order, price, book.bestE8(OrderSide.BUY));
    return checks
        .notional(order, price, dearest)
        .or(() -> checks.funds(account, order, price, dearest))
        .or(
            () ->
                order.postOnly() && book.crosses(order)
                    ? Optional.of(Reason.POST_ONLY_WOULD_TAKE)
                    : Optional.empty());
  }

  /** Takes what it can; the rest rests or ends. */
  private void work(BookOrder order, MatchingBook book) {
    boolean all = !order.isFillOrKill() || book.fillableE8(order) == order.leavesE8();
    boolean alone = !all || book.take(order);
    if (!order.isOpen()) {
      return;
    }
    if (!alone) {
      settlement.cancel(order, Reason.SELF_TRADE);
    } else if (order.rests()) {
      book.rest(order);
    } else {
      settlement.end(order, VenueOrderStatus.EXPIRED);
      events.happened(reports.of(Kind.EXPIRED, order, Reason.NO_LIQUIDITY), ExecutionKind.EXPIRED);
    }
  }

  private BookOrder order(NewOrder request, InstrumentRules instrument, ExecutionKind fillKind) {
    return new BookOrder(String.valueOf(++orders), request, instrument, fillKind, nowMicros());
  }

  private void cancel(CancelOrder request, BookOrder order) {
    if (!order.isOpen()) {
      refuse(request, Reason.TOO_LATE);
    } else {
      Optional<VenueFault> fault =
          faults.strikes(
              FaultKind.FILL_AFTER_CANCEL, order.account(), request.instrument(), nowMicros());
      if (fault.isPresent()) {
        cancelAfterFill(order, request, fault.get());
        return;
      }
      settlement.takeOut(order);
      events.happened(
          answer(Kind.CANCELED, order, request.clientOrderId(), null), ExecutionKind.CANCELED);
    }
  }

  /** It is filled in part and then cancelled; the client hears of the cancel first. */
  private void cancelAfterFill(BookOrder order, CancelOrder request, VenueFault fault) {
    VenueOrderStatus before = order.status();
    order.end(VenueOrderStatus.CANCELED);
    OrderReport seen = answer(Kind.CANCELED, order, request.clientOrderId(), null);
    order.end(before);
    events.withholdFill(order.orderId(), fault.number(FaultParameter.DELAY));
    books.get(order.rules().instrument()).fillResting(order, share(order, fault));
    if (order.isOpen()) {
      settlement.takeOut(order);
      events.recorded(
          answer(Kind.CANCELED, order, request.clientOrderId(), null), ExecutionKind.CANCELED);
    }
    events.told(seen);
  }

  /** A share of what is not filled yet: whole lots, at least one. */
  private static long share(BookOrder order, VenueFault fault) {
    long lot = order.rules().lotE8();
    long share =
        InstrumentRules.feeE8(order.leavesE8(), (int) fault.number(FaultParameter.SHARE_PPM));
    return Math.min(order.leavesE8(), Math.max(lot, share / lot * lot));
  }

  private OrderReport answer(Kind kind, BookOrder order, String requestId, Reason reason) {
    return reports.of(kind, order, requestId, order.clientOrderId(), reason);
  }

  private void replace(ReplaceOrder request, BookOrder order) {
    String before = order.clientOrderId();
    Optional<Reason> wrong = refusal(request, order);
    if (wrong.isPresent()) {
      refuse(request, wrong.get());
      return;
    }
    index.renamed(order, before);
    events.happened(
        reports.of(Kind.REPLACED, order, order.clientOrderId(), before, null),
        ExecutionKind.REPLACED);
    work(order, books.get(order.rules().instrument()));
  }

  /** Why it is refused; if it is not, the order is out of the book, with its new terms. */
  private Optional<Reason> refusal(ReplaceOrder request, BookOrder order) {
    if (!order.isOpen()) {
      return Optional.of(Reason.TOO_LATE);
    }
    Optional<Reason> wrong =
        index
            .refuse(request.account(), request.clientOrderId())
            .or(() -> checks.amounts(request.priceE8(), request.quantityE8(), order.rules()));
    if (wrong.isPresent()) {
      return wrong;
    }
    if (request.quantityE8() <= order.cumulativeE8()) {
      return Optional.of(Reason.BAD_QUANTITY);
    }
    Account account = accounts.of(order);
    MatchingBook book = books.get(order.rules().instrument());
    String id = order.clientOrderId();
    long price = order.priceE8();
    long quantity = order.quantityE8();
    account.closed(order);
    order.amend(request.clientOrderId(), request.priceE8(), request.quantityE8());
    wrong = refusal(account, order, book);
    order.amend(id, price, quantity);
    if (wrong.isEmpty()) {
      book.remove(order);
      order.amend(request.clientOrderId(), request.priceE8(), request.quantityE8());
    }
    account.opened(order);
    return wrong;
  }

  /** Cancels every open order of an account, oldest first. */
  void cancelAll(Account account, Reason reason) {
    List.copyOf(account.open()).forEach(order -> settlement.cancel(order, reason));
  }

  /** All open orders are gone, and nobody is told. */
  void forgetOrders() {
    for (Account account : accounts.clients()) {
      for (BookOrder order : List.copyOf(account.open())) {
        settlement.takeOut(order);
        index.forget(order);
        events.recorded(reports.of(Kind.CANCELED, order, Reason.RESTART), ExecutionKind.CANCELED);
      }
    }
  }

  /**
   * Closes what an account has, without being asked: in the book, as far as it goes.
   *
   * @param dearestE8 prices above this are not believed
   * @return what could not be closed there
   */
  BookOrder closeInBook(Account account, InstrumentRules instrument, long dearestE8) {
    BookOrder order =
        forced(
            account,
            instrument,
            account.positionE8(instrument.instrument()),
            ExecutionKind.LIQUIDATION);
    order.takesUpTo(dearestE8);
    books.get(instrument.instrument()).take(order);
    return order;
  }

  /** Closes a part of what an account has against the rest of a forced order. */
  void deleverage(BookOrder rest, Account other, long priceE8, long quantityE8) {
    long position = other.positionE8(rest.rules().instrument());
    BookOrder against =
        forced(other, rest.rules(), Long.signum(position) * quantityE8, ExecutionKind.DELEVERAGING);
    rest.fill(priceE8, quantityE8);
    against.fill(priceE8, quantityE8);
    settlement.matched(rest, against, priceE8, quantityE8);
  }

  /** The venue takes over the rest of a forced order. */
  void takeOver(BookOrder rest, long priceE8) {
    long quantity = rest.leavesE8();
    rest.fill(priceE8, quantity);
    settlement.matched(rest, null, priceE8, quantity);
  }

  /** An order that closes a position: sells a long one. */
  private BookOrder forced(
      Account account, InstrumentRules instrument, long positionE8, ExecutionKind kind) {
    OrderSide side = positionE8 > 0 ? OrderSide.SELL : OrderSide.BUY;
    return order(
        new NewOrder(
            account.name(),
            "",
            instrument.instrument(),
            side,
            OrderType.MARKET,
            TimeInForce.IOC,
            false,
            false,
            0,
            Math.abs(positionE8)),
        instrument,
        kind);
  }

  /** Takes what the market says of an instrument. */
  void update(BookUpdate update) {
    books.get(update.getInstrument()).update(update);
  }

  /** As above. */
  void traded(Trade trade) {
    books
        .get(trade.getInstrument())
        .trade(trade.getPriceE8(), trade.getQuantityE8(), trade.getAggressor());
  }

  /** As after a fill, when money went another way. */
  void trimAll() {
    accounts.clients().forEach(settlement::trim);
  }

  private long nowMicros() {
    return nowMicros.getAsLong();
  }
}
