package io.hedgerow.operators.risk;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.state.risk.policy.PolicyRecords;

/** What reaches the state machine: exactly one of the fields is set. A POJO for Flink. */
public final class MachineInput {

  public RiskTrigger trigger;
  public RiskEdge steady;
  public RiskPolicy policy;
  public OpsCommand command;

  /** Where the command stands on its topic. */
  public RecordRef record;

  public Acknowledgement acknowledgement;

  static MachineInput of(RiskTrigger trigger) {
    MachineInput input = new MachineInput();
    input.trigger = trigger;
    return input;
  }

  static MachineInput ofSteady(RiskEdge edge) {
    MachineInput input = new MachineInput();
    input.steady = edge;
    return input;
  }

  static MachineInput of(RiskPolicy policy) {
    MachineInput input = new MachineInput();
    input.policy = policy;
    return input;
  }

  static MachineInput of(OpsCommand command, RecordRef record) {
    MachineInput input = new MachineInput();
    input.command = command;
    input.record = record;
    return input;
  }

  static MachineInput of(Acknowledgement acknowledgement) {
    MachineInput input = new MachineInput();
    input.acknowledgement = acknowledgement;
    return input;
  }

  /**
   * At which event time it is to be applied, µs; the smallest long: at once, because operators and
   * consumers do not write the clock ticks that would make it wait for its turn. A policy that is
   * refused because it would take effect too late is refused as of when it was published.
   */
  long dueMicros() {
    if (trigger != null) {
      return trigger.getRaisedAtMicros();
    }
    if (steady != null) {
      return steady.getEdge().getAtMicros();
    }
    if (policy == null) {
      return Long.MIN_VALUE;
    }
    return PolicyRecords.isTooLate(policy)
        ? policy.getPublishedAtMicros()
        : policy.getEffectiveFromMicros();
  }

  /** What tells inputs of the same time apart, so that their order does not depend on the run. */
  String identity() {
    if (policy != null) {
      return "0";
    }
    if (trigger != null) {
      return RiskTriggers.identity(trigger);
    }
    return steady == null ? "" : RiskTriggers.identity(steady);
  }
}
