package io.hedgerow.state.pair;

/**
 * What venues say of orders, as changes at the {@link OrderDesk}. Fills are taken by growing
 * cumulative quantity, in every state; what says nothing new is counted and changes nothing. Not
 * safe for concurrent use.
 */
final class OrderReports {

  private final OrderDesk desk;
  private long repeated;

  OrderReports(OrderDesk desk) {
    this.desk = desk;
  }

  /** Reports that said nothing new, or nothing that counts. */
  long repeated() {
    return repeated;
  }

  /** An unknown order stays so: what the venue did after that is what matters. */
  void accepted(OrderSlot order, long nowMicros) {
    if (order.state == OrderState.SENT) {
      order.state = OrderState.OPEN;
      desk.told(order);
    } else if (order.end == OrderEnd.LOST) {
      desk.revive(order, nowMicros);
    } else {
      repeated++;
    }
    order.notFoundAtMicros = Deadlines.NEVER;
  }

  void filled(
      OrderSlot order,
      long cumulativeE8,
      long lastE8,
      long priceE8,
      long executionHash,
      long nowMicros) {
    if (lastE8 <= 0 || lastE8 > cumulativeE8 || priceE8 <= 0) {
      impossible(order, cumulativeE8, nowMicros);
    } else if (take(order, cumulativeE8, priceE8, executionHash, nowMicros)) {
      if (order.state == OrderState.SENT) {
        accepted(order, nowMicros);
      } else if (order.end == OrderEnd.LOST) {
        endOrRevive(order, nowMicros);
      }
    }
  }

  /** A final report. */
  void ended(OrderSlot order, OrderEnd end, long cumulativeE8, long nowMicros) {
    boolean wasFinal = order.isFinal();
    if (!take(order, cumulativeE8, 0, 0, nowMicros)) {
      return;
    }
    if (!order.isFinal()) {
      desk.finish(order, end);
    } else if (order.end == OrderEnd.LOST) {
      order.end = order.isFull() ? OrderEnd.FILLED : end;
      desk.told(order);
    } else if (wasFinal) {
      repeated++;
    }
  }

  /** The cancel was refused: too late, too early, or there is no such order. The venue is asked. */
  void cancelRejected(OrderSlot order, long nowMicros) {
    if (order.isFinal()) {
      repeated++;
    } else {
      desk.doubt(order, nowMicros);
    }
  }

  /** The venue said something of this order that could not be read. */
  void unreadable(OrderSlot order, long nowMicros) {
    impossible(order, order.filledE8, nowMicros);
  }

  void status(OrderSlot order, VenueWord word, long cumulativeE8, long nowMicros) {
    switch (word) {
      case UNKNOWN_ORDER -> {
        if (order.isFinal() || !desk.isUp(order.venue)) {
          repeated++;
        } else {
          desk.notFound(order, nowMicros);
        }
      }
      case OPEN -> stillOpen(order, cumulativeE8, nowMicros);
      case PENDING -> {
        if (take(order, cumulativeE8, 0, 0, nowMicros)) {
          order.notFoundAtMicros = Deadlines.NEVER;
        }
      }
      case FILLED -> {
        if (take(order, cumulativeE8, 0, 0, nowMicros)) {
          if (!order.isFinal()) {
            impossible(order, cumulativeE8, nowMicros);
          } else if (order.end == OrderEnd.LOST) {
            endOrRevive(order, nowMicros);
          }
        }
      }
      case CANCELED -> ended(order, OrderEnd.CANCELED, cumulativeE8, nowMicros);
      case EXPIRED -> ended(order, OrderEnd.EXPIRED, cumulativeE8, nowMicros);
      case REJECTED -> ended(order, OrderEnd.REJECTED, cumulativeE8, nowMicros);
    }
  }

  /** Only what is said over a session that is up answers our question. */
  private void stillOpen(OrderSlot order, long cumulativeE8, long nowMicros) {
    if (!take(order, cumulativeE8, 0, 0, nowMicros)) {
      return;
    }
    if (order.end == OrderEnd.LOST) {
      endOrRevive(order, nowMicros);
    } else if (order.isFinal()) {
      repeated++;
    } else if (desk.isUp(order.venue)) {
      desk.open(order, nowMicros);
    } else {
      repeated++;
    }
  }

  /** An order that was held for lost has been filled: to the end, or there is a rest. */
  private void endOrRevive(OrderSlot order, long nowMicros) {
    if (order.isFull()) {
      order.end = OrderEnd.FILLED;
      desk.told(order);
    } else {
      desk.revive(order, nowMicros);
    }
  }

  /** Counts what is new, at most what was ordered; false if nothing of it can be true. */
  private boolean take(
      OrderSlot order, long cumulativeE8, long priceE8, long executionHash, long nowMicros) {
    if (cumulativeE8 < 0 || cumulativeE8 > PairPlan.MAX_QUANTITY_E8) {
      impossible(order, cumulativeE8, nowMicros);
      return false;
    }
    if (cumulativeE8 > order.quantityE8) {
      desk.overfilled(order, cumulativeE8);
    }
    long countedE8 = Math.min(cumulativeE8, order.quantityE8);
    if (countedE8 > order.filledE8) {
      desk.count(order, countedE8, priceE8, executionHash);
    } else if (priceE8 > 0) {
      repeated++;
    }
    return true;
  }

  private void impossible(OrderSlot order, long seenE8, long nowMicros) {
    desk.escalate(Escalation.IMPOSSIBLE_REPORT, order, seenE8);
    desk.doubt(order, nowMicros);
  }
}
