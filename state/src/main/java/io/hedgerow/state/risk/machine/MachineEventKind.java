package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.risk.TriggerStatus;

/** What can happen to a scope; its name stands in each transition. */
public enum MachineEventKind {
  /** A trigger of one route (RISK-2). */
  LOCAL_TRIGGER,
  /** A trigger of one asset, venue or module. */
  SCOPED_TRIGGER,
  /** A trigger of everything. */
  SYSTEMIC_TRIGGER,
  /** A trigger that nobody could classify, or for which there is no room. */
  UNCLASSIFIED_TRIGGER,
  /** A trigger that never restricts (TRIG-11). */
  REPORTING_TRIGGER,
  /** Beyond the warning threshold: asks for reduction, restricts nothing (MON-7). */
  WARNING,
  /** One of its causes is over. */
  CAUSE_CLEARED,
  /** An operator says that the producer of one of its causes is gone. */
  RETIREMENT_PROPOSED,
  /** A second operator says so too: that cause is over. */
  CAUSE_RETIRED,
  /** It entered BSCB too often in a short time (MON-7). */
  REPEATED,
  /** An operator's HALT. */
  HALT_COMMAND,
  /** An operator agrees to leave DMM. */
  APPROVED,
  /** An approval is too old, or its operator may no longer approve. */
  APPROVAL_LAPSED,
  /** An operator leaves DMM, after two approvals and all validations. */
  RESUMED,
  /** All validations hold (RISK-3). */
  VALIDATED,
  /** A control was not completed in its window (TRIG-16). */
  CONTROL_TIMEOUT,
  /** There is no policy yet. */
  NO_POLICY,
  /** A live policy cannot be obeyed. */
  INVALID_POLICY,
  /** Event time stands still (TRIG-15). */
  CLOCK_STOPPED,
  /** It was in BSCB before a restart, and did not come to it again. */
  KEPT_IN_BSCB,
  /** The same of DMM. */
  KEPT_IN_DMM;

  /** What this trigger is to the machine. */
  static MachineEventKind of(RiskTrigger trigger) {
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      return CAUSE_CLEARED;
    }
    if (trigger.getStatus() == TriggerStatus.WARNED) {
      return WARNING;
    }
    if (trigger.getClassification() == Classification.REPORTING) {
      return REPORTING_TRIGGER;
    }
    if (trigger.getTrigger() == TriggerName.CONTROL_TIMEOUT) {
      return CONTROL_TIMEOUT;
    }
    return switch (trigger.getClassification()) {
      case LOCAL -> LOCAL_TRIGGER;
      case SCOPED -> SCOPED_TRIGGER;
      case SYSTEMIC -> SYSTEMIC_TRIGGER;
      case UNCLASSIFIED, REPORTING -> UNCLASSIFIED_TRIGGER;
    };
  }
}
