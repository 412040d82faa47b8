package io.hedgerow.cli;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.RestrictionRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a consumer of a compacted {@code state.*} topic keeps: the newest version of each key. A
 * tombstone removes the key; an older version that comes late is dropped. One thread only.
 *
 * @param <V> the view
 */
final class NewestViews<V extends SpecificRecord> implements AutoCloseable {

  private final Topic topic;
  private final Class<V> type;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final BiFunction<Optional<V>, V, V> rule;
  private final Map<String, V> views = new TreeMap<>();

  /** The newest version of each key. */
  NewestViews(Topic topic, Class<V> type, String bootstrapServers) {
    this(topic, type, bootstrapServers, NewestViews::newer);
  }

  private NewestViews(
      Topic topic, Class<V> type, String bootstrapServers, BiFunction<Optional<V>, V, V> rule) {
    this.topic = topic;
    this.type = type;
    this.rule = rule;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What a consumer of {@code risk.state} obeys in each scope. */
  static NewestViews<RiskState> obeyed(String bootstrapServers) {
    return new NewestViews<>(
        Topic.RISK_STATE, RiskState.class, bootstrapServers, RestrictionRule::obeyed);
  }

  private static <V extends SpecificRecord> V newer(Optional<V> known, V come) {
    return known.isPresent() && version(come) < version(known.get()) ? known.get() : come;
  }

  /** Reads what has come, waiting at most this long for the first of it. */
  void poll(Duration atMost) {
    consumer.poll(atMost).forEach(this::take);
  }

  /** Reads to the end as it is now. */
  void readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(Duration.ofMillis(200));
    }
  }

  /** The newest view of each key, in the order of the keys. */
  Map<String, V> views() {
    return views;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      views.remove(key);
      return;
    }
    try {
      V view = type.cast(RecordCodec.decode(record.value()));
      views.put(key, rule.apply(Optional.ofNullable(views.get(key)), view));
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          topic.topicName()
              + " partition "
              + record.partition()
              + " offset "
              + record.offset()
              + " is no view: "
              + e.getMessage(),
          e);
    }
  }

  private static long version(SpecificRecord view) {
    return (Long) view.get(view.getSchema().getField("version").pos());
  }
}
