package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * Sends one offset for an owner, or says why not now. Up to the allowed number without pause, each
 * with a fresh price; then with growing pauses, for as long as something is unhedged (HEDGE-4). Not
 * safe for concurrent use.
 */
final class Offsetter {

  enum Result {
    SENT,
    /** No usable price, no room, or a pause: the owner has a next try. */
    WAITING,
    /** Below what the venue takes. */
    TOO_SMALL
  }

  private final PairSettings settings;
  private final HedgeMarket market;
  private final PairOutputs outputs;
  private final OrderDesk desk;

  Offsetter(PairSettings settings, HedgeMarket market, PairOutputs outputs, OrderDesk desk) {
    this.settings = settings;
    this.market = market;
    this.outputs = outputs;
    this.desk = desk;
  }

  /** The owner has no live offset; the quantity is above 0. */
  Result offset(
      OrderOwner owner,
      int leg,
      int venue,
      int instrument,
      OrderSide side,
      long quantityE8,
      long nowMicros) {
    long priceE8 = market.limitPriceE8(instrument, side);
    long lotE8 = market.lotE8(instrument);
    long leastE8 = priceE8 <= 0 ? -1 : market.leastQuantityE8(instrument, priceE8);
    if (lotE8 <= 0 || leastE8 < 0) {
      return waiting(owner, nowMicros);
    }
    long tradeableE8 = Math.min(quantityE8, PairPlan.MAX_QUANTITY_E8) / lotE8 * lotE8;
    if (tradeableE8 == 0 || tradeableE8 < leastE8) {
      return Result.TOO_SMALL;
    }
    if (owner.offsetsSent >= settings.maxOffsets() && !owner.orphanReported) {
      owner.orphanReported = true;
      outputs.escalate(Escalation.ORPHANED, owner.correlationNumber(), 0, venue, quantityE8);
    }
    if (nowMicros < owner.nextTryMicros) {
      return Result.WAITING;
    }
    if (!desk.maySend(venue)) {
      return waiting(owner, nowMicros);
    }
    OrderSlot order = owner.nextOffset();
    order.leg = leg;
    order.venue = venue;
    order.instrument = instrument;
    order.side = side;
    order.quantityE8 = tradeableE8;
    order.limitPriceE8 = priceE8;
    order.reduceOnly = true;
    owner.offsetsSent++;
    owner.nextTryMicros = nowMicros + settings.pauseMicros(owner.offsetsSent);
    desk.send(order, nowMicros + settings.offsetTimeoutMicros());
    return Result.SENT;
  }

  /** Escalates once if something has been unhedged for too long. */
  void reportNaked(OrderOwner owner, int venue, long nowMicros) {
    if (nowMicros >= nakedDeadline(owner)) {
      owner.nakedReported = true;
      outputs.escalate(
          Escalation.NAKED_TOO_LONG,
          owner.correlationNumber(),
          0,
          venue,
          Math.abs(owner.unhedgedE8()));
    }
  }

  /** When the next report is due. */
  long nakedDeadline(OrderOwner owner) {
    return owner.nakedReported || owner.unhedgedSinceMicros == Deadlines.NEVER
        ? Deadlines.NEVER
        : owner.unhedgedSinceMicros + settings.nakedLimitMicros();
  }

  private Result waiting(OrderOwner owner, long nowMicros) {
    owner.nextTryMicros = Math.max(owner.nextTryMicros, nowMicros + settings.retryEveryMicros());
    return Result.WAITING;
  }
}
