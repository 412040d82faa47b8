package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.risk.TriggerSentence;
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;

/** What the machine knows beside its scopes: time, policy, reports, acknowledgements (RISK-3). */
final class Situation {

  /** How many different operators must agree to leave DMM. */
  static final int APPROVALS = 2;

  /** Event time that the machine has reached, µs since the epoch. */
  long nowMicros;

  /** Whether any event time is known. */
  boolean clockBegan;

  /** What is published now may have been said otherwise by the run before. */
  boolean catchingUp;

  /** How old a report is, and for how long it was quiet, cannot be told: nothing returns. */
  boolean clockStands;

  /** What was published, while it is caught up with. */
  Unrepeated unrepeated = new Unrepeated();

  /** Null while there is no policy. */
  MachineRules rules;

  SteadyReports reconciliations = new SteadyReports();
  SteadyReports health = new SteadyReports();
  Acknowledgements acknowledgements = new Acknowledgements();

  /** What all consumers obey, as of the newest {@link #weigh}: asked for every scope, so kept. */
  private long obeyedVersion = Long.MIN_VALUE;

  /** Obeys a policy from now on. */
  void obey(MachineRules newest) {
    rules = newest;
    health.require(newest.venues());
    reconciliations.require(newest.accounts());
    weigh();
  }

  /**
   * Weighs the acknowledgements again: after each change of them, of the late and of the policy.
   */
  void weigh() {
    obeyedVersion = rules == null ? Long.MIN_VALUE : acknowledgements.obeyedVersion(rules);
  }

  long policyVersion() {
    return rules == null ? 0 : rules.version();
  }

  /** What happens to existing exposure in this state (RISK-4). */
  ExistingExposure exposureIn(SystemState state) {
    if (state == SystemState.NORMAL) {
      return ExistingExposure.MANAGED;
    }
    if (rules == null) {
      return ExistingExposure.FROZEN;
    }
    boolean reduce =
        state == SystemState.BSCB ? rules.machine().reduceInBscb() : rules.machine().reduceInDmm();
    return reduce ? ExistingExposure.REDUCED : ExistingExposure.FROZEN;
  }

  /** What a scope still needs for NORMAL; what is unknown does not hold. */
  EnumSet<Validation> missing(ScopeEntry entry) {
    EnumSet<Validation> missing = missingWithoutApprovals(entry);
    if (entry.state == SystemState.DMM && entry.approvals.size() < APPROVALS) {
      missing.add(Validation.APPROVALS);
    }
    return missing;
  }

  /** The same without the operators' part. */
  EnumSet<Validation> missingWithoutApprovals(ScopeEntry entry) {
    EnumSet<Validation> missing = EnumSet.noneOf(Validation.class);
    if (!entry.isRestricted()) {
      return missing;
    }
    if (rules == null) {
      return EnumSet.complementOf(EnumSet.of(Validation.APPROVALS));
    }
    MachinePolicy machine = rules.machine();
    if (entry.hasOpenCause() || nowMicros < entry.quietFromMicros + machine.quietMicros()) {
      missing.add(Validation.POST_INCIDENT);
    }
    if (!isCurrent(reconciliations, entry, machine.reconciledWithinMicros())) {
      missing.add(Validation.RECONCILIATION);
    }
    if (!isCurrent(health, entry, machine.healthyWithinMicros())) {
      missing.add(Validation.VENUE_HEALTH);
    }
    if (obeyedVersion < entry.controlVersion) {
      missing.add(Validation.CONTROL);
    }
    return missing;
  }

  private boolean isCurrent(SteadyReports reports, ScopeEntry entry, long withinMicros) {
    long oldestMicros = reports.oldestMicros(entry.scope);
    return oldestMicros > entry.newestCauseMicros && oldestMicros >= nowMicros - withinMicros;
  }

  /** The figures behind validations that hold. */
  List<Evidence> evidence(ScopeEntry entry) {
    String afterCause = "after " + time(entry.newestCauseMicros);
    return List.of(
        new Evidence(
            "POST_INCIDENT",
            "quiet since " + time(entry.quietFromMicros),
            "for " + TriggerSentence.duration(rules.machine().quietMicros()),
            null),
        new Evidence(
            "RECONCILIATION",
            "clean at " + time(reconciliations.oldestMicros(entry.scope)),
            afterCause,
            null),
        new Evidence(
            "VENUE_HEALTH",
            "healthy at " + time(health.oldestMicros(entry.scope)),
            afterCause,
            null),
        new Evidence(
            "CONTROL",
            "acknowledged by " + String.join(", ", rules.consumers()),
            "version " + entry.controlVersion + ", policy " + rules.version(),
            null));
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The next time at which a validation of this scope holds, or no longer, by itself. */
  long nextChangeMicros(ScopeEntry entry) {
    long quietMicros = entry.quietFromMicros + rules.machine().quietMicros();
    return !entry.hasOpenCause() && quietMicros > nowMicros ? quietMicros : Long.MAX_VALUE;
  }

  /** When the next report becomes too old. */
  long nextAgingMicros() {
    return LongStream.concat(
            reconciliations.agings(rules.machine().reconciledWithinMicros()),
            health.agings(rules.machine().healthyWithinMicros()))
        .filter(atMicros -> atMicros > nowMicros)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
