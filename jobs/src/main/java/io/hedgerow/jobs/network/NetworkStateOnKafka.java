package io.hedgerow.jobs.network;

import io.hedgerow.connectors.kafka.InputOffsets;
import io.hedgerow.connectors.kafka.InputSource;
import io.hedgerow.connectors.kafka.OutputSinks;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.JobSettings;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.schemas.wire.OutputRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the network-state job to Kafka; also what {@code demo} and the tests start. */
public final class NetworkStateOnKafka {

  private static final String JOB = "network-state";

  /** The topics that the job reads. */
  public static final List<Topic> INPUTS =
      List.of(
          Topic.MARKET_BOOKS,
          Topic.MARKET_FUNDING,
          Topic.VENUE_HEALTH,
          Topic.VENUE_ACCOUNTS,
          Topic.CHAIN_HEALTH);

  private static final List<Topic> VIEWS =
      List.of(
          Topic.STATE_DEPTH,
          Topic.STATE_FUNDING,
          Topic.STATE_MARGIN,
          Topic.STATE_VENUES,
          Topic.STATE_CHAINS);

  private NetworkStateOnKafka() {}

  /**
   * Builds the job into the environment; asks the broker for topic IDs and, on a first start, for
   * the offsets to begin at.
   *
   * @throws IllegalArgumentException if the configuration is wrong or a topic is missing
   */
  public static void build(StreamExecutionEnvironment env, JobArguments arguments) {
    NetworkStateConfig config =
        arguments.config().map(NetworkStateConfig::load).orElse(NetworkStateConfig.defaults());
    JobSettings.apply(env);
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
    Map<Topic, Sink<OutputRecord>> views = new EnumMap<>(Topic.class);
    for (Topic view : VIEWS) {
      views.put(view, OutputSinks.views(view, connection, JOB));
    }
    NetworkStateTopology.build(
        env,
        config,
        sources,
        offsets.topicIds(),
        views,
        OutputSinks.alerts(connection, JOB),
        OutputSinks.deadLetters(connection));
  }
}
