package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.T1;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import java.util.List;

/** What the tests of a machine that was NORMAL have in common. */
abstract class RiggedMachine {

  static final Scope BTC = new Scope(ScopeType.ASSET, "BTC");
  static final Scope VENUE = new Scope(ScopeType.VENUE, MachineRig.VENUE);
  static final Scope ROUTE = new Scope(ScopeType.ROUTE, MachineRig.VENUE + "|BTC-USDT");
  static final Measure VOLATILITY = Measure.REALIZED_VOLATILITY;

  final MachineRig rig = MachineRig.normal();
  final Recorder out = rig.out;

  static String line(RiskTransition t) {
    Scope scope = new Scope(t.getScopeType(), t.getScope());
    return scope + " " + t.getBefore() + " " + t.getEvent() + " " + t.getAfter();
  }

  final List<String> transitions() {
    return out.transitions.stream().map(RiggedMachine::line).toList();
  }

  final List<String> alerts() {
    return out.alerts.stream()
        .map(alert -> alert.getSeverity() + " " + alert.getType() + " " + alert.getText())
        .toList();
  }

  final String lastAlert() {
    return alerts().get(out.alerts.size() - 1);
  }

  final SystemState stateOf(Scope scope) {
    return rig.machine.stateOf(scope);
  }

  /** BTC in BSCB since T1 with its cause over since then too; the fast path obeys. */
  final void breakAndClear() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    rig.clear(VOLATILITY, "BTC", BTC, T1);
  }
}
