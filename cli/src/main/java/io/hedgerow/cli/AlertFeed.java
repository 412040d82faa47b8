package io.hedgerow.cli;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The alerts topic as a person reads it: each alert once, those that were there already in the
 * order in which they were raised.
 *
 * <p>Bound: the newest {@value #MAX_BACKLOG} of the backlog are kept, and the last {@value
 * #MAX_IDS} IDs are known. One thread only, but for {@link #stop}.
 */
final class AlertFeed implements AutoCloseable {

  private static final int MAX_BACKLOG = 100_000;
  private static final int MAX_IDS = 200_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Comparator<Alert> BY_TIME =
      Comparator.comparingLong(Alert::getRaisedAtMicros).thenComparing(Alert::getAlertId);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Predicate<Alert> wanted;
  private final Map<String, Boolean> seen = new LinkedHashMap<>();

  AlertFeed(String bootstrapServers, Predicate<Alert> wanted) {
    this.wanted = wanted;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        IntStream.range(0, Topic.ALERTS.partitions())
            .mapToObj(partition -> new TopicPartition(Topic.ALERTS.topicName(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What stands on the topic now, oldest first. */
  List<Alert> backlog() {
    PriorityQueue<Alert> kept = new PriorityQueue<>(BY_TIME);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (Alert alert : poll()) {
        kept.add(alert);
        if (kept.size() > MAX_BACKLOG) {
          kept.remove();
        }
      }
    }
    return kept.stream().sorted(BY_TIME).toList();
  }

  /**
   * What has come since, waiting for it a little; may be empty.
   *
   * @throws WakeupException after {@link #stop}
   */
  List<Alert> poll() {
    return poll(POLL);
  }

  /** The same, waiting at most this long for the first of it. */
  List<Alert> poll(Duration atMost) {
    List<Alert> come = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
      Alert alert = decode(record);
      if (wanted.test(alert) && seen.putIfAbsent(alert.getAlertId(), true) == null) {
        come.add(alert);
      }
    }
    while (seen.size() > MAX_IDS) {
      seen.remove(seen.keySet().iterator().next());
    }
    return come;
  }

  /** Ends a poll of another thread. */
  void stop() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static Alert decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return (Alert) RecordCodec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "alerts partition "
              + record.partition()
              + " offset "
              + record.offset()
              + " is no alert: "
              + e.getMessage(),
          e);
    }
  }
}
