package io.hedgerow.benchmarks;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of {@code risk.state}: for the first restriction of each venue it takes two times,
 * both from the moment at which the observation that broke the threshold was due: until the job
 * handed the new state to its producer (the record's timestamp, whole milliseconds), and until it
 * was read here. A third one is from when the load really sent it, which was later if the machine
 * had no time for it. One thread of its own.
 */
final class PublishedRestrictions implements AutoCloseable {

  private static final long HIGHEST_MICROS = 600_000_000L;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Histogram inJobMicros = new Histogram(HIGHEST_MICROS, 3);
  private final Histogram readMicros = new Histogram(HIGHEST_MICROS, 3);
  private final Histogram sinceSentMicros = new Histogram(HIGHEST_MICROS, 3);
  private final RiskLoad load;
  private final Set<String> seen = new HashSet<>();
  private final Thread thread = new Thread(this::run, "published-restrictions");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean closed;

  PublishedRestrictions(String bootstrapServers, RiskLoad load) {
    this.load = load;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = List.of(new TopicPartition(Topic.RISK_STATE.topicName(), 0));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.setDaemon(true);
    thread.start();
  }

  /** Forgets what was measured so far: it was the warm-up. */
  void beginMeasuring() {
    synchronized (seen) {
      inJobMicros.reset();
      readMicros.reset();
      sinceSentMicros.reset();
    }
  }

  RiskBenchmark.Latencies result(int perSecond) {
    if (failure.get() != null) {
      throw new IllegalStateException("the reader of risk.state failed", failure.get());
    }
    synchronized (seen) {
      return new RiskBenchmark.Latencies(
          perSecond,
          readMicros.getTotalCount(),
          millis(inJobMicros, 50),
          millis(inJobMicros, 99),
          inJobMicros.getMaxValue() / 1_000.0,
          millis(readMicros, 50),
          millis(readMicros, 99),
          readMicros.getMaxValue() / 1_000.0,
          millis(sinceSentMicros, 50),
          millis(sinceSentMicros, 99),
          load.behindMillis(50),
          load.behindMillis(99),
          load.behindMillis(100));
    }
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
    consumer.close();
  }

  private void run() {
    try {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(20));
        long nowMicros = System.currentTimeMillis() * 1_000;
        synchronized (seen) {
          for (ConsumerRecord<byte[], byte[]> record : polled) {
            take((RiskState) RecordCodec.decode(record.value()), record.timestamp(), nowMicros);
          }
        }
      }
    } catch (UnreadableRecordException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void take(RiskState state, long sentAtMillis, long nowMicros) {
    if (state.getState() != SystemState.BSCB || !seen.add(state.getScope())) {
      return;
    }
    long observedAtMicros = state.getChangedAtMicros();
    record(inJobMicros, sentAtMillis * 1_000 - observedAtMicros);
    record(readMicros, nowMicros - observedAtMicros);
    Long brokenAtMicros = load.brokenAtMicros(state.getScope());
    if (brokenAtMicros != null) {
      record(sinceSentMicros, sentAtMillis * 1_000 - brokenAtMicros);
    }
  }

  private static void record(Histogram histogram, long micros) {
    histogram.recordValue(Math.min(Math.max(micros, 0), HIGHEST_MICROS));
  }
}
