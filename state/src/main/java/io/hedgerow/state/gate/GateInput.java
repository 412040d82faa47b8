package io.hedgerow.state.gate;

import static io.hedgerow.state.gate.GateInput.Need.ALWAYS;
import static io.hedgerow.state.gate.GateInput.Need.TO_OPEN;
import static io.hedgerow.state.gate.GateInput.Need.TO_OPEN_LEVERAGED;
import static io.hedgerow.state.gate.GateInput.Need.TO_REDUCE;
import static io.hedgerow.state.gate.GateInput.Reach.LEG;
import static io.hedgerow.state.gate.GateInput.Reach.PAIR;

/**
 * Every input that a decision of the gate uses: nothing else is read. Each stands once for the
 * pair, or once for each leg. The check it belongs to is that of its reasons.
 *
 * <p>An input that a decision needs and that is missing, impossible or too old fails its check.
 * Topics hold inputs by name, journals by place: a name is never changed or used again, and new
 * inputs come last.
 */
public enum GateInput {
  /** {@link GateCode#ENGINE_RUNNING}; anything else is halted. */
  ENGINE_STATE(PAIR, GateUnit.CODE, GateReason.ENGINE_UNKNOWN),
  /** Share of the journal that is free. */
  JOURNAL_ROOM(PAIR, GateUnit.SHARE_PPM, GateReason.JOURNAL_UNKNOWN),
  /** Highest version of {@code risk.state} obeyed; its time is the newest {@code asOfMicros}. */
  RISK_FEED(
      PAIR,
      GateUnit.VERSION,
      GateReason.STATE_FEED_UNKNOWN,
      GateAge.RISK_FEED,
      GateReason.STATE_FEED_STALE),
  /** The most restrictive state of all scopes that the order touches (RISK-6). */
  RISK_STATE(PAIR, GateUnit.CODE, GateReason.RISK_STATE_UNKNOWN),
  /** The most restrictive treatment of existing exposure in all these scopes (RISK-4). */
  EXISTING_EXPOSURE(PAIR, GateUnit.CODE, GateReason.RISK_STATE_UNKNOWN),
  /** The policy in force. */
  POLICY_VERSION(PAIR, GateUnit.VERSION, GateReason.NO_POLICY),
  /** Executions of the same pair in the window, before this one. */
  REPEATS(PAIR, GateUnit.COUNT, GateReason.REPEATS_UNKNOWN),

  /** When the signal was made; its time is the same. */
  SIGNAL_CREATED(
      PAIR,
      GateUnit.TIME_MICROS,
      GateReason.SIGNAL_UNKNOWN,
      GateAge.SIGNAL,
      GateReason.SIGNAL_STALE),
  /** Since it was made, both legs must be filled within this. */
  SIGNAL_TIMEOUT(PAIR, GateUnit.DURATION_MICROS, GateReason.SIGNAL_UNKNOWN),
  /** At most the ceiling of ORD-3, whatever policy says. */
  SIGNAL_MAX_SLIPPAGE(PAIR, GateUnit.PPM, GateReason.SIGNAL_UNKNOWN),
  /** Open or reduce. An order of unknown purpose is judged as one that opens. */
  PURPOSE(PAIR, GateUnit.CODE, GateReason.SIGNAL_UNKNOWN),
  /** Two; one only for an order that reduces what has one leg left. */
  LEGS(PAIR, GateUnit.COUNT, GateReason.SIGNAL_UNKNOWN),
  /** Orders of the same content in the window, before this one. */
  SAME_CONTENT(PAIR, GateUnit.COUNT, GateReason.DUPLICATES_UNKNOWN),
  BOOK_VALIDITY(LEG, GateUnit.CODE, GateReason.BOOK_UNKNOWN, GateAge.BOOK, GateReason.BOOK_STALE),
  /** The state of the book that the sequence of bid, ask, impact and depth must name too. */
  BOOK_SEQUENCE(LEG, GateUnit.SEQUENCE, GateReason.BOOK_UNKNOWN),
  BEST_BID(LEG, GateUnit.PRICE_E8, GateReason.BOOK_UNKNOWN, GateAge.BOOK, GateReason.BOOK_STALE),
  BEST_ASK(LEG, GateUnit.PRICE_E8, GateReason.BOOK_UNKNOWN, GateAge.BOOK, GateReason.BOOK_STALE),
  REFERENCE_PRICE(
      LEG,
      GateUnit.PRICE_E8,
      GateReason.REFERENCE_MISSING,
      GateAge.REFERENCE,
      GateReason.REFERENCE_STALE),
  /** The limit price that the order would leave with. */
  ORDER_PRICE(LEG, GateUnit.PRICE_E8, GateReason.ORDER_PRICE_UNKNOWN),
  /** The venue's clock minus ours. */
  CLOCK_OFFSET(
      LEG,
      GateUnit.SIGNED_MICROS,
      GateReason.CLOCK_OFFSET_UNKNOWN,
      GateAge.VENUE,
      GateReason.CLOCK_OFFSET_STALE),

