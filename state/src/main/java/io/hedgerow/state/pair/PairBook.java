package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.function.Consumer;

/**
 * All hedged pairs from "both legs are sent" until nothing is open and nothing is unhedged (ORD-4,
 * HEDGE-4, FAIL-1, IDEM-2).
 *
 * <p>One thread. Allocates nothing once constructed. Time is an argument, µs since the epoch; a
 * clock that steps back stands still here. The owner calls {@link #onTime} when {@link
 * #nextDeadlineMicros} has come. The same calls with the same answers of {@link HedgeMarket} give
 * the same outputs, so a journal of the inputs is a whole recovery; {@link #restarted} follows it.
 *
 * <p>Bounds: {@link PairSettings}. A full pool refuses new pairs; what is open goes on.
 */
public final class PairBook {

  /** In the year 2255: a clock that is beyond is wrong, and stands still. */
  private static final long END_OF_TIME_MICROS = 1L << 53;

  private final PairSettings settings;
  private final PairOutputs outputs;
  private final OrderNumbers numbers;
  private final Deadlines deadlines;
  private final OpenExposure exposure;
  private final PairPool pool;
  private final OrderDesk desk;
  private final OrderReports reports;
  private final Strangers strangers;
  private final ResidualBook residuals;
  private final PairLife life;
  private boolean halted;
  private long lastMicros;

  /**
   * Every session is down until {@link #sessionUp}.
   *
   * @param run number of this run of the process, above 0 and growing
   */
  public PairBook(PairSettings settings, long run, HedgeMarket market, PairOutputs outputs) {
    this.settings = settings;
    this.outputs = outputs;
    numbers = new OrderNumbers(run);
    pool = new PairPool(settings);
    deadlines = new Deadlines(pool.nodes());
    exposure = new OpenExposure(settings.venues(), settings.instruments());
    desk = new OrderDesk(settings, market, outputs, deadlines, exposure, numbers, pool.orders);
    reports = new OrderReports(desk);
    strangers = new Strangers(desk, numbers, outputs);
    Offsetter offsetter = new Offsetter(settings, market, outputs, desk);
    residuals = new ResidualBook(settings, offsetter, deadlines, pool.rests);
    life = new PairLife(settings, outputs, deadlines, exposure, desk, offsetter, residuals);
  }

  /** Sends all legs of a pair back to back, or nothing. */
  public OpenResult open(PairPlan plan, long nowMicros) {
    long now = at(nowMicros);
    OpenResult refusal = refusal(plan);
    if (refusal != null) {
      return refusal;
    }
    PairSlot pair = pool.take(plan);
    exposure.pairBegins(pair);
    for (int i = 0; i < pair.legs; i++) {
      desk.send(pair.orders[i], now + plan.timeoutMicros());
    }
    return OpenResult.OPENED;
  }

  private OpenResult refusal(PairPlan plan) {
    if (!plan.isSound(settings.venues(), settings.instruments())) {
      return OpenResult.INVALID_PLAN;
    }
    if (halted) {
      return OpenResult.HALTED;
    }
    if (pool.holds(plan.correlationNumber())) {
      return OpenResult.REPEATED;
    }
    for (int i = 0; i < plan.legs(); i++) {
      PairPlan.Leg leg = plan.leg(i);
      if (!desk.maySend(leg.venue)) {
        return OpenResult.VENUE_CLOSED;
      }
      long openE8 = exposure.worstE8(leg.instrument, leg.side);
      if (openE8 + leg.quantityE8 > PairPlan.MAX_OPEN_E8) {
        return OpenResult.TOO_MUCH_OPEN;
      }
    }
    return pool.free() == 0 ? OpenResult.POOL_FULL : null;
  }

  /** Whether an order is kept; of others {@link #stranger} takes what venues tell. */
  public boolean holds(long orderNumber) {
    return desk.find(orderNumber) != null;
  }

  /**
   * Whether a report may be taken as one of the order that it names; asked before each report of a
   * venue. Only its own venue can tell of an order: what another one tells is escalated there and
   * changes nothing. Where the own venue states another instrument or side it is asked.
   *
   * @param venue dense number of the venue that tells
   * @param instrument as stated; below 0: not stated
   * @param side as stated; null: not stated
   * @param seenE8 cumulative quantity, as stated
   */
  public boolean fits(
      long orderNumber, int venue, int instrument, OrderSide side, long seenE8, long nowMicros) {
    OrderSlot order = desk.find(orderNumber);
    if (order == null) {
      return false;
    }
    if (order.venue != venue) {
      outputs.escalate(
          Escalation.FOREIGN_REPORT, order.correlationNumber(), orderNumber, venue, seenE8);
      return false;
    }
    if ((instrument >= 0 && instrument != order.instrument)
        || (side != null && side != order.side)) {
      unreadable(orderNumber, nowMicros);
      return false;
    }
    return true;
  }

