package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics that the engine obeys, on a thread of its own, and hands each record to the
 * engine: compacted topics from their beginning, streams from now on, for what was said before the
 * start is too old to act on. What a record that cannot be read leads to: {@link TopicInputs}.
 * Where the engine has no room the thread waits; then the state grows old, which closes, too.
 */
public final class KafkaBridge implements KafkaPart {

  /** Takes an input; false: there is no room now. */
  @FunctionalInterface
  public interface Inputs {
    boolean offer(int templateId, DirectBuffer buffer, int length);
  }

  /** The topics that are read. */
  public static final List<Topic> TOPICS =
      List.of(
          Topic.EXECUTION_SIGNALS,
          Topic.MARKET_REFERENCE,
          Topic.VENUE_ACCOUNTS,
          Topic.STATE_DEPTH,
          Topic.STATE_MARGIN,
          Topic.STATE_VENUES,
          Topic.RISK_STATE,
          Topic.RISK_POLICY,
          Topic.RECON_STATUS);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final int ANSWER_WITHIN_MILLIS = 10_000;
  private static final long JOIN_MILLIS = 10_000;

  private final TopicInputs topics;
  private final Inputs inputs;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> compacted = new ArrayList<>();
  private volatile boolean running = true;
  private volatile Throwable failure;
  private Thread thread;

  /** Connects; nothing is read before {@link #start}. */
  public KafkaBridge(String bootstrapServers, Registry registry, Inputs inputs) {
    topics = new TopicInputs(registry, this::offer);
    this.inputs = inputs;
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Leaves out books of these venues, which come straight from their feeds; before the start. */
  public void withoutBooksOf(Set<String> venues) {
    topics.withoutBooksOf(venues);
  }

  /**
   * Begins to read; of a stream everything that is written after this has returned.
   *
   * @throws IllegalStateException if a topic is missing or has other partitions than the catalogue:
   *     nothing is read then
   */
  @Override
  public void start() {
    List<TopicPartition> streams = new ArrayList<>();
    for (Topic topic : TOPICS) {
      for (PartitionInfo partition : partitionsOf(topic)) {
        (topic.compacted() ? compacted : streams)
            .add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    List<TopicPartition> all = new ArrayList<>(compacted);
    all.addAll(streams);
    consumer.assign(all);
    consumer.seekToBeginning(compacted);
    consumer.seekToEnd(streams);
    // Asked for now: Kafka would look for the end at the first poll, and leave out what came until.
    streams.forEach(consumer::position);
    thread = new Thread(this::run, "hedgerow-bridge");
    thread.start();
  }

  private List<PartitionInfo> partitionsOf(Topic topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName());
    if (partitions.size() != topic.partitions()) {
      throw new IllegalStateException(
          "expected "
              + topic.topicName()
              + " with "
              + topic.partitions()
              + " partitions, saw "
              + partitions.size()
              + "; make the topics with: hedgerow topics create");
    }
    return partitions;
  }

  private void run() {
    try (consumer) {
      catchUp();
      while (running) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
      }
    } catch (WakeupException e) {
      running = false;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Of what stands in the compacted topics only the newest of each key counts: what could not be
   * read and was followed by a good record is past. Bounded by the keys of these topics.
   */
  private void catchUp() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(compacted);
    Map<List<Object>, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
    while (running && !hasReached(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (ends.containsKey(new TopicPartition(record.topic(), record.partition()))) {
          List<Object> key = List.of(record.topic(), Optional.ofNullable(keyOf(record)));
          newest.remove(key);
          newest.put(key, record);
        } else {
          take(record);
        }
      }
    }
    newest.values().forEach(this::take);
  }

  private static ByteBuffer keyOf(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : ByteBuffer.wrap(record.key());
  }

  private boolean hasReached(Map<TopicPartition, Long> ends) {
    try {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    topics.take(record.topic(), record.key(), record.value());
  }

  private void offer(int templateId, DirectBuffer buffer, int length) {
    while (running && !inputs.offer(templateId, buffer, length)) {
      Thread.onSpinWait();
    }
  }

  /** Records that were handed on, or were about nothing of ours. */
  public long taken() {
    return topics.taken();
  }

  /** Records that could not be read. */
  public long unreadable() {
    return topics.unreadable();
  }

  @Override
  public Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    if (thread == null) {
      consumer.close();
    } else {
      consumer.wakeup();
      thread.join(JOIN_MILLIS);
    }
  }
}
