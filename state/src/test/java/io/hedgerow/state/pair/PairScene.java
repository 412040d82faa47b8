package io.hedgerow.state.pair;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine with three venues of one instrument each, and what it says as sentences. Orders are
 * called by the order in which they were sent: 1, 2, … Quantities are whole units or parts of one.
 */
final class PairScene implements HedgeMarket, PairOutputs {

  static final long ONE = 100_000_000L;
  static final int A = 0;
  static final int B = 1;
  static final int C = 2;

  static final long TIMEOUT = 1_000;
  static final long CANCEL_TIMEOUT = 100;
  static final long VERIFY_EVERY = 200;
  static final long UNKNOWN_DEADLINE = 1_500;
  static final long OFFSET_TIMEOUT = 300;
  static final long RETRY_EVERY = 50;
  static final long NAKED_LIMIT = 5_000;
  static final long RETENTION = 100_000;

  static final PairSettings SETTINGS =
      new PairSettings(
          3,
          3,
          3,
          1,
          4,
          2,
          CANCEL_TIMEOUT,
          VERIFY_EVERY,
          UNKNOWN_DEADLINE,
          OFFSET_TIMEOUT,
          RETRY_EVERY,
          400,
          NAKED_LIMIT,
          RETENTION);

  private static final String VENUES = "ABC";

  final PairBook book = new PairBook(SETTINGS, 1, this, this);
  final long[] pricesE8 = {100 * ONE, 100 * ONE, 100 * ONE};
  final long[] leastE8 = {ONE, ONE, ONE};
  final boolean[] room = {true, true, true};
  long now = 1_000_000;

  /** Numbers of cancelled orders that were never sent. */
  List<Long> cancelled = new ArrayList<>();

  private final List<String> said = new ArrayList<>();
  private final Map<Long, Integer> names = new LinkedHashMap<>();
  private final List<Long> numbers = new ArrayList<>();

  PairScene() {
    for (int venue = 0; venue < 3; venue++) {
      book.sessionUp(venue, now);
    }
  }

  /** Buys on A, sells on B, five units each, and forgets that this was said. */
  PairScene bothSent(long correlationNumber) {
    if (open(pair(correlationNumber)) != OpenResult.OPENED) {
      throw new AssertionError("not opened");
    }
    said.clear();
    return this;
  }

  OpenResult open(PairPlan plan) {
    return book.open(plan, now);
  }

  static PairPlan pair(long correlationNumber) {
    return new PairPlan()
        .begin(correlationNumber, SignalPurpose.OPEN, TIMEOUT)
        .addLeg(A, A, OrderSide.BUY, 5 * ONE, 101 * ONE, false)
        .addLeg(B, B, OrderSide.SELL, 5 * ONE, 99 * ONE, false);
  }

  static PairPlan reducePair(long correlationNumber) {
    return new PairPlan()
        .begin(correlationNumber, SignalPurpose.REDUCE, TIMEOUT)
        .addLeg(A, A, OrderSide.BUY, 5 * ONE, 101 * ONE, true)
        .addLeg(B, B, OrderSide.SELL, 5 * ONE, 99 * ONE, true);
  }

  static PairPlan reduceOne(long correlationNumber) {
    return new PairPlan()
        .begin(correlationNumber, SignalPurpose.REDUCE, TIMEOUT)
        .addLeg(A, A, OrderSide.SELL, 5 * ONE, 99 * ONE, true);
  }

  long number(int order) {
    return numbers.get(order - 1);
  }

  PairScene accepted(int order) {
    book.accepted(number(order), now);
    return this;
  }

  PairScene filled(int order, double cumulative, double last) {
    book.filled(number(order), e8(cumulative), e8(last), 100 * ONE, 7, now);
    return this;
  }

  PairScene canceled(int order, double cumulative) {
    book.canceled(number(order), e8(cumulative), now);
    return this;
  }

  PairScene expired(int order, double cumulative) {
    book.expired(number(order), e8(cumulative), now);
    return this;
  }

  PairScene rejected(int order) {
    book.rejected(number(order), 0, now);
    return this;
  }

