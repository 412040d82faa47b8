package io.hedgerow.cli;

import io.hedgerow.operators.risk.RiskInputChecks;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.state.network.FieldRules;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.Observations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of what the risk job observes, read from the broker and merged by event time: what
 * every partition has passed is handed over. One thread only.
 *
 * <p>A partition that is more than {@value #MAX_AHEAD_MICROS} µs ahead of the slowest waits, so
 * that what is held in between stays small; one that is {@value #BEYOND_MICROS} µs beyond the end
 * of the stretch is not read any further.
 */
final class BrokerStretch implements TrialFeed {

  private static final long MAX_AHEAD_MICROS = 30_000_000L;

  /** So far the records of a partition may be out of order. */
  private static final long BEYOND_MICROS = 10_000_000L;

  private static final long MICROS_PER_MILLI = 1_000;

  private final String bootstrapServers;
  private final long fromMicros;
  private final long toMicros;
  private final Map<String, Long> recordsByTopic = new TreeMap<>();
  private final PriorityQueue<Observation> waiting = new PriorityQueue<>(Observation.IN_ORDER);
  private final Map<TopicPartition, Long> progressMicros = new HashMap<>();
  private final Set<TopicPartition> beyond = new HashSet<>();
  private final ReadingProgress progress;
  private long recordsRead;

  BrokerStretch(String bootstrapServers, long fromMicros, long toMicros) {
    this.bootstrapServers = bootstrapServers;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
    this.progress = new ReadingProgress(bootstrapServers);
  }

  /**
   * The newest stretch that stands there.
   *
   * @throws UserException if nothing does
   */
  static BrokerStretch newest(String bootstrapServers, Duration length) {
    long newest =
        NewestInput.timeMicros(bootstrapServers, topics())
            .orElseThrow(() -> new UserException(nothing()));
    return new BrokerStretch(bootstrapServers, newest - length.toNanos() / 1_000, newest);
  }

  /** What the risk job observes. */
  static List<Topic> topics() {
    return List.copyOf(RiskInputChecks.ofObservedTopics().keySet());
  }

  @Override
  public String label() {
    return bootstrapServers;
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

  /** Also those of other times. */
  long recordsRead() {
    return recordsRead;
  }

  /**
   * Records arrive after they were received, so none of the stretch stands before its begin.
   *
   * @throws UserException if nothing of the stretch stands there; it names what does
   */
  @Override
  public void run(Consumer<Observation> out) {
    try (TopicReader reader = new TopicReader(bootstrapServers, topics())) {
      Map<TopicPartition, Long> ends = reader.ends();
      reader.seekToArrival(fromMicros / MICROS_PER_MILLI, ends);
      TopicReader.Stall stall = reader.new Stall();
      while (reader.isBefore(ends)) {
        ConsumerRecords<byte[], byte[]> come = reader.poll();
        come.forEach(this::take);
        recordsRead += come.count();
        ends.keySet().removeAll(beyond);
        long reached = handOver(reader, ends, out);
        progress.read(come.count(), Math.min(reached, toMicros), fromMicros, toMicros);
        stall.check(come.isEmpty());
      }
    }
    release(Long.MAX_VALUE, out);
    if (recordsByTopic.isEmpty()) {
      throw new UserException(
          "nothing stands there from "
              + time(fromMicros)
              + " to "
              + time(toMicros)
              + ": "
              + span());
    }
  }

  /** What stands there, for a person. */
  private String span() {
    long oldest = Long.MAX_VALUE;
    long newest = NewestInput.timeMicros(bootstrapServers, topics()).orElse(Long.MIN_VALUE);
    try (TopicReader reader = new TopicReader(bootstrapServers, topics())) {
      Map<TopicPartition, Long> firsts = new HashMap<>(reader.begins());
      Map<TopicPartition, Long> ends = reader.ends();
      firsts.replaceAll((partition, begin) -> Math.min(begin + 1, ends.get(partition)));
      List<Long> times = new ArrayList<>();
      reader.readTo(
          firsts,
          record -> times.add(NewestInput.timeMicros(TopicReader.decode(record), Long.MAX_VALUE)));
      for (long time : times) {
        oldest = Math.min(oldest, time);
      }
    }
    return newest == Long.MIN_VALUE || oldest > newest
        ? nothing()
        : "the topics that the risk job observes hold " + time(oldest) + " to " + time(newest);
  }

  private static String nothing() {
    return "nothing stands on the topics that the risk job observes: is the broker the right one?";
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * Hands over what every partition has passed, and lets those that are far ahead wait; returns how
   * far it came.
   */
  private long handOver(
      TopicReader reader, Map<TopicPartition, Long> ends, Consumer<Observation> out) {
    long slowest = Long.MAX_VALUE;
    List<TopicPartition> unfinished = new ArrayList<>();
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (reader.position(end.getKey()) < end.getValue()) {
        unfinished.add(end.getKey());
        slowest = Math.min(slowest, progressMicros.getOrDefault(end.getKey(), Long.MIN_VALUE));
      }
    }
    long limit = slowest;
    List<TopicPartition> waits = new ArrayList<>(beyond);
    for (TopicPartition partition : unfinished) {
      long reached = progressMicros.getOrDefault(partition, Long.MIN_VALUE);
      if (reached != Long.MIN_VALUE && reached - MAX_AHEAD_MICROS > limit) {
        waits.add(partition);
      }
    }
    reader.pauseOnly(waits);
    release(limit, out);
    return limit;
  }

  private void release(long beforeMicros, Consumer<Observation> out) {
    while (!waiting.isEmpty() && waiting.peek().atMicros() < beforeMicros) {
      out.accept(waiting.poll());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Topic topic = Topic.named(record.topic()).orElseThrow();
    SpecificRecord decoded = TopicReader.decode(record);
    boolean tick = decoded instanceof ClockTick;
    if (decoded == null || beyond.contains(partition) || (!tick && isRefused(topic, record))) {
      return;
    }
    long known = progressMicros.getOrDefault(partition, Long.MIN_VALUE);
    long atMicros = NewestInput.timeMicros(decoded, known);
    if (tick && !FieldRules.isTime(atMicros, nowMicros())) {
      return; // the job refuses it too
    }
    progressMicros.put(partition, Math.max(known, atMicros));
    if (atMicros > toMicros + BEYOND_MICROS) {
      beyond.add(partition);
    }
    boolean inside = atMicros >= fromMicros && atMicros <= toMicros;
    if (inside && !tick) {
      recordsByTopic.merge(record.topic(), 1L, Long::sum);
      Observations.of(decoded, topic, record.partition(), record.offset(), waiting::add);
    }
  }

  /** The job's own rules. */
  private static boolean isRefused(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    InputRecord input = new InputRecord();
    input.key = record.key();
    input.value = record.value();
    return RiskInputChecks.ofObservedTopics().get(topic).refuse(input, nowMicros()) != null;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * MICROS_PER_MILLI;
  }
}
