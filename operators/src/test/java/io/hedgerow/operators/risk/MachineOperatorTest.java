package io.hedgerow.operators.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hedgerow.operators.risk.MachineRun.Said;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event time in seconds from the epoch; our own clock is {@link MachineRun}'s. */
@Tag("RISK-5")
class MachineOperatorTest {

  private static final long SECOND = 1_000_000L;
  private static final long END = 1_000;

  private MachineRun run;

  @BeforeEach
  void start() throws Exception {
    run = MachineRun.start();
  }

  @AfterEach
  void close() throws Exception {
    run.close();
  }

  @Test
  @Tag("RISK-1")
  void shouldCloseEverythingAtItsFirstStart() {
    Said said = run.said();

    assertThat(said.states())
        .extracting(RiskState::getScope, RiskState::getState, RiskState::getVersion)
        .containsExactly(tuple("SYSTEM", SystemState.DMM, MachineRun.FIRST_VERSION));
    assertThat(said.states().get(0).getReason())
        .isEqualTo("There is no policy yet: everything is closed.");
    assertThat(said.transitions())
        .extracting(RiskTransition::getSequence, RiskTransition::getEvent, RiskTransition::getAfter)
        .containsExactly(tuple(1L, "NO_POLICY", SystemState.DMM));
    assertThat(said.triggers()).isEmpty();
  }

  @Nested
  class Order {

    @Test
    void shouldNotDependOnTheOrderOfArrival() throws Exception {
      Said expected = all(inputs(), END);
      assertThat(expected.transitions()).hasSize(2 + 2 * 6);
      assertThat(expected.triggers())
          .extracting(RiskTrigger::getStatus)
          .contains(TriggerStatus.WARNED, TriggerStatus.RAISED, TriggerStatus.CLEARED);

      for (int seed = 0; seed < 20; seed++) {
        List<MachineInput> shuffled = new ArrayList<>(inputs());
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(all(shuffled, END)).as("seed %s", seed).isEqualTo(expected);
      }
    }

    @Test
    void shouldNotDependOnTheStepsOfTheWatermark() throws Exception {
      Said expected = all(inputs(), END);

      for (long step : new long[] {1, 7, 100}) {
        assertThat(all(inputs(), step)).as("steps of %s s", step).isEqualTo(expected);
      }
    }

    @Test
    void shouldWaitForTheWatermark() throws Exception {
      run.push(MachineInput.of(policy(1, 50)), raised("V0", 100));
      run.watermarkMillis(99_999);
      assertThat(run.said().triggers()).isEmpty();

      run.watermarkMillis(100_000);

      assertThat(run.said().triggers())
          .extracting(RiskTrigger::getScope, RiskTrigger::getRaisedAtMicros)
          .containsExactly(tuple("V0", 100 * SECOND));
    }

    @Test
    void shouldKeepWhatWaitsOverARestart() throws Exception {
      Said expected = all(inputs(), END);
      run.close();
      run = MachineRun.start();
      for (MachineInput input : inputs()) {
        run.push(input);
      }
      run.watermark(125);
      Said before = run.said();
      run.restart();
      assertThat(run.said().states())
          .as("the newest of each scope")
          .extracting(RiskState::getScope, RiskState::getState, RiskState::getCatchingUp)
          .containsExactlyInAnyOrderElementsOf(
              before.newestStates().values().stream()
                  .map(state -> tuple(state.getScope(), state.getState(), true))
                  .toList());
      run.watermark(END);
      Said after = run.said();

      assertThat(concat(before.transitions(), after.transitions()))
          .isEqualTo(expected.transitions());
      assertThat(concat(before.triggers(), after.triggers())).isEqualTo(expected.triggers());
      assertThat(after.states()).isNotEmpty().allMatch(RiskState::getCatchingUp);
      assertThat(concat(before.alerts(), after.alerts())).isEqualTo(expected.alerts());
    }

