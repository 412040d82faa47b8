package io.hedgerow.state.risk.trial;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.machine.MachineOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps of the machine's records what is compared. Not safe for concurrent use. */
final class TrialRecorder implements MachineOutput {

  private final List<RaisedTrigger> triggers = new ArrayList<>();
  private final List<Restriction> ended = new ArrayList<>();
  private final Map<Scope, Restriction> open = new TreeMap<>();
  private long newestVersion;

  /** The newest version of {@code risk.state}, which consumers have to acknowledge. */
  long newestVersion() {
    return newestVersion;
  }

  List<RaisedTrigger> triggers() {
    return triggers;
  }

  List<Restriction> restrictions() {
    List<Restriction> all = new ArrayList<>(ended);
    all.addAll(open.values());
    all.sort(Comparator.comparingLong(Restriction::fromMicros).thenComparing(Restriction::scope));
    return all;
  }

  /** What the machine is in before the first input is no restriction of this stretch. */
  void forgetTheStart() {
    ended.clear();
    open.clear();
  }

  @Override
  public void state(RiskState state) {
    newestVersion = Math.max(newestVersion, state.getVersion());
  }

  @Override
  public void transition(RiskTransition transition) {
    Scope scope = new Scope(transition.getScopeType(), transition.getScope());
    SystemState after = transition.getAfter();
    Restriction before = open.get(scope);
    if (before != null && before.state() == after) {
      return;
    }
    if (before != null) {
      open.remove(scope);
      ended.add(
          new Restriction(scope, before.state(), before.fromMicros(), transition.getAtMicros()));
    }
    if (after != SystemState.NORMAL) {
      open.put(scope, new Restriction(scope, after, transition.getAtMicros(), Restriction.OPEN));
    }
  }

  @Override
  public void trigger(RiskTrigger trigger) {
    if (trigger.getStatus() != TriggerStatus.RAISED || trigger.getMode() != PolicyMode.LIVE) {
      return;
    }
    List<EdgeEvidence> edges = trigger.getEdges();
    triggers.add(
        new RaisedTrigger(
            trigger.getMeasure(),
            trigger.getSubject(),
            edges.get(edges.size() - 1).getComponent(),
            trigger.getPattern() + " " + new Scope(trigger.getScopeType(), trigger.getScope()),
            trigger.getRaisedAtMicros()));
  }

  @Override
  public void alert(Alert alert) {
    // Alerts say again what triggers and transitions say.
  }
}
