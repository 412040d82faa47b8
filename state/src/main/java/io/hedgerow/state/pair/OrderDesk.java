package io.hedgerow.state.pair;

import static io.hedgerow.state.pair.Deadlines.NEVER;

/**
 * Sends orders, cancels and asks for them, and remembers what is known of each. Every order that is
 * not final has a deadline. Not safe for concurrent use.
 */
final class OrderDesk {

  private final PairSettings settings;
  private final HedgeMarket market;
  private final PairOutputs outputs;
  private final Deadlines deadlines;
  private final OpenExposure exposure;
  private final OrderNumbers numbers;
  private final OrderSlot[] slots;
  private final NumberIndex index;
  private final boolean[] up;

  OrderDesk(
      PairSettings settings,
      HedgeMarket market,
      PairOutputs outputs,
      Deadlines deadlines,
      OpenExposure exposure,
      OrderNumbers numbers,
      OrderSlot[] slots) {
    this.settings = settings;
    this.market = market;
    this.outputs = outputs;
    this.deadlines = deadlines;
    this.exposure = exposure;
    this.numbers = numbers;
    this.slots = slots;
    index = new NumberIndex(slots.length);
    up = new boolean[settings.venues()];
  }

  /** The order of a number, or null. */
  OrderSlot find(long number) {
    int node = index.get(number);
    return node == NumberIndex.ABSENT ? null : slots[node];
  }

  boolean isUp(int venue) {
    return up[venue];
  }

  boolean maySend(int venue) {
    return up[venue] && market.maySend(venue);
  }

  /** Sends what the slot describes, under a number of its own; what the slot held is forgotten. */
  void send(OrderSlot order, long workUntilMicros) {
    forget(order);
    order.number = numbers.next();
    order.state = OrderState.SENT;
    order.end = OrderEnd.NONE;
    order.filledE8 = 0;
    order.overfillE8 = 0;
    order.workUntilMicros = workUntilMicros;
    order.cancelAsked = false;
    order.cancelSent = false;
    order.answerByMicros = NEVER;
    order.unsettledSinceMicros = NEVER;
    order.unsettledReported = false;
    order.lastAskedMicros = NEVER;
    order.nextAskMicros = NEVER;
    order.notFoundAtMicros = NEVER;
    index.put(order.number, order.node);
    exposure.orderBegins(order);
    deadlines.set(order.node, workUntilMicros);
    outputs.sendOrder(order);
  }

  /** Empties a slot: later reports of its order are reports of a forgotten one. */
  void forget(OrderSlot order) {
    if (order.number != 0) {
      index.remove(order.number);
      order.number = 0;
    }
  }

  /** Asks for the cancel of an order that is not final; once, until the venue refuses it. */
  void cancel(OrderSlot order, long nowMicros) {
    if (order.isFinal() || order.cancelAsked) {
      return;
    }
    order.cancelAsked = true;
    unsettled(order, nowMicros);
    sendCancel(order, nowMicros);
    schedule(order, nowMicros);
  }

  /** The venue has it in force, and has told so itself. */
  void open(OrderSlot order, long nowMicros) {
    if (order.state != OrderState.OPEN) {
      known(order);
      order.state = OrderState.OPEN;
      outputs.orderChanged(order);
    }
    order.notFoundAtMicros = NEVER;
    if (order.cancelAsked) {
      sendCancel(order, nowMicros);
    } else {
      order.unsettledSinceMicros = NEVER;
      order.unsettledReported = false;
    }
    schedule(order, nowMicros);
  }

  /** What was last said cannot be relied on: only the venue can tell. */
  void doubt(OrderSlot order, long nowMicros) {
    if (!order.isFinal()) {
      becomeUnknown(order, nowMicros);
    }
    ask(order, nowMicros);
    schedule(order, nowMicros);
  }

  /** An order that was held for lost shows life: it is unknown, and unwanted. */
  void revive(OrderSlot order, long nowMicros) {
    order.state = OrderState.UNKNOWN;
    order.end = OrderEnd.NONE;
    order.cancelAsked = true;
    order.cancelSent = false;
    order.notFoundAtMicros = NEVER;
    order.unsettledSinceMicros = nowMicros;
    order.unsettledReported = false;
    exposure.orderBegins(order);
    exposure.orderUnknown(order);
    outputs.orderChanged(order);
    ask(order, nowMicros);
    schedule(order, nowMicros);
  }

  /** Over a session that is up, of an order that is not final: believed the second time. */
  void notFound(OrderSlot order, long nowMicros) {
    becomeUnknown(order, nowMicros);
    long first = order.notFoundAtMicros;
    if (first == NEVER) {
      order.notFoundAtMicros = nowMicros;
      order.nextAskMicros = nowMicros + settings.verifyEveryMicros();
      schedule(order, nowMicros);
    } else if (nowMicros - first >= settings.verifyEveryMicros()
        && order.lastAskedMicros != NEVER
        && order.lastAskedMicros >= first) {
      finish(order, OrderEnd.LOST);
    }
  }

  /** Takes a larger cumulative quantity, at most the ordered one; a full order is final. */
  void count(OrderSlot order, long cumulativeE8, long priceE8, long executionHash) {
    long moreE8 = cumulativeE8 - order.filledE8;
    long openBeforeE8 = order.openE8();
    order.filledE8 = cumulativeE8;
    order.notFoundAtMicros = NEVER;
    exposure.add(order, order.openE8() - openBeforeE8);
    order.owner.count(order, moreE8);
    outputs.orderFilled(order, moreE8, priceE8, executionHash);
    if (order.isFull() && !order.isFinal()) {
      finish(order, OrderEnd.FILLED);
    }
  }

