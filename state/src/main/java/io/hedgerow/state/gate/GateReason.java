package io.hedgerow.state.gate;

/**
 * Why a check of the gate came out as it did. The number is what is recorded: the hundreds are the
 * check's, numbers below 100 belong to none. A number is never changed and never used again.
 *
 * <p>{@code …_UNKNOWN} stands for a value that is missing, and equally for one that it cannot have
 * ({@link GateUnit}). {@code …_STALE} stands for one that is older than its limit, of unknown age,
 * or of a time further ahead of ours than clocks may differ.
 */
public enum GateReason {
  PASSED(0, null, "passed"),
  PASSED_REDUCING(
      1, null, "passed: what limits new exposure does not apply, the order makes it smaller"),
  PASSED_UNLEVERAGED(2, null, "passed: no leg is leveraged"),
  NOT_JUDGED(3, null, "not judged yet"),

  ENGINE_UNKNOWN(100, GateCheck.SYSTEM_STATE, "state of the engine is unknown"),
  ENGINE_HALTED(101, GateCheck.SYSTEM_STATE, "engine is not running"),
  JOURNAL_UNKNOWN(102, GateCheck.SYSTEM_STATE, "room in the journal is unknown"),
  JOURNAL_FULL(103, GateCheck.SYSTEM_STATE, "journal has less room than it must"),
  STATE_FEED_UNKNOWN(104, GateCheck.SYSTEM_STATE, "no risk state was ever received"),
  STATE_FEED_STALE(105, GateCheck.SYSTEM_STATE, "risk state is not heard any more"),
  RISK_STATE_UNKNOWN(106, GateCheck.SYSTEM_STATE, "risk state of a scope is unknown"),
  SYSTEM_RESTRICTED(107, GateCheck.SYSTEM_STATE, "a scope is restricted: no new entries"),
  EXPOSURE_NOT_REDUCED(
      108, GateCheck.SYSTEM_STATE, "a scope is restricted: exposure is not reduced there"),
  /** The one reason that can stand at every check: nothing to hold the inputs against. */
  NO_POLICY(109, GateCheck.SYSTEM_STATE, "no policy is known"),
  POLICY_DIFFERS(110, GateCheck.SYSTEM_STATE, "limits are not of the policy version in force"),
  REPEATS_UNKNOWN(
      111, GateCheck.SYSTEM_STATE, "number of executions of the pair is unknown: a table is full"),
  REPEATED_EXECUTION(112, GateCheck.SYSTEM_STATE, "pair was executed too often"),
  ENGINE_FULL(113, GateCheck.SYSTEM_STATE, "engine holds as many pairs as it can"),

  SIGNAL_UNKNOWN(200, GateCheck.MARKET_DATA, "a term of the signal is unknown"),
  SIGNAL_INVALID(201, GateCheck.MARKET_DATA, "terms of the signal contradict each other"),
  SIGNAL_STALE(202, GateCheck.MARKET_DATA, "signal is older than policy allows"),
  SIGNAL_FROM_FUTURE(203, GateCheck.MARKET_DATA, "signal is of a time to come"),
  SIGNAL_EXPIRED(204, GateCheck.MARKET_DATA, "too little is left of the signal's timeout"),
  DUPLICATES_UNKNOWN(
      205, GateCheck.MARKET_DATA, "number of equal orders is unknown: a table is full"),
  DUPLICATE_CONTENT(206, GateCheck.MARKET_DATA, "too many equal orders"),
  BOOK_UNKNOWN(207, GateCheck.MARKET_DATA, "a part of the book is unknown"),
  BOOK_STALE(208, GateCheck.MARKET_DATA, "book is stale"),
  BOOK_NOT_LIVE(209, GateCheck.MARKET_DATA, "book waits for a snapshot"),
  BOOK_CROSSED(210, GateCheck.MARKET_DATA, "best bid is not below best ask"),
  BOOK_TORN(211, GateCheck.MARKET_DATA, "bid and ask are not of one state of the book"),
  BOOKS_APART(212, GateCheck.MARKET_DATA, "books of both legs are of different moments"),
  BOOK_OFF_REFERENCE(213, GateCheck.MARKET_DATA, "book is too far from the reference price"),
  REFERENCE_MISSING(214, GateCheck.MARKET_DATA, "reference price is unknown"),
  REFERENCE_STALE(215, GateCheck.MARKET_DATA, "reference price is stale"),
  REFERENCES_APART(216, GateCheck.MARKET_DATA, "reference prices of both legs disagree"),
  ORDER_PRICE_UNKNOWN(217, GateCheck.MARKET_DATA, "limit price of the order is unknown"),
  PRICE_COLLAR(218, GateCheck.MARKET_DATA, "limit price is too far from the reference price"),
  CLOCK_OFFSET_UNKNOWN(219, GateCheck.MARKET_DATA, "offset of the venue's clock is unknown"),
  CLOCK_OFFSET_STALE(220, GateCheck.MARKET_DATA, "offset of the venue's clock is stale"),
  CLOCK_OFFSET(221, GateCheck.MARKET_DATA, "venue's clock is too far from ours"),

