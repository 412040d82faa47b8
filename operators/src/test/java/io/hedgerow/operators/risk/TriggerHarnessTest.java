package io.hedgerow.operators.risk;

import static io.hedgerow.operators.risk.TriggerSeries.HOLD_SECONDS;
import static io.hedgerow.operators.risk.TriggerSeries.SECOND;
import static io.hedgerow.operators.risk.TriggerSeries.STEP_SECONDS;
import static io.hedgerow.operators.risk.TriggerSeries.T0;
import static io.hedgerow.operators.risk.TriggerSeries.at;
import static io.hedgerow.state.risk.PatternShape.AT_ONCE;
import static io.hedgerow.state.risk.PatternShape.HELD;
import static io.hedgerow.state.risk.PatternShape.REPEATED;
import static io.hedgerow.state.risk.PatternShape.SPREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hedgerow.operators.risk.TriggerSeries.Timed;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each trigger from the records of the contract to its raising, one row a measure. */
@Tag("TRIG-1")
@Tag("TRIG-2")
@Tag("TRIG-3")
@Tag("TRIG-4")
@Tag("TRIG-5")
@Tag("TRIG-6")
@Tag("TRIG-7")
@Tag("TRIG-8")
@Tag("TRIG-9")
@Tag("TRIG-10")
@Tag("TRIG-11")
@Tag("TRIG-12")
@Tag("TRIG-13")
@Tag("TRIG-14")
@Tag("TRIG-15")
@Tag("TRIG-16")
class TriggerHarnessTest {

  /** Confirmed bad with the second B, step 4; clear with the second dot after it. */
  private static final String FIRES = "...BBBBBBBB...................";

  /** Confirmed bad at step 4, and clear again before it is held. */
  private static final String SHORT = "...BBB..............";

  private static final int BREACHED = 4;
  private static final long HOUR = 3_600 * SECOND;
  private static final long BLOCK_MICROS = 10 * SECOND;

  private record Raised(
      TriggerName trigger,
      String measure,
      PolicyMode mode,
      TriggerStatus status,
      Scope scope,
      Classification classification,
      Severity severity,
      String pattern,
      long atMicros,
      int edges) {}

  private RiskPipeline pipeline;

