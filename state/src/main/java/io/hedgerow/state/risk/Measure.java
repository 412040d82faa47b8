package io.hedgerow.state.risk;

import static io.hedgerow.schemas.risk.Classification.LOCAL;
import static io.hedgerow.schemas.risk.Classification.REPORTING;
import static io.hedgerow.schemas.risk.Classification.SCOPED;
import static io.hedgerow.schemas.risk.Classification.SYSTEMIC;
import static io.hedgerow.state.risk.PatternShape.AT_ONCE;
import static io.hedgerow.state.risk.PatternShape.HELD;
import static io.hedgerow.state.risk.PatternShape.REPEATED;
import static io.hedgerow.state.risk.PatternShape.SPREAD;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.TriggerName;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is measured, and what follows when it is beyond its threshold: one line for each, the
 * sixteen triggers have one to three (TRIG-1 … TRIG-16, RISK-2).
 *
 * <p>The statistic of a measure stands in {@link io.hedgerow.state.risk.statistic}, its thresholds
 * in the policy.
 */
public enum Measure {
  REALIZED_VOLATILITY(
      TriggerName.EXTREME_VOLATILITY,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  COST_OVER_EDGE(
      TriggerName.PRECISION_INVERSION,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      SPREAD),
  FUNDING_DISTANCE(
      TriggerName.FUNDING_DISLOCATION,
      new Reading(Unit.PERMILLE, true),
      new Effect(ScopeType.ROUTE, LOCAL, Severity.WARNING),
      HELD),
  FUNDING_INVERSION(
      TriggerName.FUNDING_DISLOCATION,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ROUTE, LOCAL, Severity.WARNING),
      AT_ONCE),
  FUNDING_DISPERSION(
      TriggerName.FUNDING_DISLOCATION,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  VENUE_BASIS(
      TriggerName.BASIS_SHOCK,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  TRANSFERS_CLOSED(
      TriggerName.TRANSFER_HALT,
      new Reading(Unit.COUNT, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD,
      REPEATED),
  API_LATENCY(
      TriggerName.API_INSTABILITY,
      new Reading(Unit.MILLIS, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD,
      REPEATED),
  API_ERRORS(
      TriggerName.API_INSTABILITY,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD,
      REPEATED),
  API_REFUSALS(
      TriggerName.API_INSTABILITY,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD,
      REPEATED),
  PRICE_DIVERGENCE(
      TriggerName.ABNORMAL_PRICING,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ROUTE, LOCAL, Severity.CRITICAL),
      HELD),
  SETTLEMENT_DELAY(
      TriggerName.SETTLEMENT_DEGRADATION,
      new Reading(Unit.PERMILLE, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD,
      REPEATED),
  GOLD_BASIS(
      TriggerName.GOLD_BASIS_DISLOCATION,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  CONFIRMATION_DELAY(
      TriggerName.CHAIN_STRESS,
      new Reading(Unit.PERMILLE, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  BLOCK_GAP(
      TriggerName.CHAIN_STRESS,
      new Reading(Unit.PERMILLE, true),
      new Effect(ScopeType.ASSET, SCOPED, Severity.CRITICAL),
      HELD),
  DISPLAY_UNIT(
      TriggerName.DISPLAY_UNIT_DIVERGENCE,
      new Reading(Unit.PPM, true),
      new Effect(ScopeType.MODULE, REPORTING, Severity.WARNING),
      HELD),
  EXECUTABLE_DEPTH(
      TriggerName.LIQUIDITY_COMPRESSION,
      new Reading(Unit.QUOTE, false),
      new Effect(ScopeType.ROUTE, LOCAL, Severity.WARNING),
      HELD),
  MARGIN_BUFFER(
      TriggerName.MARGIN_BUFFER_BREACH,
      new Reading(Unit.PPM, false),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      AT_ONCE),
  UNRECONCILED(
      TriggerName.RECONCILIATION_FAILURE,
      new Reading(Unit.PERMILLE, true),
      new Effect(ScopeType.VENUE, SCOPED, Severity.CRITICAL),
      HELD),
  BOOK_UNUSABLE(
      TriggerName.STATE_INTEGRITY_FAULT,
      new Reading(Unit.COUNT, true),
      new Effect(ScopeType.ROUTE, LOCAL, Severity.WARNING),
      HELD,
      REPEATED),
  INTEGRITY_FAULT(
      TriggerName.STATE_INTEGRITY_FAULT,
      new Reading(Unit.COUNT, true),
      new Effect(ScopeType.SYSTEM, SYSTEMIC, Severity.CRITICAL),
      AT_ONCE),
  CONTROL_OVERDUE(
      TriggerName.CONTROL_TIMEOUT,
      new Reading(Unit.COUNT, true),
      new Effect(ScopeType.SYSTEM, SYSTEMIC, Severity.CRITICAL),
      HELD);

  private static final Set<Measure> SAYS_WHAT_IS =
      EnumSet.of(
          TRANSFERS_CLOSED,
          MARGIN_BUFFER,
          UNRECONCILED,
          BOOK_UNUSABLE,
          INTEGRITY_FAULT,
          CONTROL_OVERDUE);

  private static final Set<Measure> WINDOWED =
      EnumSet.of(
          REALIZED_VOLATILITY,
          FUNDING_DISPERSION,
          VENUE_BASIS,
          API_ERRORS,
          API_REFUSALS,
          PRICE_DIVERGENCE,
          GOLD_BASIS,
          CONFIRMATION_DELAY);

  private record Reading(Unit unit, boolean highIsBad) {}

  private record Effect(ScopeType scopeType, Classification classification, Severity severity) {}

  private final TriggerName trigger;
  private final Reading reading;
  private final Effect effect;
  private final Set<PatternShape> shapes;

  Measure(TriggerName trigger, Reading reading, Effect effect, PatternShape first) {
    this(trigger, reading, effect, EnumSet.of(first));
  }

  Measure(
      TriggerName trigger,
      Reading reading,
      Effect effect,
      PatternShape first,
      PatternShape second) {
    this(trigger, reading, effect, EnumSet.of(first, second));
  }

  Measure(TriggerName trigger, Reading reading, Effect effect, Set<PatternShape> shapes) {
    this.trigger = trigger;
    this.reading = reading;
    this.effect = effect;
    this.shapes = shapes;
  }

  /** How it stands in records and in the policy: {@code realized-volatility}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The measure of this text.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Measure of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The trigger that it makes. */
  public TriggerName trigger() {
    return trigger;
  }

  /** The requirement's ID: {@code TRIG-3}. */
  @SuppressWarnings("EnumOrdinal") // the schema lists the triggers in the order of their numbers
  public String requirement() {
    return "TRIG-" + (trigger.ordinal() + 1);
  }

  /** What values and thresholds are counted in. */
  public Unit unit() {
    return reading.unit();
  }

  /** Whether it is beyond its threshold when it is at or above it; else at or below it. */
  public boolean highIsBad() {
    return reading.highIsBad();
  }

  /** What kind of scope is restricted. */
  public ScopeType scopeType() {
    return effect.scopeType();
  }

  /** How far the restriction goes (RISK-2). */
  public Classification classification() {
    return effect.classification();
  }

  /** How bad it is when it is raised. */
  public Severity severity() {
    return effect.severity();
  }

  /**
   * Whether an observation says how things stand and is no part of a course: its newest value is
   * the truth, however late it comes.
   */
  public boolean saysWhatIs() {
    return SAYS_WHAT_IS.contains(this);
  }

  /** Whether its statistic looks back over the policy's window. */
  public boolean hasWindow() {
    return WINDOWED.contains(this);
  }

  /** Whether the machine is told that a subject is fine, for which it waits (RISK-3). */
  public boolean tellsWhenFine() {
    return this == API_ERRORS || this == UNRECONCILED;
  }

  /** The shapes over its edges that raise it. */
  public Set<PatternShape> shapes() {
    return shapes;
  }
}
