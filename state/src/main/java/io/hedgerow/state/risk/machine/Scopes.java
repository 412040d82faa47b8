package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.TriggerSentence;
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every scope that is restricted or may soon be so for a repeat, and the one place where an event
 * changes one. SYSTEM is always there. Bound: {@value #MAX_SCOPES} scopes.
 */
final class Scopes {

  private static final int MAX_SCOPES = 2_000;

  private final Situation situation;
  private final Journal journal;
  private final Map<Scope, ScopeEntry> entries = new TreeMap<>();

  Scopes(Situation situation, Journal journal) {
    this.situation = situation;
    this.journal = journal;
  }

  Collection<ScopeEntry> all() {
    return entries.values();
  }

  ScopeEntry system() {
    return entries.computeIfAbsent(Scope.SYSTEM, ScopeEntry::new);
  }

  /** The scope, or null if it is NORMAL and nothing is remembered of it. */
  ScopeEntry find(Scope scope) {
    return entries.get(scope);
  }

  /** The scope, new if there is none yet; null if there is no room for it. */
  ScopeEntry findOrAdd(Scope scope) {
    ScopeEntry found = entries.get(scope);
    return found != null || entries.size() >= MAX_SCOPES
        ? found
        : entries.computeIfAbsent(scope, ScopeEntry::new);
  }

  /** Makes a scope at least as restricted as before, for this cause; approvals are void. */
  void restrict(
      ScopeEntry entry, MachineEventKind kind, Cause cause, Occasion occasion, MachineOutput out) {
    entry.open(cause, situation.nowMicros);
    entry.approvals.clear();
    apply(entry, kind, occasion, out);
  }

  /** Applies an event: the only place where a state changes. */
  void apply(ScopeEntry entry, MachineEventKind kind, Occasion occasion, MachineOutput out) {
    SystemState before = entry.state;
    entry.state = TransitionTable.next(before, kind);
    boolean changed = entry.state != before;
    situation.unrepeated.reached(entry.scope, entry.state);
    if (changed) {
      entry.sinceMicros = situation.nowMicros;
    }
    if (entry.state == SystemState.NORMAL) {
      entry.forgetCauses();
    }
    if (kind == MachineEventKind.RESUMED) {
      entry.entriesMicros.clear();
    }
    renew(entry, changed, occasion.text());
    RiskTransition transition = journal.transition(kind, before, entry, occasion);
    out.transition(transition);
    out.state(entry.record(situation.catchingUp));
    if (changed) {
      out.alert(Alerts.ofChange(transition, entry.scope));
    }
    if (entry.state.compareTo(before) > 0) {
      situation.acknowledgements.expectState(entry.version, situation.nowMicros, situation.rules);
    }
    if (before == SystemState.NORMAL && entry.state == SystemState.BSCB) {
      countEntry(entry, occasion, out);
    }
  }

  /** Makes the next version of a scope's record. */
  private void renew(ScopeEntry entry, boolean changed, String text) {
    entry.version = journal.nextStateVersion();
    ExistingExposure exposure = situation.exposureIn(entry.state);
    if (changed || exposure != entry.exposure) {
      entry.controlVersion = entry.version;
    }
    entry.exposure = exposure;
    entry.policyVersion = situation.policyVersion();
    entry.changedAtMicros = situation.nowMicros;
    entry.missing = situation.missing(entry);
    entry.reason = reason(entry, text);
  }

  private static String reason(ScopeEntry entry, String text) {
    if (!entry.isRestricted()) {
      return text;
    }
    String cause = entry.newestCauseText();
    if (cause != null) {
      return cause;
    }
    return entry.missing.isEmpty()
        ? "Every cause is over and every validation holds: an operator may resume."
        : "Every cause is over; still needed: " + names(entry.missing) + ".";
  }

  /** {@code venue health, control}. */
  static String names(EnumSet<Validation> validations) {
    return validations.stream()
        .map(validation -> validation.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  /** Restricts again what was published before a restart, and was not come to again. */
  void keepWhatWasPublished(MachineOutput out) {
    situation
        .unrepeated
        .take()
        .forEach(
            (scope, published) -> {
              ScopeEntry found = findOrAdd(scope);
              ScopeEntry entry = found == null ? system() : found;
              MachineEventKind kind =
                  published.state() == SystemState.DMM || found == null
                      ? MachineEventKind.KEPT_IN_DMM
                      : MachineEventKind.KEPT_IN_BSCB;
              if (TransitionTable.allows(entry.state, kind)) {
                keep(entry, kind, scope, published, out);
              }
            });
  }

  private void keep(
      ScopeEntry entry,
      MachineEventKind kind,
      Scope scope,
      Unrepeated.Published published,
      MachineOutput out) {
    String id = EventIds.of("KeptRestriction", scope.toString(), published.version());
    String text =
        scope
            + " was in "
            + published.state()
            + " before the restart, for a reason that the job does not know any more.";
    Evidence said =
        new Evidence("risk.state", "version " + published.version(), "come to again", null);
    Cause cause = new Cause(new CauseKey("kept", scope.toString(), ""), id, text, true);
    restrict(entry, kind, cause, new Occasion(id, text, List.of(said)), out);
  }

  /** Publishes a scope again without a transition. */
  void republish(ScopeEntry entry, MachineOutput out) {
    renew(entry, false, entry.reason);
    out.state(entry.record(situation.catchingUp));
  }

  /** What there is already, for lack of a policy, began when time did. */
  void beginAt(long micros, MachineOutput out) {
    for (ScopeEntry entry : entries.values()) {
      entry.beginAt(micros);
      republish(entry, out);
    }
  }

  /** Publishes every scope for a run that goes on from a state: consumers must obey it anew. */
  void reopen(MachineOutput out) {
    for (ScopeEntry entry : entries.values()) {
      renew(entry, true, entry.reason);
      out.state(entry.record(situation.catchingUp));
      if (entry.isRestricted()) {
        situation.acknowledgements.expectState(entry.version, situation.nowMicros, situation.rules);
      }
    }
  }

  private void countEntry(ScopeEntry entry, Occasion occasion, MachineOutput out) {
    entry.entriesMicros.addLast(situation.nowMicros);
    if (situation.rules == null) {
      return;
    }
    forgetOldEntries(entry);
    MachinePolicy machine = situation.rules.machine();
    int count = entry.entriesMicros.size();
    if (count < machine.repeatCount()) {
      return;
    }
    String window = TriggerSentence.duration(machine.repeatWithinMicros());
    String text = entry.scope + " entered BSCB " + count + " times within " + window + ".";
    List<Evidence> evidence =
        List.of(
            new Evidence(
                "entries into BSCB",
                count + " in " + window,
                "fewer than " + machine.repeatCount(),
                null));
    entry.entriesMicros.clear();
    CauseKey key = new CauseKey("repeated", entry.scope.name(), "");
    restrict(
        entry,
        MachineEventKind.REPEATED,
        new Cause(key, occasion.causeId(), text, true),
        new Occasion(occasion.causeId(), text, evidence),
        out);
  }

  private void forgetOldEntries(ScopeEntry entry) {
    long oldestMicros = situation.nowMicros - situation.rules.machine().repeatWithinMicros();
    while (!entry.entriesMicros.isEmpty() && entry.entriesMicros.peekFirst() < oldestMicros) {
      entry.entriesMicros.pollFirst();
    }
  }

  /** Draws what follows from time and from what else is known; needs a policy. */
  void settle(MachineOutput out) {
    Iterator<ScopeEntry> each = entries.values().iterator();
    while (each.hasNext()) {
      ScopeEntry entry = each.next();
      lapseApprovals(entry, out);
      validate(entry, out);
      if (!entry.isRestricted()) {
        forgetOldEntries(entry);
        // While catching up everything is kept: it must be published once more at the end.
        boolean forgettable = !situation.catchingUp && !entry.scope.equals(Scope.SYSTEM);
        if (entry.entriesMicros.isEmpty() && forgettable) {
          each.remove();
        }
      }
    }
  }

  private void validate(ScopeEntry entry, MachineOutput out) {
    EnumSet<Validation> missing = situation.missing(entry);
    boolean validated =
        missing.isEmpty()
            && !situation.clockStands
            && TransitionTable.allows(entry.state, MachineEventKind.VALIDATED);
    if (validated) {
      String text = entry.scope + " is NORMAL again: every validation holds.";
      Occasion occasion = new Occasion("", text, situation.evidence(entry));
      apply(entry, MachineEventKind.VALIDATED, occasion, out);
    } else if (!missing.equals(entry.missing)) {
      republish(entry, out);
    }
  }

  private void lapseApprovals(ScopeEntry entry, MachineOutput out) {
    if (entry.approvals.isEmpty()) {
      return;
    }
    long lifeMicros = situation.rules.machine().approvalMicros();
    List<String> lapsed =
        entry.approvals.entrySet().stream()
            .filter(
                approval ->
                    approval.getValue() + lifeMicros <= situation.nowMicros
                        || !situation.rules.mayApprove(approval.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (lapsed.isEmpty()) {
      return;
    }
    lapsed.forEach(entry.approvals::remove);
    String text =
        "The approval of "
            + String.join(" and ", lapsed)
            + " for "
            + entry.scope
            + " counts no longer.";
    apply(entry, MachineEventKind.APPROVAL_LAPSED, new Occasion("", text, List.of()), out);
  }

  /** When time alone changes something next; needs a policy. */
  long nextDeadlineMicros() {
    MachinePolicy machine = situation.rules.machine();
    long nextMicros = Long.MAX_VALUE;
    boolean restricted = false;
    for (ScopeEntry entry : entries.values()) {
      if (entry.isRestricted()) {
        restricted = true;
        nextMicros = Math.min(nextMicros, situation.nextChangeMicros(entry));
        if (!entry.approvals.isEmpty()) {
          long oldestMicros = Collections.min(entry.approvals.values());
          nextMicros = Math.min(nextMicros, oldestMicros + machine.approvalMicros());
        }
      } else if (!entry.entriesMicros.isEmpty()) {
        long newestMicros = entry.entriesMicros.peekLast();
        nextMicros = Math.min(nextMicros, newestMicros + machine.repeatWithinMicros() + 1);
      }
    }
    return restricted ? Math.min(nextMicros, situation.nextAgingMicros()) : nextMicros;
  }

  void write(PageWriter page) {
    page.number(entries.size());
    entries.values().forEach(entry -> entry.write(page));
  }

  void read(PageReader page) {
    for (int left = page.count(MAX_SCOPES); left > 0; left--) {
      ScopeEntry entry = ScopeEntry.read(page);
      entries.put(entry.scope, entry);
    }
  }
}
