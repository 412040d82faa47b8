package io.hedgerow.operators.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.PlainPatterns;
import io.hedgerow.testkit.flink.OperatorHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/**
 * The CEP patterns and the plain ones, edge by edge: the same triggers, as soon as they are due.
 */
@Tag("RISK-2")
class PlainPatternsPropertyTest {

  private static final int EDGES = 60;
  private static final long WITHIN_SECONDS = 600;

  @Property(tries = 100)
  void shouldRaiseTheSameAtOnce(@ForAll long seed) throws Exception {
    compare(PatternShape.AT_ONCE, Measure.MARGIN_BUFFER, seed);
  }

  @Property(tries = 100)
  void shouldRaiseTheSameForHeldBreaches(@ForAll long seed) throws Exception {
    compare(PatternShape.HELD, Measure.REALIZED_VOLATILITY, seed);
  }

  @Property(tries = 100)
  void shouldRaiseTheSameForRepeatedBreaches(@ForAll long seed) throws Exception {
    compare(PatternShape.REPEATED, Measure.API_ERRORS, seed);
  }

  @Property(tries = 100)
  void shouldRaiseTheSameForSpreadingBreaches(@ForAll long seed) throws Exception {
    compare(PatternShape.SPREAD, Measure.COST_OVER_EDGE, seed);
  }

  /** After each edge the watermark reaches it: what is due then must have come. */
  private static void compare(PatternShape shape, Measure measure, long seed) throws Exception {
    Random random = new Random(seed);
    PlainPatterns plain = new PlainPatterns();
    try (OperatorHarness<String, RiskEdge, RiskTrigger> operator = open(shape)) {
      for (RiskEdge edge : edges(measure, random)) {
        List<RiskTrigger> expected = new ArrayList<>();
        plain.take(
            edge,
            trigger -> {
              if (trigger.getPattern().equals(shape.id())) {
                expected.add(trigger);
              }
            });
        long millis = edge.getEdge().getAtMicros() / 1_000;
        operator.push(edge, millis);
        operator.watermark(millis);
        assertThat(operator.outputs()).as("after %s", edge).isEqualTo(expected);
      }
    }
  }

  /** Of two subjects with two components, at whole seconds that often lie a window apart. */
  private static List<RiskEdge> edges(Measure measure, Random random) {
    List<RiskEdge> edges = new ArrayList<>();
    long atSeconds = 0;
    EdgeKind[] kinds = {EdgeKind.BREACH, EdgeKind.BREACH, EdgeKind.HELD, EdgeKind.CLEAR};
    for (int i = 0; i < EDGES; i++) {
      atSeconds += 1 + (random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(200));
      long within = random.nextInt(10) == 0 ? WITHIN_SECONDS / 2 : WITHIN_SECONDS;
      String subject = "SIM-ALPHA|" + (random.nextInt(5) == 0 ? "ETH" : "BTC");
      EdgeKind kind = kinds[random.nextInt(kinds.length)];
      String component = random.nextInt(4) == 0 ? "B" : "A";
      edges.add(new Edges(measure, subject, within).edge(kind, component, atSeconds, atSeconds));
    }
    return edges;
  }

  private static OperatorHarness<String, RiskEdge, RiskTrigger> open(PatternShape shape)
      throws Exception {
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
    return OperatorHarness.<RiskEdge, RiskTrigger>factory(() -> factory)
        .keyedBy(edge -> EdgeKeys.of(shape, edge), Types.STRING)
        .outputs(TypeInformation.of(RiskTrigger.class))
        .on(OperatorHarness.Backend.HEAP)
        .open();
  }
}