  VENUE_UNKNOWN(300, GateCheck.VENUE_HEALTH, "a part of the venue's health is unknown"),
  VENUE_STALE(301, GateCheck.VENUE_HEALTH, "venue's health is stale"),
  VENUE_UNREACHABLE(302, GateCheck.VENUE_HEALTH, "venue does not answer"),
  VENUE_MAINTENANCE(303, GateCheck.VENUE_HEALTH, "venue says that it is not open for all orders"),
  VENUE_SLOW(304, GateCheck.VENUE_HEALTH, "venue answers too late"),
  VENUE_ERRORS(305, GateCheck.VENUE_HEALTH, "venue fails too often"),
  VENUE_UNRELIABLE(306, GateCheck.VENUE_HEALTH, "route reliability score is too low"),
  SESSION_UNKNOWN(307, GateCheck.VENUE_HEALTH, "state of the order session is unknown"),
  SESSION_DOWN(308, GateCheck.VENUE_HEALTH, "order session is not ready"),
  MESSAGE_RATE_UNKNOWN(309, GateCheck.VENUE_HEALTH, "message budget of the venue is unknown"),
  MESSAGE_RATE(310, GateCheck.VENUE_HEALTH, "message budget of the venue is used up"),

  VENUE_EXPOSURE_UNKNOWN(400, GateCheck.VENUE_ALLOCATION, "exposure at the venue is unknown"),
  VENUE_CONCENTRATION(401, GateCheck.VENUE_ALLOCATION, "exposure at the venue beyond its cap"),
  INVENTORY_UNKNOWN(402, GateCheck.VENUE_ALLOCATION, "inventory at the venue is unknown"),
  INVENTORY_STALE(403, GateCheck.VENUE_ALLOCATION, "inventory at the venue is stale"),
  INVENTORY(404, GateCheck.VENUE_ALLOCATION, "inventory at the venue does not suffice"),
  VENUE_EXPOSURE_STALE(405, GateCheck.VENUE_ALLOCATION, "exposure at the venue is stale"),

  ASSET_EXPOSURE_UNKNOWN(500, GateCheck.ASSET_EXPOSURE, "exposure to the asset is unknown"),
  ASSET_EXPOSURE(501, GateCheck.ASSET_EXPOSURE, "worst-case exposure to the asset beyond its cap"),
  ORDER_VALUE_UNKNOWN(502, GateCheck.ASSET_EXPOSURE, "value of the order is unknown"),
  ORDER_VALUE(503, GateCheck.ASSET_EXPOSURE, "value of the order beyond its cap"),
  ORDER_QUANTITY_UNKNOWN(504, GateCheck.ASSET_EXPOSURE, "quantity of the order is unknown"),
  ORDER_QUANTITY(505, GateCheck.ASSET_EXPOSURE, "quantity of the order beyond its cap"),
  POSITION_UNKNOWN(506, GateCheck.ASSET_EXPOSURE, "position to be reduced is unknown"),
  NOT_REDUCING(507, GateCheck.ASSET_EXPOSURE, "order is larger than the position it reduces"),
  ASSET_EXPOSURE_STALE(508, GateCheck.ASSET_EXPOSURE, "exposure to the asset is stale"),
  POSITION_STALE(509, GateCheck.ASSET_EXPOSURE, "position to be reduced is stale"),

