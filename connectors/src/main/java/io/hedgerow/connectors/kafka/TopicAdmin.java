package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of the catalogue with their dead-letter topics, and says what stands on the
 * broker.
 *
 * <p>Nothing is ever changed on a topic that exists: one with another partition count or cleanup
 * policy is an error, because keys would move. Broker failures are {@link KafkaEdgeException}. Safe
 * from any thread.
 */
public final class TopicAdmin implements AutoCloseable {

  /** How long one request may take before it is an error. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** An input topic takes records that are too large for the codec: they become dead letters. */
  public static final int INPUT_MAX_MESSAGE_BYTES = 2 * RecordCodec.MAX_RECORD_BYTES;

  /** A dead letter holds its original untouched and its reason beside it. */
  public static final int DEAD_LETTER_MAX_MESSAGE_BYTES = 2 * INPUT_MAX_MESSAGE_BYTES;

  /**
   * A topic as it stands on the broker.
   *
   * @param id another one after the topic was deleted and created again
   */
  public record Standing(String name, Uuid id, int partitions, String cleanupPolicy) {}

  private final Admin admin;
  private final String bootstrapServers;

  private TopicAdmin(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  /** Connects to a broker: {@code 127.0.0.1:9092}. */
  public static TopicAdmin connect(String bootstrapServers) {
    return connect(bootstrapServers, TIMEOUT);
  }

  /** Connects to a broker; a request that takes longer than the timeout is an error. */
  public static TopicAdmin connect(String bootstrapServers, Duration timeout) {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis() / 2));
    return new TopicAdmin(Admin.create(properties), bootstrapServers);
  }

  /**
   * Creates every topic of the catalogue that is not there yet, and waits until every partition can
   * be written to: a first batch that is refused while a second one is taken can never be written
   * afterwards, because its sequence number has passed.
   *
   * @return the names that were created now
   * @throws KafkaEdgeException if an existing topic differs from the catalogue: the message names
   *     each difference
   */
  public List<String> createCatalogue() {
    Map<String, NewTopic> wanted = catalogue();
    requireAsWanted(wanted, describe());
    List<String> created = new ArrayList<>();
    admin
        .createTopics(wanted.values())
        .values()
        .forEach(
            (name, future) -> {
              if (createdNow(name, future)) {
                created.add(name);
              }
            });
    Map<String, Standing> standing =
        awaitDescribed("see every topic", seen -> seen.keySet().containsAll(wanted.keySet()));
    requireAsWanted(wanted, standing);
    awaitLeaders(wanted.keySet().stream().map(standing::get).toList());
    return created.stream().sorted().toList();
  }

  /** Every topic on the broker by name, apart from Kafka's own. */
  public Map<String, Standing> describe() {
    Collection<String> names = await("list the topics", admin.listTopics().names());
    Map<String, TopicDescription> descriptions = new TreeMap<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, future) ->
                unlessGone("describe " + name, future)
                    .ifPresent(description -> descriptions.put(name, description)));
    Map<String, Standing> standing = new TreeMap<>();
    admin
        .describeConfigs(
            descriptions.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList())
        .values()
        .forEach(
            (resource, future) ->
                unlessGone("describe the configuration of " + resource.name(), future)
                    .ifPresent(
                        config ->
                            standing.put(
                                resource.name(),
                                standing(descriptions.get(resource.name()), config))));
    return standing;
  }

  /**
   * Deletes topics with all that stands on them; for tests and for a demo that starts over.
   *
   * @throws KafkaEdgeException if one does not exist
   */
  public void delete(Collection<String> names) {
    await("delete " + names, admin.deleteTopics(names).all());
    awaitDescribed("see " + names + " go", seen -> Collections.disjoint(seen.keySet(), names));
  }

  @Override
  public void close() {
    admin.close(TIMEOUT);
  }

  private static Standing standing(TopicDescription description, Config config) {
    return new Standing(
        description.name(),
        description.topicId(),
        description.partitions().size(),
        config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value());
  }

  /** The broker's own view follows the controller's with a small delay. */
  private Map<String, Standing> awaitDescribed(
      String what, Predicate<Map<String, Standing>> condition) {
    long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      Map<String, Standing> standing = describe();
      if (condition.test(standing)) {
        return standing;
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new KafkaEdgeException(
            "could not " + what + " at " + bootstrapServers + " within " + TIMEOUT);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private <T> Optional<T> unlessGone(String what, KafkaFuture<T> future) {
    try {
      return Optional.of(future.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failure(what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private void awaitLeaders(List<Standing> topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (Standing topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    await("reach the leader of every partition", admin.listOffsets(ends).all());
  }

  private boolean createdNow(String name, KafkaFuture<Void> future) {
    try {
      future.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failure("create " + name, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted("create " + name, e);
    }
  }

  private static void requireAsWanted(
      Map<String, NewTopic> wanted, Map<String, Standing> standing) {
    List<String> differences = new ArrayList<>();
    for (NewTopic topic : wanted.values()) {
      Standing there = standing.get(topic.name());
      if (there == null) {
        continue;
      }
      String policy = topic.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG);
      if (there.partitions() != topic.numPartitions()) {
        differences.add(
            topic.name()
                + ": expected "
                + topic.numPartitions()
                + " partitions, saw "
                + there.partitions());
      }
      if (!there.cleanupPolicy().equals(policy)) {
        differences.add(
            topic.name()
                + ": expected cleanup.policy="
                + policy
                + ", saw "
                + there.cleanupPolicy());
      }
    }
    if (!differences.isEmpty()) {
      throw new KafkaEdgeException(
          "topics on the broker differ from the catalogue; delete them or use another broker: "
              + String.join("; ", differences));
    }
  }

  private static Map<String, NewTopic> catalogue() {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      topics.add(newTopic(topic.topicName(), topic.partitions(), configOf(topic)));
      if (topic.isInput()) {
        topics.add(newTopic(topic.deadLetterName(), topic.partitions(), deadLetterConfig()));
      }
    }
    return topics.stream()
        .collect(Collectors.toMap(NewTopic::name, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static NewTopic newTopic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
  }

  private static Map<String, String> configOf(Topic topic) {
    String retentionMillis = String.valueOf(topic.retention().toMillis());
    if (topic.compacted()) {
      return Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          retentionMillis);
    }
    Map<String, String> config = new TreeMap<>(kept(retentionMillis));
    if (topic.isInput()) {
      config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(INPUT_MAX_MESSAGE_BYTES));
    }
    return config;
  }

  private static Map<String, String> deadLetterConfig() {
    Map<String, String> config =
        new TreeMap<>(kept(String.valueOf(Topic.DEAD_LETTER_RETENTION.toMillis())));
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(DEAD_LETTER_MAX_MESSAGE_BYTES));
    return config;
  }

  /**
   * Retention counts from the arrival at the broker: by the event's own time a replay of last
   * year's data would be deleted while it is read.
   */
  private static Map<String, String> kept(String retentionMillis) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        retentionMillis,
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime");
  }

  private <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private KafkaEdgeException failure(String what, Throwable cause) {
    return new KafkaEdgeException(
        "could not " + what + " at " + bootstrapServers + ": " + cause, cause);
  }

  private KafkaEdgeException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return failure(what, cause);
  }
}