  /** More than ordered is told: said again only where it is still more. */
  void overfilled(OrderSlot order, long cumulativeE8) {
    if (cumulativeE8 > order.overfillE8) {
      order.overfillE8 = cumulativeE8;
      escalate(Escalation.OVERFILL, order, cumulativeE8);
    }
  }

  void finish(OrderSlot order, OrderEnd end) {
    exposure.orderEnds(order);
    known(order);
    order.state = OrderState.FINAL;
    order.end = end;
    deadlines.clear(order.node);
    outputs.orderChanged(order);
  }

  /** Says that the state or the end of an order is another. */
  void told(OrderSlot order) {
    outputs.orderChanged(order);
  }

  void escalate(Escalation reason, OrderSlot order, long seenE8) {
    outputs.escalate(reason, order.correlationNumber(), order.number, order.venue, seenE8);
  }

  /** The deadline of an order has come. */
  void due(OrderSlot order, long nowMicros) {
    if (order.isFinal()) {
      return;
    }
    if (nowMicros >= order.workUntilMicros) {
      cancel(order, nowMicros);
    }
    if (!order.unsettledReported && nowMicros >= unsettledDeadline(order)) {
      order.unsettledReported = true;
      escalate(Escalation.ORDER_UNKNOWN, order, order.openE8());
    }
    if (order.state == OrderState.UNKNOWN) {
      if (nowMicros >= order.nextAskMicros) {
        ask(order, nowMicros);
      }
    } else if (order.cancelAsked && nowMicros >= order.answerByMicros) {
      becomeUnknown(order, nowMicros);
      // The request may have been lost.
      order.cancelSent = false;
      ask(order, nowMicros);
    } else if (order.cancelAsked) {
      trySendCancel(order);
    }
    schedule(order, nowMicros);
  }

  /** The session is down: whatever is not final at the venue is unknown. */
  void sessionDown(int venue, long nowMicros) {
    up[venue] = false;
    for (OrderSlot order : slots) {
      if (order.venue == venue && !order.isFinal()) {
        becomeUnknown(order, nowMicros);
        order.notFoundAtMicros = NEVER;
        order.lastAskedMicros = NEVER;
        order.cancelSent = false;
        order.nextAskMicros = nowMicros + settings.verifyEveryMicros();
        schedule(order, nowMicros);
      }
    }
  }

  /** The session is up and whatever was missed has been handed on. */
  void sessionUp(int venue, long nowMicros) {
    up[venue] = true;
    for (OrderSlot order : slots) {
      if (order.venue == venue && order.state == OrderState.UNKNOWN) {
        order.lastAskedMicros = NEVER;
        ask(order, nowMicros);
        schedule(order, nowMicros);
      }
    }
  }

  private void becomeUnknown(OrderSlot order, long nowMicros) {
    unsettled(order, nowMicros);
    if (order.state != OrderState.UNKNOWN) {
      order.state = OrderState.UNKNOWN;
      exposure.orderUnknown(order);
      order.nextAskMicros = nowMicros;
      outputs.orderChanged(order);
    }
  }

  private void known(OrderSlot order) {
    if (order.state == OrderState.UNKNOWN) {
      exposure.orderKnown(order);
    }
  }

  private static void unsettled(OrderSlot order, long nowMicros) {
    if (order.unsettledSinceMicros == NEVER) {
      order.unsettledSinceMicros = nowMicros;
    }
  }

  private void sendCancel(OrderSlot order, long nowMicros) {
    order.answerByMicros = nowMicros + settings.cancelTimeoutMicros();
    order.cancelSent = false;
    trySendCancel(order);
  }

  private void trySendCancel(OrderSlot order) {
    if (!order.cancelSent && maySend(order.venue)) {
      order.cancelSent = true;
      outputs.cancelOrder(order, numbers.next());
    }
  }

  /** Asks, if there is room and the last question is old enough; sets when to ask again. */
  private void ask(OrderSlot order, long nowMicros) {
    if (!maySend(order.venue)) {
      order.nextAskMicros =
          nowMicros
              + (up[order.venue] ? settings.retryEveryMicros() : settings.verifyEveryMicros());
      return;
    }
    if (order.state == OrderState.UNKNOWN && order.cancelAsked) {
      trySendCancel(order);
    }
    if (order.lastAskedMicros == NEVER
        || nowMicros - order.lastAskedMicros >= settings.verifyEveryMicros()) {
      order.lastAskedMicros = nowMicros;
      outputs.askStatus(order);
    }
    order.nextAskMicros = order.lastAskedMicros + settings.verifyEveryMicros();
  }

  private long unsettledDeadline(OrderSlot order) {
    return order.unsettledSinceMicros == NEVER
        ? NEVER
        : order.unsettledSinceMicros + settings.unknownDeadlineMicros();
  }

  private void schedule(OrderSlot order, long nowMicros) {
    if (order.isFinal()) {
      deadlines.clear(order.node);
      return;
    }
    long at = order.cancelAsked ? NEVER : order.workUntilMicros;
    if (order.state == OrderState.UNKNOWN) {
      at = Math.min(at, order.nextAskMicros);
    } else if (order.cancelAsked) {
      at = order.answerByMicros;
      if (!order.cancelSent) {
        at = Math.min(at, nowMicros + settings.retryEveryMicros());
      }
    }
    if (!order.unsettledReported) {
      at = Math.min(at, unsettledDeadline(order));
    }
    deadlines.set(order.node, at);
  }
}
