package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Measure;

/** One input of the machine, as a value. */
interface MachineStep {

  void apply(RiskMachine machine, MachineOutput out);

  /** The event time to which the machine comes by it. */
  default long atMicros() {
    return Long.MIN_VALUE;
  }

  record Advance(long atMicros) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.advanceTo(atMicros, out);
    }
  }

  record Trigger(RiskTrigger record) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.trigger(record, out);
    }

    @Override
    public long atMicros() {
      return record.getRaisedAtMicros();
    }
  }

  record Steady(Measure measure, String subject, long atMicros) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.steady(measure, subject, atMicros, out);
    }
  }

  /** A command; genuine if it must be obeyed wherever its scope's state lets it. */
  record Command(OpsCommand record, long wallMicros, long offset, boolean genuine)
      implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.command(record, new RecordRef("ops.commands", 0, offset), wallMicros, out);
    }
  }

  /** An acknowledgement; a version some way ahead stands for the newest when it comes. */
  record Heard(Acknowledgement record) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      long newest = ((Recorder) out).lastState().getVersion();
      machine.acknowledge(
          Acknowledgement.newBuilder(record)
              .setStateVersion(Math.min(record.getStateVersion(), newest))
              .build(),
          out);
    }
  }

  record NewPolicy(FakePolicy policy, long atMicros) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.policy(policy, atMicros, out);
    }
  }

  record BadPolicy(PolicyMode mode, long version, long atMicros) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      machine.refusePolicy(
          "an option is missing", MachineSamples.record(mode, version), atMicros, out);
    }
  }

  record Clock(boolean moves) implements MachineStep {
    @Override
    public void apply(RiskMachine machine, MachineOutput out) {
      if (moves) {
        machine.clockMoved(out);
      } else {
        machine.clockStopped(6_000, out);
      }
    }
  }
}
