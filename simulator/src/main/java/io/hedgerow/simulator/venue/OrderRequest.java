package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * What a client may ask of a venue's order entry. It cannot ask for a withdrawal: no credential of
 * ours can move funds (TRUTH-4).
 */
public sealed interface OrderRequest {

  /** How an order's price is set. */
  enum OrderType {
    /** Takes what the book has, whatever it costs. */
    MARKET,
    /** At this price or better. */
    LIMIT
  }

  /** How long an order stands. */
  enum TimeInForce {
    /** Until it is filled or cancelled. */
    GTC,
    /** What cannot be filled at once is cancelled. */
    IOC,
    /** All at once or nothing. */
    FOK
  }

  /** The account that asks. */
  String account();

  /** The client's ID of this request: 16 characters {@code [0-9A-Z]}. */
  String clientOrderId();

  /** The instrument's name at this venue. */
  String instrument();

  /** The side of the order. */
  OrderSide side();

  /**
   * A new order.
   *
   * @param postOnly refused rather than taking from the book
   * @param reduceOnly never opens or turns a position
   * @param priceE8 limit; 0 for a market order
   * @param quantityE8 in the instrument's unit
   */
  record NewOrder(
      String account,
      String clientOrderId,
      String instrument,
      OrderSide side,
      OrderType type,
      TimeInForce timeInForce,
      boolean postOnly,
      boolean reduceOnly,
      long priceE8,
      long quantityE8)
      implements OrderRequest {}

  /** Takes a resting order out of the book. */
  record CancelOrder(
      String account,
      String clientOrderId,
      String originalClientOrderId,
      String instrument,
      OrderSide side)
      implements OrderRequest {}

  /**
   * Puts an order with another price and quantity in place of a resting one; it loses its place in
   * the queue.
   *
   * @param quantityE8 of the whole order, with what was filled already
   */
  record ReplaceOrder(
      String account,
      String clientOrderId,
      String originalClientOrderId,
      String instrument,
      OrderSide side,
      long priceE8,
      long quantityE8)
      implements OrderRequest {}

  /** Asks how an order stands; {@code clientOrderId} is that of the order. */
  record StatusRequest(String account, String clientOrderId, String instrument, OrderSide side)
      implements OrderRequest {}
}