  MARGIN_UNKNOWN(600, GateCheck.MARGIN, "margin buffer is unknown"),
  MARGIN_STALE(601, GateCheck.MARGIN, "margin buffer is stale"),
  MARGIN_BUFFER(602, GateCheck.MARGIN, "margin buffer after the order is too small"),

  IMPACT_UNKNOWN(700, GateCheck.IMPACT, "impact of the order is unknown"),
  IMPACT(701, GateCheck.IMPACT, "impact of the order beyond its slippage bound"),
  SLIPPAGE_BOUND_UNKNOWN(702, GateCheck.IMPACT, "slippage bound of the order is unknown"),
  SLIPPAGE_BOUND(703, GateCheck.IMPACT, "slippage bound is wider than the signal or policy allows"),
  DEPTH_UNKNOWN(704, GateCheck.IMPACT, "depth is unknown"),
  DEPTH(705, GateCheck.IMPACT, "depth does not suffice for the order"),
  WALK_OUTDATED(706, GateCheck.IMPACT, "impact and depth are of another state of the book"),
  ORDER_MINIMUM_UNKNOWN(707, GateCheck.IMPACT, "least order of the venue is unknown"),
  TOO_SMALL(708, GateCheck.IMPACT, "order is below the least order of the venue"),

  EDGE_UNKNOWN(800, GateCheck.EDGE, "edge after costs is unknown"),
  EDGE(801, GateCheck.EDGE, "edge after costs is too small"),

  RECONCILIATION_UNKNOWN(900, GateCheck.RECONCILIATION, "reconciliation status is unknown"),
  RECONCILIATION_STALE(901, GateCheck.RECONCILIATION, "reconciliation status is stale"),
  RECONCILIATION_LOCKED(902, GateCheck.RECONCILIATION, "a discrepancy is open"),
  UNRESOLVED_ORDERS_UNKNOWN(
      903, GateCheck.RECONCILIATION, "number of unresolved orders is unknown"),
  UNRESOLVED_ORDERS(904, GateCheck.RECONCILIATION, "an order at the venue is unresolved"),
  SWEEP_UNKNOWN(905, GateCheck.RECONCILIATION, "whether the venue was swept is unknown"),
  NOT_SWEPT(906, GateCheck.RECONCILIATION, "venue was not swept since the start");

  private static final int NUMBERS = 1_000;
  private static final GateReason[] BY_NUMBER = byNumber();

  private final int number;
  private final GateCheck check;
  private final String sentence;

  GateReason(int number, GateCheck check, String sentence) {
    this.number = number;
    this.check = check;
    this.sentence = sentence;
  }

  /** The reason of this recorded number; null if there is none. */
  public static GateReason numbered(int number) {
    return number >= 0 && number < NUMBERS ? BY_NUMBER[number] : null;
  }

  /** What is recorded; fits 16 bits. */
  public int number() {
    return number;
  }

  /** The check that it belongs to; null for those that every check can have. */
  public GateCheck check() {
    return check;
  }

  /** What an analyst reads. */
  public String sentence() {
    return sentence;
  }

  /** Whether the check was passed. */
  public boolean passed() {
    return this == PASSED || this == PASSED_REDUCING || this == PASSED_UNLEVERAGED;
  }

  private static GateReason[] byNumber() {
    GateReason[] reasons = new GateReason[NUMBERS];
    for (GateReason reason : values()) {
      if (reasons[reason.number] != null) {
        throw new IllegalStateException(
            "two reasons of one number: " + reason + ", " + reasons[reason.number]);
      }
      reasons[reason.number] = reason;
    }
    return reasons;
  }
}
