package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is known of a command before it is sent, and what comes back. */
@Tag("RISK-3")
class CommandAdviceTest {

  private static final long NOW = 1_790_000_000_000_000L;
  private static final KeyPair ANNA = OperatorKeys.generate();
  private static final KeyPair STRANGER = OperatorKeys.generate();

  @Test
  void shouldHaveNothingAgainstACommandThatThePolicyAllows() {
    CommandAdvice advice = advice(CommandKind.HALT, "anna", "anna-1", ANNA);

    assertThat(advice).isEqualTo(new CommandAdvice("", ""));
    assertThat(advice.allow(CommandKind.HALT, false)).isEmpty();
  }

  @Test
  void shouldSayWhatThePolicyHasAgainstACommand() {
    assertThat(advice(CommandKind.HALT, "anna", "anna-2", ANNA).objection())
        .isEqualTo("live policy version 3 has no key anna-2; it has: anna-1 of anna");
    assertThat(advice(CommandKind.HALT, "ben", "anna-1", ANNA).objection())
        .isEqualTo("in live policy version 3 the key anna-1 belongs to anna, and not to ben");
    assertThat(advice(CommandKind.HALT, "anna", "anna-1", STRANGER).objection())
        .isEqualTo(
            "the private key does not belong to the public key of anna-1 in live policy version 3");
    assertThat(advice(CommandKind.RESUME, "anna", "anna-1", ANNA).objection())
        .isEqualTo(
            "in live policy version 3 the key anna-1 has the roles [HALT, APPROVE], which do not"
                + " allow RESUME");
  }

  @Test
  void shouldNotSendWhatWillBeRefusedUnlessForced() {
    CommandAdvice refused = advice(CommandKind.HALT, "anna", "anna-1", STRANGER);

    assertThatThrownBy(() -> refused.allow(CommandKind.HALT, false))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("HALT is not sent: the private key does not belong")
        .hasMessageEndingWith("(--force sends it all the same)");
    assertThat(refused.allow(CommandKind.HALT, true)).startsWith("Sending it unchecked: ");
  }

  @Test
  void shouldSendAHaltAlthoughNobodyKnowsThePolicy() {
    CommandAdvice unknown =
        CommandAdvice.of(Optional.empty(), command(CommandKind.HALT, "anna", "anna-1", ANNA), NOW);

    assertThat(unknown.allow(CommandKind.HALT, false))
        .startsWith("Sending it unchecked: risk.policy has no live policy");
    assertThatThrownBy(() -> unknown.allow(CommandKind.RESUME, false))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("RESUME is not sent: risk.policy has no live policy");
  }

  @Test
  void shouldKnowTheAnswerToACommand() {
    OpsCommand halt = command(CommandKind.HALT, "anna", "anna-1", ANNA);

    assertThat(CommandEcho.answer(state(SystemState.DMM, List.of("other"), List.of()), halt))
        .as("the halt of somebody else")
        .isEmpty();
    assertThat(CommandEcho.answer(state(SystemState.DMM, List.of("c1"), List.of()), halt))
        .contains(new CommandEcho.Answer(true, "VENUE SIM-ALPHA is in DMM: Why."));
    assertThat(CommandEcho.answer(refusal("c2"), halt)).isEmpty();
    assertThat(CommandEcho.answer(refusal("c1"), halt))
        .contains(new CommandEcho.Answer(false, "Command HALT was refused: it has expired."));

    OpsCommand approve = command(CommandKind.APPROVE, "anna", "anna-1", ANNA);
    assertThat(CommandEcho.answer(state(SystemState.DMM, List.of(), List.of("ben")), approve))
        .isEmpty();
    assertThat(CommandEcho.answer(state(SystemState.DMM, List.of(), List.of("anna")), approve))
        .contains(
            new CommandEcho.Answer(true, "VENUE SIM-ALPHA is in DMM, approved by anna: Why."));

    OpsCommand retire = command(CommandKind.RETIRE, "anna", "anna-1", ANNA);
    RiskState changed = state(SystemState.DMM, List.of(), List.of());
    RiskState repeated = RiskState.newBuilder(changed).setAsOfMicros(NOW + 1).build();
    assertThat(CommandEcho.answer(changed, retire)).isPresent();
    assertThat(CommandEcho.answer(repeated, retire))
        .as("the same as before, repeated as a sign of life")
        .isEmpty();

    OpsCommand resume = command(CommandKind.RESUME, "anna", "anna-1", ANNA);
    assertThat(CommandEcho.answer(state(SystemState.DMM, List.of(), List.of()), resume)).isEmpty();
    assertThat(CommandEcho.answer(state(SystemState.NORMAL, List.of(), List.of()), resume))
        .contains(new CommandEcho.Answer(true, "VENUE SIM-ALPHA is in NORMAL: Why."));
  }

  private static CommandAdvice advice(
      CommandKind kind, String operator, String keyId, KeyPair keys) {
    RiskPolicy content =
        PolicyRecords.draft(
            PolicyRecords.standard().getValues(),
            List.of(
                new OperatorKey(
                    "anna",
                    "anna-1",
                    OperatorKeys.encode(ANNA.getPublic()),
                    List.of(OperatorRole.HALT, OperatorRole.APPROVE))),
            List.of());
    RiskPolicy policy = PolicyRecords.publish(content, PolicyMode.LIVE, 3, 0, 0, "anna");
    return CommandAdvice.of(Optional.of(policy), command(kind, operator, keyId, keys), NOW);
  }

  private static OpsCommand command(CommandKind kind, String operator, String keyId, KeyPair keys) {
    return CommandSigner.sign(
        new OpsCommand(
            "c1",
            kind,
            ScopeType.VENUE,
            "SIM-ALPHA",
            operator,
            keyId,
            "0".repeat(32),
            NOW,
            NOW + 30_000_000L,
            "drill",
            "",
            ByteBuffer.allocate(0)),
        keys.getPrivate());
  }

  private static Alert refusal(String commandId) {
    return Alert.newBuilder()
        .setAlertId("a1")
        .setSeverity(Severity.WARNING)
        .setType("COMMAND_REFUSED")
        .setScopeType(ScopeType.VENUE)
        .setScope("SIM-ALPHA")
        .setText("Command HALT was refused: it has expired.")
        .setEvidence(List.of())
        .setLinks(List.of(commandId))
        .setRaisedAtMicros(NOW)
        .build();
  }

  private static RiskState state(SystemState state, List<String> causes, List<String> approvedBy) {
    return new RiskState(
        ScopeType.VENUE,
        "SIM-ALPHA",
        7L,
        state,
        NewEntries.BLOCKED,
        ExistingExposure.FROZEN,
        Monitoring.HALTED,
        OperatorNeed.REQUIRED,
        "Why.",
        NOW,
        causes,
        List.of(),
        approvedBy,
        3L,
        NOW,
        NOW,
        false,
        "e1");
  }
}
