package io.hedgerow.operators.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RISK-2")
class RiskPatternsTest {

  private static final long HOUR = 3_600;

  private OperatorHarness<String, RiskEdge, RiskTrigger> operator;

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Nested
  class Held {

    private final Edges volatility = new Edges(Measure.REALIZED_VOLATILITY, "BTC", 0);

    @Test
    void shouldFireWhenABreachHasNotClearedByItsDeadline() throws Exception {
      open(PatternShape.HELD);
      push(volatility.breach(10), volatility.held(10, 20));
      operator.watermark(30_000);

      assertThat(operator.outputs())
          .extracting(RiskTrigger::getText, RiskTrigger::getRaisedAtMicros, RiskTrigger::getScope)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  "Realized volatility of BTC was 0.09 %, at or above the threshold of 0.08 %,"
                      + " and has not cleared for 10 s.",
                  20_000_000L, "BTC"));
    }

    @Test
    void shouldNotFireWhenItClearedBefore() throws Exception {
      open(PatternShape.HELD);
      push(volatility.breach(10), volatility.clear(10, 19), volatility.held(10, 20));
      operator.watermark(30_000);

      assertThat(operator.outputs()).isEmpty();
    }

    @Test
    void shouldGiveTheSameForEdgesOutOfOrder() throws Exception {
      open(PatternShape.HELD);
      push(volatility.held(10, 20), volatility.breach(10));
      operator.watermark(30_000);

      assertThat(operator.outputs()).hasSize(1);
    }

    @Test
    void shouldSurviveARestartBetweenBreachAndHeld() throws Exception {
      open(PatternShape.HELD);
      push(volatility.breach(10));
      operator.watermark(12_000);
      OperatorSnapshot snapshot = operator.snapshot();
      operator = operator.restartFrom(snapshot);
      push(volatility.held(10, 20));
      operator.watermark(30_000);

      assertThat(operator.outputs()).hasSize(1);
    }
  }

  @Nested
  class Repeated {

    private final Edges errors = new Edges(Measure.API_ERRORS, "SIM-ALPHA", 600);

    @Test
    void shouldFireAtTheThirdBreachInsideTheWindow() throws Exception {
      open(PatternShape.REPEATED);
      push(errors.breach(0), errors.breach(300), errors.breach(600));
      operator.watermark(700_000);

      assertThat(operator.outputs()).hasSize(1);
    }

    @Test
    void shouldNotFireWhenTheThirdComesAfterTheWindow() throws Exception {
      open(PatternShape.REPEATED);
      push(errors.breach(0), errors.breach(300), errors.breach(601));
      operator.watermark(700_000);

      assertThat(operator.outputs()).isEmpty();
    }

    @Test
    void shouldNotWaitForABreachThatIsOutOfTheWindow() throws Exception {
      open(PatternShape.REPEATED);
      push(errors.breach(0), errors.breach(300), errors.breach(700), errors.breach(800));
      operator.watermark(800_000);

      assertThat(operator.outputs())
          .extracting(RiskTrigger::getRaisedAtMicros)
          .containsExactly(800_000_000L);
    }

    @Test
    void shouldNotCountABreachTwice() throws Exception {
      open(PatternShape.REPEATED);
      push(errors.breach(0), errors.breach(10), errors.breach(20), errors.breach(30));
      operator.watermark(700_000);

      assertThat(operator.outputs()).hasSize(1);
    }
  }

  @Nested
  class Spread {

    private final Edges cost = new Edges(Measure.COST_OVER_EDGE, "BTC", 600);

    @Test
    void shouldFireWhenAnotherRouteFollows() throws Exception {
      open(PatternShape.SPREAD);
      push(cost.breach("A>B", 0), cost.breach("A>C", 600));
      operator.watermark(700_000);

      assertThat(operator.outputs())
          .singleElement()
          .satisfies(
              trigger ->
                  assertThat(trigger.getEdges())
                      .extracting(edge -> edge.getComponent())
                      .containsExactly("A>B", "A>C"));
    }

    @Test
    void shouldNotFireForTheSameRouteAgain() throws Exception {
      open(PatternShape.SPREAD);
      push(cost.breach("A>B", 0), cost.breach("A>B", 60));
      operator.watermark(700_000);

      assertThat(operator.outputs()).isEmpty();
    }
  }

  @Nested
  class Always {

    private final Edges margin = new Edges(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", 0);

    @Test
    void shouldFireAtOnceForAConfirmedBreach() throws Exception {
      open(PatternShape.AT_ONCE);
      push(margin.breach(5));
      operator.watermark(5_000);

      assertThat(operator.outputs()).extracting(RiskTrigger::getScope).containsExactly("SIM-ALPHA");
    }

    @Test
    void shouldLeaveNoTimersAndNoPartialMatchesAfterAnHour() throws Exception {
      for (PatternShape shape : PatternShape.values()) {
        if (operator != null) {
          operator.close();
        }
        open(shape);
        push(new Edges(Measure.API_ERRORS, "SIM-ALPHA", 600).breach(0));
        operator.watermark(RiskPatterns.MAX_HOLD.toMillis() + HOUR * 1_000);

        assertThat(operator.eventTimeTimers()).as(shape.id()).isZero();
        assertThat(operator.keyCount("eventQueuesStateName")).as(shape.id()).isZero();
      }
    }

    /** A changed pattern restores silently under an old uid and then fires falsely. */
    @Test
    void shouldGiveAChangedPatternAnotherVersion() throws Exception {
      open(PatternShape.AT_ONCE);
      Map<String, String> known =
          Map.of(
              "at-once@1", "8b528c30",
              "held@1", "ac457a3b",
              "repeated@2", "bbbeb5e4",
              "spread@2", "6b237d7a");

      Map<String, String> seen = new TreeMap<>();
      for (PatternShape shape : PatternShape.values()) {
        seen.put(shape.id(), EventIds.of("Pattern", describe(shape)).substring(0, 8));
      }

      assertThat(seen)
          .as("a changed pattern: give it the next version in PatternShape, and note its hash")
          .isEqualTo(known);
    }
  }

  private static String describe(PatternShape shape) throws Exception {
    StringBuilder text = new StringBuilder();
    Pattern<?, ?> stage = RiskPatterns.pattern(shape);
    text.append(stage.getAfterMatchSkipStrategy());
    while (stage != null) {
      text.append(" <- ")
          .append(stage.getName())
          .append(' ')
          .append(stage.getQuantifier().getConsumingStrategy())
          .append(' ')
          .append(condition(stage))
          .append(' ')
          .append(stage.getTimes())
          .append(' ')
          .append(stage.getWindowSize(WithinType.FIRST_AND_LAST).orElse(null));
      stage = stage.getPrevious();
    }
    return text.toString();
  }

  /** What a stage lets through: edges of every kind, here and elsewhere, soon and late. */
  private static String condition(Pattern<?, ?> stage) throws Exception {
    Edges edges = new Edges(Measure.API_ERRORS, "X", 600);
    @SuppressWarnings("unchecked") // every stage of these patterns is about edges
    IterativeCondition<RiskEdge> condition = (IterativeCondition<RiskEdge>) stage.getCondition();
    StringBuilder passed = new StringBuilder();
    for (EdgeKind kind : EdgeKind.values()) {
      for (String component : List.of("", "elsewhere")) {
        for (long at : new long[] {600, 601}) {
          passed.append(
              condition.filter(edges.edge(kind, component, 0, at), new After(edges.breach(0)))
                  ? '1'
                  : '0');
        }
      }
    }
    return passed.toString();
  }

  /** What a condition sees: the first edge of the match. */
  private record After(RiskEdge first) implements IterativeCondition.Context<RiskEdge> {
    @Override
    public Iterable<RiskEdge> getEventsForPattern(String name) {
      return List.of(first);
    }

    @Override
    public long timestamp() {
      return 0;
    }

    @Override
    public long currentProcessingTime() {
      return 0;
    }
  }

  private void open(PatternShape shape) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    OneInputTransformation<?, ?> transformation =
        (OneInputTransformation<?, ?>)
            RiskPatterns.apply(
                    shape,
                    env.fromData(
                        TypeInformation.of(RiskEdge.class),
                        new Edges(Measure.API_ERRORS, "X", 0).breach(0)),
                    "test")
                .getTransformation();
    @SuppressWarnings("unchecked") // it is what RiskPatterns has just made
    StreamOperatorFactory<RiskTrigger> factory =
        (StreamOperatorFactory<RiskTrigger>) transformation.getOperatorFactory();
    operator =
        OperatorHarness.<RiskEdge, RiskTrigger>factory(() -> factory)
            .keyedBy(edge -> EdgeKeys.of(shape, edge), Types.STRING)
            .outputs(TypeInformation.of(RiskTrigger.class))
            .on(OperatorHarness.Backend.HEAP)
            .open();
  }

  private void push(RiskEdge... edges) throws Exception {
    for (RiskEdge edge : List.of(edges)) {
      operator.push(edge, edge.getEdge().getAtMicros() / 1_000);
    }
  }
}
