package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/** Memory for one order after another. Written by {@link OrderDesk} alone, once sent. */
final class OrderSlot implements PairOrder {

  /** Of its deadline, and its place among all slots. */
  final int node;

  final OrderOwner owner;
  private final OrderRole role;

  /** 0: the slot was not used since it was emptied. */
  long number;

  int leg;
  int venue;
  int instrument;
  OrderSide side;
  long quantityE8;
  long limitPriceE8;
  boolean reduceOnly;

  OrderState state = OrderState.FINAL;
  OrderEnd end = OrderEnd.NONE;
  long filledE8;

  /** The most that was told and cannot be true, for it is more than ordered; 0: never. */
  long overfillE8;

  /** Cancelled then, unless it was before. */
  long workUntilMicros;

  boolean cancelAsked;
  boolean cancelSent;

  /** The cancel's answer is waited for until then. */
  long answerByMicros;

  /** Since when it has been unknown, or its cancel asked; NEVER: neither. */
  long unsettledSinceMicros;

  boolean unsettledReported;
  long lastAskedMicros;
  long nextAskMicros;

  /** When the venue first said, without contradiction since, that it knows no such order. */
  long notFoundAtMicros;

  OrderSlot(int node, OrderOwner owner, OrderRole role) {
    this.node = node;
    this.owner = owner;
    this.role = role;
  }

  boolean isFinal() {
    return state == OrderState.FINAL;
  }

  boolean isFull() {
    return filledE8 >= quantityE8;
  }

  /** What a fill of it adds to a position: positive for BUY. */
  long signed(long amountE8) {
    return side == OrderSide.BUY ? amountE8 : -amountE8;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long correlationNumber() {
    return owner.correlationNumber();
  }

  @Override
  public OrderRole role() {
    return role;
  }

  @Override
  public int leg() {
    return leg;
  }

  @Override
  public int venue() {
    return venue;
  }

  @Override
  public int instrument() {
    return instrument;
  }

  @Override
  public OrderSide side() {
    return side;
  }

  @Override
  public long quantityE8() {
    return quantityE8;
  }

  @Override
  public long limitPriceE8() {
    return limitPriceE8;
  }

  @Override
  public boolean reduceOnly() {
    return reduceOnly;
  }

  @Override
  public OrderState state() {
    return state;
  }

  @Override
  public OrderEnd end() {
    return end;
  }

  @Override
  public boolean cancelAsked() {
    return cancelAsked;
  }

  @Override
  public long filledE8() {
    return filledE8;
  }
}
