package io.hedgerow.simulator.fix;

import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A venue of few rules: post-only orders rest, all others fill at their limit (market orders at
 * 100), SHIT-COIN is not traded here. Remembers every request.
 */
final class StubBook implements OrderEntry {

  static final long MARKET_PRICE_E8 = 100 * 100_000_000L;

  final List<OrderRequest> requests = new ArrayList<>();
  final Map<String, NewOrder> resting = new LinkedHashMap<>();
  final Map<String, OrderReport> known = new LinkedHashMap<>();
  final List<OrderReport> due = new ArrayList<>();
  boolean cancelsOnDisconnect = true;
  private long trades;
  private long executions;

  @Override
  public void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out) {
    requests.add(request);
    if (request instanceof NewOrder order) {
      add(order, nowMicros, out);
    } else if (request instanceof CancelOrder cancel) {
      cancel(cancel, nowMicros, out);
    } else if (request instanceof ReplaceOrder replace) {
      replace(replace, nowMicros, out);
    } else if (request instanceof StatusRequest status) {
      OrderReport last = known.get(status.clientOrderId());
      out.accept(
          last == null
              ? report(
                  Kind.STATUS, status, "", VenueOrderStatus.REJECTED, nowMicros, "unknown order")
              : new OrderReport(
                  Kind.STATUS,
                  last.account(),
                  last.orderId(),
                  last.clientOrderId(),
                  "",
                  last.instrument(),
                  last.side(),
                  last.status(),
                  last.priceE8(),
                  last.quantityE8(),
                  last.cumulativeQuantityE8(),
                  0,
                  0,
                  last.averagePriceE8(),
                  "",
                  false,
                  0,
                  "",
                  "",
                  nowMicros,
                  nextExecutionId()));
    }
  }

  private void add(NewOrder order, long nowMicros, Consumer<OrderReport> out) {
    if (order.instrument().equals("SHIT-COIN")) {
      out.accept(
          report(
              Kind.REJECTED, order, "", VenueOrderStatus.REJECTED, nowMicros, "not traded here"));
      return;
    }
    say(report(Kind.ACCEPTED, order, "", VenueOrderStatus.OPEN, nowMicros, ""), out);
    if (order.postOnly()) {
      resting.put(order.clientOrderId(), order);
    } else {
      say(fill(order, nowMicros), out);
    }
  }

  /** Fills a resting order when time next passes, for whoever owns it. */
  void fillLater(String clientOrderId, long nowMicros) {
    due.add(fill(resting.remove(clientOrderId), nowMicros));
  }

  private OrderReport fill(NewOrder order, long nowMicros) {
    long priceE8 = order.priceE8() == 0 ? MARKET_PRICE_E8 : order.priceE8();
    return new OrderReport(
        Kind.FILLED,
        order.account(),
        "V" + order.clientOrderId(),
        order.clientOrderId(),
        "",
        order.instrument(),
        order.side(),
        VenueOrderStatus.FILLED,
        order.priceE8(),
        order.quantityE8(),
        order.quantityE8(),
        priceE8,
        order.quantityE8(),
        priceE8,
        "T" + ++trades,
        order.postOnly(),
        order.postOnly() ? -25_000 : 50_000,
        "USDT",
        "",
        nowMicros,
        nextExecutionId());
  }

  private void cancel(CancelOrder cancel, long nowMicros, Consumer<OrderReport> out) {
    NewOrder order = resting.remove(cancel.originalClientOrderId());
    String original = cancel.originalClientOrderId();
    if (order == null) {
      out.accept(
          report(
              Kind.CANCEL_REJECTED,
              cancel,
              original,
              VenueOrderStatus.REJECTED,
              nowMicros,
              "gone"));
    } else {
      say(report(Kind.CANCELED, cancel, original, VenueOrderStatus.CANCELED, nowMicros, ""), out);
    }
  }

  private void replace(ReplaceOrder replace, long nowMicros, Consumer<OrderReport> out) {
    NewOrder order = resting.remove(replace.originalClientOrderId());
    String original = replace.originalClientOrderId();
    if (order == null) {
      out.accept(
          report(
              Kind.REPLACE_REJECTED,
              replace,
              original,
              VenueOrderStatus.REJECTED,
              nowMicros,
              "gone"));
      return;
    }
    NewOrder next =
        new NewOrder(
            order.account(),
            replace.clientOrderId(),
            order.instrument(),
            order.side(),
            order.type(),
            order.timeInForce(),
            true,
            order.reduceOnly(),
            replace.priceE8(),
            replace.quantityE8());
    resting.put(next.clientOrderId(), next);
    say(report(Kind.REPLACED, replace, original, VenueOrderStatus.OPEN, nowMicros, ""), out);
  }

  private void say(OrderReport report, Consumer<OrderReport> out) {
    known.put(report.clientOrderId(), report);
    if (!report.originalClientOrderId().isEmpty()) {
      known.put(report.originalClientOrderId(), report);
    }
    out.accept(report);
  }

  private OrderReport report(
      Kind kind,
      OrderRequest request,
      String original,
      VenueOrderStatus status,
      long nowMicros,
      String reason) {
    long priceE8 = 0;
    long quantityE8 = 0;
    if (request instanceof NewOrder order) {
      priceE8 = order.priceE8();
      quantityE8 = order.quantityE8();
    } else if (request instanceof ReplaceOrder replace) {
      priceE8 = replace.priceE8();
      quantityE8 = replace.quantityE8();
    }
    return new OrderReport(
        kind,
        request.account(),
        status == VenueOrderStatus.REJECTED ? "" : "V" + request.clientOrderId(),
        request.clientOrderId(),
        original,
        request.instrument(),
        request.side(),
        status,
        priceE8,
        quantityE8,
        0,
        0,
        0,
        0,
        "",
        false,
        0,
        "",
        reason,
        nowMicros,
        nextExecutionId());
  }

  private String nextExecutionId() {
    return "E" + ++executions;
  }

  @Override
  public boolean cancelsOnDisconnect() {
    return cancelsOnDisconnect;
  }

  @Override
  public void disconnected(String account, long nowMicros, Consumer<OrderReport> out) {
    List<NewOrder> orders =
        resting.values().stream().filter(order -> order.account().equals(account)).toList();
    for (NewOrder order : orders) {
      resting.remove(order.clientOrderId());
      say(
          report(Kind.CANCELED, order, "", VenueOrderStatus.CANCELED, nowMicros, "connection lost"),
          out);
    }
  }

  @Override
  public void advanceTo(long nowMicros, Consumer<OrderReport> out) {
    List<OrderReport> now = List.copyOf(due);
    due.clear();
    now.forEach(report -> say(report, out));
  }
}
