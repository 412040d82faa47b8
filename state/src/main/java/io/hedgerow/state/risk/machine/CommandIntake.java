package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
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

/** What an operator's command does: one may halt, only two together may leave DMM (RISK-3). */
final class CommandIntake {

  private final Situation situation;
  private final Scopes scopes;
  private CommandVerifier verifier = new CommandVerifier();

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
      out.alert(
          Alerts.ofRefusal(
              command, record, refused.refusal(), refused.detail(), situation.nowMicros));
    }
  }

  /** Obeys a verified command; null, or why the scope's state does not let it. */
  private Refused obey(OpsCommand command, RecordRef record, MachineOutput out) {
    Scope scope = new Scope(command.getScopeType(), command.getScope());
    return switch (command.getKind()) {
      case HALT -> halt(command, scope, record, out);
      case APPROVE -> approve(command, scope, record, out);
      case RESUME -> resume(command, scope, record, out);
    };
  }

  private Refused halt(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.findOrAdd(scope);
    String text = command.getOperator() + " halted " + scope + ": " + command.getReason();
    CauseKey key = new CauseKey("halt", command.getOperator(), "");
    scopes.restrict(
        entry == null ? scopes.system() : entry,
        MachineEventKind.HALT_COMMAND,
        List.of(new Cause(key, command.getCommandId(), text, true)),
        occasion(command, text, record),
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
    scopes.apply(entry, MachineEventKind.APPROVED, occasion(command, text, record), out);
    return null;
  }

  private Refused resume(OpsCommand command, Scope scope, RecordRef record, MachineOutput out) {
    ScopeEntry entry = scopes.find(scope);
    if (entry == null || !TransitionTable.allows(entry.state, MachineEventKind.RESUMED)) {
      return Refused.because(CommandRefusal.NOT_IN_DMM);
    }
    Set<String> operators = new LinkedHashSet<>(entry.approvals.keySet());
    operators.add(command.getOperator());
    if (operators.size() < Situation.APPROVALS) {
      return Refused.because(CommandRefusal.APPROVALS_MISSING);
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
    List<Evidence> evidence = new ArrayList<>(occasion(command, text, record).evidence());
    evidence.add(new Evidence("APPROVALS", String.join(", ", operators), "2 operators", null));
    evidence.addAll(situation.evidence(entry));
    Occasion occasion = new Occasion(command.getCommandId(), text, evidence);
    scopes.apply(entry, MachineEventKind.RESUMED, occasion, out);
    return null;
  }

  private static Occasion occasion(OpsCommand command, String text, RecordRef record) {
    String what = command.getKind() + " of " + command.getOperator();
    String key = "signed with " + command.getKeyId();
    return new Occasion(
        command.getCommandId(), text, List.of(new Evidence("command", what, key, record)));
  }

  void write(PageWriter page) {
    verifier.write(page);
  }

  void read(PageReader page) {
    verifier = CommandVerifier.read(page);
  }
}
