package io.hedgerow.operators.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event time in seconds from the epoch, policy in force and the first report at 50 s. */
@Tag("RISK-1")
@Tag("NET-7")
class MachineHeartbeatTest {

  private static final long SECOND = 1_000_000L;

  private MachineRun run;
  private RiskState system;

  @BeforeEach
  void givenAJobThatRuns() throws Exception {
    run = MachineRun.start();
    RiskPolicy policy = run.withOperators(Policies.live(1, 50 * SECOND, Map.of()));
    run.push(MachineInput.of(policy), steady(50));
    run.watermarkMillis(50_500);
    system = run.said().newestStates().get("SYSTEM");
    run.heartbeats();
  }

  @AfterEach
  void close() throws Exception {
    run.close();
  }

  @Test
  void shouldRepeatSystemEachSecondOfEventTime() throws Exception {
    for (long millis = 50_599; millis < 60_000; millis += 100) {
      run.watermarkMillis(millis);
    }

    assertThat(run.heartbeats())
        .isEqualTo(LongStream.rangeClosed(51, 60).mapToObj(this::systemAsOf).toList());
    assertThat(run.said().states()).isEmpty();
    assertThat(run.said().transitions()).isEmpty();
  }

  @Test
  void shouldSayTheTimeOfTheChangeWhenSomethingChanges() throws Exception {
    run.push(raised("V1", 52));
    run.watermarkMillis(52_300);

    assertThat(run.said().states())
        .hasSize(1)
        .allSatisfy(state -> assertThat(state.getScope()).isEqualTo("V1"))
        .allSatisfy(state -> assertThat(state.getAsOfMicros()).isEqualTo(52 * SECOND))
        .allSatisfy(state -> assertThat(state.getChangedAtMicros()).isEqualTo(52 * SECOND));
    assertThat(run.heartbeats()).containsExactly(systemAsOf(52));
  }

  @Test
  void shouldRepeatTheNewestChangeOfSystem() throws Exception {
    run.watermarkMillis(51_200);
    run.heartbeats();
    run.push(run.anna().command(CommandKind.HALT, "SYSTEM", 1));
    RiskState halted = run.said().newestStates().get("SYSTEM");
    assertThat(halted.getVersion()).isGreaterThan(system.getVersion());

    run.watermarkMillis(51_999);

    assertThat(run.heartbeats())
        .containsExactly(RiskState.newBuilder(halted).setAsOfMicros(52 * SECOND).build());
  }

  @Test
  void shouldSayOfSecondsThatPassAtOnceTheLast() throws Exception {
    run.watermarkMillis(58_999);

    assertThat(run.heartbeats()).containsExactly(systemAsOf(59));
  }

  @Test
  void shouldBeSilentWhileEventTimeStands() throws Exception {
    run.watermarkMillis(50_998);
    run.clock(4_000);
    run.push(run.anna().command(CommandKind.HALT, "V9", 1), raised("V1", 70));
    run.watermarkMillis(50_998);

    assertThat(run.heartbeats()).isEmpty();
  }

  /** What comes before its time moves the machine, but not what has been judged. */
  @Test
  @Tag("TRIG-15")
  void shouldNotClaimTheTimeOfWhatIsAppliedBeforeItsTime() throws Exception {
    run.close();
    run = MachineRun.start(2);
    run.push(
        MachineInput.of(run.withOperators(Policies.live(1, 50 * SECOND, Map.of()))), steady(50));
    run.watermarkMillis(50_500);
    run.heartbeats();

    run.push(raised("V1", 101), raised("V2", 102), raised("V3", 103));
    run.watermarkMillis(60_000);

    assertThat(run.heartbeats()).isEmpty();
  }

  @Test
  void shouldBeSilentBeforeTimeBegins() throws Exception {
    run.close();
    run = MachineRun.start();
    run.watermarkMillis(1_000_000);
    run.push(MachineInput.of(Policies.live(1, 2_000 * SECOND, Map.of())));
    run.watermarkMillis(3_000_000);

    assertThat(run.heartbeats()).isEmpty();
  }

  @Test
  void shouldBeSilentAfterARestartUntilTimeMovesAndThenSayAnOldTime() throws Exception {
    run.watermarkMillis(55_999);
    OperatorSnapshot snapshot = run.snapshot();
    run.watermarkMillis(90_000);
    run.heartbeats();
    run.clock(60_000);
    run.restartFrom(snapshot, List.of(system));
    run.clock(4_000);
    RiskState reopened = run.said().newestStates().get("SYSTEM");
    assertThat(reopened.getAsOfMicros())
        .as("what had been judged at the checkpoint")
        .isEqualTo(56 * SECOND - 1);
    assertThat(run.heartbeats()).isEmpty();

    run.watermarkMillis(56_999);
    run.watermarkMillis(57_099);

    assertThat(run.heartbeats())
        .containsExactly(RiskState.newBuilder(reopened).setAsOfMicros(57 * SECOND).build())
        .allMatch(RiskState::getCatchingUp);
  }

  private RiskState systemAsOf(long second) {
    assertThat(system.getScopeType()).isEqualTo(ScopeType.SYSTEM);
    assertThat(system.getState()).isEqualTo(SystemState.DMM);
    return RiskState.newBuilder(system).setAsOfMicros(second * SECOND).build();
  }

  private static MachineInput raised(String venue, long second) {
    return MachineInput.of(
        RiskTriggers.raised(
                PatternShape.AT_ONCE,
                List.of(new Edges(Measure.MARGIN_BUFFER, venue + "|main", 600).breach(second)))
            .get(0));
  }

  private static MachineInput steady(long second) {
    return MachineInput.ofSteady(
        new Edges(Measure.API_ERRORS, "V0", 600).edge(EdgeKind.STEADY, "", second, second));
  }
}
