package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T0;
import static io.hedgerow.state.risk.machine.MachineSamples.T1;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static io.hedgerow.state.risk.machine.MachineSamples.record;
import static io.hedgerow.state.risk.machine.MachineSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What triggers do to scopes, and what is published of it. */
class RiskMachineTest extends RiggedMachine {

  @Test
  @Tag("RISK-4")
  void shouldBeginWithEverythingClosedUntilThereIsAPolicyAndTwoOperatorsResume() {
    MachineRig first = new MachineRig();
    assertThat(first.machine.judge(List.of(BTC))).isEqualTo(SystemState.DMM);

    first.machine.open(0, List.of(), first.out);

    RiskState closed = first.out.lastState();
    assertThat(closed.getState()).isEqualTo(SystemState.DMM);
    assertThat(closed.getVersion()).isEqualTo(1);
    assertThat(closed.getNewEntries()).isEqualTo(NewEntries.BLOCKED);
    assertThat(closed.getExistingExposure()).isEqualTo(ExistingExposure.FROZEN);
    assertThat(closed.getMonitoring()).isEqualTo(Monitoring.HALTED);
    assertThat(closed.getOperator()).isEqualTo(OperatorNeed.REQUIRED);
    assertThat(closed.getMissing()).containsExactly(Validation.values());
    assertThat(closed.getReason()).isEqualTo("There is no policy yet: everything is closed.");

    first.steady(T0);
    first.machine.policy(policy(1), T0, first.out);
    first.acknowledge();
    first.steady(T0 + 30 * SECOND);
    assertThat(first.out.lastState().getMissing()).containsExactly(Validation.APPROVALS);
    first.command(ALICE, CommandKind.APPROVE, Scope.SYSTEM);
    first.command(BOB, CommandKind.RESUME, Scope.SYSTEM);

    RiskState open = first.out.lastState();
    assertThat(open.getState()).isEqualTo(SystemState.NORMAL);
    assertThat(open.getNewEntries()).isEqualTo(NewEntries.WITHIN_LIMITS);
    assertThat(open.getExistingExposure()).isEqualTo(ExistingExposure.MANAGED);
    assertThat(open.getMonitoring()).isEqualTo(Monitoring.ACTIVE);
    assertThat(open.getOperator()).isEqualTo(OperatorNeed.NOT_REQUIRED);
    assertThat(first.out.transitions.stream().map(RiggedMachine::line))
        .containsExactly(
            "SYSTEM DMM NO_POLICY DMM",
            "SYSTEM DMM CAUSE_CLEARED DMM",
            "SYSTEM DMM APPROVED DMM",
            "SYSTEM DMM RESUMED NORMAL");
  }

