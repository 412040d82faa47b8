package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.ALICES_SECOND_KEY;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.CAROL;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T1;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static io.hedgerow.state.risk.machine.MachineSamples.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.risk.Scope;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What operators may order, and together only. */
class OperatorCommandsTest extends RiggedMachine {

  @Test
  @Tag("RISK-3")
  void shouldLeaveDmmOnlyWithTwoDifferentOperators() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.acknowledge();
    long now = rig.now();
    rig.steady(now + 30 * SECOND);
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.command(ALICES_SECOND_KEY, CommandKind.APPROVE, BTC);
    rig.command(ALICE, CommandKind.RESUME, BTC);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.DMM);
    assertThat(alerts().get(alerts().size() - 1))
        .isEqualTo(
            "WARNING COMMAND_REFUSED Command RESUME of alice for ASSET BTC was refused: leaving"
                + " DMM needs the approval of two different operators.");
    assertThat(out.lastState().getApprovedBy()).containsExactly("alice");

    rig.command(CAROL, CommandKind.RESUME, BTC);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
    RiskTransition resumed = out.transitions.get(out.transitions.size() - 1);
    assertThat(resumed.getText())
        .startsWith("carol resumed ASSET BTC with the approval of alice, carol: drill ");
  }

  @Test
  @Tag("RISK-3")
  void shouldRefuseToResumeWhileAValidationIsMissing() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.command(BOB, CommandKind.RESUME, BTC);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.DMM);
    assertThat(alerts().get(alerts().size() - 1))
        .endsWith(
            "was refused: not every validation holds, still needed: post incident, reconciliation,"
                + " venue health, control.");
  }

  @Test
  @Tag("RISK-3")
  void shouldVoidApprovalsWhenANewCauseComesAndWhenTheyAreOld() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.acknowledge();
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    assertThat(out.lastState().getApprovedBy()).isEmpty();
    rig.command(BOB, CommandKind.APPROVE, BTC);

    rig.advanceTo(T1 + 300 * SECOND - 1);
    assertThat(out.lastState().getApprovedBy()).containsExactly("bob");
    rig.advanceTo(T1 + 300 * SECOND);

    assertThat(out.lastState().getApprovedBy()).isEmpty();
    assertThat(transitions()).endsWith("ASSET BTC DMM APPROVAL_LAPSED DMM");
  }

  @Test
  @Tag("RISK-3")
  void shouldVoidTheApprovalOfAnOperatorWhomThePolicyNoLongerNames() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.command(BOB, CommandKind.APPROVE, BTC);
    FakePolicy without = policy(2);
    without
        .record()
        .setOperators(
            without.record().getOperators().stream()
                .filter(key -> !key.getOperator().equals("bob"))
                .toList());

    rig.machine.policy(without, T1, out);

    assertThat(transitions()).endsWith("ASSET BTC DMM APPROVAL_LAPSED DMM");
  }

  @Test
  void shouldRefuseForgedReplayedAndNeedlessCommands() {
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.command(ALICE, CommandKind.RESUME, BTC);
    var forged = ALICE.signed(ALICE.unsigned(CommandKind.HALT, BTC.type(), "BTC", T1, 90));
    forged.setScope("ETH");
    rig.machine.command(forged, record(90), T1, out);
    var halt = ALICE.signed(ALICE.unsigned(CommandKind.HALT, BTC.type(), "BTC", T1, 91));
    rig.machine.command(halt, record(91), T1, out);
    rig.machine.command(halt, record(92), T1, out);

    assertThat(transitions()).containsExactly("ASSET BTC NORMAL HALT_COMMAND DMM");
    assertThat(alerts())
        .containsExactly(
            "WARNING COMMAND_REFUSED Command APPROVE of alice for ASSET BTC was refused: the scope"
                + " is not in DMM.",
            "WARNING COMMAND_REFUSED Command RESUME of alice for ASSET BTC was refused: the scope"
                + " is not in DMM.",
            "CRITICAL COMMAND_REFUSED Command HALT of alice for ASSET ETH was refused: the"
                + " signature does not match the fields.",
            "CRITICAL STATE_CHANGED ASSET BTC went from NORMAL to DMM: alice halted ASSET BTC:"
                + " drill 91",
            "CRITICAL COMMAND_REFUSED Command HALT of alice for ASSET BTC was refused: a command"
                + " with this nonce was accepted before.");
  }

  @Test
  void shouldRefuseEveryCommandWithoutAPolicy() {
    MachineRig first = new MachineRig();
    first.machine.open(0, List.of(), first.out);

    first.command(ALICE, CommandKind.HALT, BTC);

    assertThat(first.out.alerts.get(0).getText()).contains("there is no policy");
    assertThat(first.machine.judge(List.of(BTC))).isEqualTo(SystemState.DMM);
  }

  @Test
  @Tag("RISK-3")
  void shouldCountAResumeAsAnApprovalOnlyIfItsKeyMayApprove() {
    FakePolicy resumers = policy(2);
    resumers
        .record()
        .setOperators(
            List.of(
                ALICE.key(OperatorRole.values()),
                BOB.key(OperatorRole.values()),
                CAROL.key(OperatorRole.RESUME)));
    rig.machine.policy(resumers, T1, out);
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.acknowledge();
    rig.steady(T1 + 30 * SECOND);
    rig.command(ALICE, CommandKind.APPROVE, BTC);

    rig.command(CAROL, CommandKind.RESUME, BTC);
    assertThat(lastAlert())
        .endsWith("refused: leaving DMM needs the approval of two different operators.");
    rig.command(BOB, CommandKind.APPROVE, BTC);
    rig.command(CAROL, CommandKind.RESUME, BTC);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
    assertThat(out.transitions.get(out.transitions.size() - 1).getText())
        .startsWith("carol resumed ASSET BTC with the approval of alice, bob: drill ");
  }

  @Test
  @Tag("RISK-3")
  void shouldRetireACauseByTwoOperatorsAndStillAskForEveryValidation() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    String id = out.triggers.get(0).getTriggerId();
    rig.retire(ALICE, BTC, id);
    rig.retire(ALICES_SECOND_KEY, BTC, id);
    assertThat(out.lastState().getCauses()).containsExactly(id);
    rig.restart();

    rig.retire(BOB, BTC, id);

    assertThat(transitions())
        .containsExactly(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB",
            "ASSET BTC BSCB RETIREMENT_PROPOSED BSCB",
            "ASSET BTC BSCB RETIREMENT_PROPOSED BSCB",
            "ASSET BTC BSCB CAUSE_RETIRED BSCB");
    assertThat(lastAlert())
        .startsWith("WARNING CAUSE_RETIRED alice and bob retired a cause of ASSET BTC: drill ");
    assertThat(out.alerts.get(out.alerts.size() - 1).getLinks()).contains(id);
    assertThat(out.lastState().getCauses()).isEmpty();
    assertThat(out.lastState().getMissing())
        .containsExactly(
            Validation.POST_INCIDENT, Validation.RECONCILIATION, Validation.VENUE_HEALTH);
    rig.steady(T1 + 30 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("RISK-3")
  void shouldForgetAProposalToRetireWhenItIsOldOrItsOperatorIsGone() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    String id = out.triggers.get(0).getTriggerId();
    rig.retire(ALICE, BTC, id);
    rig.advanceTo(T1 + 300 * SECOND);

    rig.retire(BOB, BTC, id);
    assertThat(out.lastState().getCauses()).as("alice's word is too old").containsExactly(id);
    FakePolicy withoutBob = policy(2);
    withoutBob
        .record()
        .setOperators(List.of(ALICE.key(OperatorRole.values()), CAROL.key(OperatorRole.values())));
    rig.machine.policy(withoutBob, rig.now(), out);
    rig.retire(CAROL, BTC, id);

    assertThat(out.lastState().getCauses()).as("bob is gone").containsExactly(id);
    assertThat(transitions()).doesNotContain("ASSET BTC BSCB CAUSE_RETIRED BSCB");
  }

  @Test
  @Tag("RISK-3")
  void shouldNotRetireAHaltNorWhatTheMachineHasRaisedItself() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    String halt = out.lastState().getCauses().get(0);
    rig.machine.clockStopped(6_000, out);
    String clock = out.triggers.get(0).getTriggerId();
    rig.machine.refusePolicy("wrong", MachineSamples.record(PolicyMode.LIVE, 3), T1, out);
    String invalid = out.lastState().getCauses().get(1);
    int before = out.transitions.size();

    rig.retire(ALICE, BTC, halt);
    rig.retire(ALICE, Scope.SYSTEM, clock);
    rig.retire(ALICE, Scope.SYSTEM, invalid);
    rig.retire(ALICE, Scope.SYSTEM, "unknown");
    rig.retire(ALICE, VENUE, "unknown");

    assertThat(out.transitions).hasSize(before);
    assertThat(alerts().subList(alerts().size() - 5, alerts().size()))
        .allMatch(
            alert ->
                alert.endsWith(
                    "the scope has no open cause of this ID that operators may retire."));
  }

  @Test
  void shouldTellOfAFloodOfForgedCommandsWithAFewAlerts() {
    long number = 100;
    for (int i = 0; i < 1_000; i++) {
      var forged = ALICE.signed(ALICE.unsigned(CommandKind.HALT, BTC.type(), "BTC", T1, ++number));
      forged.setScope("ETH");
      rig.machine.command(forged, record(number), T1, out);
      var unknown = ALICE.unsigned(CommandKind.HALT, BTC.type(), "BTC", T1, ++number);
      unknown.setKeyId("k" + i);
      rig.machine.command(unknown, record(number), T1, out);
    }
    assertThat(alerts()).hasSize(2 * RefusalLimit.TOLD);
    rig.command(ALICE, CommandKind.RESUME, BTC);
    assertThat(lastAlert()).as("another reason").endsWith("the scope is not in DMM.");
    rig.restart();

    rig.advanceTo(rig.now() + 60 * SECOND);
    var forged = ALICE.signed(ALICE.unsigned(CommandKind.HALT, BTC.type(), "BTC", T1, ++number));
    forged.setScope("ETH");
    rig.machine.command(forged, record(number), T1, out);

    assertThat(lastAlert())
        .endsWith(
            "the signature does not match the fields. 995 more were refused for this reason since"
                + " the last alert of it.");
    rig.machine.command(forged, record(number + 1), T1, out);
    assertThat(lastAlert()).endsWith("the signature does not match the fields.");
  }
}