  @AfterEach
  void close() throws Exception {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void shouldHaveASeriesOfEachMeasure() {
    assertThat(Arrays.stream(TriggerSeries.values()).map(TriggerSeries::measure))
        .containsExactly(Measure.values());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFire(TriggerSeries series) throws Exception {
    List<RiskTrigger> triggers = run(series, series.policyValues(), series.series(FIRES));

    assertThat(raised(triggers)).containsExactlyElementsOf(expectedOfFires(series));
    assertThat(triggers)
        .allSatisfy(
            trigger ->
                assertThat(trigger.getEdges())
                    .allSatisfy(edge -> assertThat(edge.getObservations()).isNotEmpty()));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFireOneUnitShortOfTheThreshold(TriggerSeries series) throws Exception {
    Map<String, Long> values = series.valuesOutOfReach();
    assumeTrue(values != null, "a switch has no value between");

    assertThat(run(series, values, series.series(FIRES))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFireOneValueShortOfConfirmation(TriggerSeries series) throws Exception {
    assertThat(run(series, series.policyValues(), series.series("..B..B..B..B..B.......")))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFireIfItClearsBeforeItIsHeld(TriggerSeries series) throws Exception {
    assumeTrue(series.measure().shapes().contains(HELD), "it fires with the breach itself");

    assertThat(run(series, series.policyValues(), series.series(SHORT))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFireForTheThirdShortBreach(TriggerSeries series) throws Exception {
    assumeTrue(series.measure().shapes().contains(REPEATED), "breaches are not counted");

    assertThat(run(series, series.policyValues(), series.series(SHORT.repeat(2)))).isEmpty();
    assertThat(raised(run(series, series.policyValues(), series.series(SHORT.repeat(3)))))
        .containsExactlyElementsOf(
            expected(series, REPEATED, at(2 * SHORT.length() + BREACHED), 3));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFireTheSameForRecordsOutOfOrderAndRepeated(TriggerSeries series) throws Exception {
    List<Timed> records = series.series(FIRES);
    List<RiskTrigger> inOrder = run(series, series.policyValues(), records);
    assertThat(inOrder).isNotEmpty();

    for (int seed = 0; seed < 5; seed++) {
      List<Placed> disturbed = new ArrayList<>();
      disturbed.addAll(placed(records));
      disturbed.addAll(placed(records));
      Collections.shuffle(disturbed, new Random(seed));
      disturbed.sort(Comparator.comparingLong(placed -> block(placed.timed())));
      assertThat(runPlaced(series, series.policyValues(), disturbed))
          .as("seed %s", seed)
          .isEqualTo(inOrder);
    }
  }

  /** As two producers write to one partition, each in its own order. */
  @ParameterizedTest
  @EnumSource
  void shouldFireTheSameForTimesThatCrossInAPartition(TriggerSeries series) throws Exception {
    List<Timed> crossed = new ArrayList<>(series.series(FIRES));
    crossed.sort(
        Comparator.comparingLong(TriggerHarnessTest::block)
            .thenComparing(Comparator.comparingLong(Timed::atMicros).reversed()));

    assertThat(raised(run(series, series.policyValues(), crossed)))
        .containsExactlyElementsOf(expectedOfFires(series));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldNothingAfterAnHour(TriggerSeries series) throws Exception {
    List<RiskTrigger> triggers =
        run(series, series.policyValues(), series.series(FIRES.repeat(10)));
    assertThat(triggers).hasSizeGreaterThanOrEqualTo(10 * series.scopes().size());
    assertThat(pipeline.subjects()).isBetween(1, 8);

    triggers = pipeline.watermark((T0 + 10 * 60 * SECOND + HOUR) / 1_000);

    assertThat(triggers).isEmpty();
    assertThat(pipeline.partialMatches()).as("keys with partial matches").isZero();
    assertThat(pipeline.classifierTimers()).as("timers of the classifier").isZero();
    assertThat(pipeline.patternTimers()).as("at most one for each breach").isLessThan(11);
    pipeline.watermark((T0 + HOUR) / 1_000 + RiskPatterns.MAX_HOLD.toMillis());
    assertThat(pipeline.patternTimers()).as("beyond the longest hold").isZero();
    assertThat(pipeline.subjects()).as("every subject is quiet, and forgotten").isZero();
  }

  private static List<Raised> expectedOfFires(TriggerSeries series) {
    if (series.measure().shapes().contains(AT_ONCE)) {
      return expected(series, AT_ONCE, at(BREACHED), 1);
    }
    if (series.measure().shapes().contains(SPREAD)) {
      return expected(series, SPREAD, at(BREACHED), 2);
    }
    return expected(series, HELD, at(BREACHED) + HOLD_SECONDS * SECOND, 2);
  }

  private static List<Raised> expected(
      TriggerSeries series, PatternShape shape, long atMicros, int edges) {
    Measure measure = series.measure();
    return series.scopes().stream()
        .map(
            scope ->
                new Raised(
                    measure.trigger(),
                    measure.text(),
                    PolicyMode.LIVE,
                    TriggerStatus.RAISED,
                    scope,
                    measure.classification(),
                    measure.severity(),
                    shape.id(),
                    atMicros,
                    edges))
        .toList();
  }

  private static List<Raised> raised(List<RiskTrigger> triggers) {
    return triggers.stream()
        .map(
            trigger ->
                new Raised(
                    trigger.getTrigger(),
                    trigger.getMeasure(),
                    trigger.getMode(),
                    trigger.getStatus(),
                    new Scope(trigger.getScopeType(), trigger.getScope()),
                    trigger.getClassification(),
                    trigger.getSeverity(),
                    trigger.getPattern(),
                    trigger.getRaisedAtMicros(),
                    trigger.getEdges().size()))
        .toList();
  }

  /** A record where it stands. */
  private record Placed(Timed timed, long offset) {}

  private static List<Placed> placed(List<Timed> records) {
    List<Placed> placed = new ArrayList<>();
    records.forEach(timed -> placed.add(new Placed(timed, placed.size())));
    return placed;
  }

  /** What comes between two watermarks. */
  private static long block(Timed timed) {
    return Math.floorDiv(timed.atMicros() - at(-1), BLOCK_MICROS);
  }

  private List<RiskTrigger> run(TriggerSeries series, Map<String, Long> values, List<Timed> records)
      throws Exception {
    return runPlaced(series, values, placed(records));
  }

  /** With a watermark after each block, and for a minute behind the last one. */
  private List<RiskTrigger> runPlaced(
      TriggerSeries series, Map<String, Long> values, List<Placed> records) throws Exception {
    close();
    pipeline = RiskPipeline.open(policy(series.measure(), values), HOUR);
    List<RiskTrigger> triggers = new ArrayList<>();
    long block = 0;
    for (Placed placed : records) {
      while (block(placed.timed()) > block) {
        triggers.addAll(endOf(block++));
      }
      pipeline.push(placed.timed().record(), placed.offset());
    }
    for (int more = 0; more < 6; more++) {
      triggers.addAll(endOf(block++));
    }
    return triggers;
  }

  private List<RiskTrigger> endOf(long block) throws Exception {
    long endMicros = at(-1) + (block + 1) * BLOCK_MICROS;
    return pipeline.watermark(endMicros / 1_000 - 1);
  }

  /** These values, and every other measure out of reach. */
  private static RiskPolicy policy(Measure measure, Map<String, Long> values) {
    Map<String, Long> changes = new HashMap<>();
    for (Measure other : Measure.values()) {
      for (PolicyOption option : PolicyOptions.of(other)) {
        boolean threshold = option.name().endsWith(".warn") || option.name().endsWith(".breach");
        if (other != measure && threshold) {
          changes.put(option.name(), other.highIsBad() ? option.max() : option.min());
        }
      }
    }
    changes.putAll(values);
    return Policies.live(1, T0 - STEP_SECONDS * HOUR, changes);
  }
}
