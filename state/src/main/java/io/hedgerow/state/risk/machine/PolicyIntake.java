package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;

/** What a policy, or the lack of one, does to SYSTEM. */
final class PolicyIntake {

  private static final String POLICY = "policy";
  private static final CauseKey NONE = new CauseKey(POLICY, Scope.SYSTEM_NAME, "none");
  private static final CauseKey INVALID = new CauseKey(POLICY, Scope.SYSTEM_NAME, "invalid");

  private static final String NONE_ID = EventIds.of("NoPolicy", Scope.SYSTEM_NAME);
  private static final String NONE_TEXT = "There is no policy yet: everything is closed.";

  private final Situation situation;
  private final Scopes scopes;
  private long refusedVersion;

  PolicyIntake(Situation situation, Scopes scopes) {
    this.situation = situation;
    this.scopes = scopes;
  }

  /** Whether a cause is of these. */
  static boolean made(CauseKey key) {
    return key.measure().equals(POLICY);
  }

  /** Closes everything before anything is published: there is no policy. */
  void begin() {
    ScopeEntry system = scopes.system();
    system.state = TransitionTable.next(system.state, MachineEventKind.NO_POLICY);
    system.open(new Cause(NONE, NONE_ID, NONE_TEXT, false), situation.nowMicros);
  }

  /** Publishes that. */
  void none(MachineOutput out) {
    ScopeEntry system = scopes.system();
    Occasion occasion = new Occasion(NONE_ID, NONE_TEXT, List.of());
    scopes.apply(system, MachineEventKind.NO_POLICY, occasion, out);
    situation.acknowledgements.expectState(system.version, situation.nowMicros, situation.rules);
  }

  /** A live policy takes effect, unless a newer one has. */
  void take(Policy policy, MachineOutput out) {
    RiskPolicy record = policy.record();
    if (record.getVersion() <= situation.policyVersion()) {
      return;
    }
    situation.obey(MachineRules.of(policy));
    boolean closed = scopes.system().close(NONE, situation.nowMicros) != null;
    if (record.getVersion() > refusedVersion) {
      closed |= scopes.system().close(INVALID, situation.nowMicros) != null;
    }
    if (closed) {
      String text = "Policy " + name(record.getPolicyId(), record.getVersion()) + " takes effect.";
      Occasion occasion = new Occasion(record.getEventId(), text, List.of());
      scopes.apply(scopes.system(), MachineEventKind.CAUSE_CLEARED, occasion, out);
    }
    for (ScopeEntry entry : scopes.all()) {
      boolean stands = entry.isRestricted() || entry.scope.equals(Scope.SYSTEM);
      if (stands && entry.policyVersion != record.getVersion()) {
        scopes.republish(entry, out);
      }
    }
    situation.acknowledgements.expectPolicy(situation.rules, situation.nowMicros);
  }

  private static String name(String policyId, long version) {
    return policyId + " version " + version;
  }

  /**
   * A policy cannot be obeyed: a live one closes everything, a shadow is reported. One of a version
   * that no policy may have closes too, but any newer valid policy ends it.
   */
  void refuse(String reason, RiskPolicy refused, MachineOutput out) {
    String policyId = refused.getPolicyId();
    long version = refused.getVersion();
    boolean shadow = refused.getMode() == PolicyMode.SHADOW;
    boolean known = version <= Math.max(situation.policyVersion(), refusedVersion);
    if (!shadow && known) {
      return;
    }
    String text = "Policy " + name(policyId, version) + " was refused: " + reason;
    Severity severity = shadow ? Severity.WARNING : Severity.CRITICAL;
    out.alert(Alerts.ofRefusedPolicy(policyId, version, severity, text, situation.nowMicros));
    if (shadow) {
      return;
    }
    if (version <= PolicyRecords.MAX_VERSION) {
      refusedVersion = version;
    }
    String id = EventIds.of("InvalidPolicy", policyId, version);
    scopes.restrict(
        scopes.system(),
        MachineEventKind.INVALID_POLICY,
        new Cause(INVALID, id, text, false),
        new Occasion(
            id, text, List.of(new Evidence(POLICY, name(policyId, version), "a valid one", null))),
        out);
  }

  void write(PageWriter page) {
    page.number(refusedVersion);
  }

  void read(PageReader page) {
    refusedVersion = page.number();
  }
}
