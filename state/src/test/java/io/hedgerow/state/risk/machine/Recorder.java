package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import java.util.ArrayList;
import java.util.List;

/** Everything that a machine published, in its order and by kind. */
final class Recorder implements MachineOutput {

  final List<Object> all = new ArrayList<>();
  final List<RiskState> states = new ArrayList<>();
  final List<RiskTransition> transitions = new ArrayList<>();
  final List<RiskTrigger> triggers = new ArrayList<>();
  final List<Alert> alerts = new ArrayList<>();
  private RiskState newest;

  @Override
  public void state(RiskState state) {
    newest = state;
    all.add(state);
    states.add(state);
  }

  @Override
  public void transition(RiskTransition transition) {
    all.add(transition);
    transitions.add(transition);
  }

  @Override
  public void trigger(RiskTrigger trigger) {
    all.add(trigger);
    triggers.add(trigger);
  }

  @Override
  public void alert(Alert alert) {
    all.add(alert);
    alerts.add(alert);
  }

  RiskState lastState() {
    return newest;
  }

  void clear() {
    all.clear();
    states.clear();
    transitions.clear();
    triggers.clear();
    alerts.clear();
  }
}
