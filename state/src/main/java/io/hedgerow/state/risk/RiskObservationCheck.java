package io.hedgerow.state.risk;

import static io.hedgerow.state.network.FieldRules.isEventId;
import static io.hedgerow.state.network.FieldRules.isName;
import static io.hedgerow.state.network.FieldRules.isTime;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.state.network.FieldRules;

/**
 * What a reported fact must satisfy before it is measured. Stateless, safe from any thread.
 *
 * <p>Assets, venues and accounts are names; modules, rules, routes and IDs are of our own making
 * and may hold any visible ASCII character.
 */
public final class RiskObservationCheck {

  /** No label is longer. */
  public static final int MAX_LABEL_CHARS = 128;

  /** No cost, edge, buffer or difference is larger, either way: a million times its unit. */
  public static final long MAX_MULTIPLE_E8 = 1_000_000L * E8.ONE;

  /** No settlement takes longer, or is meant to: a year, in seconds. */
  public static final long MAX_SETTLEMENT_E8 = 365L * 86_400L * E8.ONE;

  private RiskObservationCheck() {}

  /**
   * Why the fact must not be used, or null if it may be.
   *
   * @param key the Kafka key as it came
   * @param nowMicros our clock
   */
  public static DeadLetterReason refuse(RiskObservation fact, String key, long nowMicros) {
    if (!isSubject(fact)
        || !isComponent(fact)
        || !isLabel(fact.getSource())
        || !isEventId(fact.getEventId())
        || hasReference(fact) == (fact.getReferenceE8() == null)) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!fact.getSubject().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    if (!isTime(fact.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    return isInRange(fact) ? null : DeadLetterReason.OUT_OF_RANGE;
  }

  private static boolean isSubject(RiskObservation fact) {
    String subject = fact.getSubject();
    return switch (fact.getKind()) {
      case EXECUTION_COST -> isName(subject);
      case SETTLEMENT ->
          isName(InstrumentKey.venueOf(subject)) && isName(InstrumentKey.instrumentOf(subject));
      case MARGIN, RECONCILIATION -> isAccount(subject);
      case INTEGRITY, CONTROL -> isLabel(subject);
    };
  }

  /** Whether it can be an account: {@code venue|account}. */
  public static boolean isAccount(String subject) {
    return isName(InstrumentKey.venueOf(subject)) && isLabel(InstrumentKey.instrumentOf(subject));
  }

  private static boolean isComponent(RiskObservation fact) {
    return switch (fact.getKind()) {
      case EXECUTION_COST, INTEGRITY, CONTROL -> isLabel(fact.getComponent());
      case SETTLEMENT, MARGIN, RECONCILIATION -> fact.getComponent().isEmpty();
    };
  }

  private static boolean hasReference(RiskObservation fact) {
    return switch (fact.getKind()) {
      case EXECUTION_COST, SETTLEMENT -> true;
      case MARGIN, RECONCILIATION, INTEGRITY, CONTROL -> false;
    };
  }

  private static boolean isInRange(RiskObservation fact) {
    long value = fact.getValueE8();
    return switch (fact.getKind()) {
      case EXECUTION_COST -> isMultiple(value) && isMultiple(fact.getReferenceE8());
      case SETTLEMENT ->
          value >= 0
              && value <= MAX_SETTLEMENT_E8
              && fact.getReferenceE8() > 0
              && fact.getReferenceE8() <= MAX_SETTLEMENT_E8;
      case MARGIN -> isMultiple(value);
      case RECONCILIATION -> value >= 0 && isMultiple(value);
      case INTEGRITY, CONTROL -> value == 0 || value == E8.ONE;
    };
  }

  private static boolean isMultiple(long valueE8) {
    return valueE8 >= -MAX_MULTIPLE_E8 && valueE8 <= MAX_MULTIPLE_E8;
  }

  /** Whether it is something to read without blanks, and not too long. */
  private static boolean isLabel(String text) {
    return FieldRules.isLabel(text, MAX_LABEL_CHARS);
  }
}
