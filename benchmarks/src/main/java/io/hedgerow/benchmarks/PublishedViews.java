package io.hedgerow.benchmarks;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of {@code state.depth} that knows when each message arrived: for every message it
 * takes the time until the first view that includes it was read. One thread of its own.
 */
final class PublishedViews implements AutoCloseable {

  private static final long HIGHEST_MICROS = 600_000_000L;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BenchLoad load;
  private final Histogram latencyMicros = new Histogram(HIGHEST_MICROS, 3);
  private final Thread thread = new Thread(this::run, "published-views");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final int[] seen = new int[100_000];
  private volatile long measureFromMicros = Long.MAX_VALUE;
  private volatile boolean closed;
  private final AtomicInteger live = new AtomicInteger();

  PublishedViews(String bootstrapServers, BenchLoad load) {
    this.load = load;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Topic.STATE_DEPTH.partitions())
            .mapToObj(p -> new TopicPartition(Topic.STATE_DEPTH.topicName(), p))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    java.util.Arrays.fill(seen, -1);
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until every instrument has a live view. */
  void awaitAll(int instruments, Duration atMost) throws InterruptedException {
    long giveUpAt = System.nanoTime() + atMost.toNanos();
    while (live.get() < instruments) {
      throwFailure();
      if (System.nanoTime() > giveUpAt) {
        throw new IllegalStateException(
            "only " + live.get() + " of " + instruments + " books are live");
      }
      Thread.sleep(100);
    }
  }

  void beginMeasuring() {
    measureFromMicros = System.currentTimeMillis() * 1_000;
  }

  Latency result(int instruments, int perSecond, double lateMillis) {
    throwFailure();
    synchronized (latencyMicros) {
      return new Latency(
          instruments,
          perSecond,
          latencyMicros.getTotalCount(),
          millis(50),
          millis(90),
          millis(99),
          millis(99.9),
          latencyMicros.getMaxValue() / 1_000.0,
          lateMillis);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
    consumer.close();
  }

  private double millis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1_000.0;
  }

  private void throwFailure() {
    if (failure.get() != null) {
      throw new IllegalStateException("the reader of state.depth failed", failure.get());
    }
  }

  private void run() {
    try {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(20));
        long nowMicros = System.currentTimeMillis() * 1_000;
        synchronized (latencyMicros) {
          for (ConsumerRecord<byte[], byte[]> record : polled) {
            take((DepthView) RecordCodec.decode(record.value()), nowMicros);
          }
        }
      }
    } catch (UnreadableRecordException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void take(DepthView view, long nowMicros) {
    if (view.getValidity() != BookValidity.LIVE) {
      return;
    }
    int instrument = Integer.parseInt(view.getInstrument(), 1, 6, 10);
    int sequence = Math.toIntExact(view.getSequence());
    if (seen[instrument] < 0) {
      live.incrementAndGet();
      seen[instrument] = 0;
    }
    for (int number = seen[instrument] + 1; number <= sequence; number++) {
      long sentAt = load.sentAtMicros(instrument, number);
      if (sentAt >= measureFromMicros) {
        latencyMicros.recordValue(Math.min(Math.max(nowMicros - sentAt, 0), HIGHEST_MICROS));
      }
    }
    seen[instrument] = Math.max(seen[instrument], sequence);
  }
}
