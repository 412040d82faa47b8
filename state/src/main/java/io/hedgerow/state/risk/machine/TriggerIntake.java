package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.TriggerSentence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    List<CauseKey> keys = CauseKey.of(trigger);
    ScopeEntry entry = scopes.findOrAdd(scope);
    if (entry == null || !entry.hasRoomFor(fresh(entry, keys).size())) {
      raise(trigger, MachineEventKind.UNCLASSIFIED_TRIGGER, scopes.system(), keys, out);
    } else {
      raise(trigger, kind, entry, keys, out);
    }
  }

  private void raise(
      RiskTrigger trigger,
      MachineEventKind kind,
      ScopeEntry entry,
      List<CauseKey> keys,
      MachineOutput out) {
    List<CauseKey> fresh = fresh(entry, keys);
    if (fresh.isEmpty()) {
      return;
    }
    RiskTrigger published = journal.trigger(trigger, trigger.getTriggerId());
    out.trigger(published);
    boolean full = !entry.hasRoomFor(fresh.size());
    List<Cause> causes =
        (full ? List.of(OVERFLOW) : fresh)
            .stream()
                .map(key -> new Cause(key, published.getTriggerId(), published.getText(), full))
                .toList();
    Occasion occasion =
        new Occasion(published.getTriggerId(), published.getText(), Alerts.evidence(published));
    scopes.restrict(entry, kind, causes, occasion, out);
    String effect = entry.state + " for " + entry.scope;
    out.alert(Alerts.ofTrigger(published, effect, situation.nowMicros));
  }

  private static List<CauseKey> fresh(ScopeEntry entry, List<CauseKey> keys) {
    return keys.stream().filter(key -> !entry.isOpen(key)).toList();
  }

  private void clear(RiskTrigger trigger, MachineOutput out) {
    List<CauseKey> keys = CauseKey.of(trigger);
    String warned = reports.close(trigger.getMode(), true, keys);
    String reported = reports.close(trigger.getMode(), false, keys);
    Set<String> ids = new LinkedHashSet<>();
    Map<ScopeEntry, String> touched = new LinkedHashMap<>();
    if (trigger.getMode() == PolicyMode.LIVE) {
      for (ScopeEntry entry : scopes.all()) {
        List<String> closed = close(entry, keys);
        if (!closed.isEmpty()) {
          ids.addAll(closed);
          touched.put(entry, closed.get(0));
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

  /** Closes these causes of a scope; the IDs of their triggers. */
  private List<String> close(ScopeEntry entry, List<CauseKey> keys) {
    return keys.stream()
        .map(key -> entry.close(key, situation.nowMicros))
        .filter(Objects::nonNull)
        .map(Cause::id)
        .toList();
  }
}
