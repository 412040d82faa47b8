package io.hedgerow.state.pair;

import io.hedgerow.schemas.execution.SignalPurpose;

/** Memory for one pair after another. Written by {@link PairBook} and {@link PairLife}. */
final class PairSlot extends OrderOwner implements Pair {

  /** Its place in the pool. */
  final int place;

  final OrderSlot[] orders = new OrderSlot[PairPlan.MAX_LEGS];
  final long[] heldE8 = new long[PairPlan.MAX_LEGS];

  long correlationNumber;
  SignalPurpose purpose;
  int legs;
  boolean ended;

  /** A fill has come since it was last looked at. */
  boolean touched;

  /** An offset was filled in a life of this pair. */
  boolean offsetFilled;

  boolean residualRefused;
  long residualE8;
  int ends;

  /** Nodes of its orders begin at the first; its own is given. */
  PairSlot(int place, int node, int firstOrderNode, int keptOffsets) {
    super(node, firstOrderNode + PairPlan.MAX_LEGS, keptOffsets, OrderRole.OFFSET);
    this.place = place;
    for (int i = 0; i < PairPlan.MAX_LEGS; i++) {
      orders[i] = new OrderSlot(firstOrderNode + i, this, OrderRole.LEG);
    }
  }

  void begin(PairPlan plan) {
    correlationNumber = plan.correlationNumber();
    purpose = plan.purpose();
    legs = plan.legs();
    ended = false;
    touched = false;
    offsetFilled = false;
    residualRefused = false;
    residualE8 = 0;
    ends = 0;
    heldE8[0] = 0;
    heldE8[1] = 0;
    settled();
    for (int i = 0; i < legs; i++) {
      PairPlan.Leg planned = plan.leg(i);
      OrderSlot order = orders[i];
      order.leg = i;
      order.venue = planned.venue;
      order.instrument = planned.instrument;
      order.side = planned.side;
      order.quantityE8 = planned.quantityE8;
      order.limitPriceE8 = planned.limitPriceE8;
      order.reduceOnly = planned.reduceOnly;
    }
  }

  @Override
  void count(OrderSlot order, long moreE8) {
    touched = true;
    offsetFilled |= order.role() == OrderRole.OFFSET;
    hold(order, moreE8);
  }

  /** An amount on the side of this order changes what its leg holds. */
  void hold(OrderSlot order, long amountE8) {
    boolean own = order.side == orders[order.leg].side;
    heldE8[order.leg] += own ? amountE8 : -amountE8;
  }

  @Override
  long unhedgedE8() {
    return imbalanceE8();
  }

  boolean hasLiveOrder() {
    for (int i = 0; i < legs; i++) {
      if (!orders[i].isFinal()) {
        return true;
      }
    }
    return hasLiveOffset();
  }

  @Override
  public long correlationNumber() {
    return correlationNumber;
  }

  @Override
  public SignalPurpose purpose() {
    return purpose;
  }

  @Override
  public int legs() {
    return legs;
  }

  @Override
  public PairOrder leg(int leg) {
    return orders[leg];
  }

  @Override
  public long heldE8(int leg) {
    return heldE8[leg];
  }

  @Override
  public long imbalanceE8() {
    return legs == 1 ? 0 : heldE8[0] - heldE8[1];
  }

  @Override
  public long residualE8() {
    return residualE8;
  }

  @Override
  public int ends() {
    return ends;
  }
}
