package io.hedgerow.state.gate;

import static io.hedgerow.state.gate.AcceptedOrder.LIMITS;
import static io.hedgerow.state.gate.AcceptedOrder.NOW;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes an accepted order one that must be rejected, by one input: the last value that still
 * passes, the first that does not, and the reason. Some rows have the latter only.
 */
final class Contradictions {

  /** Makes a value from the inputs of an accepted order. */
  interface Value {
    long of(GateInputs in, int leg);
  }

  /** What of an input is changed. */
  enum Part {
    VALUE,
    AT,
    SEQUENCE
  }

  /**
   * A row.
   *
   * @param within null where no value is the last that passes
   */
  record Row(GateInput input, Part part, Value within, Value beyond, GateReason reason) {

    void apply(GateInputs in, int leg, Value change) {
      long made = change.of(in, leg);
      in.set(
          input,
          leg,
          part == Part.VALUE ? made : in.value(input, leg),
          part == Part.AT ? made : in.atMicros(input, leg),
          part == Part.SEQUENCE ? made : in.sequence(input, leg));
    }

    /**
     * Whether the order can be contradicted so: some contradictions need both legs, or an entry.
     */
    boolean concerns(GateInputs in, int leg) {
      boolean ofBoth =
          reason == GateReason.BOOKS_APART
              || reason == GateReason.REFERENCES_APART
              || input == GateInput.LEGS;
      return in.needs(input, leg)
          && (!ofBoth || in.legs() == 2)
          && (input != GateInput.PURPOSE || !in.reducing());
    }

    GateReason expected(GateInputs in) {
      return reason == GateReason.SYSTEM_RESTRICTED && in.reducing()
          ? GateReason.EXPOSURE_NOT_REDUCED
          : reason;
    }

    @Override
    public String toString() {
      return input + " " + part + " " + reason;
    }
  }

  private static final long COLLAR_PPM = LIMITS.market().collarPpm();

  private static final List<Row> ROWS = new ArrayList<>();

  static {
    system();
    signal();
    books();
    prices();
    venues();
    limits();
    walks();
    reconciliation();
  }

  private Contradictions() {}

  static List<Row> all() {
    return List.copyOf(ROWS);
  }

  private static void system() {
    is(GateInput.ENGINE_STATE, GateCode.ENGINE_HALTED, GateReason.ENGINE_HALTED);
    is(GateInput.ENGINE_STATE, GateCode.ENGINE_STARTING, GateReason.ENGINE_HALTED);
    is(GateInput.ENGINE_STATE, GateCode.ENGINE_FULL, GateReason.ENGINE_FULL);
    is(GateInput.ENGINE_STATE, 99, GateReason.ENGINE_HALTED);
    least(GateInput.JOURNAL_ROOM, 100_000, GateReason.JOURNAL_FULL);
    is(GateInput.RISK_STATE, GateCode.STATE_DMM, GateReason.SYSTEM_RESTRICTED);
    is(GateInput.RISK_STATE, 99, GateReason.SYSTEM_RESTRICTED);
    is(GateInput.EXISTING_EXPOSURE, GateCode.EXPOSURE_FROZEN, GateReason.SYSTEM_RESTRICTED);
    is(GateInput.EXISTING_EXPOSURE, 99, GateReason.SYSTEM_RESTRICTED);
    is(GateInput.POLICY_VERSION, 6, GateReason.POLICY_DIFFERS);
    is(GateInput.POLICY_VERSION, 8, GateReason.POLICY_DIFFERS);
    most(GateInput.REPEATS, 2, GateReason.REPEATED_EXECUTION);
  }

  private static void signal() {
    value(
        GateInput.SIGNAL_CREATED,
        (in, leg) -> in.atMicros(GateInput.SIGNAL_CREATED, 0),
        (in, leg) -> in.value(GateInput.SIGNAL_CREATED) - 1,
        GateReason.SIGNAL_INVALID);
    Value needed = (in, leg) -> Math.max(0, NOW - in.value(GateInput.SIGNAL_CREATED)) + 500_000;
    below(GateInput.SIGNAL_TIMEOUT, needed, GateReason.SIGNAL_EXPIRED);
    most(GateInput.SIGNAL_MAX_SLIPPAGE, 3_000, GateReason.SIGNAL_INVALID);
    is(GateInput.SIGNAL_MAX_SLIPPAGE, 0, GateReason.SIGNAL_INVALID);
    is(GateInput.PURPOSE, 3, GateReason.SIGNAL_INVALID);
    is(GateInput.LEGS, 0, GateReason.SIGNAL_INVALID);
    is(GateInput.LEGS, 3, GateReason.SIGNAL_INVALID);
    most(GateInput.SAME_CONTENT, 1, GateReason.DUPLICATE_CONTENT);
  }

