package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The time that the books on a broker have reached, by their own clock: the topics' timestamps are
 * those of arrival.
 */
final class NewestInput {

  /** Read from the end of each partition: enough that a few unreadable records do not matter. */
  private static final int RECORDS = 50;

  private NewestInput() {}

  /** In µs since the epoch; empty if there is nothing on {@code market.books}. */
  static OptionalLong timeMicros(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    List<TopicPartition> partitions =
        IntStream.range(0, Topic.MARKET_BOOKS.partitions())
            .mapToObj(partition -> new TopicPartition(Topic.MARKET_BOOKS.topicName(), partition))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      ends.forEach(
          (partition, end) ->
              consumer.seek(partition, Math.max(begins.get(partition), end - RECORDS)));
      OptionalLong newest = OptionalLong.empty();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          newest = later(newest, record.value());
        }
      }
      return newest;
    }
  }

  private static OptionalLong later(OptionalLong newest, byte[] value) {
    if (value == null) {
      return newest;
    }
    try {
      SpecificRecord record = RecordCodec.decode(value);
      long micros =
          record instanceof ClockTick tick
              ? tick.getTickAtMicros()
              : RecordKeys.eventTimeMicrosOf(record);
      return OptionalLong.of(Math.max(micros, newest.orElse(Long.MIN_VALUE)));
    } catch (UnreadableRecordException | IllegalArgumentException e) {
      return newest; // no record of the contract, or one that belongs elsewhere: it has no time
    }
  }
}