  VENUE_REACHABLE(
      LEG, GateUnit.FLAG, GateReason.VENUE_UNKNOWN, GateAge.VENUE, GateReason.VENUE_STALE),
  VENUE_STATUS(LEG, GateUnit.CODE, GateReason.VENUE_UNKNOWN, GateAge.VENUE, GateReason.VENUE_STALE),
  VENUE_LATENCY_P99(
      LEG,
      GateUnit.DURATION_MICROS,
      GateReason.VENUE_UNKNOWN,
      GateAge.VENUE,
      GateReason.VENUE_STALE),
  VENUE_ERRORS(
      LEG, GateUnit.SHARE_PPM, GateReason.VENUE_UNKNOWN, GateAge.VENUE, GateReason.VENUE_STALE),
  VENUE_RELIABILITY(
      LEG, GateUnit.SHARE_PPM, GateReason.VENUE_UNKNOWN, GateAge.VENUE, GateReason.VENUE_STALE),
  SESSION_READY(LEG, GateUnit.FLAG, GateReason.SESSION_UNKNOWN),
  /** Messages that the venue's rate still allows, of the lane that the order would use. */
  MESSAGES_LEFT(LEG, GateUnit.COUNT, GateReason.MESSAGE_RATE_UNKNOWN),

  /**
   * Exposure at the venue after the order with all its legs there, orders in flight, unknown ones
   * and fills that no statement contains yet included. Its time is the oldest of all statements and
   * prices that it was summed from.
   */
  VENUE_EXPOSURE(
      LEG,
      GateUnit.QUOTE_E8,
      GateReason.VENUE_EXPOSURE_UNKNOWN,
      GateAge.ACCOUNT,
      GateReason.VENUE_EXPOSURE_STALE,
      TO_OPEN),
  /** What is held of the asset that the leg gives away, less what is reserved. */
  INVENTORY_AVAILABLE(
      LEG,
      GateUnit.SIGNED_ASSET_E8,
      GateReason.INVENTORY_UNKNOWN,
      GateAge.ACCOUNT,
      GateReason.INVENTORY_STALE),
  /** How much of it the legs that share it need together, in the same asset. */
  INVENTORY_NEEDED(LEG, GateUnit.ASSET_E8, GateReason.INVENTORY_UNKNOWN),

  /**
   * Worst net exposure to the asset after the order: one leg filled, the other not. Its time is the
   * oldest of the statements of all accounts that it was summed from.
   */
  ASSET_EXPOSURE(
      PAIR,
      GateUnit.SIGNED_QUOTE_E8,
      GateReason.ASSET_EXPOSURE_UNKNOWN,
      GateAge.ACCOUNT,
      GateReason.ASSET_EXPOSURE_STALE,
      TO_OPEN),
  ORDER_VALUE(LEG, GateUnit.QUOTE_E8, GateReason.ORDER_VALUE_UNKNOWN),
  ORDER_QUANTITY(LEG, GateUnit.BASE_E8, GateReason.ORDER_QUANTITY_UNKNOWN),
  /** Own position that this side of the leg makes smaller, less what orders in flight take. */
  POSITION(
      LEG,
      GateUnit.BASE_E8,
      GateReason.POSITION_UNKNOWN,
      GateAge.ACCOUNT,
      GateReason.POSITION_STALE,
      TO_REDUCE),

  /** Equity above maintenance after the order with all its legs there, as a share of the latter. */
  MARGIN_BUFFER(
      LEG,
      GateUnit.SIGNED_PPM,
      GateReason.MARGIN_UNKNOWN,
      GateAge.ACCOUNT,
      GateReason.MARGIN_STALE,
      TO_OPEN_LEVERAGED),

