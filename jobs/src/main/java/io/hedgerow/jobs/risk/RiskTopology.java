package io.hedgerow.jobs.risk;

import io.hedgerow.connectors.kafka.TickWatermarks;
import io.hedgerow.connectors.kafka.WithoutWatermarks;
import io.hedgerow.operators.input.CheckInput;
import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.operators.input.ValueTypeInfo;
import io.hedgerow.operators.risk.ClassifyOperator;
import io.hedgerow.operators.risk.MachineInput;
import io.hedgerow.operators.risk.MachineInputs;
import io.hedgerow.operators.risk.MachineOperator;
import io.hedgerow.operators.risk.ObservationSerializer;
import io.hedgerow.operators.risk.ObserveRecords;
import io.hedgerow.operators.risk.PublishedStates;
import io.hedgerow.operators.risk.RiskInputChecks;
import io.hedgerow.operators.risk.RiskPatterns;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.PatternShape;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The stream of the risk job, a function of its sources, sinks and configuration.
 *
 * <pre>
 *  market.reference ┐
 *  market.funding   │                          ┌─▶ at-once  ─┐
 *  venue.health     ├▶ check ▶ observe ▶ classify ─▶ held     ─┤
 *  chain.health     │            by subject ├─▶ repeated ─┼▶ machine ─▶ risk.state
 *  risk.observations│               ▲       ├─▶ spread   ─┤    │ ├──▶ risk.triggers
 *  state.depth      ┘               │       └─▶ (single) ─┤    │ ├──▶ risk.transitions
 *  risk.policy ───▶ check ──────────┴─────────────────────┤    │ └──▶ alerts
 *  ops.commands, risk.acknowledgements ▶ check ───────────┘    ▼
 *                      └─▶ &lt;topic&gt;.dlq
 * </pre>
 *
 * <p>Observing and classifying run at the job's parallelism. Each pattern is one subtask: edges are
 * rare, and every further task is one more that a watermark has to pass. So is the machine, because
 * the order of transitions over all scopes matters more than speed.
 */
public final class RiskTopology {

  /** How long observations wait for company before they cross to their subjects. */
  private static final long OBSERVATIONS_WAIT_MILLIS = 5;

  private static final TypeInformation<Observation> OBSERVATION =
      new ValueTypeInfo<>(Observation.class, ObservationSerializer.INSTANCE);

  private static final TypeInformation<MachineInput> MACHINE_INPUT =
      TypeInformation.of(MachineInput.class);

  private final StreamExecutionEnvironment env;
  private final RiskConfig config;
  private final Map<Topic, Source<InputRecord, ?, ?>> sources;
  private final Map<Topic, String> topicIds;
  private DataStream<DeadLetter> deadLetters;

  /**
   * Where the results go.
   *
   * @param state versions of {@code risk.state}
   * @param triggers exactly once
   * @param transitions exactly once
   * @param alerts for people
   * @param deadLetters refused records
   */
  public record Sinks(
      Sink<OutputRecord> state,
      Sink<RiskTrigger> triggers,
      Sink<RiskTransition> transitions,
      Sink<Alert> alerts,
      Sink<DeadLetter> deadLetters) {}

  private RiskTopology(
      StreamExecutionEnvironment env,
      RiskConfig config,
      Map<Topic, Source<InputRecord, ?, ?>> sources,
      Map<Topic, String> topicIds) {
    this.env = env;
    this.config = config;
    this.sources = sources;
    this.topicIds = topicIds;
  }

  /**
   * Builds the job into the environment.
   *
   * @param sources of the topics of {@link RiskOnKafka#INPUTS}
   * @param topicIds the broker's IDs of these topics
   * @param published what consumers obey at a restart
   */
  public static void build(
      StreamExecutionEnvironment env,
      RiskConfig config,
      Map<Topic, Source<InputRecord, ?, ?>> sources,
      Map<Topic, String> topicIds,
      PublishedStates published,
      Sinks sinks) {
    new RiskTopology(env, config, sources, topicIds).build(published, sinks);
  }

  private void build(PublishedStates published, Sinks sinks) {
    SingleOutputStreamOperator<RiskPolicy> policies =
        checked(Topic.RISK_POLICY, RiskInputChecks.policies(), 1)
            .map(MachineInputs.policies())
            .returns(RiskPolicy.class)
            .setParallelism(1)
            .name(RiskUid.DECODE_POLICIES.uid())
            .uid(RiskUid.DECODE_POLICIES.uid());
    SingleOutputStreamOperator<RiskEdge> edges = classify(observations(), policies);
    DataStream<MachineInput> inputs = single(policies).union(commands(), acknowledgements());
    inputs =
        inputs.union(
            edges
                .flatMap(MachineInputs.edges())
                .returns(MACHINE_INPUT)
                .name(RiskUid.WRAP_EDGES.uid())
                .uid(RiskUid.WRAP_EDGES.uid()));
    for (PatternShape shape : PatternShape.values()) {
      inputs = inputs.union(matched(shape, edges));
    }
    machine(inputs, published, sinks);
    deadLetters
        .sinkTo(sinks.deadLetters())
        .setParallelism(1)
        .name(RiskUid.WRITE_DEAD_LETTERS.uid())
        .uid(RiskUid.WRITE_DEAD_LETTERS.uid());
  }

