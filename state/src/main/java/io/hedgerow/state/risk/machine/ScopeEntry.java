package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of one scope, including its newest record as it was published. */
final class ScopeEntry {

  /** Open causes of one scope; more of them count as unclassified. */
  static final int MAX_CAUSES = 1_000;

  private static final int MAX_READ = 100_000;

  final Scope scope;
  SystemState state = SystemState.NORMAL;
  long sinceMicros;

  /** Of the newest record. */
  long version;

  /** The version since which consumers must behave as they must now. */
  long controlVersion;

  long changedAtMicros;
  long policyVersion;
  ExistingExposure exposure = ExistingExposure.MANAGED;
  String reason = "";
  EnumSet<Validation> missing = EnumSet.noneOf(Validation.class);

  long newestCauseMicros = Long.MIN_VALUE;

  /** When the newest cause began or the last one was closed. */
  long quietFromMicros = Long.MIN_VALUE;

  /** When it entered BSCB, as far back as it may still count. */
  final Deque<Long> entriesMicros = new ArrayDeque<>();

  /** When each operator approved. */
  final Map<String, Long> approvals = new LinkedHashMap<>();

  private final Map<CauseKey, Cause> causes = new LinkedHashMap<>();

  /** How many of them are not latched: asked for every scope at every input, so counted. */
  private int openCauses;

  ScopeEntry(Scope scope) {
    this.scope = scope;
  }

  boolean isRestricted() {
    return state != SystemState.NORMAL;
  }

  boolean isOpen(CauseKey key) {
    return causes.containsKey(key);
  }

  boolean hasRoomFor(int more) {
    return causes.size() + more <= MAX_CAUSES;
  }

  boolean hasOpenCause() {
    return openCauses > 0;
  }

  /** Adds a cause, in place of an older one of its key. */
  void open(Cause cause, long nowMicros) {
    remove(cause.key());
    put(cause);
    newestCauseMicros = nowMicros;
    quietFromMicros = nowMicros;
  }

  private void put(Cause cause) {
    causes.put(cause.key(), cause);
    openCauses += cause.latched() ? 0 : 1;
  }

  private Cause remove(CauseKey key) {
    Cause removed = causes.remove(key);
    openCauses -= removed == null || removed.latched() ? 0 : 1;
    return removed;
  }

  /** Closes the cause of this key and returns it, or null if there is none that can be closed. */
  Cause close(CauseKey key, long nowMicros) {
    Cause cause = causes.get(key);
    if (cause == null || cause.latched()) {
      return null;
    }
    quietFromMicros = nowMicros;
    return remove(key);
  }

  /** The open cause of this trigger, or null; latched ones are not open. */
  Cause openCause(String triggerId) {
    return causes.values().stream()
        .filter(cause -> !cause.latched() && cause.id().equals(triggerId))
        .findFirst()
        .orElse(null);
  }

  /** Nothing that is known of it was earlier than this. */
  void beginAt(long micros) {
    sinceMicros = micros;
    newestCauseMicros = micros;
    quietFromMicros = micros;
    approvals.replaceAll((operator, atMicros) -> micros);
    entriesMicros.clear();
  }

  /** Begins anew: it is NORMAL. */
  void forgetCauses() {
    causes.clear();
    openCauses = 0;
    approvals.clear();
    newestCauseMicros = Long.MIN_VALUE;
    quietFromMicros = Long.MIN_VALUE;
  }

  /** The text of the newest cause, or null. */
  String newestCauseText() {
    String text = null;
    for (Cause cause : causes.values()) {
      text = cause.text();
    }
    return text;
  }

  /** The newest record, as it is published when it is new. */
  RiskState record(boolean catchingUp) {
    return record(catchingUp, changedAtMicros);
  }

  /** The newest record, repeated when everything before this event time has been judged. */
  RiskState record(boolean catchingUp, long asOfMicros) {
    return RiskState.newBuilder()
        .setScopeType(scope.type())
        .setScope(scope.name())
        .setVersion(version)
        .setState(state)
        .setNewEntries(isRestricted() ? NewEntries.BLOCKED : NewEntries.WITHIN_LIMITS)
        .setExistingExposure(exposure)
        .setMonitoring(monitoring())
        .setOperator(operatorNeed())
        .setReason(reason)
        .setSinceMicros(sinceMicros)
        .setCauses(causes.values().stream().map(Cause::id).distinct().toList())
        .setMissing(List.copyOf(missing))
        .setApprovedBy(List.copyOf(approvals.keySet()))
        .setPolicyVersion(policyVersion)
        .setChangedAtMicros(changedAtMicros)
        .setAsOfMicros(asOfMicros)
        .setCatchingUp(catchingUp)
        .setEventId(EventIds.of("RiskState", scope.toString(), version))
        .build();
  }

  private Monitoring monitoring() {
    return switch (state) {
      case NORMAL -> Monitoring.ACTIVE;
      case BSCB -> Monitoring.PARTIAL;
      case DMM -> Monitoring.HALTED;
    };
  }

  private OperatorNeed operatorNeed() {
    return switch (state) {
      case NORMAL -> OperatorNeed.NOT_REQUIRED;
      case BSCB -> OperatorNeed.CONDITIONAL;
      case DMM -> OperatorNeed.REQUIRED;
    };
  }

  void write(PageWriter page) {
    page.text(scope.type().name()).text(scope.name()).text(state.name());
    page.number(sinceMicros).number(version).number(controlVersion);
    page.number(changedAtMicros).number(policyVersion).text(exposure.name()).text(reason);
    page.number(missing.size());
    missing.forEach(validation -> page.text(validation.name()));
    page.number(newestCauseMicros).number(quietFromMicros);
    page.number(entriesMicros.size());
    entriesMicros.forEach(page::number);
    page.number(approvals.size());
    approvals.forEach((operator, atMicros) -> page.text(operator).number(atMicros));
    page.number(causes.size());
    causes.values().forEach(cause -> cause.write(page));
  }

  static ScopeEntry read(PageReader page) {
    ScopeEntry entry = new ScopeEntry(new Scope(ScopeType.valueOf(page.text()), page.text()));
    entry.state = SystemState.valueOf(page.text());
    entry.sinceMicros = page.number();
    entry.version = page.number();
    entry.controlVersion = page.number();
    entry.changedAtMicros = page.number();
    entry.policyVersion = page.number();
    entry.exposure = ExistingExposure.valueOf(page.text());
    entry.reason = page.text();
    List<Validation> missing = new ArrayList<>();
    for (int left = page.count(Validation.values().length); left > 0; left--) {
      missing.add(Validation.valueOf(page.text()));
    }
    entry.missing.addAll(missing);
    entry.newestCauseMicros = page.number();
    entry.quietFromMicros = page.number();
    for (int left = page.count(MAX_READ); left > 0; left--) {
      entry.entriesMicros.addLast(page.number());
    }
    for (int left = page.count(MAX_READ); left > 0; left--) {
      entry.approvals.put(page.text(), page.number());
    }
    for (int left = page.count(MAX_READ); left > 0; left--) {
      entry.put(Cause.read(page));
    }
    return entry;
  }
}
