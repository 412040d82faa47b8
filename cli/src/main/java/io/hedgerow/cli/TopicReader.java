package io.hedgerow.cli;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics of the catalogue without a group: all their partitions, committed records only. It
 * says what is wrong instead of waiting: a topic that is missing, a broker that no longer answers.
 * One thread only, but for {@link #stop}.
 */
final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int RECORDS_PER_POLL = 5_000;

  /** So long a busy broker may take for an answer, or a read without progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();

  /**
   * Reads from their beginning.
   *
   * @throws UserException if one is missing, or the broker does not answer
   */
  TopicReader(String bootstrapServers, Collection<Topic> topics) {
    this(bootstrapServers, topics, PATIENCE);
  }

  /** The same with a patience of its own. */
  TopicReader(String bootstrapServers, Collection<Topic> topics, Duration patience) {
    this.bootstrapServers = bootstrapServers;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      for (Topic topic : topics) {
        requireThere(topic);
        for (int partition = 0; partition < topic.partitions(); partition++) {
          partitions.add(new TopicPartition(topic.topicName(), partition));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw explained(e);
    }
  }

  private void requireThere(Topic topic) {
    int seen = consumer.partitionsFor(topic.topicName()).size();
    String broker = " --bootstrap-servers " + bootstrapServers;
    if (seen == 0) {
      throw new UserException(
          bootstrapServers
              + " has no topic "
              + topic.topicName()
              + "; make them with: hedgerow topics create"
              + broker);
    }
    if (seen != topic.partitions()) {
      throw new UserException(
          topic.topicName()
              + " of "
              + bootstrapServers
              + ": expected "
              + topic.partitions()
              + " partitions, saw "
              + seen
              + "; compare with: hedgerow topics check"
              + broker);
    }
  }

  /** All that are read. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  /** Where they end now; a map of the caller's own. */
  Map<TopicPartition, Long> ends() {
    return ask(() -> new HashMap<>(consumer.endOffsets(partitions)));
  }

  /** The first offset of each that still stands. */
  Map<TopicPartition, Long> begins() {
    return ask(() -> consumer.beginningOffsets(partitions));
  }

  /** Whether one of these ends is not reached yet. */
  boolean isBefore(Map<TopicPartition, Long> ends) {
    return ask(
        () ->
            ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
  }

  long position(TopicPartition partition) {
    return ask(() -> consumer.position(partition));
  }

  void seek(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
  }

  /** Goes on at most so many offsets before these ends. */
  void seekBefore(Map<TopicPartition, Long> ends, int records) {
    Map<TopicPartition, Long> begins = begins();
    ends.forEach(
        (partition, end) -> seek(partition, Math.max(begins.get(partition), end - records)));
  }

  /** Goes on at the first record that arrived at this time, or at the end if there is none. */
  void seekToArrival(long atMillis, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, atMillis)));
    Map<TopicPartition, OffsetAndTimestamp> found = ask(() -> consumer.offsetsForTimes(times));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      seek(partition, first == null ? ends.get(partition) : first.offset());
    }
  }

  /** Lets only the others be read. */
  void pauseOnly(Collection<TopicPartition> these) {
    consumer.resume(consumer.paused());
    consumer.pause(these);
  }

  /**
   * What has come since, waiting for it a little; may be empty.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #stop}
   */
  ConsumerRecords<byte[], byte[]> poll() {
    return poll(POLL);
  }

  /** The same, waiting at most this long for the first of it. */
  ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
    return consumer.poll(atMost);
  }

  /** Reads to the end as it is now. */
  void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> take) {
    readTo(ends(), take);
  }

  /**
   * Reads to these ends.
   *
   * @throws UserException if nothing comes for a while although something stands there
   */
  void readTo(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> take) {
    Stall stall = new Stall();
    while (isBefore(ends)) {
      ConsumerRecords<byte[], byte[]> come = poll();
      come.forEach(take);
      stall.check(come.isEmpty());
    }
  }

  /** Notices that a read makes no progress. */
  final class Stall {
    private long movedAtNanos = System.nanoTime();

    /**
     * After each poll.
     *
     * @throws UserException if nothing has come for a while
     */
    void check(boolean empty) {
      if (!empty) {
        movedAtNanos = System.nanoTime();
      } else if (System.nanoTime() - movedAtNanos > PATIENCE.toNanos()) {
        throw noAnswer();
      }
    }
  }

  /** Ends a poll of another thread. */
  void stop() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** The record, or null if it is a tombstone or none of the contract. */
  static SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : RecordCodec.decode(record.value());
    } catch (UnreadableRecordException e) {
      return null; // whoever wrote it, no job has used it
    }
  }

  /**
   * The record of a topic on which only we write.
   *
   * @throws IllegalStateException if it is none of this type
   */
  static <T extends SpecificRecord> T decode(Class<T> type, ConsumerRecord<byte[], byte[]> record) {
    try {
      return type.cast(RecordCodec.decode(record.value()));
    } catch (UnreadableRecordException | ClassCastException e) {
      throw new IllegalStateException(
          record.topic()
              + " partition "
              + record.partition()
              + " offset "
              + record.offset()
              + " is no "
              + type.getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private interface Question<T> {
    T ask();
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (TimeoutException e) {
      throw explained(e);
    }
  }

  private RuntimeException explained(RuntimeException error) {
    return error instanceof TimeoutException ? noAnswer() : error;
  }

  private UserException noAnswer() {
    return new UserException(
        "the broker at " + bootstrapServers + " does not answer any more; try again");
  }
}