  PairScene cancelRejected(int order) {
    book.cancelRejected(number(order), now);
    return this;
  }

  PairScene status(int order, VenueWord word, double cumulative) {
    book.status(number(order), word, e8(cumulative), now);
    return this;
  }

  PairScene down(int venue) {
    book.sessionDown(venue, now);
    return this;
  }

  PairScene up(int venue) {
    book.sessionUp(venue, now);
    return this;
  }

  PairScene after(long micros) {
    now += micros;
    book.onTime(now);
    return this;
  }

  /** Goes on from deadline to deadline for so long. */
  PairScene through(long micros) {
    long end = now + micros;
    while (book.nextDeadlineMicros() <= end) {
      now = book.nextDeadlineMicros();
      book.onTime(now);
    }
    return after(end - now);
  }

  /** What was said since the last look. */
  List<String> said() {
    List<String> copy = List.copyOf(said);
    said.clear();
    return copy;
  }

  /** Of what was said since the last look, what begins so. */
  List<String> said(String beginning) {
    return said().stream().filter(line -> line.startsWith(beginning)).toList();
  }

  static long e8(double units) {
    return Math.round(units * ONE);
  }

  @Override
  public long limitPriceE8(int instrument, OrderSide side) {
    return pricesE8[instrument];
  }

  @Override
  public long leastQuantityE8(int instrument, long priceE8) {
    return leastE8[instrument];
  }

  @Override
  public long lotE8(int instrument) {
    return ONE / 10;
  }

  @Override
  public boolean maySend(int venue) {
    return room[venue];
  }

  @Override
  public void sendOrder(PairOrder order) {
    numbers.add(order.number());
    names.put(order.number(), numbers.size());
    said.add(
        "send %s %s %s %s %s @%s%s"
            .formatted(
                name(order),
                order.role(),
                venue(order.venue()),
                order.side(),
                units(order.quantityE8()),
                units(order.limitPriceE8()),
                order.reduceOnly() ? " reduce-only" : ""));
  }

  @Override
  public void cancelOrder(PairOrder order, long requestNumber) {
    if (names.containsKey(order.number())) {
      said.add("cancel " + name(order));
    } else {
      cancelled.add(order.number());
    }
  }

  @Override
  public void askStatus(PairOrder order) {
    said.add("ask " + name(order));
  }

  @Override
  public void orderFilled(PairOrder order, long moreE8, long priceE8, long executionHash) {
    said.add("filled " + name(order) + " +" + units(moreE8) + " @" + units(priceE8));
  }

  @Override
  public void strangerFilled(int instrument, OrderSide side, long moreE8) {
    said.add("stranger filled %s %s %s".formatted(venue(instrument), side, units(moreE8)));
  }

  @Override
  public void orderChanged(PairOrder order) {
    said.add(
        "order "
            + name(order)
            + " "
            + (order.state() == OrderState.FINAL ? order.end() : order.state()));
  }

  @Override
  public void pairReopened(Pair pair) {
    said.add("reopened " + pair.correlationNumber());
  }

  @Override
  public void pairEnded(Pair pair, PairOutcome outcome, boolean amended) {
    said.add(
        (amended ? "amended " : "ended ")
            + pair.correlationNumber()
            + " "
            + outcome
            + (pair.residualE8() == 0 ? "" : " rest " + units(pair.residualE8())));
  }

  @Override
  public void escalate(
      Escalation reason, long correlationNumber, long orderNumber, int venue, long seenE8) {
    said.add(
        "escalate %s %d %s %s %s"
            .formatted(
                reason,
                correlationNumber,
                names.getOrDefault(orderNumber, 0),
                venue(venue),
                units(seenE8)));
  }

  private int name(PairOrder order) {
    return names.get(order.number());
  }

  private static String venue(int venue) {
    return venue < 0 ? "-" : VENUES.substring(venue, venue + 1);
  }

  private static String units(long valueE8) {
    BigDecimal units = BigDecimal.valueOf(valueE8, 8).stripTrailingZeros();
    return units.toPlainString();
  }
}
