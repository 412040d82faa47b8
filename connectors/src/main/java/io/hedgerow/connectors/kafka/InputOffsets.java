package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.topics.Topic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a job must know of its input topics before it is submitted: the broker's topic IDs and where
 * each partition begins. Immutable.
 */
public final class InputOffsets {

  /** Whoever starts a job with a wrong address shall not wait a minute to hear of it. */
  private static final int ANSWER_WITHIN_MILLIS = 20_000;

  private final Map<Topic, String> topicIds = new EnumMap<>(Topic.class);
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();

  private InputOffsets() {}

  /**
   * Asks the broker; waits 20 s for an answer unless the connection sets {@code
   * default.api.timeout.ms} or {@code request.timeout.ms}.
   *
   * @throws IllegalArgumentException if a topic is missing, has another number of partitions than
   *     the catalogue, or the broker does not answer; the message says what to do
   */
  public static InputOffsets ask(Properties connection, List<Topic> topics) {
    InputOffsets offsets = new InputOffsets();
    try (Admin admin = Admin.create(impatient(connection))) {
      for (Topic topic : topics) {
        offsets.add(topic, admin);
      }
    } catch (ExecutionException e) {
      throw unreachable(connection, e.getCause());
    } catch (KafkaException e) {
      throw unreachable(connection, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    }
    return offsets;
  }

  private void add(Topic topic, Admin admin) throws ExecutionException, InterruptedException {
    TopicDescription description =
        describe(
            topic,
            admin
                .describeTopics(List.of(topic.topicName()))
                .topicNameValues()
                .get(topic.topicName()));
    if (description.partitions().size() != topic.partitions()) {
      throw new IllegalArgumentException(
          topic.topicName()
              + ": expected "
              + topic.partitions()
              + " partitions, saw "
              + description.partitions().size()
              + "; keys stand elsewhere then, so delete it and create it anew with: hedgerow"
              + " topics create");
    }
    topicIds.put(topic, description.topicId().toString());
    Map<TopicPartition, OffsetSpec> asked =
        description.partitions().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic.topicName(), partition.partition()),
                    partition -> OffsetSpec.earliest()));
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, found) -> beginnings.put(partition, found.offset()));
  }

  private static TopicDescription describe(Topic topic, KafkaFuture<TopicDescription> answer)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalArgumentException(
            "the input topic "
                + topic.topicName()
                + " is missing; create the topics with: hedgerow topics create",
            e);
      }
      throw e;
    }
  }

  private static Properties impatient(Properties connection) {
    Properties settings = new Properties();
    settings.putAll(connection);
    if (!connection.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)
        && !connection.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS / 2);
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    }
    return settings;
  }

  private static IllegalArgumentException unreachable(Properties connection, Throwable cause) {
    return new IllegalArgumentException(
        "the broker "
            + connection.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
            + " does not answer: "
            + cause.getMessage()
            + "; is it running, and is --bootstrap-servers its address?",
        cause);
  }

  /** The broker's ID of each topic; a recreated topic has another one. */
  public Map<Topic, String> topicIds() {
    return topicIds;
  }

  /** The first offset of each partition of a topic. */
  public Map<TopicPartition, Long> beginning(Topic topic) {
    return beginnings.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic.topicName()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
