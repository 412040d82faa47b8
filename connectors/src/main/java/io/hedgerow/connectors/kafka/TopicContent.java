package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands on a topic now: every record from the first to the end as of the call. */
public final class TopicContent {

  private static final Duration POLL = Duration.ofMillis(200);

  private TopicContent() {}

  /**
   * Hands every record out, each partition in its order, on the thread of the caller.
   *
   * @param connection client settings; with {@code isolation.level=read_committed} the end is that
   *     of the committed records
   * @throws KafkaEdgeException if the end was not reached within the time
   */
  public static void read(
      Properties connection,
      Topic topic,
      Duration within,
      Consumer<ConsumerRecord<byte[], byte[]>> out) {
    Properties settings = new Properties();
    settings.putAll(connection);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    List<TopicPartition> partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(number -> new TopicPartition(topic.topicName(), number))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long beganNanos = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - beganNanos > within.toNanos()) {
          throw new KafkaEdgeException(
              topic.topicName() + " was not read to its end within " + within.toSeconds() + " s");
        }
        consumer.poll(POLL).forEach(out);
      }
    }
  }
}
