package io.hedgerow.connectors.fix;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * A new order or a replacement, filled in and handed to {@link FixClient}; reused, so that sending
 * allocates nothing. Fields keep their values until they are set again. For one thread.
 */
public final class OrderTicket {

  CharSequence clientOrderId = "";
  CharSequence originalClientOrderId = "";
  String instrument = "";
  OrderSide side = OrderSide.BUY;
  OrderTimeInForce timeInForce = OrderTimeInForce.GTC;
  boolean market;
  boolean postOnly;
  boolean reduceOnly;
  long priceE8;
  long quantityE8;

  /** Our ID: 16 characters {@code [0-9A-Z]} (IDEM-2). */
  public OrderTicket clientOrderId(CharSequence id) {
    clientOrderId = id;
    return this;
  }

  /** Of the order to be replaced; not looked at for a new order. */
  public OrderTicket originalClientOrderId(CharSequence id) {
    originalClientOrderId = id;
    return this;
  }

  /** The instrument's name at the venue, and the side. */
  public OrderTicket on(String venueInstrument, OrderSide orderSide) {
    instrument = venueInstrument;
    side = orderSide;
    return this;
  }

  /** At this price or better. */
  public OrderTicket limit(long limitPriceE8, long orderQuantityE8) {
    market = false;
    priceE8 = limitPriceE8;
    quantityE8 = orderQuantityE8;
    return this;
  }

  /** At whatever the book has. */
  public OrderTicket market(long orderQuantityE8) {
    market = true;
    priceE8 = 0;
    quantityE8 = orderQuantityE8;
    return this;
  }

  /** How long it stands. */
  public OrderTicket timeInForce(OrderTimeInForce time) {
    timeInForce = time;
    return this;
  }

  /** Refused rather than taking from the book: ExecInst(18) 6. */
  public OrderTicket postOnly(boolean only) {
    postOnly = only;
    return this;
  }

  /** Never opens or turns a position: ExecInst(18) E. */
  public OrderTicket reduceOnly(boolean only) {
    reduceOnly = only;
    return this;
  }

  boolean valid() {
    boolean priced = market ? !postOnly : priceE8 > 0;
    return validId(clientOrderId) && !instrument.isEmpty() && priced && quantityE8 > 0;
  }

  static boolean validId(CharSequence id) {
    if (id.length() != 16) {
      return false;
    }
    for (int i = 0; i < 16; i++) {
      char c = id.charAt(i);
      if ((c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return true;
  }
}
