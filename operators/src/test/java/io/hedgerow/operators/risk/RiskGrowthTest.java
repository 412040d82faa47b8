package io.hedgerow.operators.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.TwoInputHarness;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a day of edges that come and go leaves behind, and how large it is. Says what it saw. */
@Tag("RISK-5")
class RiskGrowthTest {

  private static final long SECOND = 1_000_000L;
  private static final long HOUR_SECONDS = 3_600;
  private static final long T0_SECONDS = 1_750_000_000L;
  private static final int SUBJECTS = 4;

  /** A minute of trouble in each ten. */
  private static final long CYCLE_SECONDS = 600;

  private static final long STEP_SECONDS = 20;
  private static final int MANY_KEYS = 5_000;

  private long offset;

  /** The end of the longest hold has a timer in Flink's CEP, whether a match is done or not. */
  @Test
  void shouldHoldNoMoreAfterADayThanAfterTheLongestHold() throws Exception {
    try (RiskPipeline pipeline = RiskPipeline.open(Policies.live(1, 0, Map.of()), hours(1))) {
      run(pipeline, 0, 1, "V");
      say("1 h", pipeline);
      Map<String, Integer> afterAnHour = withoutTimers(pipeline);
      int subjects = pipeline.subjects();
      int deadlines = pipeline.classifierTimers();
      run(pipeline, 1, 13, "V");
      say("13 h", pipeline);
      Map<String, Integer> afterTheHold = pipeline.patternEntries();

      run(pipeline, 13, 24, "V");
      say("24 h", pipeline);
      assertThat(pipeline.subjects()).isEqualTo(subjects);
      assertThat(pipeline.classifierTimers()).isEqualTo(deadlines);
      assertThat(withoutTimers(pipeline)).isEqualTo(afterAnHour);
      assertThat(pipeline.patternEntries()).isEqualTo(afterTheHold);
      assertThat(afterTheHold.values()).anyMatch(count -> count > 0);
    }
  }

