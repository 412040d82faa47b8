package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.CommandRefusal;
import io.hedgerow.state.risk.command.CommandVerifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an operator's command does: one may halt; only two together may leave DMM, or end a cause
 * whose producer is gone (RISK-3). RESUME counts as its operator's approval if the key may approve.
 */
final class CommandIntake {

  private final Situation situation;
  private final Scopes scopes;
  private CommandVerifier verifier = new CommandVerifier();
  private Retirements retirements = new Retirements();
  private RefusalLimit refusals = new RefusalLimit();

  CommandIntake(Situation situation, Scopes scopes) {
    this.situation = situation;
    this.scopes = scopes;
  }

  /** Why a command is not obeyed, with what the refusal alone does not say. */
  private record Refused(CommandRefusal refusal, String detail) {
    static Refused because(CommandRefusal refusal) {
      return new Refused(refusal, "");
    }
  }

  void take(OpsCommand command, RecordRef record, long wallMicros, MachineOutput out) {
    Refused refused =
        situation.rules == null
            ? Refused.because(CommandRefusal.NO_POLICY)
            : verifier
                .verify(command, situation.rules::key, wallMicros)
                .map(Refused::because)
                .orElseGet(() -> obey(command, record, out));
    if (refused != null) {
      tell(command, record, refused, out);
    }
  }

  private void tell(OpsCommand command, RecordRef record, Refused refused, MachineOutput out) {
    boolean known = situation.rules != null && situation.rules.key(command.getKeyId()) != null;
    String keyId = known ? command.getKeyId() : "";
    long leftOut = refusals.take(keyId, refused.refusal(), situation.nowMicros);
    if (leftOut >= 0) {
      out.alert(
          Alerts.ofRefusal(
              command, record, refused.refusal(), refused.detail(), leftOut, situation.nowMicros));
    }
  }

  /** Obeys a verified command; null, or why the scope's state does not let it. */
  private Refused obey(OpsCommand command, RecordRef record, MachineOutput out) {
    Scope scope = new Scope(command.getScopeType(), command.getScope());
    return switch (command.getKind()) {
      case HALT -> halt(command, scope, record, out);
      case APPROVE -> approve(command, scope, record, out);
      case RESUME -> resume(command, scope, record, out);
      case RETIRE -> retire(command, scope, record, out);
    };
  }

  private Refused halt(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.findOrAdd(scope);
    String text = command.getOperator() + " halted " + scope + ": " + command.getReason();
    CauseKey key = new CauseKey("halt", command.getOperator(), "");
    scopes.restrict(
        entry == null ? scopes.system() : entry,
        MachineEventKind.HALT_COMMAND,
        new Cause(key, command.getCommandId(), text, true),
        occasion(command, text, record, List.of()),
        out);
    return null;
  }

  private Refused approve(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.find(scope);
    if (entry == null || !TransitionTable.allows(entry.state, MachineEventKind.APPROVED)) {
      return Refused.because(CommandRefusal.NOT_IN_DMM);
    }
    entry.approvals.put(command.getOperator(), situation.nowMicros);
    String text =
        command.getOperator() + " agrees that " + scope + " leaves DMM: " + command.getReason();
    scopes.apply(entry, MachineEventKind.APPROVED, occasion(command, text, record, List.of()), out);
    return null;
  }

  private Refused resume(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.find(scope);
    if (entry == null || !TransitionTable.allows(entry.state, MachineEventKind.RESUMED)) {
      return Refused.because(CommandRefusal.NOT_IN_DMM);
    }
    Set<String> operators = new LinkedHashSet<>(entry.approvals.keySet());
    OperatorKey key = situation.rules.key(command.getKeyId());
    if (key.getRoles().contains(OperatorRole.APPROVE)) {
      operators.add(command.getOperator());
    }
    if (operators.size() < Situation.APPROVALS) {
      return Refused.because(CommandRefusal.APPROVALS_MISSING);
    }
    if (situation.clockStands) {
      return Refused.because(CommandRefusal.CLOCK_STANDS);
    }
    EnumSet<Validation> missing = situation.missingWithoutApprovals(entry);
    if (!missing.isEmpty()) {
      return new Refused(
          CommandRefusal.VALIDATIONS_MISSING, ", still needed: " + Scopes.names(missing));
    }
    String text =
        command.getOperator()
            + " resumed "
            + scope
            + " with the approval of "
            + String.join(", ", operators)
            + ": "
            + command.getReason();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("APPROVALS", String.join(", ", operators), "2 operators", null));
    evidence.addAll(situation.evidence(entry));
    Occasion occasion = occasion(command, text, record, evidence);
    scopes.apply(entry, MachineEventKind.RESUMED, occasion, out);
    return null;
  }

  /** The machine's own causes and latched ones have other ways to end. */
  private Refused retire(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.find(scope);
    Cause cause = entry == null ? null : entry.openCause(command.getCause());
    if (cause == null || OwnTriggers.made(cause.key()) || PolicyIntake.made(cause.key())) {
      return Refused.because(CommandRefusal.NO_SUCH_CAUSE);
    }
    String operator = command.getOperator();
    String first =
        retirements.take(scope, cause.id(), operator, situation.nowMicros, situation.rules);
    if (first == null) {
      String text =
          operator + " says that a cause of " + scope + " has no producer: " + command.getReason();
      Occasion proposed = occasion(command, text, record, List.of());
      scopes.apply(entry, MachineEventKind.RETIREMENT_PROPOSED, proposed, out);
      return null;
    }
    entry.close(cause.key(), situation.nowMicros);
    String text =
        first + " and " + operator + " retired a cause of " + scope + ": " + command.getReason();
    Evidence over = new Evidence("cause", cause.text(), "a producer that reports", null);
    Occasion occasion = occasion(command, text, record, List.of(over));
    scopes.apply(entry, MachineEventKind.CAUSE_RETIRED, occasion, out);
    out.alert(Alerts.ofRetirement(cause.id(), scope, occasion, situation.nowMicros));
    return null;
  }

  private static Occasion occasion(
      OpsCommand command, String text, RecordRef record, List<Evidence> more) {
    String what = command.getKind() + " of " + command.getOperator();
    String key = "signed with " + command.getKeyId();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("command", what, key, record));
    evidence.addAll(more);
    return new Occasion(command.getCommandId(), text, evidence);
  }

  void write(PageWriter page) {
    verifier.write(page);
    retirements.write(page);
    refusals.write(page);
  }

  void read(PageReader page) {
    verifier = CommandVerifier.read(page);
    retirements = Retirements.read(page);
    refusals = RefusalLimit.read(page);
  }
}
