package io.hedgerow.jobs.signals;

import io.hedgerow.connectors.kafka.BacklogWatermarks;
import io.hedgerow.connectors.kafka.TickWatermarks;
import io.hedgerow.connectors.kafka.WithoutWatermarks;
import io.hedgerow.operators.input.CheckInput;
import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.operators.risk.MachineInputs;
import io.hedgerow.operators.signal.SignalInput;
import io.hedgerow.operators.signal.SignalInputChecks;
import io.hedgerow.operators.signal.SignalOperator;
import io.hedgerow.operators.signal.ToAssets;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
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
 * The stream of the signals job, a function of its sources, sinks and configuration.
 *
 * <pre>
 *  market.reference (the clock) ┐
 *  state.depth                  │
 *  state.funding                ├▶ check ▶ to assets ▶ signals ▶ execution.signals
 *  state.chains                 │    │                by asset
 *  venue.accounts               │    │                  ▲
 *  risk.triggers                ┘    └▶ &lt;topic&gt;.dlq
 *                                                       │
 *  risk.policy ─▶ check ────────────── broadcast ───────┘
 * </pre>
 *
 * <p>{@code market.reference} alone moves event time, whatever else has ticks: no other producer
 * can stop the signals. The others hold it back while they are a backlog, so that a job that goes
 * on after an outage reads all of them together. Flink's alignment of watermarks is left off: it
 * does not resume a partition that it paused once that is idle (2.2.1).
 */
public final class SignalsTopology {

  private final StreamExecutionEnvironment env;
  private final SignalsConfig config;
  private final Map<Topic, Source<InputRecord, ?, ?>> sources;
  private final Map<Topic, String> topicIds;
  private DataStream<DeadLetter> deadLetters;

  private SignalsTopology(
      StreamExecutionEnvironment env,
      SignalsConfig config,
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
   * @param sources of the topics of {@link SignalsOnKafka#INPUTS}
   * @param topicIds the broker's IDs of these topics
   */
  public static void build(
      StreamExecutionEnvironment env,
      SignalsConfig config,
      Map<Topic, Source<InputRecord, ?, ?>> sources,
      Map<Topic, String> topicIds,
      Sink<Signal> signals,
      Sink<DeadLetter> deadLetters) {
    new SignalsTopology(env, config, sources, topicIds).build(signals, deadLetters);
  }

  private void build(Sink<Signal> signalSink, Sink<DeadLetter> deadLetterSink) {
    DataStream<SignalInput> inputs = null;
    for (Topic topic : SignalsOnKafka.INPUTS) {
      if (topic != Topic.RISK_POLICY) {
        DataStream<SignalInput> input = toAssets(topic);
        inputs = inputs == null ? input : inputs.union(input);
      }
    }
    inputs
        .keyBy(SignalInput::asset, Types.STRING)
        .connect(policies().broadcast())
        .transform(
            SignalsUid.SIGNALS.uid(),
            TypeInformation.of(Signal.class),
            new SignalOperator(config.settings()))
        .uid(SignalsUid.SIGNALS.uid())
        .sinkTo(signalSink)
        .setParallelism(1)
        .name(SignalsUid.WRITE_SIGNALS.uid())
        .uid(SignalsUid.WRITE_SIGNALS.uid());
    deadLetters
        .sinkTo(deadLetterSink)
        .setParallelism(1)
        .name(SignalsUid.WRITE_DEAD_LETTERS.uid())
        .uid(SignalsUid.WRITE_DEAD_LETTERS.uid());
  }

  private DataStream<SignalInput> toAssets(Topic topic) {
    int parallelism = Math.min(env.getParallelism(), topic.partitions());
    String uid = SignalsUid.TO_ASSETS.of(topic);
    return checked(topic, parallelism)
        .flatMap(new ToAssets(topic, config.settings()))
        .returns(SignalInput.class)
        .setParallelism(parallelism)
        .name(uid)
        .uid(uid);
  }

  private SingleOutputStreamOperator<RiskPolicy> policies() {
    return checked(Topic.RISK_POLICY, 1)
        .map(MachineInputs.policies())
        .returns(RiskPolicy.class)
        .setParallelism(1)
        .name(SignalsUid.DECODE_POLICIES.uid())
        .uid(SignalsUid.DECODE_POLICIES.uid());
  }

  /**
   * Triggers always count, and are only seen when they are committed: nothing waits for them. A
   * policy that is read behind its time would rule from there on only.
   */
  private static WatermarkStrategy<InputRecord> watermarks(Topic topic) {
    return switch (topic) {
      case MARKET_REFERENCE -> new TickWatermarks();
      case RISK_TRIGGERS -> new WithoutWatermarks();
      default -> new BacklogWatermarks();
    };
  }

  private SingleOutputStreamOperator<KeyedRecord> checked(Topic topic, int parallelism) {
    WatermarkStrategy<InputRecord> watermarks = watermarks(topic);
    String read = SignalsUid.READ.of(topic);
    String check = SignalsUid.CHECK.of(topic);
    SingleOutputStreamOperator<KeyedRecord> passed =
        env.fromSource(sources.get(topic), watermarks, read)
            .setParallelism(parallelism)
            .uid(read)
            .process(
                new CheckInput(
                    topic,
                    topicIds.get(topic),
                    check,
                    SignalInputChecks.of(topic),
                    config.maxKeys()))
            .setParallelism(parallelism)
            .name(check)
            .uid(check);
    DataStream<DeadLetter> refused = passed.getSideOutput(CheckInput.DEAD_LETTERS);
    deadLetters = deadLetters == null ? refused : deadLetters.union(refused);
    return passed;
  }
}