  private static void books() {
    is(GateInput.BOOK_VALIDITY, GateCode.BOOK_STALE, GateReason.BOOK_STALE);
    is(GateInput.BOOK_VALIDITY, GateCode.BOOK_CROSSED, GateReason.BOOK_CROSSED);
    is(GateInput.BOOK_VALIDITY, GateCode.BOOK_GAP, GateReason.BOOK_NOT_LIVE);
    is(GateInput.BOOK_VALIDITY, GateCode.BOOK_RESYNC, GateReason.BOOK_NOT_LIVE);
    is(GateInput.BOOK_VALIDITY, 99, GateReason.BOOK_NOT_LIVE);
    value(
        GateInput.BEST_BID,
        (in, leg) -> in.value(GateInput.BEST_ASK, leg) - 1,
        (in, leg) -> in.value(GateInput.BEST_ASK, leg),
        GateReason.BOOK_CROSSED);
    value(
        GateInput.BEST_ASK,
        (in, leg) -> in.value(GateInput.BEST_BID, leg) + 1,
        (in, leg) -> in.value(GateInput.BEST_BID, leg),
        GateReason.BOOK_CROSSED);
    value(
        GateInput.BOOK_SEQUENCE,
        null,
        (in, leg) -> in.value(GateInput.BOOK_SEQUENCE, leg) + 1,
        GateReason.BOOK_TORN);
    for (GateInput side : List.of(GateInput.BEST_BID, GateInput.BEST_ASK)) {
      ofOtherBook(side, GateReason.BOOK_TORN);
      ROWS.add(
          new Row(
              side,
              Part.AT,
              (in, leg) -> in.atMicros(side, 1 - leg) - 400_000,
              (in, leg) -> in.atMicros(side, 1 - leg) - 400_001,
              GateReason.BOOKS_APART));
    }
  }

  private static void prices() {
    Value up = (in, leg) -> reference(in, leg) + partOf(reference(in, leg), COLLAR_PPM);
    Value down = (in, leg) -> reference(in, leg) - partOf(reference(in, leg), COLLAR_PPM);
    above(GateInput.BEST_ASK, up, GateReason.BOOK_OFF_REFERENCE);
    below(GateInput.BEST_BID, down, GateReason.BOOK_OFF_REFERENCE);
    above(GateInput.ORDER_PRICE, up, GateReason.PRICE_COLLAR);
    below(GateInput.ORDER_PRICE, down, GateReason.PRICE_COLLAR);
    Value apart = (in, leg) -> reference(in, 1 - leg) + partOf(reference(in, 1 - leg), 10_000);
    above(GateInput.REFERENCE_PRICE, apart, GateReason.REFERENCES_APART);
    is(GateInput.REFERENCE_PRICE, Long.MAX_VALUE, GateReason.BOOK_OFF_REFERENCE);
    is(GateInput.REFERENCE_PRICE, 1, GateReason.BOOK_OFF_REFERENCE);
    most(GateInput.CLOCK_OFFSET, 250_000, GateReason.CLOCK_OFFSET);
    least(GateInput.CLOCK_OFFSET, -250_000, GateReason.CLOCK_OFFSET);
  }

  private static void venues() {
    is(GateInput.VENUE_REACHABLE, GateCode.NO, GateReason.VENUE_UNREACHABLE);
    is(GateInput.VENUE_STATUS, GateCode.VENUE_MAINTENANCE, GateReason.VENUE_MAINTENANCE);
    is(GateInput.VENUE_STATUS, GateCode.VENUE_CANCEL_ONLY, GateReason.VENUE_MAINTENANCE);
    is(GateInput.VENUE_STATUS, GateCode.VENUE_POST_ONLY, GateReason.VENUE_MAINTENANCE);
    is(GateInput.VENUE_STATUS, GateCode.VENUE_OFFLINE, GateReason.VENUE_MAINTENANCE);
    most(GateInput.VENUE_LATENCY_P99, 300_000, GateReason.VENUE_SLOW);
    most(GateInput.VENUE_ERRORS, 20_000, GateReason.VENUE_ERRORS);
    least(GateInput.VENUE_RELIABILITY, 950_000, GateReason.VENUE_UNRELIABLE);
    is(GateInput.SESSION_READY, GateCode.NO, GateReason.SESSION_DOWN);
    least(GateInput.MESSAGES_LEFT, 2, GateReason.MESSAGE_RATE);
  }

