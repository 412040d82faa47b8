package io.hedgerow.state.risk.policy;

import static io.hedgerow.state.risk.Measure.API_ERRORS;
import static io.hedgerow.state.risk.Measure.API_LATENCY;
import static io.hedgerow.state.risk.Measure.API_REFUSALS;
import static io.hedgerow.state.risk.Measure.BLOCK_GAP;
import static io.hedgerow.state.risk.Measure.BOOK_UNUSABLE;
import static io.hedgerow.state.risk.Measure.CONFIRMATION_DELAY;
import static io.hedgerow.state.risk.Measure.CONTROL_OVERDUE;
import static io.hedgerow.state.risk.Measure.COST_OVER_EDGE;
import static io.hedgerow.state.risk.Measure.DISPLAY_UNIT;
import static io.hedgerow.state.risk.Measure.EXECUTABLE_DEPTH;
import static io.hedgerow.state.risk.Measure.FUNDING_DISPERSION;
import static io.hedgerow.state.risk.Measure.FUNDING_DISTANCE;
import static io.hedgerow.state.risk.Measure.FUNDING_INVERSION;
import static io.hedgerow.state.risk.Measure.GOLD_BASIS;
import static io.hedgerow.state.risk.Measure.INTEGRITY_FAULT;
import static io.hedgerow.state.risk.Measure.MARGIN_BUFFER;
import static io.hedgerow.state.risk.Measure.PRICE_DIVERGENCE;
import static io.hedgerow.state.risk.Measure.REALIZED_VOLATILITY;
import static io.hedgerow.state.risk.Measure.SETTLEMENT_DELAY;
import static io.hedgerow.state.risk.Measure.TRANSFERS_CLOSED;
import static io.hedgerow.state.risk.Measure.UNRECONCILED;
import static io.hedgerow.state.risk.Measure.VENUE_BASIS;

import io.hedgerow.state.risk.Measure;
import java.util.EnumMap;
import java.util.Map;

/**
 * What each measure is of, in which range its thresholds may lie, and its values in the shipped
 * policy, which are meant for the large crypto assets.
 *
 * @param content what is measured, to stand after "the"
 * @param range of its thresholds, in the measure's unit
 * @param standard thresholds in the measure's unit, counts, then times in seconds
 */
record MeasureDefaults(String content, Range range, Values standard) {

  /** Values of {@link MeasurePart}, in its order. */
  record Values(
      long warn,
      long breach,
      long clear,
      int confirm,
      int of,
      int hold,
      int dwell,
      int window,
      int within) {

    long of(MeasurePart part) {
      return switch (part) {
        case WARN -> warn;
        case BREACH -> breach;
        case CLEAR -> clear;
        case CONFIRM -> confirm;
        case OF -> of;
        case HOLD -> hold;
        case DWELL -> dwell;
        case WINDOW -> window;
        case WITHIN -> within;
      };
    }
  }

  /** Both ends belong to it. */
  record Range(long min, long max) {}

  private static final Range SHARE = new Range(0, 1_000_000);

  /** Up to ten times the whole. */
  private static final Range FRACTION = new Range(0, 10_000_000);

  private static final Range DIFFERENCE = new Range(-1_000_000, 1_000_000);
  private static final Range RATIO = new Range(0, 1_000_000);
  private static final Range SWITCH = new Range(0, 1);
  private static final Range SWITCHES = new Range(0, 1_000);
  private static final Range MILLIS = new Range(0, 600_000);

  /** Scaled by 10⁸ its upper end still is a long. */
  private static final Range NOTIONAL = new Range(0, 10_000_000_000L);

  private static final Values SWITCHED_AT_ONCE = new Values(1, 1, 0, 1, 1, 0, 60, 60, 600);

  private static final Map<Measure, MeasureDefaults> TABLE = new EnumMap<>(Measure.class);

  static {
    market();
    funding();
    venues();
    transfers();
    ownState();
  }

  static MeasureDefaults of(Measure measure) {
    MeasureDefaults row = TABLE.get(measure);
    if (row == null) {
      throw new IllegalStateException("no defaults for " + measure);
    }
    return row;
  }

