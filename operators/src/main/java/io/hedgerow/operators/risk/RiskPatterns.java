package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.state.risk.policy.PolicyOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The CEP patterns, one for each {@link PatternShape}, over the edges that the classifier makes.
 *
 * <pre>
 *  at-once   BREACH
 *  held      BREACH, no CLEAR, HELD
 *  repeated  BREACH, BREACH, BREACH    inside the policy's window
 *  spread    BREACH, BREACH elsewhere  inside the policy's window
 * </pre>
 *
 * <p>A breach that is out of the window of a newer one ends its partial match at once. CEP keeps a
 * complete match back as long as an earlier one may still complete: one that merely waited for its
 * {@code within} would delay the trigger by up to an hour.
 *
 * <p>Deadlines are edges too: the classifier sends HELD at the exact event time at which a breach
 * has lasted. A pattern that waited for nothing to come would bear the time of whichever watermark
 * woke it, and that differs from run to run. Each pattern has a {@code within} of its own, longer
 * than the policy may set, only so that its state is forgotten.
 */
public final class RiskPatterns {

  /** No hold time is longer. */
  public static final Duration MAX_HOLD = Duration.ofSeconds(PolicyOptions.MAX_HOLD_SECONDS);

  /** No window of repeated or spreading breaches is longer. */
  public static final Duration MAX_WITHIN = Duration.ofSeconds(PolicyOptions.MAX_WITHIN_SECONDS);

  /** Events exactly this far apart no longer match, so it lies beyond what may be set. */
  private static final Duration BEYOND = Duration.ofSeconds(1);

  /** Edges that came behind the watermark; the classifier makes none. */
  public static final OutputTag<RiskEdge> LATE_EDGES = new OutputTag<>("late-edges") {};

  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String THIRD = "third";
  private static final String CLEAR = "clear";
  private static final String EXPIRED = "expired";
  private static final String EXPIRED_LATER = "expired-later";

  private RiskPatterns() {}

  /** The stages of a shape. */
  public static Pattern<RiskEdge, ?> pattern(PatternShape shape) {
    Pattern<RiskEdge, RiskEdge> first =
        Pattern.<RiskEdge>begin(FIRST, AfterMatchSkipStrategy.skipPastLastEvent())
            .where(kind(EdgeKind.BREACH));
    return switch (shape) {
      case AT_ONCE -> first.within(BEYOND);
      case HELD ->
          first
              .notFollowedBy(CLEAR)
              .where(kind(EdgeKind.CLEAR))
              .followedBy(SECOND)
              .where(kind(EdgeKind.HELD))
              .within(MAX_HOLD.plus(BEYOND));
      case REPEATED ->
          first
              .notFollowedBy(EXPIRED)
              .where(new BeyondWindow())
              .followedBy(SECOND)
              .where(kind(EdgeKind.BREACH))
              .notFollowedBy(EXPIRED_LATER)
              .where(new BeyondWindow())
              .followedBy(THIRD)
              .where(kind(EdgeKind.BREACH))
              .where(new InsideWindow(false))
              .within(MAX_WITHIN.plus(BEYOND));
      case SPREAD ->
          first
              .notFollowedBy(EXPIRED)
              .where(new BeyondWindow())
              .followedBy(SECOND)
              .where(kind(EdgeKind.BREACH))
              .where(new InsideWindow(true))
              .within(MAX_WITHIN.plus(BEYOND));
    };
  }

  /**
   * Adds the operator of a shape.
   *
   * @param uid of the operator: the pattern's state belongs to it
   */
  public static SingleOutputStreamOperator<RiskTrigger> apply(
      PatternShape shape, DataStream<RiskEdge> edges, String uid) {
    DataStream<RiskEdge> concerned =
        edges.filter(new Concerns(shape)).name(uid + "-edges").uid(uid + "-edges");
    return CEP.pattern(
            concerned.keyBy(edge -> EdgeKeys.of(shape, edge), Types.STRING),
            pattern(shape),
            new ByTime())
        .inEventTime()
        .sideOutputLateData(LATE_EDGES)
        .process(new Raise(shape), TypeInformation.of(RiskTrigger.class))
        .name(uid)
        .uid(uid);
  }

  private static SimpleCondition<RiskEdge> kind(EdgeKind kind) {
    return SimpleCondition.of(edge -> edge.getEdge().getKind() == kind);
  }

  /** Lets through what a shape is made of, for the measures that have it. */
  private record Concerns(PatternShape shape) implements FilterFunction<RiskEdge> {
    @Override
    public boolean filter(RiskEdge edge) {
      return edge.getEdge().getKind() != EdgeKind.STEADY
          && edge.getEdge().getKind() != EdgeKind.WARN
          && Measure.of(edge.getMeasure()).shapes().contains(shape);
    }
  }

  /** Edges of the same millisecond in the order of their microseconds. */
  private static final class ByTime implements EventComparator<RiskEdge> {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(RiskEdge one, RiskEdge other) {
      int byTime = Long.compare(one.getEdge().getAtMicros(), other.getEdge().getAtMicros());
      return byTime != 0
          ? byTime
          : one.getEdge().getComponent().compareTo(other.getEdge().getComponent());
    }
  }

  private static boolean isInside(RiskEdge edge, RiskEdge first) {
    return edge.getEdge().getAtMicros() - first.getEdge().getAtMicros() <= edge.getWithinMicros();
  }

  /** Whether a breach is so far from the first one that this one does not count any more. */
  private static final class BeyondWindow extends IterativeCondition<RiskEdge> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean filter(RiskEdge edge, IterativeCondition.Context<RiskEdge> context)
        throws Exception {
      Iterator<RiskEdge> first = context.getEventsForPattern(FIRST).iterator();
      return edge.getEdge().getKind() == EdgeKind.BREACH
          && first.hasNext() // CEP asks of the first one itself, too
          && !isInside(edge, first.next());
    }
  }

  /** Whether an edge is no further from the first one than the policy's window. */
  private static final class InsideWindow extends IterativeCondition<RiskEdge> {
    private static final long serialVersionUID = 1L;
    private final boolean elsewhere;

    /**
     * @param elsewhere whether it must be of another component
     */
    InsideWindow(boolean elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public boolean filter(RiskEdge edge, IterativeCondition.Context<RiskEdge> context)
        throws Exception {
      RiskEdge first = context.getEventsForPattern(FIRST).iterator().next();
      return isInside(edge, first)
          && (!elsewhere
              || !Objects.equals(edge.getEdge().getComponent(), first.getEdge().getComponent()));
    }
  }

  /** Makes the triggers of a match. */
  private static final class Raise extends PatternProcessFunction<RiskEdge, RiskTrigger> {
    private static final long serialVersionUID = 1L;
    private final PatternShape shape;

    Raise(PatternShape shape) {
      this.shape = shape;
    }

    @Override
    public void processMatch(
        Map<String, List<RiskEdge>> match,
        PatternProcessFunction.Context context,
        Collector<RiskTrigger> out) {
      List<RiskEdge> edges = new ArrayList<>();
      for (String stage : List.of(FIRST, SECOND, THIRD)) {
        edges.addAll(match.getOrDefault(stage, List.of()));
      }
      RiskTriggers.raised(shape, edges).forEach(out::collect);
    }
  }
}
