package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * Orders that venues tell of and that are not kept: forgotten ones, those of a journal whose tail
 * was lost, those of others. What they fill is said once, and one that is open is cancelled once
 * (FAIL-1, IDEM-2). Remembers the newest 64; one that was pushed out is told as new, which says too
 * much rather than too little. Not safe for concurrent use.
 */
final class Strangers {

  private static final int KEPT = 64;

  /** Of an order that is not kept nobody is the owner. */
  private static final class Nobody extends OrderOwner {
    Nobody() {
      super(Deadlines.NONE, 0, 0, OrderRole.LEG);
    }

    @Override
    long correlationNumber() {
      return 0;
    }

    @Override
    void count(OrderSlot order, long moreE8) {}

    @Override
    long unhedgedE8() {
      return 0;
    }
  }

  private final OrderDesk desk;
  private final OrderNumbers numbers;
  private final PairOutputs outputs;
  private final OrderSlot[] slots = new OrderSlot[KEPT];
  private int next;
  private int owed;

  Strangers(OrderDesk desk, OrderNumbers numbers, PairOutputs outputs) {
    this.desk = desk;
    this.numbers = numbers;
    this.outputs = outputs;
    Nobody nobody = new Nobody();
    for (int i = 0; i < KEPT; i++) {
      slots[i] = new OrderSlot(Deadlines.NONE, nobody, OrderRole.LEG);
    }
  }

  /** A report of an order that is not kept. */
  void told(
      long number,
      int venue,
      int instrument,
      OrderSide side,
      long cumulativeE8,
      long lastE8,
      boolean open) {
    Escalation reason =
        numbers.mayBeOurs(number) ? Escalation.FORGOTTEN_ORDER : Escalation.FOREIGN_ORDER;
    outputs.escalate(reason, 0, number, venue, cumulativeE8);
    if (instrument < 0 || side == null) {
      return;
    }
    if (number <= 0) {
      // Orders without a number of ours cannot be told apart, nor cancelled.
      fill(instrument, side, lastE8 > 0 ? lastE8 : cumulativeE8);
      return;
    }
    OrderSlot order = slot(number, venue, instrument, side);
    long seenE8 = Math.min(Math.max(cumulativeE8, lastE8), PairPlan.MAX_QUANTITY_E8);
    if (seenE8 > order.filledE8) {
      fill(instrument, side, seenE8 - order.filledE8);
      order.filledE8 = seenE8;
    }
    if (open && !order.cancelAsked) {
      order.cancelAsked = true;
      owed++;
    }
    sendOwed();
  }

  /** Sends the cancels that could not leave before. */
  void sendOwed() {
    for (int i = 0; owed > 0 && i < KEPT; i++) {
      OrderSlot order = slots[i];
      if (isOwed(order) && desk.maySend(order.venue)) {
        order.cancelSent = true;
        owed--;
        outputs.cancelOrder(order, numbers.next());
      }
    }
  }

  private void fill(int instrument, OrderSide side, long moreE8) {
    if (moreE8 > 0) {
      outputs.strangerFilled(instrument, side, Math.min(moreE8, PairPlan.MAX_QUANTITY_E8));
    }
  }

  private OrderSlot slot(long number, int venue, int instrument, OrderSide side) {
    for (OrderSlot known : slots) {
      if (known.number == number
          && known.venue == venue
          && known.instrument == instrument
          && known.side == side) {
        return known;
      }
    }
    OrderSlot order = slots[next];
    next = (next + 1) % KEPT;
    if (isOwed(order)) {
      owed--;
    }
    order.number = number;
    order.venue = venue;
    order.instrument = instrument;
    order.side = side;
    order.filledE8 = 0;
    order.cancelAsked = false;
    order.cancelSent = false;
    return order;
  }

  private static boolean isOwed(OrderSlot order) {
    return order.cancelAsked && !order.cancelSent;
  }
}
