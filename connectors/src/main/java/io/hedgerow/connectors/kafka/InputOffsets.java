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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a job must know of its input topics before it is submitted: the broker's topic IDs and where
 * each partition begins. Immutable.
 */
public final class InputOffsets {

  private final Map<Topic, String> topicIds = new EnumMap<>(Topic.class);
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();

  private InputOffsets() {}

  /**
   * Asks the broker.
   *
   * @throws IllegalArgumentException if a topic is missing, has another number of partitions than
   *     the catalogue, or the broker does not answer
   */
  public static InputOffsets ask(Properties connection, List<Topic> topics) {
    InputOffsets offsets = new InputOffsets();
    try (Admin admin = Admin.create(connection)) {
      for (Topic topic : topics) {
        TopicDescription description =
            admin
                .describeTopics(List.of(topic.topicName()))
                .topicNameValues()
                .get(topic.topicName())
                .get();
        if (description.partitions().size() != topic.partitions()) {
          throw new IllegalArgumentException(
              topic.topicName()
                  + ": expected "
                  + topic.partitions()
                  + " partitions, saw "
                  + description.partitions().size());
        }
        offsets.topicIds.put(topic, description.topicId().toString());
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
            .forEach((partition, found) -> offsets.beginnings.put(partition, found.offset()));
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalArgumentException(
            "an input topic is missing; create the topics with: hedgerow topics create", e);
      }
      throw new IllegalArgumentException(
          "the broker "
              + connection.getProperty("bootstrap.servers")
              + " does not answer: "
              + e.getCause().getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    }
    return offsets;
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