    @Test
    void shouldNumberEverythingWithoutGap() throws Exception {
      Said said = all(inputs(), 10);

      assertThat(said.transitions())
          .extracting(RiskTransition::getSequence)
          .containsExactlyElementsOf(upTo(said.transitions().size()));
      assertThat(said.triggers())
          .extracting(RiskTrigger::getSequence)
          .containsExactlyElementsOf(upTo(said.triggers().size()));
      assertThat(said.states())
          .extracting(state -> state.getVersion() - MachineRun.FIRST_VERSION + 1)
          .containsExactlyElementsOf(upTo(said.states().size()));
    }

    private Said all(List<MachineInput> inputs, long step) throws Exception {
      run.close();
      run = MachineRun.start();
      for (MachineInput input : inputs) {
        run.push(input);
      }
      for (long second = step; second <= END + step; second += step) {
        run.watermark(Math.min(second, END));
      }
      return run.said();
    }

    /** Six venues whose margin breaks and recovers, two at the same time, under two policies. */
    private List<MachineInput> inputs() {
      List<MachineInput> inputs = new ArrayList<>();
      inputs.add(MachineInput.of(policy(1, 50)));
      inputs.add(MachineInput.of(policy(2, 117)));
      for (int i = 0; i < 6; i++) {
        Edges margin = margin("V" + i);
        long at = 100 + i / 2 * 10L;
        inputs.add(raised("V" + i, at));
        RiskTriggers.warned(margin.edge(EdgeKind.WARN, "", at - 5, at - 5))
            .forEach(warned -> inputs.add(MachineInput.of(warned)));
        RiskTriggers.cleared(margin.clear(at, at + 30))
            .forEach(cleared -> inputs.add(MachineInput.of(cleared)));
        for (long second = 60; second < 400; second += 20) {
          inputs.add(steady(Measure.UNRECONCILED, "V" + i + "|books", second));
          inputs.add(steady(Measure.API_ERRORS, "V" + i, second + i));
        }
      }
      return inputs;
    }
  }

  @Nested
  class Orders {

    @Test
    @Tag("RISK-3")
    void shouldObeyACommandAtOnce() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      run.said();

      run.push(run.anna().command(CommandKind.HALT, "V9", 1));

      assertThat(run.said().states())
          .extracting(RiskState::getScope, RiskState::getState)
          .containsExactly(tuple("V9", SystemState.DMM));
    }

    @Test
    @Tag("RISK-1")
    void shouldOnlyRestrictAfterARestartUntilItHasCaughtUp() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      run.push(run.anna().command(CommandKind.HALT, "V9", 1));
      run.restart();
      Said said = run.said();
      assertThat(said.states()).hasSizeGreaterThan(1).allMatch(RiskState::getCatchingUp);
      long lastVersion = said.states().get(said.states().size() - 1).getVersion();

      run.watermarkMillis(run.nowMillis());
      run.clock(9_500);
      assertThat(run.said().states())
          .as("commands may be on their way")
          .allMatch(RiskState::getCatchingUp);
      run.clock(500);

