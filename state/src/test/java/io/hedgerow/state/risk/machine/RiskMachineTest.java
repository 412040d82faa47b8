package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.ALICES_SECOND_KEY;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.CAROL;
import static io.hedgerow.state.risk.machine.MachineSamples.MACHINE;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T0;
import static io.hedgerow.state.risk.machine.MachineSamples.acknowledgement;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static io.hedgerow.state.risk.machine.MachineSamples.record;
import static io.hedgerow.state.risk.machine.MachineSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RiskMachineTest {

  private static final Scope BTC = new Scope(ScopeType.ASSET, "BTC");
  private static final Scope VENUE = new Scope(ScopeType.VENUE, MachineRig.VENUE);
  private static final Scope ROUTE = new Scope(ScopeType.ROUTE, MachineRig.VENUE + "|BTC-USDT");
  private static final Measure VOLATILITY = Measure.REALIZED_VOLATILITY;
  private static final long T1 = T0 + 100 * SECOND;

  private final MachineRig rig = MachineRig.normal();
  private final Recorder out = rig.out;

  private static String line(RiskTransition t) {
    Scope scope = new Scope(t.getScopeType(), t.getScope());
    return scope + " " + t.getBefore() + " " + t.getEvent() + " " + t.getAfter();
  }

  private List<String> transitions() {
    return out.transitions.stream().map(RiskMachineTest::line).toList();
  }

  private List<String> alerts() {
    return out.alerts.stream()
        .map(alert -> alert.getSeverity() + " " + alert.getType() + " " + alert.getText())
        .toList();
  }

  private SystemState stateOf(Scope scope) {
    return rig.machine.stateOf(scope);
  }

  /** BTC in BSCB since T1 with its cause over since then too; the fast path obeys. */
  private void breakAndClear() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    rig.clear(VOLATILITY, "BTC", BTC, T1);
  }

  @Test
  @Tag("RISK-4")
  void shouldBeginWithEverythingClosedUntilThereIsAPolicyAndTwoOperatorsResume() {
    MachineRig first = new MachineRig();
    assertThat(first.machine.judge(List.of(BTC))).isEqualTo(SystemState.DMM);

    first.machine.open(0, first.out);

    RiskState closed = first.out.lastState();
    assertThat(closed.getState()).isEqualTo(SystemState.DMM);
    assertThat(closed.getVersion()).isEqualTo(1);
    assertThat(closed.getNewEntries()).isEqualTo(NewEntries.BLOCKED);
    assertThat(closed.getExistingExposure()).isEqualTo(ExistingExposure.FROZEN);
    assertThat(closed.getMonitoring()).isEqualTo(Monitoring.HALTED);
    assertThat(closed.getOperator()).isEqualTo(OperatorNeed.REQUIRED);
    assertThat(closed.getMissing()).containsExactly(Validation.values());
    assertThat(closed.getReason()).isEqualTo("There is no policy yet: everything is closed.");

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
    assertThat(first.out.transitions.stream().map(RiskMachineTest::line))
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

      assertThat(other.out.transitions.stream().map(RiskMachineTest::line))
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
  void shouldHoldAScopeUntilEachOfItsCausesIsOver() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.raise(Measure.VENUE_BASIS, "BTC", BTC, T1);
    rig.acknowledge();
    rig.clear(VOLATILITY, "BTC", BTC, T1 + SECOND);
    rig.steady(T1 + 100 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.POST_INCIDENT);
    assertThat(out.lastState().getCauses()).containsExactly(out.triggers.get(1).getTriggerId());

    rig.clear(Measure.VENUE_BASIS, "BTC", BTC, T1 + 100 * SECOND);
    rig.steady(T1 + 130 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
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
  @Tag("RISK-3")
  void shouldReturnByItselfOnlyWhenEveryValidationHolds() {
    breakAndClear();
    rig.advanceTo(T1 + 29 * SECOND);
    rig.steady(T1 + 29 * SECOND);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.POST_INCIDENT);
    rig.advanceTo(T1 + 30 * SECOND - 1);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);

    rig.advanceTo(T1 + 30 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
    RiskTransition back = out.transitions.get(out.transitions.size() - 1);
    assertThat(line(back)).isEqualTo("ASSET BTC BSCB VALIDATED NORMAL");
    assertThat(back.getCause()).as("time alone").isEmpty();
    assertThat(back.getEvidence().stream().map(Evidence::getName))
        .containsExactly("POST_INCIDENT", "RECONCILIATION", "VENUE_HEALTH", "CONTROL");
    assertThat(alerts().get(alerts().size() - 1))
        .isEqualTo(
            "INFO STATE_CHANGED ASSET BTC went from BSCB to NORMAL: ASSET BTC is NORMAL again:"
                + " every validation holds.");
  }

  @Test
  @Tag("RISK-3")
  void shouldNotTrustAReportFromBeforeTheCauseOrOneThatIsOld() {
    rig.steady(T1);
    breakAndClear();
    rig.advanceTo(T1 + 30 * SECOND);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);

    rig.machine.steady(Measure.UNRECONCILED, "SIM-ALPHA|MAIN", T1 + 31 * SECOND, out);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.VENUE_HEALTH);
    rig.advanceTo(T1 + 51 * SECOND + 1);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);
    rig.machine.steady(Measure.API_ERRORS, MachineRig.VENUE, T1 + 52 * SECOND, out);

    assertThat(out.lastState().getMissing()).containsExactly(Validation.RECONCILIATION);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
  }

  @Test
  @Tag("RISK-3")
  void shouldAskEveryKnownVenueForAnAssetAndOneForItsOwnScope() {
    rig.machine.steady(Measure.UNRECONCILED, "SIM-BETA|MAIN", T1, out);
    rig.machine.steady(Measure.API_ERRORS, "SIM-BETA", T1, out);
    breakAndClear();
    rig.raise(Measure.PRICE_DIVERGENCE, ROUTE.name(), ROUTE, T1 + 1);
    rig.acknowledge();
    rig.clear(Measure.PRICE_DIVERGENCE, ROUTE.name(), ROUTE, T1 + 1);

    rig.steady(T1 + 31 * SECOND);

    assertThat(stateOf(ROUTE)).as("SIM-ALPHA is fine").isEqualTo(SystemState.NORMAL);
    assertThat(stateOf(BTC)).as("SIM-BETA is unknown").isEqualTo(SystemState.BSCB);
  }

  @Test
  @Tag("RISK-3")
  void shouldNotReturnBeforeEveryConsumerObeysTheScopesStateWithOneBuild() {
    rig.machine.policy(policy(2, MACHINE, "fast-path", "console"), T1, out);
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    long version = out.lastState().getVersion();
    rig.acknowledge(version, 2);
    rig.clear(VOLATILITY, "BTC", BTC, T1);
    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-2", T1 + 1), out);
    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-2", T1 + 2), out);
    rig.steady(T1 + 30 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.CONTROL);
    assertThat(alerts().stream().filter(alert -> alert.contains("BUILDS_DIFFER")))
        .containsExactly(
            "CRITICAL BUILDS_DIFFER Consumers of risk.state run different builds, build-1 and"
                + " build-2: nothing returns to NORMAL until they agree.");

    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-1", T1 + 3), out);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("MON-7")
  void shouldGoToDmmWhenAScopeBreaksRepeatedly() {
    for (int time = 0; time < 3; time++) {
      long atMicros = T1 + time * 100 * SECOND;
      rig.raise(VOLATILITY, "BTC", BTC, atMicros);
      rig.acknowledge();
      rig.clear(VOLATILITY, "BTC", BTC, atMicros);
      rig.steady(atMicros + 30 * SECOND);
    }

    assertThat(transitions())
        .endsWith(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB",
            "ASSET BTC BSCB REPEATED DMM",
            "ASSET BTC DMM CAUSE_CLEARED DMM");
    RiskState state = out.lastState();
    assertThat(state.getReason()).isEqualTo("ASSET BTC entered BSCB 3 times within 600 s.");
    assertThat(state.getMissing()).containsExactly(Validation.APPROVALS);
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.command(BOB, CommandKind.RESUME, BTC);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("MON-7")
  void shouldForgetEntriesThatAreTooFarApart() {
    for (int time = 0; time < 5; time++) {
      long atMicros = T1 + time * 301 * SECOND;
      rig.raise(VOLATILITY, "BTC", BTC, atMicros);
      rig.acknowledge();
      rig.clear(VOLATILITY, "BTC", BTC, atMicros);
      rig.steady(atMicros + 30 * SECOND);
    }

    assertThat(transitions()).noneMatch(line -> line.contains("REPEATED"));
    int before = rig.machine.write().length;
    rig.advanceTo(rig.now() + 700 * SECOND);
    assertThat(rig.machine.write().length).as("forgets the scope").isLessThan(before);
    assertThat(rig.machine.nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @Tag("TRIG-16")
  void shouldCloseEverythingOnceWhenAConsumerDoesNotAcknowledgeInTime() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    long missed = out.lastState().getVersion();
    rig.advanceTo(T1 + 2 * SECOND - 1);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.NORMAL);

    rig.advanceTo(T1 + 100 * SECOND);

    assertThat(transitions())
        .containsExactly(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB", "SYSTEM NORMAL CONTROL_TIMEOUT DMM");
    RiskTrigger late = out.triggers.get(1);
    assertThat(late.getTrigger().name()).isEqualTo("CONTROL_TIMEOUT");
    assertThat(late.getRaisedAtMicros()).isEqualTo(T1 + 2 * SECOND);
    assertThat(late.getText())
        .isEqualTo(
            "fast-path did not acknowledge version " + missed + " of risk.state within 2 s.");

    rig.acknowledge(missed, 1);
    assertThat(out.triggers).as("DMM is missed too by now").hasSize(2);
    rig.acknowledge();

    assertThat(out.triggers.get(2).getStatus()).isEqualTo(TriggerStatus.CLEARED);
    assertThat(out.triggers.get(2).getTriggerId()).isEqualTo(late.getTriggerId());
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);
  }

  @Test
  @Tag("TRIG-16")
  void shouldWaitForTheAcknowledgementOfAPolicyToo() {
    rig.machine.policy(policy(2), T1, out);
    rig.advanceTo(T1 + 2 * SECOND);

    assertThat(transitions()).containsExactly("SYSTEM NORMAL CONTROL_TIMEOUT DMM");
    assertThat(out.triggers.get(0).getText())
        .isEqualTo("fast-path did not acknowledge version 2 of risk.policy within 2 s.");
  }

  @Test
  @Tag("TRIG-16")
  void shouldLetAConsumerThatFellBackCatchUp() {
    rig.acknowledge(1, 1);
    rig.acknowledge(0, 1);
    long now = rig.now();
    rig.advanceTo(now + 2 * SECOND - 1);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.NORMAL);

    rig.advanceTo(now + 2 * SECOND);

    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);
  }

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
    first.machine.open(0, first.out);

    first.command(ALICE, CommandKind.HALT, BTC);

    assertThat(first.out.alerts.get(0).getText()).contains("there is no policy");
    assertThat(first.machine.judge(List.of(BTC))).isEqualTo(SystemState.DMM);
  }

  @Test
  void shouldCloseEverythingForAnInvalidPolicyUntilANewerValidOne() {
    rig.machine.refusePolicy("machine.repeat-count is missing", "live", 3, T1, out);
    rig.machine.refusePolicy("machine.repeat-count is missing", "live", 3, T1, out);
    rig.machine.policy(policy(2), T1, out);
    assertThat(out.lastState().getReason())
        .isEqualTo("Policy live version 3 was refused: machine.repeat-count is missing");
    assertThat(alerts().get(0)).startsWith("CRITICAL POLICY_REFUSED Policy live version 3 was");

    rig.machine.policy(policy(4), T1, out);

    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL INVALID_POLICY DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
    assertThat(out.lastState().getCauses()).isEmpty();
    assertThat(out.lastState().getPolicyVersion()).isEqualTo(4);
  }

  @Test
  void shouldOnlyReportAnInvalidShadowPolicyAndIgnoreAnOldOne() {
    rig.machine.refusePolicy("no such option", "shadow", 3, T1, out);
    rig.machine.refusePolicy("no such option", "live", 1, T1, out);
    rig.machine.policy(policy(1), T1, out);

    assertThat(out.states).isEmpty();
    assertThat(alerts())
        .containsExactly(
            "WARNING POLICY_REFUSED Policy shadow version 3 was refused: no such option");
    FakePolicy shadow = policy(9);
    shadow.record().setMode(PolicyMode.SHADOW);
    assertThatThrownBy(() -> rig.machine.policy(shadow, T1, out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("RISK-4")
  void shouldPublishWhatAPolicyChangesForRestrictedScopes() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    MachinePolicy frozen = new MachinePolicy(3, 1, 1, 1, 1, 2 * SECOND, 1, 1, false, true);

    rig.machine.policy(policy(2, frozen, "fast-path"), T1, out);

    List<RiskState> states = out.states.subList(out.states.size() - 2, out.states.size());
    assertThat(states.stream().map(s -> s.getScope() + " " + s.getExistingExposure()))
        .containsExactly("BTC FROZEN", "SYSTEM MANAGED");
    assertThat(states.get(0).getMissing()).contains(Validation.CONTROL);
    rig.command(ALICE, CommandKind.HALT, BTC);
    assertThat(out.lastState().getExistingExposure()).isEqualTo(ExistingExposure.REDUCED);
  }

  @Test
  @Tag("TRIG-15")
  void shouldCloseEverythingOnceWhenEventTimeStandsStill() {
    rig.machine.clockStopped(6_000, out);
    rig.machine.clockStopped(7_000, out);
    rig.machine.clockMoved(out);
    rig.machine.clockMoved(out);

    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL CLOCK_STOPPED DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
    assertThat(out.triggers.get(0).getText()).isEqualTo("Event time has made no progress for 6 s.");
    assertThat(out.triggers.stream().map(RiskTrigger::getStatus))
        .containsExactly(TriggerStatus.RAISED, TriggerStatus.CLEARED);
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
  @Tag("RISK-1")
  void shouldPublishEveryScopeAgainAfterARestartAndOnceMoreWhenItHasCaughtUp() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.command(ALICE, CommandKind.HALT, VENUE);
    out.clear();

    rig.restart();
    rig.machine.open(T1 / 1_000, out);
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
    rig.machine.open(T1 / 1_000, out);
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
    rig.machine.refusePolicy("no such option", "live", 3, T1, out);
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
    rig.machine.open(0, expected);
    golden.open(0, seen);
    assertThat(seen.all).hasSize(3).isEqualTo(expected.all);
    assertThat(golden.write()).isEqualTo(rig.machine.write());
  }
}