  private DataStream<Observation> observations() {
    DataStream<Observation> all = null;
    for (Map.Entry<Topic, InputCheck> input : RiskInputChecks.ofObservedTopics().entrySet()) {
      Topic topic = input.getKey();
      int parallelism = Math.min(env.getParallelism(), topic.partitions());
      DataStream<Observation> observed =
          checked(topic, input.getValue(), parallelism)
              .flatMap(new ObserveRecords(topic))
              .returns(OBSERVATION)
              .setParallelism(parallelism)
              .setBufferTimeout(OBSERVATIONS_WAIT_MILLIS)
              .name(RiskUid.OBSERVE.of(topic))
              .uid(RiskUid.OBSERVE.of(topic));
      all = all == null ? observed : all.union(observed);
    }
    return all;
  }

  private SingleOutputStreamOperator<RiskEdge> classify(
      DataStream<Observation> observations, DataStream<RiskPolicy> policies) {
    return observations
        .keyBy(Observation::subject, Types.STRING)
        .connect(policies.broadcast())
        .transform(
            RiskUid.CLASSIFY.uid(),
            TypeInformation.of(RiskEdge.class),
            new ClassifyOperator(
                config.maxSubjects(),
                Duration.ofHours(config.forgetAfterHours()).toMillis() * 1_000))
        .uid(RiskUid.CLASSIFY.uid());
  }

  private static DataStream<MachineInput> matched(PatternShape shape, DataStream<RiskEdge> edges) {
    String wrap = RiskUid.WRAP_TRIGGERS.of(shape);
    return RiskPatterns.apply(shape, edges, RiskUid.MATCH.of(shape))
        .setParallelism(1)
        .map(MachineInputs.triggers())
        .returns(MACHINE_INPUT)
        .setParallelism(1)
        .name(wrap)
        .uid(wrap);
  }

  private static DataStream<MachineInput> single(DataStream<RiskPolicy> policies) {
    return policies
        .map(MachineInputs.ofPolicies())
        .returns(MACHINE_INPUT)
        .setParallelism(1)
        .name(RiskUid.WRAP_POLICIES.uid())
        .uid(RiskUid.WRAP_POLICIES.uid());
  }

  private DataStream<MachineInput> commands() {
    return checked(Topic.OPS_COMMANDS, RiskInputChecks.commands(), 1)
        .map(MachineInputs.commands())
        .returns(MACHINE_INPUT)
        .setParallelism(1)
        .name(RiskUid.WRAP_COMMANDS.uid())
        .uid(RiskUid.WRAP_COMMANDS.uid());
  }

  private DataStream<MachineInput> acknowledgements() {
    return checked(Topic.RISK_ACKNOWLEDGEMENTS, RiskInputChecks.acknowledgements(), 1)
        .map(MachineInputs.acknowledgements())
        .returns(MACHINE_INPUT)
        .setParallelism(1)
        .name(RiskUid.WRAP_ACKNOWLEDGEMENTS.uid())
        .uid(RiskUid.WRAP_ACKNOWLEDGEMENTS.uid());
  }

  private void machine(DataStream<MachineInput> inputs, PublishedStates published, Sinks sinks) {
    SingleOutputStreamOperator<OutputRecord> machine =
        inputs
            .transform(
                RiskUid.MACHINE.uid(),
                TypeInformation.of(OutputRecord.class),
                new MachineOperator(published))
            .setParallelism(1)
            .setMaxParallelism(1)
            .uid(RiskUid.MACHINE.uid());
    write(machine, sinks.state(), RiskUid.WRITE_STATE);
    write(
        machine.getSideOutput(MachineOperator.TRIGGERS), sinks.triggers(), RiskUid.WRITE_TRIGGERS);
    write(
        machine.getSideOutput(MachineOperator.TRANSITIONS),
        sinks.transitions(),
        RiskUid.WRITE_TRANSITIONS);
    write(machine.getSideOutput(MachineOperator.ALERTS), sinks.alerts(), RiskUid.WRITE_ALERTS);
  }

  private static <T> void write(DataStream<T> stream, Sink<T> sink, RiskUid write) {
    stream.sinkTo(sink).setParallelism(1).name(write.uid()).uid(write.uid());
  }

  private SingleOutputStreamOperator<KeyedRecord> checked(
      Topic topic, InputCheck rules, int parallelism) {
    WatermarkStrategy<InputRecord> watermarks =
        topic.hasTicks() ? new TickWatermarks() : new WithoutWatermarks();
    String read = RiskUid.READ.of(topic);
    String check = RiskUid.CHECK.of(topic);
    SingleOutputStreamOperator<KeyedRecord> passed =
        env.fromSource(sources.get(topic), watermarks, read)
            .setParallelism(parallelism)
            .uid(read)
            .process(new CheckInput(topic, topicIds.get(topic), check, rules, config.maxKeys()))
            .setParallelism(parallelism)
            .name(check)
            .uid(check);
    DataStream<DeadLetter> refused = passed.getSideOutput(CheckInput.DEAD_LETTERS);
    deadLetters = deadLetters == null ? refused : deadLetters.union(refused);
    return passed;
  }
}
