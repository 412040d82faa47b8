package io.hedgerow.testkit.kafka;

import io.hedgerow.schemas.common.ClockTick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.AssertProvider;

/**
 * What stood on a topic at one moment, from its first record to its last committed one, partition
 * by partition. Immutable.
 *
 * <p>{@code assertThat(contents)} of AssertJ gives a {@link TopicAssert}.
 */
public final class TopicContents implements AssertProvider<TopicAssert> {

  private static final Duration POLL = Duration.ofMillis(200);

  /** A read that makes no progress for so long is an error, not an empty topic. */
  private static final Duration STUCK = Duration.ofSeconds(30);

  private final String topic;
  private final List<TopicRecord> records;

  TopicContents(String topic, List<TopicRecord> records) {
    this.topic = topic;
    this.records = List.copyOf(records);
  }

  /**
   * Reads a topic from its start to where it ends now.
   *
   * @param consumer its assignment is replaced
   * @throws IllegalStateException if no record arrives for 30 s although the end is not reached
   */
  public static TopicContents read(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<TopicRecord> records = new ArrayList<>();
    long progressAt = System.nanoTime();
    while (!atEnd(consumer, ends)) {
      boolean progress = false;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        progress = true;
        if (record.offset() < ends.get(new TopicPartition(topic, record.partition()))) {
          records.add(TopicRecord.of(record));
        }
      }
      if (progress) {
        progressAt = System.nanoTime();
      } else if (System.nanoTime() - progressAt > STUCK.toNanos()) {
        throw new IllegalStateException(
            "read " + records.size() + " records of " + topic + ", then nothing for " + STUCK);
      }
    }
    return new TopicContents(topic, records);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /** Every record: by partition in the order of offsets. */
  public List<TopicRecord> records() {
    return records;
  }

  /** Every decoded value without the clock ticks. */
  public List<SpecificRecord> events() {
    return records.stream()
        .map(TopicRecord::value)
        .filter(value -> !(value instanceof ClockTick))
        .toList();
  }

  /** Every decoded value of one type. */
  public <T extends SpecificRecord> List<T> events(Class<T> type) {
    return records.stream()
        .map(TopicRecord::value)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Every clock tick with the partition in which it stands. */
  public Map<Integer, List<ClockTick>> ticksByPartition() {
    Map<Integer, List<ClockTick>> ticks = new TreeMap<>();
    for (TopicRecord record : records) {
      if (record.value() instanceof ClockTick tick) {
        ticks.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(tick);
      }
    }
    return ticks;
  }

  /**
   * What a consumer of a compacted {@code state.*} topic holds in the end: for each key the value
   * of the newest version, whatever the order of arrival; of equal versions the last one. A
   * tombstone removes its key.
   */
  public Map<String, SpecificRecord> newestByKey() {
    Map<String, SpecificRecord> newest = new TreeMap<>();
    for (TopicRecord record : records) {
      if (record.bytes() == null) {
        newest.remove(record.key());
        continue;
      }
      SpecificRecord value = record.value();
      newest.merge(
          record.key(), value, (held, seen) -> version(seen) >= version(held) ? seen : held);
    }
    return newest;
  }

  /** The same for one type. */
  public <T extends SpecificRecord> Map<String, T> newestByKey(Class<T> type) {
    Map<String, T> newest = new TreeMap<>();
    newestByKey().forEach((key, value) -> newest.put(key, type.cast(value)));
    return newest;
  }

  @Override
  public TopicAssert assertThat() {
    return new TopicAssert(this);
  }

  private static boolean atEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
  }

  private static long version(SpecificRecord value) {
    Schema.Field field = value.getSchema().getField("version");
    if (field == null) {
      throw new IllegalArgumentException(
          value.getSchema().getFullName() + " has no version: it is no view");
    }
    return (Long) value.get(field.pos());
  }
}