  @Test
  @Tag("RISK-2")
  @Tag("RISK-4")
  void shouldBreakTheScopeOfAScopedTriggerOnly() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);

    RiskState state = out.lastState();
    assertThat(state.getState()).isEqualTo(SystemState.BSCB);
    assertThat(state.getNewEntries()).isEqualTo(NewEntries.BLOCKED);
    assertThat(state.getExistingExposure()).isEqualTo(ExistingExposure.REDUCED);
    assertThat(state.getMonitoring()).isEqualTo(Monitoring.PARTIAL);
    assertThat(state.getOperator()).isEqualTo(OperatorNeed.CONDITIONAL);
    assertThat(state.getSinceMicros()).isEqualTo(T1);
    assertThat(state.getCauses()).containsExactly(out.triggers.get(0).getTriggerId());
    assertThat(state.getMissing())
        .containsExactly(
            Validation.POST_INCIDENT,
            Validation.RECONCILIATION,
            Validation.VENUE_HEALTH,
            Validation.CONTROL);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.NORMAL);
    assertThat(stateOf(ROUTE)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("RISK-5")
  void shouldSayInOneSentenceWhatHappenedAndShowTheEvidence() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);

    String sentence =
        "Realized volatility of BTC was 0.7 %, at or above the threshold of 0.6 %, and has not"
            + " cleared for 10 s; it is 0.82 % now";
    assertThat(alerts())
        .containsExactly(
            "WARNING STATE_CHANGED ASSET BTC went from NORMAL to BSCB: " + sentence + ".",
            "CRITICAL EXTREME_VOLATILITY " + sentence + ": BSCB for ASSET BTC.");
    Alert alert = out.alerts.get(1);
    long offset = T1 / SECOND % 1_000;
    assertThat(alert.getEvidence())
        .containsExactly(
            new Evidence("realized-volatility", "7000 ppm", "6000 ppm", record(offset - 10)),
            new Evidence("realized-volatility", "8200 ppm", "6000 ppm", record(offset)));
    assertThat(alert.getLinks()).containsExactly(out.triggers.get(0).getTriggerId());
    RiskTransition transition = out.transitions.get(0);
    assertThat(transition.getCause()).isEqualTo(out.triggers.get(0).getTriggerId());
    assertThat(transition.getEvidence()).isEqualTo(alert.getEvidence());
    assertThat(out.triggers.get(0).getSequence()).isEqualTo(1);
    assertThat(out.triggers.get(0).getText()).isEqualTo(sentence + ".");
  }

  @Test
  @Tag("RISK-2")
  void shouldCloseEverythingForASystemicOrUnclassifiedTriggerWhateverItsScope() {
    for (Classification wide : List.of(Classification.SYSTEMIC, Classification.UNCLASSIFIED)) {
      MachineRig other = MachineRig.normal();

      other.machine.trigger(
          trigger(TriggerStatus.RAISED, VOLATILITY, wide, "BTC", BTC, T1), other.out);

      assertThat(other.out.transitions.stream().map(RiggedMachine::line))
          .containsExactly("SYSTEM NORMAL " + wide + "_TRIGGER DMM");
      assertThat(other.machine.stateOf(BTC)).isEqualTo(SystemState.NORMAL);
      assertThat(other.machine.judge(List.of(BTC))).isEqualTo(SystemState.DMM);
    }
  }

  @Test
  @Tag("RISK-6")
  void shouldJudgeByTheMostRestrictiveOfAllTouchedScopes() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.command(ALICE, CommandKind.HALT, VENUE);

    assertThat(rig.machine.judge(List.of())).isEqualTo(SystemState.NORMAL);
    assertThat(rig.machine.judge(List.of(ROUTE))).isEqualTo(SystemState.NORMAL);
    assertThat(rig.machine.judge(List.of(ROUTE, BTC))).isEqualTo(SystemState.BSCB);
    assertThat(rig.machine.judge(List.of(VENUE, BTC))).isEqualTo(SystemState.DMM);
  }

  @Test
  @Tag("TRIG-11")
  void shouldReportTheDisplayUnitAndRestrictNothing() {
    Scope module = new Scope(ScopeType.MODULE, "reporting");
    rig.raise(Measure.DISPLAY_UNIT, "USDT", module, T1);
    rig.raise(Measure.DISPLAY_UNIT, "USDT", module, T1 + SECOND);
    rig.clear(Measure.DISPLAY_UNIT, "USDT", module, T1 + 2 * SECOND);

    assertThat(out.transitions).isEmpty();
    assertThat(out.states).isEmpty();
    assertThat(out.triggers.stream().map(RiskTrigger::getStatus))
        .containsExactly(TriggerStatus.RAISED, TriggerStatus.CLEARED);
    assertThat(out.triggers.get(1).getTriggerId()).isEqualTo(out.triggers.get(0).getTriggerId());
    assertThat(alerts().get(0))
        .isEqualTo(
            "WARNING DISPLAY_UNIT_DIVERGENCE Display unit of USDT was 0.7 %, at or above the"
                + " threshold of 0.6 %, and has not cleared for 10 s; it is 0.82 % now: nothing is"
                + " restricted.");
  }

  @Test
  @Tag("MON-7")
  void shouldAskForReductionWhenTheMarginIsThinAndRestrictNothing() {
    rig.warn(Measure.MARGIN_BUFFER, "SIM-ALPHA|MAIN", VENUE, T1);
    rig.warn(Measure.MARGIN_BUFFER, "SIM-ALPHA|MAIN", VENUE, T1 + SECOND);
    rig.warn(VOLATILITY, "BTC", BTC, T1 + SECOND);

    assertThat(out.states).isEmpty();
    assertThat(out.alerts.remove(1).getText()).as("again").isEqualTo(out.alerts.get(0).getText());
    assertThat(alerts())
        .containsExactly(
            "WARNING MARGIN_BUFFER_BREACH Margin buffer of SIM-ALPHA|MAIN is 0.45 %, at or below"
                + " the warning threshold of 0.4 %: reduce the exposure under control, before"
                + " the breach restricts it.",
            "WARNING EXTREME_VOLATILITY Realized volatility of BTC is 0.45 %, at or above the"
                + " warning threshold of 0.4 %: nothing is restricted.");
  }

  @Test
  void shouldReportAShadowAndRestrictNothing() {
    RiskTrigger shadow = trigger(TriggerStatus.RAISED, VOLATILITY, "BTC", BTC, T1);
    shadow.setMode(PolicyMode.SHADOW);
    rig.machine.trigger(shadow, out);
    rig.machine.trigger(shadow, out);
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    RiskTrigger over = trigger(TriggerStatus.CLEARED, VOLATILITY, "BTC", BTC, T1 + SECOND);
    over.setMode(PolicyMode.SHADOW);
    rig.machine.trigger(over, out);

    assertThat(transitions()).containsExactly("ASSET BTC NORMAL SCOPED_TRIGGER BSCB");
    assertThat(out.lastState().getCauses()).as("still open").hasSize(1);
    assertThat(out.triggers).hasSize(3);
    assertThat(out.alerts.get(0).getSeverity()).isEqualTo(Severity.INFO);
    assertThat(out.alerts.get(0).getText())
        .startsWith("[shadow] Realized volatility of BTC was 0.7 %")
        .endsWith(": a shadow policy restricts nothing.");
  }

  @Test
  void shouldPublishAnOpenCauseOnceAndItsEndOnce() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    rig.raise(VOLATILITY, "BTC", BTC, T1 + SECOND);
    rig.clear(VOLATILITY, "BTC", BTC, T1 + 2 * SECOND);
    rig.clear(VOLATILITY, "BTC", BTC, T1 + 3 * SECOND);

    String id = out.triggers.get(0).getTriggerId();
    assertThat(out.triggers.stream().map(t -> t.getStatus() + " " + t.getTriggerId()))
        .containsExactly("RAISED " + id, "CLEARED " + id);
    assertThat(transitions())
        .containsExactly(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB", "ASSET BTC BSCB CAUSE_CLEARED BSCB");
    assertThat(out.transitions.get(1).getCause()).isEqualTo(id);
  }

  @Test
  void shouldCloseACauseOfEveryScopeThatItsMeasureRestricted() {
    Scope paxg = new Scope(ScopeType.ASSET, "PAXG");
    Scope eth = new Scope(ScopeType.ASSET, "ETH");
    rig.raise(Measure.BLOCK_GAP, "ETHEREUM", eth, T1);
    rig.raise(Measure.BLOCK_GAP, "ETHEREUM", paxg, T1 + 1);

    rig.clear(Measure.BLOCK_GAP, "ETHEREUM", eth, T1 + SECOND);

    assertThat(transitions())
        .containsExactly(
            "ASSET ETH NORMAL SCOPED_TRIGGER BSCB",
            "ASSET PAXG NORMAL SCOPED_TRIGGER BSCB",
            "ASSET ETH BSCB CAUSE_CLEARED BSCB",
            "ASSET PAXG BSCB CAUSE_CLEARED BSCB");
  }

  @Test
  void shouldCloseEverythingWhenThereIsNoRoomForAnotherScope() {
    for (int i = 0; i < 2_001; i++) {
      Scope scope = new Scope(ScopeType.ASSET, "A" + i);
      rig.raise(VOLATILITY, scope.name(), scope, T1);
    }

    assertThat(stateOf(new Scope(ScopeType.ASSET, "A1998"))).isEqualTo(SystemState.BSCB);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);
  }

  @Test
  void shouldNeverRunBackInTime() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.raise(Measure.VENUE_BASIS, "ETH", new Scope(ScopeType.ASSET, "ETH"), T1 - SECOND);

    assertThat(rig.now()).isEqualTo(T1);
    assertThat(out.lastState().getSinceMicros()).isEqualTo(T1);
  }

  @Test
  @Tag("RISK-3")
  void shouldNotBelieveAnAcknowledgementOfAVersionThatWasNeverPublished() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    long newest = out.lastState().getVersion();
    out.clear();

    rig.acknowledge(newest + 1, 1);
    assertThat(out.alerts.get(0).getText())
        .isEqualTo(
            "fast-path acknowledged version "
                + (newest + 1)
                + " of risk.state, but the newest is "
                + newest
                + ": it is not believed.");
    assertThat(out.states).isEmpty();
    rig.acknowledge(newest, 1);

    assertThat(out.lastState().getMissing()).doesNotContain(Validation.CONTROL);
  }

  @Test
  @Tag("TRIG-16")
  @Tag("RISK-3")
  void shouldCountNoTimeBeforeTheFirstThatItKnows() {
    MachineRig first = new MachineRig();
    first.machine.open(0, List.of(), first.out);
    first.machine.policy(policy(1), T0 - 3_600 * SECOND, first.out);
    first.steady(T0);

    assertThat(first.out.triggers).as("nobody could answer an hour ago").isEmpty();
    assertThat(first.out.lastState().getSinceMicros()).isEqualTo(T0);
    first.advanceTo(T0 + 600 * SECOND);

    assertThat(first.out.triggers).extracting(RiskTrigger::getSubject).containsExactly("fast-path");
    assertThat(first.out.triggers.get(0).getRaisedAtMicros()).isGreaterThan(T0);
  }

  @Test
  @Tag("RISK-1")
  void shouldPublishEveryScopeAgainAfterARestartAndOnceMoreWhenItHasCaughtUp() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.command(ALICE, CommandKind.HALT, VENUE);
    out.clear();

    rig.restart();
    rig.machine.open(T1 / 1_000, List.of(), out);
    List<String> restarted = states();
    long firstVersion = out.states.get(0).getVersion();
    out.clear();
    rig.machine.caughtUp(out);
    rig.machine.caughtUp(out);

    assertThat(restarted)
        .containsExactly(
            "ASSET BTC BSCB, catching up",
            "VENUE SIM-ALPHA DMM, catching up",
            "SYSTEM NORMAL, catching up");
    assertThat(firstVersion).isGreaterThan(T1 / 1_000);
    assertThat(states()).containsExactly("ASSET BTC BSCB", "VENUE SIM-ALPHA DMM", "SYSTEM NORMAL");
    assertThat(out.transitions).isEmpty();
  }

  @Test
  @Tag("RISK-3")
  @Tag("TRIG-16")
  void shouldAskEveryConsumerAnewAfterARestartAndGiveItTimeFromWhenItHasCaughtUp() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    rig.restart();
    out.clear();
    rig.machine.open(T1 / 1_000, List.of(), out);
    assertThat(out.states.get(0).getMissing()).contains(Validation.CONTROL);

    rig.advanceTo(T1 + 600 * SECOND);
    assertThat(out.triggers).isEmpty();
    rig.machine.caughtUp(out);
    rig.advanceTo(T1 + 601 * SECOND);
    assertThat(out.triggers).isEmpty();
    rig.advanceTo(T1 + 700 * SECOND);

    assertThat(out.triggers).extracting(RiskTrigger::getSubject).containsExactly("fast-path");
  }

  private List<String> states() {
    return out.states.stream()
        .map(
            state ->
                new Scope(state.getScopeType(), state.getScope())
                    + " "
                    + state.getState()
                    + (state.getCatchingUp() ? ", catching up" : ""))
        .toList();
  }

  @Test
  void shouldReadTheGoldenPage() throws IOException {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.warn(Measure.MARGIN_BUFFER, "SIM-ALPHA|MAIN", VENUE, T1);
    rig.machine.refusePolicy("no such option", MachineSamples.record(PolicyMode.LIVE, 3), T1, out);
    rig.command(ALICE, CommandKind.HALT, VENUE);
    rig.command(BOB, CommandKind.APPROVE, VENUE);
    rig.advanceTo(T1 + 3 * SECOND);
    Path file = Path.of("src/test/resources/pages/risk-machine.v1.txt");
    if (Boolean.getBoolean("hedgerow.golden.write")) {
      Files.writeString(file, HexFormat.of().formatHex(rig.machine.write()) + "\n");
    }

    RiskMachine golden = RiskMachine.read(HexFormat.of().parseHex(Files.readString(file).strip()));

    Recorder expected = new Recorder();
    Recorder seen = new Recorder();
    rig.machine.open(0, List.of(), expected);
    golden.open(0, List.of(), seen);
    assertThat(seen.all).hasSize(3).isEqualTo(expected.all);
    assertThat(golden.write()).isEqualTo(rig.machine.write());
  }
}