  private static void market() {
    add(
        REALIZED_VOLATILITY,
        "realized volatility of an asset",
        FRACTION,
        new Values(4_000, 8_000, 3_000, 3, 5, 10, 60, 300, 600));
    add(
        COST_OVER_EDGE,
        "estimated cost of execution less the expected edge",
        DIFFERENCE,
        new Values(0, 100, -100, 3, 5, 0, 60, 60, 600));
    add(
        VENUE_BASIS,
        "spread between the venues' prices of an instrument",
        FRACTION,
        new Values(1_500, 3_000, 1_000, 3, 5, 5, 30, 10, 300));
    add(
        PRICE_DIVERGENCE,
        "distance of a venue's price from the global reference",
        FRACTION,
        new Values(2_000, 5_000, 1_000, 3, 5, 5, 30, 10, 300));
    add(
        GOLD_BASIS,
        "distance of PAXG from reference gold",
        FRACTION,
        new Values(5_000, 10_000, 3_000, 3, 5, 60, 300, 60, 3_600));
    add(
        DISPLAY_UNIT,
        "distance of USDT/USD from one",
        FRACTION,
        new Values(3_000, 10_000, 2_000, 3, 5, 60, 300, 60, 3_600));
    add(
        EXECUTABLE_DEPTH,
        "depth that can be executed inside the slippage bound",
        NOTIONAL,
        new Values(100_000, 25_000, 150_000, 3, 5, 5, 30, 60, 300));
  }

  private static void funding() {
    add(
        FUNDING_DISTANCE,
        "robust z-score of a funding rate against its own history",
        RATIO,
        new Values(4_000, 8_000, 2_500, 1, 1, 0, 60, 60, 3_600));
    add(
        FUNDING_INVERSION,
        "swing of a funding rate across zero",
        FRACTION,
        new Values(250, 500, 100, 1, 1, 0, 300, 60, 3_600));
    add(
        FUNDING_DISPERSION,
        "difference between the venues' funding rates of an asset per 8 h",
        FRACTION,
        new Values(200, 400, 150, 2, 2, 30, 60, 7_200, 3_600));
  }

  private static void venues() {
    add(
        API_LATENCY,
        "latency of a venue's API",
        MILLIS,
        new Values(500, 2_000, 300, 3, 5, 10, 60, 60, 600));
    add(
        API_ERRORS,
        "share of a venue's requests that fail or time out",
        SHARE,
        new Values(100_000, 300_000, 50_000, 3, 5, 10, 60, 60, 600));
    add(
        API_REFUSALS,
        "share of a venue's requests that it refuses",
        SHARE,
        new Values(50_000, 200_000, 20_000, 3, 5, 10, 60, 60, 600));
    add(
        MARGIN_BUFFER,
        "safety buffer above maintenance, of the maintenance requirement",
        FRACTION,
        new Values(300_000, 150_000, 350_000, 2, 2, 0, 60, 60, 600));
  }

  private static void transfers() {
    add(
        TRANSFERS_CLOSED,
        "number of closed ways of an asset in and out of a venue",
        SWITCHES,
        new Values(1, 1, 0, 2, 3, 30, 120, 60, 3_600));
    add(
        SETTLEMENT_DELAY,
        "delay of a transfer against its target",
        RATIO,
        new Values(1_200, 2_000, 1_000, 1, 1, 0, 60, 60, 3_600));
    add(
        CONFIRMATION_DELAY,
        "delay of a chain's confirmations against its baseline",
        RATIO,
        new Values(2_000, 4_000, 1_500, 2, 3, 30, 120, 3_600, 3_600));
    add(
        BLOCK_GAP,
        "time without a block against the chain's baseline",
        RATIO,
        new Values(3_000, 6_000, 2_000, 1, 1, 10, 120, 60, 3_600));
  }

  private static void ownState() {
    add(
        UNRECONCILED,
        "largest unexplained difference against its tolerance",
        RATIO,
        new Values(500, 1_000, 250, 1, 1, 30, 60, 60, 3_600));
    add(
        BOOK_UNUSABLE,
        "state of a book (1 unusable, 0 usable)",
        SWITCH,
        new Values(1, 1, 0, 1, 1, 30, 10, 60, 600));
    add(INTEGRITY_FAULT, "state of a rule (1 broken, 0 sound)", SWITCH, SWITCHED_AT_ONCE);
    add(
        CONTROL_OVERDUE,
        "state of an ordered control (1 open, 0 completed)",
        SWITCH,
        new Values(1, 1, 0, 1, 1, 5, 10, 60, 600));
  }

  private static void add(Measure measure, String content, Range range, Values standard) {
    TABLE.put(measure, new MeasureDefaults(content, range, standard));
  }
}
