package io.hedgerow.state.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine whose outputs go to faulty venues, if there are any, and are kept and added up. */
final class PairRig implements HedgeMarket, PairOutputs {

  static final int VENUES = 3;
  static final int INSTRUMENTS = 6;
  static final long LEAST = 5 * FaultyVenues.LOT;

  static final PairSettings SETTINGS =
      new PairSettings(
          64,
          VENUES,
          INSTRUMENTS,
          INSTRUMENTS,
          16,
          3,
          400,
          1_000,
          20_000,
          500,
          200,
          5_000,
          50_000,
          600_000_000);

  /** An order as the outputs told it. */
  static final class Told {
    int instrument;
    OrderSide side;
    long quantityE8;
    long filledE8;
    boolean ended;
    long correlationNumber;
  }

  final PairBook book = new PairBook(SETTINGS, 1, this, this);
  final List<String> lines = new ArrayList<>();
  final Map<Long, Told> orders = new LinkedHashMap<>();

  /** Whether a pair that was opened is open. */
  final Map<Long, Boolean> open = new LinkedHashMap<>();

  private final long seed;
  private final FaultyVenues venues;

  /** Prices and room are there from then on. */
  long calmFromMicros = Long.MAX_VALUE;

  private long now;

  PairRig(long seed, FaultyVenues venues) {
    this.seed = seed;
    this.venues = venues;
  }

  void apply(PairInput input, long nowMicros) {
    now = nowMicros;
    input.apply(book, nowMicros);
  }

  long worstCaseE8(int instrument, OrderSide side) {
    return orders.values().stream()
        .filter(order -> !order.ended && order.instrument == instrument && order.side == side)
        .mapToLong(order -> Math.max(0, order.quantityE8 - order.filledE8))
        .sum();
  }

  @Override
  public long limitPriceE8(int instrument, OrderSide side) {
    return isAbsent(instrument) ? 0 : 100 + instrument;
  }

  @Override
  public long leastQuantityE8(int instrument, long priceE8) {
    return LEAST;
  }

  @Override
  public long lotE8(int instrument) {
    return FaultyVenues.LOT;
  }

  @Override
  public boolean maySend(int venue) {
    return !isAbsent(INSTRUMENTS + venue);
  }

  /** The same for the same moment: a replay asks again. */
  private boolean isAbsent(int what) {
    long mixed = (seed + what * 31L + now / 500) * 0x9e3779b97f4a7c15L;
    return now < calmFromMicros && (mixed >>> 40) % 5 == 0;
  }

  @Override
  public void sendOrder(PairOrder order) {
    say("send", order);
    Told told = new Told();
    told.instrument = order.instrument();
    told.side = order.side();
    told.quantityE8 = order.quantityE8();
    told.correlationNumber = order.correlationNumber();
    assertThat(orders.put(order.number(), told)).as("sent twice").isNull();
    if (venues != null) {
      venues.sent(order);
    }
  }

  @Override
  public void cancelOrder(PairOrder order, long requestNumber) {
    say("cancel by " + requestNumber, order);
    if (venues != null) {
      venues.cancelAsked(order);
    }
  }

  @Override
  public void askStatus(PairOrder order) {
    say("ask", order);
    if (venues != null) {
      venues.statusAsked(order);
    }
  }

  @Override
  public void orderFilled(PairOrder order, long moreE8, long priceE8, long executionHash) {
    say("filled " + moreE8 + " @" + priceE8 + " #" + executionHash, order);
    assertThat(moreE8).isPositive();
    orders.get(order.number()).filledE8 += moreE8;
    assertThat(order.filledE8()).isLessThanOrEqualTo(order.quantityE8());
  }

  @Override
  public void strangerFilled(int instrument, OrderSide side, long moreE8) {
    lines.add("stranger filled %d %s %d".formatted(instrument, side, moreE8));
  }

  @Override
  public void orderChanged(PairOrder order) {
    say("changed", order);
    orders.get(order.number()).ended = order.state() == OrderState.FINAL;
  }

  @Override
  public void pairReopened(Pair pair) {
    lines.add("reopened " + pair.correlationNumber());
    assertThat(open.put(pair.correlationNumber(), true)).as("was open").isFalse();
  }

  @Override
  public void pairEnded(Pair pair, PairOutcome outcome, boolean amended) {
    lines.add("ended " + pair.correlationNumber() + " " + outcome + " " + amended);
    assertThat(open.put(pair.correlationNumber(), false)).as("was open").isTrue();
    assertThat(amended).isEqualTo(pair.ends() > 1);
    assertThat(pair.imbalanceE8()).isZero();
  }

  @Override
  public void escalate(
      Escalation reason, long correlationNumber, long orderNumber, int venue, long seenE8) {
    lines.add(
        "escalate %s %d %d %d %d".formatted(reason, correlationNumber, orderNumber, venue, seenE8));
  }

  private void say(String what, PairOrder order) {
    lines.add(
        "%s: %d of %d %s %s, %d of %d at %d %s %s"
            .formatted(
                what,
                order.number(),
                order.correlationNumber(),
                order.role(),
                order.side(),
                order.filledE8(),
                order.quantityE8(),
                order.limitPriceE8(),
                order.state(),
                order.end()));
  }
}
