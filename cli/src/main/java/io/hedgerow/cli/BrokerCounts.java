package io.hedgerow.cli;

import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records the topics of a broker have taken. Where transactions leave marks among the
 * offsets the records themselves are counted, as far as they are committed. One thread only.
 */
final class BrokerCounts implements DemoSummary.Broker, AutoCloseable {

  private static final List<Topic> TRANSACTIONAL =
      Arrays.stream(Topic.values())
          .filter(topic -> topic.delivery() == Topic.Delivery.EXACTLY_ONCE)
          .toList();

  private final Admin admin;
  private final TopicReader committed;
  private final Map<String, Long> counted = new HashMap<>();

  BrokerCounts(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    this.admin = Admin.create(settings);
    this.committed = new TopicReader(bootstrapServers, TRANSACTIONAL);
  }

  @Override
  public long records(Topic topic) {
    if (!TRANSACTIONAL.contains(topic)) {
      return offsets(topic.topicName(), topic.partitions());
    }
    for (ConsumerRecord<byte[], byte[]> record : committed.poll(Duration.ofMillis(100))) {
      counted.merge(record.topic(), 1L, Long::sum);
    }
    return counted.getOrDefault(topic.topicName(), 0L);
  }

  @Override
  public long deadLetters(Topic topic) {
    return offsets(topic.deadLetterName(), topic.partitions());
  }

  private long offsets(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      newest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    try {
      return admin.listOffsets(newest).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    committed.close();
    admin.close();
  }
}
