package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.TriggerSentence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a trigger does to which scope (RISK-2, MON-7, TRIG-11). */
final class TriggerIntake {

  private static final CauseKey OVERFLOW = new CauseKey("too-many-causes", Scope.SYSTEM_NAME, "");

  private final Situation situation;
  private final Scopes scopes;
  private final Journal journal;
  private final OpenReports reports;

  TriggerIntake(Situation situation, Scopes scopes, Journal journal, OpenReports reports) {
    this.situation = situation;
    this.scopes = scopes;
    this.journal = journal;
    this.reports = reports;
  }

  void take(RiskTrigger trigger, MachineOutput out) {
    MachineEventKind kind = MachineEventKind.of(trigger);
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      clear(trigger, out);
    } else if (trigger.getMode() == PolicyMode.SHADOW || TransitionTable.onlyReports(kind)) {
      report(trigger, out);
    } else {
      raise(trigger, kind, out);
    }
  }

  private void report(RiskTrigger trigger, MachineOutput out) {
    if (reports.open(trigger)) {
      publish(trigger, trigger.getTriggerId(), Alerts.effectOfReport(trigger), out);
    }
  }

  private void publish(RiskTrigger trigger, String id, String effect, MachineOutput out) {
    RiskTrigger published = journal.trigger(trigger, id);
    out.trigger(published);
    out.alert(Alerts.ofTrigger(published, effect, situation.nowMicros));
  }

  /** Raises a trigger of this kind; where there is no room for it, it counts as unclassified. */
  void raise(RiskTrigger trigger, MachineEventKind kind, MachineOutput out) {
    boolean ofItsScope =
        kind == MachineEventKind.LOCAL_TRIGGER || kind == MachineEventKind.SCOPED_TRIGGER;
    Scope scope = ofItsScope ? new Scope(trigger.getScopeType(), trigger.getScope()) : Scope.SYSTEM;
    CauseKey key = CauseKey.of(trigger);
    ScopeEntry entry = scopes.findOrAdd(scope);
    if (entry == null || (!entry.isOpen(key) && !entry.hasRoomFor(1))) {
      raise(trigger, MachineEventKind.UNCLASSIFIED_TRIGGER, scopes.system(), key, out);
    } else {
      raise(trigger, kind, entry, key, out);
    }
  }

  private void raise(
      RiskTrigger trigger,
      MachineEventKind kind,
      ScopeEntry entry,
      CauseKey key,
      MachineOutput out) {
    if (entry.isOpen(key)) {
      return;
    }
    RiskTrigger published = journal.trigger(trigger, trigger.getTriggerId());
    out.trigger(published);
    boolean full = !entry.hasRoomFor(1);
    Cause cause =
        new Cause(full ? OVERFLOW : key, published.getTriggerId(), published.getText(), full);
    Occasion occasion =
        new Occasion(published.getTriggerId(), published.getText(), Alerts.evidence(published));
    scopes.restrict(entry, kind, cause, occasion, out);
    String effect = entry.state + " for " + entry.scope;
    out.alert(Alerts.ofTrigger(published, effect, situation.nowMicros));
  }

  private void clear(RiskTrigger trigger, MachineOutput out) {
    CauseKey key = CauseKey.of(trigger);
    String warned = reports.close(trigger.getMode(), true, key);
    String reported = reports.close(trigger.getMode(), false, key);
    Set<String> ids = new LinkedHashSet<>();
    Map<ScopeEntry, String> touched = new LinkedHashMap<>();
    if (trigger.getMode() == PolicyMode.LIVE) {
      for (ScopeEntry entry : scopes.all()) {
        Cause closed = entry.close(key, situation.nowMicros);
        if (closed != null) {
          ids.add(closed.id());
          touched.put(entry, closed.id());
        }
      }
    }
    if (reported != null) {
      ids.add(reported);
    }
    if (ids.isEmpty() && warned != null) {
      ids.add(warned);
    }
    String effect =
        touched.isEmpty()
            ? Alerts.effectOfReport(trigger)
            : touched.keySet().stream()
                .map(entry -> entry.scope + " stays in " + entry.state + " until validated")
                .collect(Collectors.joining(", "));
    ids.forEach(id -> publish(trigger, id, effect, out));
    String text = TriggerSentence.of(trigger);
    touched.forEach(
        (entry, id) ->
            scopes.apply(
                entry,
                MachineEventKind.CAUSE_CLEARED,
                new Occasion(id, text, Alerts.evidence(trigger)),
                out));
  }
}
