package io.hedgerow.jobs.signals;

import io.hedgerow.connectors.kafka.InputOffsets;
import io.hedgerow.connectors.kafka.InputSource;
import io.hedgerow.connectors.kafka.OutputSinks;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.JobSettings;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.InputRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the signals job to Kafka; also what {@code demo} and the tests start. */
public final class SignalsOnKafka {

  private static final String JOB = "signals";

  /** Records are handed on after so many ms at most. */
  private static final long BUFFERS_WAIT_MILLIS = 1;

  /**
   * The topics that the job reads; its clock is {@code market.reference}. Triggers are read when
   * they are committed, as every input is.
   */
  public static final List<Topic> INPUTS =
      List.of(
          Topic.MARKET_REFERENCE,
          Topic.STATE_DEPTH,
          Topic.STATE_FUNDING,
          Topic.STATE_CHAINS,
          Topic.VENUE_ACCOUNTS,
          Topic.RISK_TRIGGERS,
          Topic.RISK_POLICY);

  private SignalsOnKafka() {}

  /**
   * Builds the job into the environment; asks the broker for topic IDs and, on a first start, for
   * the offsets to begin at. State lives on the heap whatever the cluster says: a few views for
   * each asset, which every record looks at.
   *
   * @throws IllegalArgumentException if the configuration is missing or wrong, or a topic is
   *     missing
   */
  public static void build(StreamExecutionEnvironment env, JobArguments arguments) {
    SignalsConfig config =
        arguments
            .config()
            .map(SignalsConfig::load)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the signals job needs its fees and caps: --config"
                            + " flink-conf/signals.yaml"));
    build(env, arguments, config);
  }

  /**
   * The same with settings that stand in no file.
   *
   * @throws IllegalArgumentException if a topic is missing
   */
  public static void build(
      StreamExecutionEnvironment env, JobArguments arguments, SignalsConfig config) {
    JobSettings.apply(env);
    Configuration heap = new Configuration();
    heap.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    env.configure(heap, SignalsOnKafka.class.getClassLoader());
    env.setBufferTimeout(BUFFERS_WAIT_MILLIS);
    Properties connection = arguments.connection();
    InputOffsets offsets = InputOffsets.ask(connection, INPUTS);
    Map<Topic, Source<InputRecord, ?, ?>> sources = new EnumMap<>(Topic.class);
    for (Topic input : INPUTS) {
      sources.put(
          input,
          InputSource.of(
              input,
              connection,
              "hedgerow-" + JOB,
              arguments.bootstrap() ? offsets.beginning(input) : Map.of()));
    }
    SignalsTopology.build(
        env,
        config,
        sources,
        offsets.topicIds(),
        OutputSinks.events(Topic.EXECUTION_SIGNALS, connection, JOB),
        OutputSinks.deadLetters(connection));
  }
}
