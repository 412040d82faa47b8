package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * An order of the machine, for reading. One object is reused for many orders: what it says is only
 * valid during the call that hands it over.
 */
public interface PairOrder {

  /** Its number; {@link ClientOrderIds} makes the client order ID of it (IDEM-2). */
  long number();

  /** Of the pair; 0 for an order of the residual book. */
  long correlationNumber();

  /** What it is for. */
  OrderRole role();

  /** Which leg of the pair it belongs to, 0 or 1; 0 for an order of the residual book. */
  int leg();

  /** Dense number of the venue. */
  int venue();

  /** Dense number of the instrument. */
  int instrument();

  /** BUY or SELL. */
  OrderSide side();

  /** Ordered, base asset. */
  long quantityE8();

  /** Worst acceptable price. */
  long limitPriceE8();

  /** It may only make a position smaller. Where a venue has no such flag, the owner sees to it. */
  boolean reduceOnly();

  /** It takes the reserved lane (ORD-5). */
  default boolean urgent() {
    return role() != OrderRole.LEG;
  }

  /** How it stands. */
  OrderState state();

  /** How it ended; NONE before. */
  OrderEnd end();

  /** Its cancel was asked. */
  boolean cancelAsked();

  /** Filled so far, base asset; never more than ordered. */
  long filledE8();

  /** What may still be filled at worst, base asset; 0 once it is final. */
  default long openE8() {
    return state() == OrderState.FINAL ? 0 : Math.max(0, quantityE8() - filledE8());
  }
}
