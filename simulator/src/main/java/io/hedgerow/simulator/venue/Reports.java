package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import java.util.function.LongSupplier;

/** Writes reports, with the venue's time and an execution ID of their own. For one thread. */
final class Reports {

  private final LongSupplier venueTimeMicros;
  private long executions;

  Reports(LongSupplier venueTimeMicros) {
    this.venueTimeMicros = venueTimeMicros;
  }

  /** Of an order, where the venue is not asked; {@code reason} may be null. */
  OrderReport of(Kind kind, BookOrder order, Reason reason) {
    return of(kind, order, order.clientOrderId(), "", reason);
  }

  /**
   * In answer to a request about an order.
   *
   * @param clientOrderId of the request
   * @param original of the order
   * @param reason null: none
   */
  OrderReport of(Kind kind, BookOrder order, String clientOrderId, String original, Reason reason) {
    return report(
        kind,
        order,
        clientOrderId,
        original,
        0,
        0,
        "",
        false,
        0,
        "",
        reason == null ? "" : reason.name());
  }

  /** Of a fill that the order knows already. */
  OrderReport fill(
      BookOrder order, long priceE8, long quantityE8, String tradeId, boolean maker, long feeE8) {
    String reason =
        switch (order.fillKind()) {
          case LIQUIDATION -> Reason.LIQUIDATION.name();
          case DELEVERAGING -> Reason.DELEVERAGING.name();
          default -> "";
        };
    return report(
        Kind.FILLED,
        order,
        order.clientOrderId(),
        "",
        priceE8,
        quantityE8,
        tradeId,
        maker,
        feeE8,
        order.rules().feeAsset(order.side()),
        reason);
  }

  private OrderReport report(
      Kind kind,
      BookOrder order,
      String clientOrderId,
      String original,
      long fillPriceE8,
      long fillQuantityE8,
      String tradeId,
      boolean maker,
      long feeE8,
      String feeAsset,
      String reason) {
    long atMicros = venueTimeMicros.getAsLong();
    return new OrderReport(
        kind,
        order.account(),
        order.orderId(),
        clientOrderId,
        original,
        order.rules().instrument(),
        order.side(),
        order.status(),
        order.priceE8(),
        order.quantityE8(),
        order.cumulativeE8(),
        fillPriceE8,
        fillQuantityE8,
        order.averagePriceE8(),
        tradeId,
        maker,
        feeE8,
        feeAsset,
        reason,
        atMicros,
        executionId(atMicros));
  }

  /** Of a request about an order that is refused: the order stands as before. */
  OrderReport refused(OrderRequest request, BookOrder order, Reason reason) {
    if (request instanceof StatusRequest) {
      return of(Kind.STATUS_REJECTED, order, request.clientOrderId(), "", reason);
    }
    boolean cancel = request instanceof CancelOrder;
    Kind kind = cancel ? Kind.CANCEL_REJECTED : Kind.REPLACE_REJECTED;
    return of(kind, order, request.clientOrderId(), order.clientOrderId(), reason);
  }

  /** Of a request that is refused and has no order at the venue. */
  OrderReport refused(OrderRequest request, Reason reason) {
    if (request instanceof NewOrder order) {
      return refused(Kind.REJECTED, order, "", order.priceE8(), order.quantityE8(), reason);
    }
    if (request instanceof CancelOrder cancel) {
      return refused(Kind.CANCEL_REJECTED, cancel, cancel.originalClientOrderId(), 0, 0, reason);
    }
    if (request instanceof ReplaceOrder replace) {
      return refused(
          Kind.REPLACE_REJECTED,
          replace,
          replace.originalClientOrderId(),
          replace.priceE8(),
          replace.quantityE8(),
          reason);
    }
    Kind kind = reason == Reason.UNKNOWN_ORDER ? Kind.STATUS : Kind.STATUS_REJECTED;
    return refused(kind, request, "", 0, 0, reason);
  }

  private OrderReport refused(
      Kind kind,
      OrderRequest request,
      String original,
      long priceE8,
      long quantityE8,
      Reason reason) {
    OrderSide side = request.side();
    long atMicros = venueTimeMicros.getAsLong();
    return new OrderReport(
        kind,
        request.account(),
        "",
        request.clientOrderId(),
        original,
        request.instrument(),
        side,
        VenueOrderStatus.REJECTED,
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
        reason.name(),
        atMicros,
        executionId(atMicros));
  }

  /** The time is in it, so that a venue that begins to count again says nothing twice. */
  private String executionId(long atMicros) {
    return atMicros + "-" + ++executions;
  }
}