  private static void limits() {
    most(GateInput.VENUE_EXPOSURE, 100_000_000_000_000L, GateReason.VENUE_CONCENTRATION);
    below(
        GateInput.INVENTORY_AVAILABLE,
        (in, leg) -> in.value(GateInput.INVENTORY_NEEDED, leg),
        GateReason.INVENTORY);
    above(
        GateInput.INVENTORY_NEEDED,
        (in, leg) -> in.value(GateInput.INVENTORY_AVAILABLE, leg),
        GateReason.INVENTORY);
    most(GateInput.ASSET_EXPOSURE, 50_000_000_000_000L, GateReason.ASSET_EXPOSURE);
    least(GateInput.ASSET_EXPOSURE, -50_000_000_000_000L, GateReason.ASSET_EXPOSURE);
    most(GateInput.ORDER_VALUE, 20_000_000_000_000L, GateReason.ORDER_VALUE);
    most(GateInput.ORDER_QUANTITY, 1_000_000_000L, GateReason.ORDER_QUANTITY);
    below(
        GateInput.POSITION,
        (in, leg) -> in.value(GateInput.ORDER_QUANTITY, leg),
        GateReason.NOT_REDUCING);
    least(GateInput.MARGIN_BUFFER, 500_000, GateReason.MARGIN_BUFFER);
    least(GateInput.EDGE, 5, GateReason.EDGE);
  }

  private static void walks() {
    above(
        GateInput.WALK_IMPACT,
        (in, leg) -> in.value(GateInput.SLIPPAGE_BOUND, leg),
        GateReason.IMPACT);
    ofOtherBook(GateInput.WALK_IMPACT, GateReason.WALK_OUTDATED);
    ofOtherBook(GateInput.DEPTH_AVAILABLE, GateReason.WALK_OUTDATED);
    above(
        GateInput.SLIPPAGE_BOUND,
        (in, leg) -> Math.min(2_500, in.value(GateInput.SIGNAL_MAX_SLIPPAGE)),
        GateReason.SLIPPAGE_BOUND);
    value(
        GateInput.SIGNAL_MAX_SLIPPAGE,
        null,
        (in, leg) -> in.value(GateInput.SLIPPAGE_BOUND, 0) - 1,
        GateReason.SLIPPAGE_BOUND);
    below(
        GateInput.DEPTH_AVAILABLE,
        (in, leg) -> in.value(GateInput.DEPTH_NEEDED, leg),
        GateReason.DEPTH);
    below(
        GateInput.DEPTH_NEEDED,
        (in, leg) -> in.value(GateInput.ORDER_QUANTITY, leg),
        GateReason.DEPTH);
    below(
        GateInput.ORDER_QUANTITY,
        (in, leg) -> in.value(GateInput.ORDER_MINIMUM, leg),
        GateReason.TOO_SMALL);
    above(
        GateInput.ORDER_MINIMUM,
        (in, leg) -> in.value(GateInput.ORDER_QUANTITY, leg),
        GateReason.TOO_SMALL);
  }

  private static void reconciliation() {
    is(
        GateInput.RECONCILIATION_STATUS,
        GateCode.RECONCILIATION_LOCKED,
        GateReason.RECONCILIATION_LOCKED);
    is(GateInput.RECONCILIATION_STATUS, 99, GateReason.RECONCILIATION_LOCKED);
    most(GateInput.UNRESOLVED_ORDERS, 0, GateReason.UNRESOLVED_ORDERS);
    is(GateInput.VENUE_SWEPT, GateCode.NO, GateReason.NOT_SWEPT);
  }

  private static void is(GateInput input, long beyond, GateReason reason) {
    value(input, null, (in, leg) -> beyond, reason);
  }

  private static void most(GateInput input, long within, GateReason reason) {
    above(input, (in, leg) -> within, reason);
  }

  private static void least(GateInput input, long within, GateReason reason) {
    below(input, (in, leg) -> within, reason);
  }

  private static void above(GateInput input, Value within, GateReason reason) {
    value(input, within, (in, leg) -> within.of(in, leg) + 1, reason);
  }

  private static void below(GateInput input, Value within, GateReason reason) {
    value(input, within, (in, leg) -> within.of(in, leg) - 1, reason);
  }

  private static void value(GateInput input, Value within, Value beyond, GateReason reason) {
    ROWS.add(new Row(input, Part.VALUE, within, beyond, reason));
  }

  private static void ofOtherBook(GateInput input, GateReason reason) {
    Value other = (in, leg) -> in.sequence(input, leg) + 1;
    ROWS.add(new Row(input, Part.SEQUENCE, null, other, reason));
  }

  private static long reference(GateInputs in, int leg) {
    return in.value(GateInput.REFERENCE_PRICE, leg);
  }

  private static long partOf(long value, long ppm) {
    return Math.multiplyHigh(value, ppm) == 0
        ? value * ppm / 1_000_000
        : value / 1_000_000 * ppm + value % 1_000_000 * ppm / 1_000_000;
  }
}
