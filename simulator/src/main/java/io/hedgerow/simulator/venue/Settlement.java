package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What follows from a match and from the end of an order: money and positions move, fees are paid,
 * what cannot stand any more is cancelled. For one thread.
 */
final class Settlement {

  private final String marginAsset;
  private final Accounts accounts;
  private final RateLimits limits;
  private final Map<String, MatchingBook> books;
  private final OrderIndex index;
  private final OrderEngine.Events events;
  private final Reports reports;
  private final LongSupplier nowMicros;
  private long trades;

  /**
   * @param books by instrument; may be filled later
   */
  Settlement(
      String marginAsset,
      Accounts accounts,
      RateLimits limits,
      Map<String, MatchingBook> books,
      OrderIndex index,
      OrderEngine.Events events,
      Reports reports,
      LongSupplier nowMicros) {
    this.marginAsset = marginAsset;
    this.accounts = accounts;
    this.limits = limits;
    this.books = books;
    this.index = index;
    this.events = events;
    this.reports = reports;
    this.nowMicros = nowMicros;
  }

  /** Cancels an open order, and says so. */
  void cancel(BookOrder order, Reason reason) {
    takeOut(order);
    events.happened(reports.of(Kind.CANCELED, order, reason), ExecutionKind.CANCELED);
  }

  /** The same without a word. */
  void takeOut(BookOrder order) {
    books.get(order.rules().instrument()).remove(order);
    end(order, VenueOrderStatus.CANCELED);
  }

  /** It is in no book any more. */
  void end(BookOrder order, VenueOrderStatus status) {
    order.end(status);
    accounts.of(order).closed(order);
    index.ended(order);
  }

  /** One of two orders may be the market's: null. */
  void matched(BookOrder taker, BookOrder maker, long priceE8, long quantityE8) {
    boolean takerBuys = taker == null ? !maker.isBuy() : taker.isBuy();
    InstrumentRules instrument = (taker == null ? maker : taker).rules();
    Account buyer = accounts.of(takerBuys ? taker : maker);
    Account seller = accounts.of(takerBuys ? maker : taker);
    accounts.trade(instrument, buyer, seller, priceE8, quantityE8);
    String tradeId = String.valueOf(++trades);
    settle(maker, true, priceE8, quantityE8, tradeId);
    settle(taker, false, priceE8, quantityE8, tradeId);
    trim(buyer);
    trim(seller);
  }

  private void settle(
      BookOrder order, boolean maker, long priceE8, long quantityE8, String tradeId) {
    if (order == null) {
      return;
    }
    boolean free = order.fillKind() == ExecutionKind.DELEVERAGING;
    long fee = free ? 0 : accounts.charge(order, maker, priceE8, quantityE8);
    if (!order.isOpen()) {
      accounts.of(order).closed(order);
      index.ended(order);
    }
    boolean first = order.cumulativeE8() == quantityE8;
    if (first && order.fillKind() == ExecutionKind.FILL) {
      limits.filled(order.account(), nowMicros.getAsLong());
    }
    events.happened(
        reports.fill(order, priceE8, quantityE8, tradeId, maker, fee), order.fillKind());
  }

  /**
   * After a fill: orders that only reduce are cancelled, newest first, where they would turn the
   * position; so are orders whose balance is gone.
   */
  void trim(Account account) {
    List<BookOrder> newestFirst = new ArrayList<>(account.open());
    Collections.reverse(newestFirst);
    for (BookOrder order : newestFirst) {
      if (order.reduceOnly() && Accounts.reducible(account, order) < 0) {
        cancel(order, Reason.REDUCE_ONLY);
      }
    }
    for (BookOrder order : newestFirst) {
      if (account.freeE8(marginAsset) < 0
          && order.isOpen()
          && order.holdE8(marginAsset, order.priceE8()) > 0) {
        cancel(order, Reason.INSUFFICIENT_BALANCE);
      }
    }
  }
}