  /** Average price of the walk through the book, away from the touch. */
  WALK_IMPACT(LEG, GateUnit.PPM, GateReason.IMPACT_UNKNOWN),
  /** The bound that the leg is built with: the least of the signal's, the policy's, the venue's. */
  SLIPPAGE_BOUND(LEG, GateUnit.PPM, GateReason.SLIPPAGE_BOUND_UNKNOWN),
  /** What can be traded within the slippage bound. */
  DEPTH_AVAILABLE(LEG, GateUnit.BASE_E8, GateReason.DEPTH_UNKNOWN),
  /** What must be there: the order, and what policy wants beyond it. */
  DEPTH_NEEDED(LEG, GateUnit.BASE_E8, GateReason.DEPTH_UNKNOWN),
  /** The least order that the venue takes. */
  ORDER_MINIMUM(LEG, GateUnit.BASE_E8, GateReason.ORDER_MINIMUM_UNKNOWN),

  /** What is left of the edge after fees, slippage and network, of the notional. */
  EDGE(PAIR, GateUnit.SIGNED_PPM, GateReason.EDGE_UNKNOWN, TO_OPEN),

  /** Of the account that the leg trades on. */
  RECONCILIATION_STATUS(
      LEG,
      GateUnit.CODE,
      GateReason.RECONCILIATION_UNKNOWN,
      GateAge.RECONCILIATION,
      GateReason.RECONCILIATION_STALE),
  /** Orders at the venue of which nobody knows what became of them. */
  UNRESOLVED_ORDERS(LEG, GateUnit.COUNT, GateReason.UNRESOLVED_ORDERS_UNKNOWN),
  /** Whether the recovery sweep over the venue ended since the engine started (TRUTH-3). */
  VENUE_SWEPT(LEG, GateUnit.FLAG, GateReason.SWEEP_UNKNOWN);

  /** How often an input stands in a decision. */
  public enum Reach {
    /** Once for the pair, under leg 0. */
    PAIR,
    /** Once for each leg. */
    LEG
  }

  /** Which orders need an input. */
  public enum Need {
    ALWAYS,
    /** Not those that reduce: they only make exposure smaller, which POSITION proves. */
    TO_OPEN,
    /** As {@link #TO_OPEN}, and only for leveraged legs: others are marked as not applicable. */
    TO_OPEN_LEVERAGED,
    /** Only those that reduce. */
    TO_REDUCE
  }

  private final Reach reach;
  private final GateUnit unit;
  private final Need need;
  private final GateReason missing;
  private final GateAge age;
  private final GateReason stale;

  GateInput(Reach reach, GateUnit unit, GateReason missing) {
    this(reach, unit, missing, null, null, ALWAYS);
  }

  GateInput(Reach reach, GateUnit unit, GateReason missing, Need need) {
    this(reach, unit, missing, null, null, need);
  }

  GateInput(Reach reach, GateUnit unit, GateReason missing, GateAge age, GateReason stale) {
    this(reach, unit, missing, age, stale, ALWAYS);
  }

  GateInput(
      Reach reach, GateUnit unit, GateReason missing, GateAge age, GateReason stale, Need need) {
    this.reach = reach;
    this.unit = unit;
    this.need = need;
    this.missing = missing;
    this.age = age;
    this.stale = stale;
  }

  public Reach reach() {
    return reach;
  }

  public GateUnit unit() {
    return unit;
  }

  public Need need() {
    return need;
  }

  /** The check that uses it first. */
  public GateCheck check() {
    return missing.check();
  }

  /** Why an order is rejected if it is missing, or has a value that it cannot have. */
  public GateReason missing() {
    return missing;
  }

  /** Which limit bounds its age; null if it is the owner's own memory, which does not age. */
  public GateAge age() {
    return age;
  }

  /** Why an order is rejected if it is too old; null if it does not age. */
  public GateReason stale() {
    return stale;
  }

  /** Why an order is rejected if it is of a time to come; null if it does not age. */
  public GateReason ahead() {
    return this == SIGNAL_CREATED ? GateReason.SIGNAL_FROM_FUTURE : stale;
  }

  /** Its place in the order of declaration; journals hold it, so new ones come last. */
  @SuppressWarnings("EnumOrdinal")
  public int index() {
    return ordinal();
  }

  /** How many legs it stands for: 1 or 2. */
  int width() {
    return reach == Reach.PAIR ? 1 : GateInputs.LEGS;
  }
}
