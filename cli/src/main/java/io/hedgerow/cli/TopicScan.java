package io.hedgerow.cli;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks through what stands on a topic now; committed records only. Stateless. */
final class TopicScan {

  private static final Duration POLL = Duration.ofMillis(200);

  private TopicScan() {}

  /** The records of a type that are wanted, by partition in the order of offsets. */
  static <T extends SpecificRecord> List<T> find(
      String bootstrapServers, Topic topic, Class<T> type, Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
      List<TopicPartition> partitions = partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          SpecificRecord decoded = decode(record);
          if (type.isInstance(decoded) && wanted.test(type.cast(decoded))) {
            found.add(type.cast(decoded));
          }
        }
      }
    }
    return found;
  }

  /** The record, or null if it is a tombstone or none of the contract. */
  static SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : RecordCodec.decode(record.value());
    } catch (UnreadableRecordException e) {
      return null; // whoever wrote it, no job has used it
    }
  }

  /** A consumer without a group. */
  static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static List<TopicPartition> partitions(Topic topic) {
    return IntStream.range(0, topic.partitions())
        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
        .toList();
  }
}
