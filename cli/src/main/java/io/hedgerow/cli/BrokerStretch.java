package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.operators.network.InputChecks;
import io.hedgerow.operators.risk.RiskInputChecks;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.Observations;
import io.hedgerow.state.risk.trial.PolicyTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of what the risk job observes, read from the broker and merged by event time: what
 * every partition has passed is handed over. One thread only.
 *
 * <p>A partition that is more than {@value #MAX_AHEAD_MICROS} µs ahead of the slowest waits, so
 * that what is held in between stays small.
 */
final class BrokerStretch implements TrialFeed {

  private static final long MAX_AHEAD_MICROS = 30_000_000L;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NEWEST_RECORDS = 50;
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Map<Topic, InputCheck> OBSERVED = new LinkedHashMap<>();

  static {
    OBSERVED.put(Topic.MARKET_REFERENCE, InputChecks.references());
    OBSERVED.put(Topic.MARKET_FUNDING, InputChecks.funding());
    OBSERVED.put(Topic.VENUE_HEALTH, InputChecks.venues());
    OBSERVED.put(Topic.CHAIN_HEALTH, InputChecks.chains());
    OBSERVED.put(Topic.RISK_OBSERVATIONS, RiskInputChecks.observations());
    OBSERVED.put(Topic.STATE_DEPTH, RiskInputChecks.depth());
  }

  private final String bootstrapServers;
  private final long fromMicros;
  private final long toMicros;
  private final Map<String, Long> recordsByTopic = new TreeMap<>();
  private final PriorityQueue<Observation> waiting = new PriorityQueue<>(PolicyTrial.IN_ORDER);
  private final Map<TopicPartition, Long> progressMicros = new HashMap<>();

  BrokerStretch(String bootstrapServers, long fromMicros, long toMicros) {
    this.bootstrapServers = bootstrapServers;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
  }

  /**
   * The newest stretch that stands there.
   *
   * @throws UserException if nothing does
   */
  static BrokerStretch newest(String bootstrapServers, Duration length) {
    long newest = Long.MIN_VALUE;
    try (KafkaConsumer<byte[], byte[]> consumer = TopicScan.consumer(bootstrapServers)) {
      List<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      ends.forEach(
          (partition, end) ->
              consumer.seek(partition, Math.max(begins.get(partition), end - NEWEST_RECORDS)));
      while (isBefore(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          newest = Math.max(newest, timeMicros(TopicScan.decode(record), newest));
        }
      }
    }
    if (newest == Long.MIN_VALUE) {
      throw new UserException(
          "nothing stands on the topics that the risk job observes: is the broker the right one?");
    }
    return new BrokerStretch(bootstrapServers, newest - length.toNanos() / 1_000, newest);
  }

  @Override
  public long fromMicros() {
    return fromMicros;
  }

  @Override
  public long toMicros() {
    return toMicros;
  }

  @Override
  public Map<String, Long> recordsByTopic() {
    return recordsByTopic;
  }

  /** Records arrive after they were received, so none of the stretch stands before its begin. */
  @Override
  public void run(Consumer<Observation> out) {
    try (KafkaConsumer<byte[], byte[]> consumer = TopicScan.consumer(bootstrapServers)) {
      List<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> starts = new HashMap<>();
      partitions.forEach(partition -> starts.put(partition, fromMicros / MICROS_PER_MILLI));
      Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(starts);
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp begin = begins.get(partition);
        consumer.seek(partition, begin == null ? ends.get(partition) : begin.offset());
      }
      while (isBefore(consumer, ends)) {
        consumer.poll(POLL).forEach(this::take);
        handOver(consumer, ends, out);
      }
    }
    release(Long.MAX_VALUE, out);
  }

  /** Hands over what every partition has passed, and lets those that are far ahead wait. */
  private void handOver(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<Observation> out) {
    long slowest = Long.MAX_VALUE;
    List<TopicPartition> unfinished = new ArrayList<>();
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (consumer.position(end.getKey()) < end.getValue()) {
        unfinished.add(end.getKey());
        slowest = Math.min(slowest, progressMicros.getOrDefault(end.getKey(), Long.MIN_VALUE));
      }
    }
    long limit = slowest;
    List<TopicPartition> ahead = new ArrayList<>();
    for (TopicPartition partition : unfinished) {
      long progress = progressMicros.getOrDefault(partition, Long.MIN_VALUE);
      if (progress != Long.MIN_VALUE && progress - MAX_AHEAD_MICROS > limit) {
        ahead.add(partition);
      }
    }
    consumer.resume(consumer.paused());
    consumer.pause(ahead);
    release(limit, out);
  }

  private void release(long beforeMicros, Consumer<Observation> out) {
    while (!waiting.isEmpty() && waiting.peek().atMicros() < beforeMicros) {
      out.accept(waiting.poll());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    long known = progressMicros.getOrDefault(partition, Long.MIN_VALUE);
    SpecificRecord decoded = TopicScan.decode(record);
    long atMicros = timeMicros(decoded, known);
    progressMicros.put(partition, Math.max(known, atMicros));
    boolean inside = atMicros >= fromMicros && atMicros <= toMicros;
    Topic topic = Topic.named(record.topic()).orElseThrow();
    if (!inside || decoded instanceof ClockTick || isRefused(topic, record)) {
      return;
    }
    recordsByTopic.merge(record.topic(), 1L, Long::sum);
    Observations.of(decoded, topic, record.partition(), record.offset(), waiting::add);
  }

  /** The job's own rules. */
  private static boolean isRefused(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    InputRecord input = new InputRecord();
    input.key = record.key();
    input.value = record.value();
    return OBSERVED.get(topic).refuse(input, System.currentTimeMillis() * MICROS_PER_MILLI) != null;
  }

  /** Event time of a record; what has none is as of the time that is known. */
  private static long timeMicros(SpecificRecord record, long known) {
    if (record instanceof ClockTick tick) {
      return tick.getTickAtMicros();
    }
    try {
      return record == null ? known : RecordKeys.eventTimeMicrosOf(record);
    } catch (IllegalArgumentException e) {
      return known; // it belongs elsewhere: the job refuses it too
    }
  }

  private static boolean isBefore(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private static List<TopicPartition> partitions() {
    return OBSERVED.keySet().stream().flatMap(t -> TopicScan.partitions(t).stream()).toList();
  }
}
