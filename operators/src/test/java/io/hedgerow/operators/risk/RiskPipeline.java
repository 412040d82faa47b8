package io.hedgerow.operators.risk;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.TwoInputHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/** The Flink half of the risk job up to its triggers, one subtask of each operator. */
final class RiskPipeline implements AutoCloseable {

  private static final Map<Class<?>, Topic> TOPICS =
      Map.of(
          FundingUpdate.class, Topic.MARKET_FUNDING,
          ReferencePrice.class, Topic.MARKET_REFERENCE,
          VenueSample.class, Topic.VENUE_HEALTH,
          ChainSample.class, Topic.CHAIN_HEALTH,
          DepthView.class, Topic.STATE_DEPTH,
          RiskObservation.class, Topic.RISK_OBSERVATIONS);

  /** As Flink names them. */
  static final List<String> PATTERN_STATES =
      List.of(
          "nfaStateName",
          "eventQueuesStateName",
          "sharedBuffer-events",
          "sharedBuffer-events-count",
          "sharedBuffer-entries-with-lockable-edges");

  /** What a pattern is about, and the pattern. */
  private record Matcher(
      PatternShape shape,
      FilterFunction<RiskEdge> concerned,
      OperatorHarness<String, RiskEdge, RiskTrigger> operator) {}

  private final TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> classify;
  private final List<Matcher> matchers = new ArrayList<>();

  private RiskPipeline(TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> classify) {
    this.classify = classify;
  }

  static RiskPipeline open(RiskPolicy policy, long forgetAfterMicros) throws Exception {
    RiskPipeline pipeline =
        new RiskPipeline(
            new TwoInputHarness.Builder<String, Observation, RiskPolicy, RiskEdge>(
                    () -> new ClassifyOperator(1_000, forgetAfterMicros),
                    Observation::subject,
                    Types.STRING,
                    TypeInformation.of(RiskEdge.class))
                .open());
    pipeline.classify.broadcast(policy);
    for (PatternShape shape : PatternShape.values()) {
      pipeline.matchers.add(matcher(shape));
    }
    return pipeline;
  }

  /** The operators that the topology is made of, taken from the stream that it builds. */
  @SuppressWarnings("unchecked") // they are what RiskPatterns has just made
  private static Matcher matcher(PatternShape shape) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    RiskEdge any = new Edges(Measure.API_ERRORS, "X", 0).breach(0);
    OneInputTransformation<RiskEdge, RiskTrigger> match =
        (OneInputTransformation<RiskEdge, RiskTrigger>)
            RiskPatterns.apply(shape, env.fromData(TypeInformation.of(RiskEdge.class), any), "test")
                .getTransformation();
    OneInputTransformation<RiskEdge, RiskEdge> filter =
        (OneInputTransformation<RiskEdge, RiskEdge>) match.getInputs().get(0).getInputs().get(0);
    var concerned =
        (AbstractUdfStreamOperator<RiskEdge, FilterFunction<RiskEdge>>) filter.getOperator();
    StreamOperatorFactory<RiskTrigger> factory = match.getOperatorFactory();
    return new Matcher(
        shape,
        concerned.getUserFunction(),
        OperatorHarness.<RiskEdge, RiskTrigger>factory(() -> factory)
            .keyedBy(edge -> EdgeKeys.of(shape, edge), Types.STRING)
            .outputs(TypeInformation.of(RiskTrigger.class))
            .open());
  }

  /** A checked record at its place; all stand in one partition of their topic. */
  void push(SpecificRecord record, long offset) throws Exception {
    Topic topic = TOPICS.get(record.getClass());
    List<Observation> observations = new ArrayList<>();
    new ObserveRecords(topic)
        .flatMap(
            new KeyedRecord("", RecordCodec.encode(record), 0, offset),
            new ListCollector<>(observations));
    for (Observation observation : observations) {
      classify.push(observation);
    }
  }

  /** Moves event time through all operators; the triggers that this makes. */
  List<RiskTrigger> watermark(long millis) throws Exception {
    classify.watermark(millis);
    List<RiskTrigger> triggers = new ArrayList<>();
    List<RiskEdge> edges = classify.outputs();
    for (Matcher matcher : matchers) {
      for (RiskEdge edge : edges) {
        if (matcher.concerned.filter(edge)) {
          EdgeEvidence evidence = edge.getEdge();
          matcher.operator.push(edge, Math.floorDiv(evidence.getAtMicros(), 1_000));
        }
      }
      matcher.operator.watermark(millis);
      triggers.addAll(matcher.operator.outputs());
      if (!matcher.operator.sideOutputs(RiskPatterns.LATE_EDGES).isEmpty()) {
        throw new AssertionError(matcher.shape + ": expected no late edge");
      }
    }
    return triggers;
  }

  int classifierTimers() {
    return classify.eventTimeTimers();
  }

  /** Flink's CEP keeps one for the end of a window even if its match is done. */
  int patternTimers() {
    return matchers.stream().mapToInt(matcher -> matcher.operator.eventTimeTimers()).sum();
  }

  /** Keys with edges that wait or are part of a match that is not whole. */
  int partialMatches() {
    return matchers.stream()
        .mapToInt(
            matcher ->
                matcher.operator.keyCount("eventQueuesStateName")
                    + matcher.operator.keyCount("sharedBuffer-events")
                    + matcher.operator.keyCount("sharedBuffer-entries-with-lockable-edges"))
        .sum();
  }

  /** How many keys hold something in each state of each pattern, how many timers there are. */
  Map<String, Integer> patternEntries() {
    Map<String, Integer> entries = new TreeMap<>();
    for (Matcher matcher : matchers) {
      for (String state : PATTERN_STATES) {
        entries.put(matcher.shape.id() + " " + state, matcher.operator.keyCount(state));
      }
      entries.put(matcher.shape.id() + " timers", matcher.operator.eventTimeTimers());
    }
    return entries;
  }

  /** Keys of the classifier. */
  int subjects() {
    return classify.keyCount("subjects");
  }

  @Override
  public void close() throws Exception {
    classify.close();
    for (Matcher matcher : matchers) {
      matcher.operator.close();
    }
  }
}