  /** Whoever is gone for good is forgotten: by the classifier, and by each pattern. */
  @Test
  void shouldForgetSubjectsThatDoNotComeBack() throws Exception {
    try (RiskPipeline pipeline = RiskPipeline.open(Policies.live(1, 0, Map.of()), hours(1))) {
      for (int hour = 0; hour < 6; hour++) {
        run(pipeline, hour, hour + 1, "H" + hour + "-");
      }
      say("6 h", pipeline);
      for (long hour = 6; hour <= 19; hour++) {
        pipeline.watermark((T0_SECONDS + hour * HOUR_SECONDS) * 1_000);
      }

      say("13 h without any", pipeline);
      assertThat(pipeline.subjects()).isZero();
      assertThat(pipeline.classifierTimers()).isZero();
      assertThat(pipeline.patternEntries().values()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetEachKeyAfterItsWindow(PatternShape shape) throws Exception {
    try (OperatorHarness<String, RiskEdge, RiskTrigger> operator = open(shape)) {
      long emptyBytes = usedBytes();
      for (int i = 0; i < MANY_KEYS; i++) {
        Edges edges = new Edges(Measure.API_ERRORS, "SIM-" + i, 600);
        operator.push(edges.breach(1 + i % 60), (1 + i % 60) * 1_000);
      }
      operator.watermark(61_000);
      operator.outputs();
      long breachedBytes = usedBytes() - emptyBytes;
      int breached = operator.keyCount("nfaStateName");
      operator.watermark(24 * HOUR_SECONDS * 1_000);
      operator.outputs();
      long idleBytes = usedBytes() - emptyBytes;
      System.out.printf(
          Locale.ROOT,
          "%s: %,d B a key after a breach (%,d keys), %,d B after a day without%n",
          shape,
          breachedBytes / MANY_KEYS,
          breached,
          idleBytes / MANY_KEYS);

      assertThat(breached).isEqualTo(shape == PatternShape.AT_ONCE ? 0 : MANY_KEYS);
      for (String state : RiskPipeline.PATTERN_STATES) {
        assertThat(operator.keyCount(state)).as(state).isZero();
      }
      assertThat(operator.eventTimeTimers()).isZero();
    }
  }

  @Test
  void shouldForgetEachQuietSubject() throws Exception {
    try (TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> classify =
        new TwoInputHarness.Builder<String, Observation, RiskPolicy, RiskEdge>(
                () -> new ClassifyOperator(2 * MANY_KEYS, hours(1)),
                Observation::subject,
                Types.STRING,
                TypeInformation.of(RiskEdge.class))
            .open()) {
      classify.broadcast(Policies.live(1, 0, Map.of()));
      long emptyBytes = usedBytes();
      for (int i = 0; i < MANY_KEYS; i++) {
        long micros = (T0_SECONDS + i % 60) * SECOND;
        classify.push(
            new Observation(
                Measure.MARGIN_BUFFER,
                "SIM-" + i + "|main",
                "",
                2 * E8.ONE,
                0,
                micros,
                Topic.RISK_OBSERVATIONS,
                0,
                i));
      }
      classify.watermark((T0_SECONDS + 60) * 1_000);
      long quietBytes = usedBytes() - emptyBytes;
      int quiet = classify.keyCount("subjects");
      for (long hour = 1; hour <= 24; hour++) {
        classify.watermark((T0_SECONDS + hour * HOUR_SECONDS) * 1_000);
      }
      long forgottenBytes = usedBytes() - emptyBytes;
      System.out.printf(
          Locale.ROOT,
          "classifier: %,d B a quiet subject (%,d of them), %,d B after a day without%n",
          quietBytes / MANY_KEYS,
          quiet,
          forgottenBytes / MANY_KEYS);

      assertThat(quiet).isEqualTo(MANY_KEYS);
      assertThat(classify.keyCount("subjects")).isZero();
    }
  }

  private static OperatorHarness<String, RiskEdge, RiskTrigger> open(PatternShape shape)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    RiskEdge any = new Edges(Measure.API_ERRORS, "X", 0).breach(0);
    @SuppressWarnings("unchecked") // it is what RiskPatterns has just made
    OneInputTransformation<RiskEdge, RiskTrigger> match =
        (OneInputTransformation<RiskEdge, RiskTrigger>)
            RiskPatterns.apply(shape, env.fromData(TypeInformation.of(RiskEdge.class), any), "test")
                .getTransformation();
    StreamOperatorFactory<RiskTrigger> factory = match.getOperatorFactory();
    return OperatorHarness.<RiskEdge, RiskTrigger>factory(() -> factory)
        .keyedBy(edge -> EdgeKeys.of(shape, edge), Types.STRING)
        .open();
  }

  private static void say(String when, RiskPipeline pipeline) {
    System.out.printf(
        Locale.ROOT,
        "after %s: %d subjects, %d deadlines, patterns %s%n",
        when,
        pipeline.subjects(),
        pipeline.classifierTimers(),
        pipeline.patternEntries());
  }

  private static Map<String, Integer> withoutTimers(RiskPipeline pipeline) {
    Map<String, Integer> entries = pipeline.patternEntries();
    entries.keySet().removeIf(name -> name.endsWith(" timers"));
    return entries;
  }

  /** All shapes: a margin, a cost over two routes, a settlement, books. */
  private void run(RiskPipeline pipeline, long fromHour, long toHour, String prefix)
      throws Exception {
    for (long at = fromHour * HOUR_SECONDS; at < toHour * HOUR_SECONDS; at += STEP_SECONDS) {
      boolean bad = at % CYCLE_SECONDS < 60;
      long micros = (T0_SECONDS + at) * SECOND;
      for (int i = 0; i < SUBJECTS; i++) {
        String name = prefix + i;
        fact(
            pipeline, ObservationKind.MARGIN, name + "|main", "", bad ? "0.01" : "2", null, micros);
        String cost = bad ? "0.002" : "0.0001";
        for (String route : List.of("A>B", "A>C")) {
          fact(pipeline, ObservationKind.EXECUTION_COST, name, route, cost, "0.001", micros);
        }
        String delay = bad ? "3000" : "100";
        fact(pipeline, ObservationKind.SETTLEMENT, name + "|BTC", "", delay, "600", micros);
        String open = bad ? "3" : "0";
        fact(pipeline, ObservationKind.RECONCILIATION, name + "|books", "", open, null, micros);
      }
      pipeline.watermark(micros / 1_000);
    }
  }

  private void fact(
      RiskPipeline pipeline,
      ObservationKind kind,
      String subject,
      String component,
      String value,
      String reference,
      long micros)
      throws Exception {
    pipeline.push(RiskRecords.fact(kind, subject, component, value, reference, micros), offset++);
  }

  private static long hours(long hours) {
    return hours * HOUR_SECONDS * SECOND;
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
