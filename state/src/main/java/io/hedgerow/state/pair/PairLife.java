package io.hedgerow.state.pair;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * What is to be done with a pair after each change, until it ends: cancel the other leg, offset,
 * give a rest away, end, forget (ORD-4, HEDGE-4). Not safe for concurrent use.
 */
final class PairLife {

  private final PairSettings settings;
  private final PairOutputs outputs;
  private final Deadlines deadlines;
  private final OpenExposure exposure;
  private final OrderDesk desk;
  private final Offsetter offsetter;
  private final ResidualBook residuals;

  PairLife(
      PairSettings settings,
      PairOutputs outputs,
      Deadlines deadlines,
      OpenExposure exposure,
      OrderDesk desk,
      Offsetter offsetter,
      ResidualBook residuals) {
    this.settings = settings;
    this.outputs = outputs;
    this.deadlines = deadlines;
    this.exposure = exposure;
    this.desk = desk;
    this.offsetter = offsetter;
    this.residuals = residuals;
  }

  /** An order of the pair has changed, or its deadline has come. */
  void settle(PairSlot pair, long nowMicros) {
    if (pair.ended && !reopen(pair)) {
      return;
    }
    cancelOther(pair, nowMicros);
    pair.noteUnhedged(nowMicros);
    int venue = pair.orders[pair.imbalanceE8() > 0 ? 0 : pair.legs - 1].venue;
    offsetter.reportNaked(pair, venue, nowMicros);
    if (pair.nakedReported) {
      cancelLegs(pair, nowMicros);
    }
    if (pair.hasLiveOrder()) {
      deadlines.set(pair.node, offsetter.nakedDeadline(pair));
    } else if (pair.imbalanceE8() == 0) {
      end(pair, nowMicros);
    } else {
      offset(pair, nowMicros);
    }
  }

  /** Forgets the orders of a pair. */
  void forget(PairSlot pair) {
    for (OrderSlot order : pair.orders) {
      desk.forget(order);
    }
    for (OrderSlot offset : pair.offsets) {
      desk.forget(offset);
    }
  }

  private boolean reopen(PairSlot pair) {
    if (!pair.touched && !pair.hasLiveOrder()) {
      return false;
    }
    pair.ended = false;
    exposure.pairBegins(pair);
    outputs.pairReopened(pair);
    return true;
  }

  /** One leg has ended without being full: what the other may still do is unwanted. */
  private void cancelOther(PairSlot pair, long nowMicros) {
    for (int i = 0; i < pair.legs; i++) {
      if (pair.orders[i].isFinal() && !pair.orders[i].isFull()) {
        desk.cancel(pair.orders[pair.legs - 1 - i], nowMicros);
      }
    }
  }

  /** One-sided for too long: what has not come is not waited for, whatever the timeout says. */
  private void cancelLegs(PairSlot pair, long nowMicros) {
    for (int i = 0; i < pair.legs; i++) {
      desk.cancel(pair.orders[i], nowMicros);
    }
  }

  /**
   * An OPEN takes back what its larger leg has too much. A REDUCE completes its lagging leg
   * instead: taking back would open again. Neither ever takes more at once than was ordered.
   */
  private void offset(PairSlot pair, long nowMicros) {
    int larger = pair.imbalanceE8() > 0 ? 0 : 1;
    long excessE8 = Math.abs(pair.imbalanceE8());
    boolean takesBack = pair.purpose == SignalPurpose.OPEN && pair.heldE8[larger] > 0;
    int leg = takesBack ? larger : 1 - larger;
    long quantityE8 = takesBack ? Math.min(excessE8, pair.heldE8[leg]) : excessE8;
    OrderSlot of = pair.orders[leg];
    quantityE8 = Math.min(quantityE8, of.quantityE8);
    OrderSide side = takesBack ? opposite(of.side) : of.side;
    Offsetter.Result result =
        offsetter.offset(pair, leg, of.venue, of.instrument, side, quantityE8, nowMicros);
    switch (result) {
      case SENT -> deadlines.set(pair.node, offsetter.nakedDeadline(pair));
      case WAITING -> awaitTry(pair, nowMicros);
      case TOO_SMALL -> giveAway(pair, leg, side, quantityE8, nowMicros);
    }
  }

  private void giveAway(PairSlot pair, int leg, OrderSide side, long quantityE8, long nowMicros) {
    OrderSlot of = pair.orders[leg];
    long restE8 = side == OrderSide.SELL ? quantityE8 : -quantityE8;
    if (!residuals.add(of.venue, of.instrument, restE8, nowMicros)) {
      if (!pair.residualRefused) {
        pair.residualRefused = true;
        outputs.escalate(
            Escalation.RESIDUALS_FULL, pair.correlationNumber, 0, of.venue, quantityE8);
      }
      pair.nextTryMicros = nowMicros + settings.maxPauseMicros();
      awaitTry(pair, nowMicros);
      return;
    }
    pair.residualE8 += restE8;
    pair.heldE8[leg] += side == of.side ? quantityE8 : -quantityE8;
    settle(pair, nowMicros);
  }

  private void awaitTry(PairSlot pair, long nowMicros) {
    long next = Math.max(pair.nextTryMicros, nowMicros + 1);
    deadlines.set(pair.node, Math.min(next, offsetter.nakedDeadline(pair)));
  }

  private void end(PairSlot pair, long nowMicros) {
    pair.ended = true;
    pair.touched = false;
    pair.residualRefused = false;
    pair.ends++;
    pair.settled();
    exposure.pairEnds(pair);
    deadlines.set(pair.node, nowMicros + settings.retentionMicros());
    outputs.pairEnded(pair, outcome(pair), pair.ends > 1);
  }

  private static PairOutcome outcome(PairSlot pair) {
    boolean full = true;
    boolean filled = false;
    boolean rejected = false;
    for (int i = 0; i < pair.legs; i++) {
      OrderSlot order = pair.orders[i];
      full &= order.isFull();
      filled |= order.filledE8 > 0;
      rejected |= order.end == OrderEnd.REJECTED;
    }
    if (pair.residualE8 != 0) {
      return PairOutcome.RESIDUAL;
    }
    if (pair.offsetFilled) {
      return PairOutcome.NEUTRALIZED;
    }
    if (filled) {
      return full ? PairOutcome.COMPLETE : PairOutcome.COMPLETE_PARTIAL;
    }
    return rejected ? PairOutcome.REJECTED : PairOutcome.EXPIRED;
  }

  private static OrderSide opposite(OrderSide side) {
    return side == OrderSide.BUY ? OrderSide.SELL : OrderSide.BUY;
  }
}
