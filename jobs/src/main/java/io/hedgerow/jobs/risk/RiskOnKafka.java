package io.hedgerow.jobs.risk;

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

/** Wires the risk job to Kafka; also what {@code demo} and the tests start. */
public final class RiskOnKafka {

  private static final String JOB = "risk";

  /**
   * What is rare is handed on at once; a timeout, however short, would wake a thread for each of
   * the job's many tasks. The observations, which are not rare, have one of their own.
   */
  private static final long AT_ONCE = 0;

  /** The topics that the job reads. */
  public static final List<Topic> INPUTS =
      List.of(
          Topic.MARKET_REFERENCE,
          Topic.MARKET_FUNDING,
          Topic.VENUE_HEALTH,
          Topic.CHAIN_HEALTH,
          Topic.RISK_OBSERVATIONS,
          Topic.STATE_DEPTH,
          Topic.RISK_POLICY,
          Topic.OPS_COMMANDS,
          Topic.RISK_ACKNOWLEDGEMENTS);

  private RiskOnKafka() {}

  /**
   * Builds the job into the environment; asks the broker for topic IDs and, on a first start, for
   * the offsets to begin at.
   *
   * <p>State lives on the heap whatever the cluster says: it is small, and a pattern over RocksDB
   * costs a hundred times more for each edge.
   *
   * @throws IllegalArgumentException if the configuration is wrong or a topic is missing
   */
  public static void build(StreamExecutionEnvironment env, JobArguments arguments) {
    RiskConfig config = arguments.config().map(RiskConfig::load).orElse(RiskConfig.defaults());
    JobSettings.apply(env);
    Configuration heap = new Configuration();
    heap.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    env.configure(heap, RiskOnKafka.class.getClassLoader());
    env.setBufferTimeout(AT_ONCE);
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
    RiskTopology.build(
        env,
        config,
        sources,
        offsets.topicIds(),
        new PublishedRiskStates(connection),
        new RiskTopology.Sinks(
            OutputSinks.views(Topic.RISK_STATE, connection, JOB),
            OutputSinks.exactlyOnce(Topic.RISK_TRIGGERS, connection, JOB),
            OutputSinks.exactlyOnce(Topic.RISK_TRANSITIONS, connection, JOB),
            OutputSinks.alerts(connection, JOB),
            OutputSinks.deadLetters(connection)));
  }
}