      assertThat(run.said().states())
          .extracting(RiskState::getScope, RiskState::getState, RiskState::getCatchingUp)
          .containsExactlyInAnyOrder(
              tuple("V9", SystemState.DMM, false), tuple("SYSTEM", SystemState.DMM, false));
      assertThat(lastVersion).isGreaterThan(MachineRun.FIRST_VERSION);
    }

    /** Our own clock is no input: what it found does not come again by itself. */
    @Test
    @Tag("RISK-1")
    @Tag("TRIG-15")
    void shouldKeepARestrictionThatDoesNotComeAgain() throws Exception {
      toNormal();
      OperatorSnapshot snapshot = run.snapshot();
      run.clock(60_000);
      Said stopped = run.said();
      assertThat(stopped.newestStates().get("SYSTEM").getState()).isEqualTo(SystemState.DMM);
      run.restartFrom(snapshot, List.copyOf(stopped.newestStates().values()));

      for (int second = 0; second <= 10; second++) {
        run.watermarkMillis(run.nowMillis());
        run.clock(1_000);
      }
      Said said = run.said();

      assertThat(said.transitions())
          .extracting(RiskTransition::getEvent, RiskTransition::getAfter)
          .containsExactly(tuple("KEPT_IN_DMM", SystemState.DMM));
      RiskState system = said.newestStates().get("SYSTEM");
      assertThat(system.getState()).isEqualTo(SystemState.DMM);
      assertThat(system.getCatchingUp()).isFalse();
      assertThat(system.getReason())
          .isEqualTo(
              "SYSTEM was in DMM before the restart, for a reason that the job does not know any"
                  + " more.");
    }

    @Test
    @Tag("RISK-3")
    void shouldNotObeyAnApprovalThatExpiredWhileTheJobWasDown() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      OperatorSnapshot snapshot = run.snapshot();
      run.clock(60_000);
      run.restartFrom(snapshot);
      run.said();

      run.push(run.anna().command(CommandKind.APPROVE, "SYSTEM", 1));

      assertThat(run.said().alerts())
          .extracting(alert -> alert.getEvidence().get(0).getExpected())
          .containsExactly("EXPIRED");
    }

    @Test
    @Tag("RISK-1")
    void shouldNotHaveCaughtUpBeforeEventTimeHas() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      run.restart();
      run.said();

      run.watermarkMillis(run.nowMillis() - 1);
      run.clock(60_000);
      assertThat(run.said().states()).allMatch(RiskState::getCatchingUp);
      run.watermarkMillis(run.nowMillis());

      assertThat(run.said().newestStates().get("SYSTEM").getCatchingUp()).isFalse();
    }

    /** It was obeyed and seen by everybody, but not yet in a checkpoint when the job was killed. */
    @Test
    void shouldObeyAHaltAgainThatExpiredWhileTheJobWasDown() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      OperatorSnapshot snapshot = run.snapshot();
      MachineInput halt = run.anna().command(CommandKind.HALT, "V9", 1);
      run.push(halt);
      run.clock(60_000);
      run.restartFrom(snapshot);
      run.said();

      run.push(halt);

      assertThat(run.said().states())
          .extracting(RiskState::getScope, RiskState::getState)
          .containsExactly(tuple("V9", SystemState.DMM));
    }

    @Test
    void shouldRefuseWhatIsExpiredForgedOrRepeated() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      MachineInput good = run.anna().command(CommandKind.HALT, "V9", 1);
      MachineInput forged = run.anna().command(CommandKind.HALT, "V8", 2);
      forged.command.setScope("V7");
      MachineInput late = run.anna().command(CommandKind.HALT, "V6", 3);
      run.push(good);
      run.said();

      run.push(good, forged);
      run.clock(60_000);
      run.watermark(61);
      run.push(late);
      Said said = run.said();

      assertThat(said.alerts())
          .filteredOn(alert -> alert.getType().equals("COMMAND_REFUSED"))
          .extracting(alert -> alert.getEvidence().get(0).getExpected())
          .containsExactly("REPLAYED", "BAD_SIGNATURE", "EXPIRED");
      assertThat(said.transitions())
          .extracting(RiskTransition::getScope)
          .doesNotContain("V7", "V8", "V6");
    }

    @Test
    @Tag("RISK-3")
    void shouldCloseEverythingForAPolicyThatCannotBeObeyed() throws Exception {
      toNormal();
      RiskPolicy invalid = Policies.live(2, 200 * SECOND, Map.of("margin-buffer.confirm", 60L));
      run.push(MachineInput.of(invalid));
      run.watermark(199);
      assertThat(run.said().transitions()).isEmpty();
      run.watermark(200);
      Said said = run.said();

      assertThat(said.transitions())
          .extracting(RiskTransition::getEvent, RiskTransition::getBefore, RiskTransition::getAfter)
          .containsExactly(tuple("INVALID_POLICY", SystemState.NORMAL, SystemState.DMM));
      assertThat(said.newestStates().get("SYSTEM").getReason())
          .startsWith("Policy live version 2 was refused: ")
          .contains("margin-buffer: expected confirm at most of, 2, saw 60");
      assertThat(said.alerts()).extracting(Alert::getType).contains("POLICY_REFUSED");
    }

    @Test
    @Tag("RISK-3")
    void shouldNotResumeAfterARestartBeforeEventTimeIsKnownToMove() throws Exception {
      untilOnlyTheResumeIsMissing();
      run.restart();
      run.push(run.acknowledgement(run.said().newestStates().get("SYSTEM").getVersion(), 1));

      run.said();
      run.push(run.ben().command(CommandKind.RESUME, "SYSTEM", 2));
      Said said = run.said();
      assertThat(said.alerts())
          .extracting(alert -> alert.getEvidence().get(0).getExpected())
          .containsExactly("CLOCK_STANDS");

      run.watermark(171);
      run.push(run.ben().command(CommandKind.RESUME, "SYSTEM", 3));
      assertThat(run.said().newestStates().get("SYSTEM").getState()).isEqualTo(SystemState.NORMAL);
    }

    @Test
    void shouldRefuseAPolicyOfAFarFutureWhenItComes() throws Exception {
      toNormal();
      RiskPolicy far = policy(2, 200);
      far.setPublishedAtMicros(171 * SECOND);
      far.setEffectiveFromMicros(Long.MAX_VALUE);
      run.push(MachineInput.of(far));
      run.watermark(171);
      Said said = run.said();

      assertThat(said.transitions())
          .extracting(RiskTransition::getEvent, RiskTransition::getAtMicros)
          .containsExactly(tuple("INVALID_POLICY", 171 * SECOND));
      assertThat(said.newestStates().get("SYSTEM").getReason())
          .contains("effectiveFromMicros: expected at most 7 days after publishedAtMicros");
    }

    /** One partition does not tick, and triggers go on coming. */
    @Test
    @Tag("TRIG-15")
    void shouldBoundWhatWaitsForEventTimeAndLoseNothing() throws Exception {
      run.close();
      run = MachineRun.start(4);
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      run.push(MachineInput.of(policy(2, 500)));
      run.push(raised("V3", 103), raised("V1", 101), raised("V2", 102));
      run.said();

      run.push(raised("V0", 100));
      Said said = run.said();

      assertThat(said.transitions())
          .extracting(RiskTransition::getScope, RiskTransition::getEvent)
          .containsExactly(
              tuple("SYSTEM", "SYSTEMIC_TRIGGER"),
              tuple("V0", "SCOPED_TRIGGER"),
              tuple("V1", "SCOPED_TRIGGER"),
              tuple("V2", "SCOPED_TRIGGER"),
              tuple("V3", "SCOPED_TRIGGER"));
      assertThat(said.triggers().get(0).getTrigger()).isEqualTo(TriggerName.STATE_INTEGRITY_FAULT);
      run.watermark(499);
      assertThat(run.said().transitions())
          .extracting(RiskTransition::getScope, RiskTransition::getEvent)
          .containsExactly(tuple("SYSTEM", "CAUSE_CLEARED"));
      run.watermark(500);
      assertThat(run.said().newestStates().get("SYSTEM").getPolicyVersion()).isEqualTo(2);
    }

    private void toNormal() throws Exception {
      untilOnlyTheResumeIsMissing();
      run.push(run.ben().command(CommandKind.RESUME, "SYSTEM", 2));
      assertThat(run.said().newestStates().get("SYSTEM").getState()).isEqualTo(SystemState.NORMAL);
    }

    private void untilOnlyTheResumeIsMissing() throws Exception {
      run.push(MachineInput.of(run.withConsole(policy(1, 50))));
      run.push(steady(Measure.API_ERRORS, "V0", 50));
      run.watermark(50);
      run.push(run.acknowledgement(run.said().newestStates().get("SYSTEM").getVersion(), 1));
      run.push(
          steady(Measure.UNRECONCILED, "V0|books", 170), steady(Measure.API_ERRORS, "V0", 170));
      run.watermark(170);
      run.push(run.anna().command(CommandKind.APPROVE, "SYSTEM", 1));
    }
  }

  @Nested
  @Tag("TRIG-15")
  class Clock {

    private static final long SILENT_AFTER_MILLIS = 5_000;

    @BeforeEach
    void givenAPolicy() throws Exception {
      run.push(MachineInput.of(policy(1, 50)));
      run.watermark(60);
      run.said();
    }

    @Test
    void shouldSayThatItHasStopped() throws Exception {
      run.clock(SILENT_AFTER_MILLIS);
      assertThat(run.said().triggers()).isEmpty();

      run.clock(1_000);
      Said said = run.said();

      assertThat(said.triggers())
          .extracting(
              RiskTrigger::getTrigger,
              RiskTrigger::getSubject,
              RiskTrigger::getStatus,
              RiskTrigger::getScope)
          .containsExactly(
              tuple(
                  TriggerName.STATE_INTEGRITY_FAULT, "event-time", TriggerStatus.RAISED, "SYSTEM"));
      assertThat(said.alerts()).extracting(Alert::getType).contains("STATE_INTEGRITY_FAULT");
      assertThat(said.newestStates().get("SYSTEM").getCauses())
          .contains(said.triggers().get(0).getTriggerId());
    }

    @Test
    void shouldSayItOnce() throws Exception {
      for (int i = 0; i < 20; i++) {
        run.clock(SILENT_AFTER_MILLIS);
      }

      assertThat(run.said().triggers()).hasSize(1);
    }

    @Test
    void shouldNotSayItWhileTimeMoves() throws Exception {
      for (int i = 0; i < 20; i++) {
        run.clock(SILENT_AFTER_MILLIS - 1_000);
        run.watermark(61 + i);
      }

      assertThat(run.said().triggers()).isEmpty();
    }

    @Test
    void shouldClearTheCauseWhenItMovesAgain() throws Exception {
      run.clock(SILENT_AFTER_MILLIS + 1_000);
      String raised = run.said().triggers().get(0).getTriggerId();

      run.watermark(61);
      Said said = run.said();

      assertThat(said.triggers())
          .extracting(RiskTrigger::getStatus, RiskTrigger::getTriggerId)
          .containsExactly(tuple(TriggerStatus.CLEARED, raised));
      assertThat(said.newestStates().get("SYSTEM").getCauses()).doesNotContain(raised);
    }

    /** Whoever restores does not know that it had stopped, but the machine does. */
    @Test
    void shouldClearTheCauseWhenItMovesAgainAfterARestart() throws Exception {
      run.clock(SILENT_AFTER_MILLIS + 1_000);
      String raised = run.said().triggers().get(0).getTriggerId();
      run.restart();
      run.said();

      run.watermark(61);

      assertThat(run.said().triggers())
          .extracting(RiskTrigger::getStatus, RiskTrigger::getTriggerId)
          .containsExactly(tuple(TriggerStatus.CLEARED, raised));
    }

    @Test
    void shouldSayNothingWhenTimeMovesAfterARestartWithoutAStop() throws Exception {
      run.restart();
      run.said();

      run.watermark(61);

      assertThat(run.said().triggers()).isEmpty();
      assertThat(run.said().transitions()).isEmpty();
    }

    @Test
    void shouldSayNothingWithoutAPolicy() throws Exception {
      run.close();
      run = MachineRun.start();
      run.said();

      run.clock(100 * SILENT_AFTER_MILLIS);

      assertThat(run.said().triggers()).isEmpty();
    }
  }

  private RiskPolicy policy(long version, long effectiveSecond) {
    return run.withOperators(Policies.live(version, effectiveSecond * SECOND, Map.of()));
  }

  private static Edges margin(String venue) {
    return new Edges(Measure.MARGIN_BUFFER, venue + "|main", 600);
  }

  private static MachineInput raised(String venue, long second) {
    return MachineInput.of(
        RiskTriggers.raised(PatternShape.AT_ONCE, List.of(margin(venue).breach(second))).get(0));
  }

  private static MachineInput steady(Measure measure, String subject, long second) {
    return MachineInput.ofSteady(
        new Edges(measure, subject, 600).edge(EdgeKind.STEADY, "", second, second));
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static List<Long> upTo(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }
}