  /**
   * A venue tells that an order which is not kept was filled, is open, or has done something that
   * cannot be read. It is escalated at the venue; what was filled is said; if it is open and has a
   * number, it is cancelled, once.
   *
   * @param orderNumber as parsed; 0 or less: none of ours
   * @param venue dense number of the venue that tells
   * @param instrument as stated; below 0: not known, nothing is counted or cancelled
   * @param side as stated; null: not known, nothing is counted or cancelled
   * @param cumulativeE8 filled so far, base asset
   * @param lastE8 filled by this report; 0: it is no fill
   * @param open whether the venue says that it is open
   */
  public void stranger(
      long orderNumber,
      int venue,
      int instrument,
      OrderSide side,
      long cumulativeE8,
      long lastE8,
      boolean open) {
    strangers.told(orderNumber, venue, instrument, side, cumulativeE8, lastE8, open);
  }

  /** The venue has the order in force. */
  public void accepted(long orderNumber, long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, 0);
    if (order != null) {
      reports.accepted(order, now);
      settle(order, now);
    }
  }

  /**
   * A fill, in whatever order and however often it is told.
   *
   * @param cumulativeE8 filled of the order with this fill, base asset
   * @param lastE8 of this fill
   * @param priceE8 of this fill
   * @param executionHash of the report, handed on
   */
  public void filled(
      long orderNumber,
      long cumulativeE8,
      long lastE8,
      long priceE8,
      long executionHash,
      long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, cumulativeE8);
    if (order != null) {
      reports.filled(order, cumulativeE8, lastE8, priceE8, executionHash, now);
      settle(order, now);
    }
  }

  /** The order is cancelled, by us or by the venue. */
  public void canceled(long orderNumber, long cumulativeE8, long nowMicros) {
    ended(orderNumber, OrderEnd.CANCELED, cumulativeE8, nowMicros);
  }

  /** The rest of the order has expired. */
  public void expired(long orderNumber, long cumulativeE8, long nowMicros) {
    ended(orderNumber, OrderEnd.EXPIRED, cumulativeE8, nowMicros);
  }

  /** The venue refuses the order, or the message that carried it. */
  public void rejected(long orderNumber, long cumulativeE8, long nowMicros) {
    ended(orderNumber, OrderEnd.REJECTED, cumulativeE8, nowMicros);
  }

  private void ended(long orderNumber, OrderEnd end, long cumulativeE8, long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, cumulativeE8);
    if (order != null) {
      reports.ended(order, end, cumulativeE8, now);
      settle(order, now);
    }
  }

  /** The cancel is refused, for whatever reason: the venue is asked how the order stands. */
  public void cancelRejected(long orderNumber, long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, 0);
    if (order != null) {
      reports.cancelRejected(order, now);
      settle(order, now);
    }
  }

  /** The venue said something of the order that cannot be trusted: it is asked. */
  public void unreadable(long orderNumber, long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, 0);
    if (order != null) {
      reports.unreadable(order, now);
      settle(order, now);
    }
  }

  /**
   * The answer to a question for an order.
   *
   * @param cumulativeE8 filled so far; without meaning for UNKNOWN_ORDER
   */
  public void status(long orderNumber, VenueWord word, long cumulativeE8, long nowMicros) {
    long now = at(nowMicros);
    OrderSlot order = find(orderNumber, cumulativeE8);
    if (order != null) {
      reports.status(order, word, cumulativeE8, now);
      settle(order, now);
    }
  }

  /** The session is down: every order there that is not final is unknown. */
  public void sessionDown(int venue, long nowMicros) {
    desk.sessionDown(venue, at(nowMicros));
  }

  /** The session is up, and everything that the venue said meanwhile has been handed on. */
  public void sessionUp(int venue, long nowMicros) {
    desk.sessionUp(venue, at(nowMicros));
    strangers.sendOwed();
  }

  /**
   * After a crash, once the journal has been read: every session is down, and every order without a
   * final answer is unknown.
   *
   * @param run above that of every run before, so that no number returns
   */
  public void restarted(long run, long nowMicros) {
    numbers.start(run);
    for (int venue = 0; venue < settings.venues(); venue++) {
      sessionDown(venue, nowMicros);
    }
  }

  /** Time has come so far: does whatever is due. */
  public void onTime(long nowMicros) {
    long now = at(nowMicros);
    int node = deadlines.takeDue(now);
    while (node != Deadlines.NONE) {
      due(node, now);
      node = deadlines.takeDue(now);
    }
  }

  private void due(int node, long now) {
    if (node < pool.orders.length) {
      OrderSlot order = pool.orders[node];
      desk.due(order, now);
      settle(order, now);
      return;
    }
    int place = node - pool.orders.length;
    if (place >= pool.pairs.length) {
      residuals.settle(pool.rests[place - pool.pairs.length], now);
    } else if (pool.pairs[place].ended) {
      life.forget(pool.pairs[place]);
      pool.giveBack(pool.pairs[place]);
    } else {
      life.settle(pool.pairs[place], now);
    }
  }

  /** The book of an instrument has changed: a rest that was too small is looked at again. */
  public void bookChanged(int instrument, long nowMicros) {
    residuals.look(instrument, at(nowMicros));
    strangers.sendOwed();
  }

  /** Hands over every order that is not final, for reading: what may rest at a venue. */
  public void eachOpenOrder(Consumer<PairOrder> to) {
    for (OrderSlot order : pool.orders) {
      if (!order.isFinal()) {
        to.accept(order);
      }
    }
  }

  /** Hands over every pair that has not ended, for reading: what may be unhedged. */
  public void eachOpenPair(Consumer<Pair> to) {
    for (PairSlot pair : pool.pairs) {
      if (pair.legs > 0 && !pair.ended) {
        to.accept(pair);
      }
    }
  }

  /** When {@link #onTime} has something to do; {@link Long#MAX_VALUE}: nothing is awaited. */
  public long nextDeadlineMicros() {
    return deadlines.earliestMicros();
  }

  /** No new pairs, and every open leg is cancelled; offsets go on. */
  public void halt(long nowMicros) {
    long now = at(nowMicros);
    halted = true;
    for (PairSlot pair : pool.pairs) {
      for (OrderSlot order : pair.orders) {
        desk.cancel(order, now);
      }
    }
  }

  /** New pairs again. */
  public void resume() {
    halted = false;
  }

  /** Whether new pairs are refused. */
  public boolean isHalted() {
    return halted;
  }

  /** No order is open, unanswered or unknown, and no offset is owed. */
  public boolean isFlat() {
    return exposure.isNothing() && !residuals.isOwed();
  }

  /**
   * As far as one venue is concerned; a pair that has not ended concerns the venues of its legs.
   */
  public boolean isFlat(int venue) {
    return exposure.isNothingAt(venue) && !residuals.isOwedAt(venue);
  }

  /** Orders at a venue of which nobody knows what became of them. */
  public int unknownOrders(int venue) {
    return exposure.unknownAt(venue);
  }

  /** What may still be filled on this side: of all orders that are not final, base asset. */
  public long worstCaseE8(int instrument, OrderSide side) {
    return exposure.worstE8(instrument, side);
  }

  /** Rests of this instrument that wait to be tradeable: positive is long, base asset. */
  public long residualE8(int instrument) {
    return residuals.netE8(instrument);
  }

  /** Pairs that have not ended. */
  public int openPairs() {
    return exposure.pairs();
  }

  /** Pairs that could be opened now. */
  public int freePairs() {
    return pool.free();
  }

  /** Reports that said nothing new, or nothing that counts, since construction. */
  public long repeatedReports() {
    return reports.repeated();
  }

  private void settle(OrderSlot order, long now) {
    if (order.owner instanceof PairSlot pair) {
      life.settle(pair, now);
    } else if (order.owner instanceof ResidualSlot rest) {
      residuals.settle(rest, now);
    }
  }

  private OrderSlot find(long number, long seenE8) {
    OrderSlot order = desk.find(number);
    if (order == null) {
      Escalation reason =
          numbers.mayBeOurs(number) ? Escalation.FORGOTTEN_ORDER : Escalation.FOREIGN_ORDER;
      outputs.escalate(reason, 0, number, -1, seenE8);
    }
    return order;
  }

  private long at(long nowMicros) {
    if (nowMicros > lastMicros && nowMicros < END_OF_TIME_MICROS) {
      lastMicros = nowMicros;
    }
    return lastMicros;
  }
}
