package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T0;
import static io.hedgerow.state.risk.machine.MachineSamples.acknowledgement;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static io.hedgerow.state.risk.machine.MachineSamples.record;
import static io.hedgerow.state.risk.machine.MachineSamples.trigger;

import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.TestOperator;
import java.util.List;

/** A machine and what it published, with the steps that many tests take. */
final class MachineRig {

  static final String VENUE = "SIM-ALPHA";

  RiskMachine machine = RiskMachine.start();
  final Recorder out = new Recorder();
  private long commands;

  /** A machine with policy 1 whose SYSTEM was resumed; nothing is published yet. */
  static MachineRig normal() {
    MachineRig rig = new MachineRig();
    rig.machine.open(0, List.of(), rig.out);
    rig.steady(T0);
    rig.machine.policy(policy(1), T0, rig.out);
    rig.acknowledge();
    rig.steady(T0 + 30 * SECOND);
    rig.command(ALICE, CommandKind.APPROVE, Scope.SYSTEM);
    rig.command(BOB, CommandKind.RESUME, Scope.SYSTEM);
    rig.acknowledge();
    rig.out.clear();
    return rig;
  }

  long now() {
    return machine.nowMicros();
  }

  void raise(Measure measure, String subject, Scope scope, long atMicros) {
    machine.trigger(trigger(TriggerStatus.RAISED, measure, subject, scope, atMicros), out);
  }

  void warn(Measure measure, String subject, Scope scope, long atMicros) {
    machine.trigger(trigger(TriggerStatus.WARNED, measure, subject, scope, atMicros), out);
  }

  void clear(Measure measure, String subject, Scope scope, long atMicros) {
    machine.trigger(trigger(TriggerStatus.CLEARED, measure, subject, scope, atMicros), out);
  }

  /** Clean and healthy at this time. */
  void steady(long atMicros) {
    steadyAt(VENUE, atMicros);
  }

  void steadyAt(String venue, long atMicros) {
    machine.steady(Measure.UNRECONCILED, venue + "|MAIN", atMicros, out);
    machine.steady(Measure.API_ERRORS, venue, atMicros, out);
  }

  /** The fast path obeys everything that was published. */
  void acknowledge() {
    long version = out.states.stream().mapToLong(RiskState::getVersion).max().orElse(0);
    long policy = out.states.stream().mapToLong(RiskState::getPolicyVersion).max().orElse(0);
    acknowledge(version, policy);
  }

  void acknowledge(long stateVersion, long policyVersion) {
    machine.acknowledge(
        acknowledgement("fast-path", stateVersion, policyVersion, "build-1", now()), out);
  }

  void command(TestOperator operator, CommandKind kind, Scope scope) {
    machine.command(
        operator.signed(operator.unsigned(kind, scope.type(), scope.name(), now(), ++commands)),
        record(commands),
        now(),
        out);
  }

  void retire(TestOperator operator, Scope scope, String causeId) {
    OpsCommand unsigned =
        operator.unsigned(CommandKind.RETIRE, scope.type(), scope.name(), now(), ++commands);
    unsigned.setCause(causeId);
    machine.command(operator.signed(unsigned), record(commands), now(), out);
  }

  void advanceTo(long micros) {
    machine.advanceTo(micros, out);
  }

  void restart() {
    machine = RiskMachine.read(machine.write());
  }
}
