package io.hedgerow.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records of the contract to their topics, idempotent and acknowledged by all replicas, and
 * clock ticks into every partition of an input topic (NET-7).
 *
 * <p><b>Tick contract.</b> A tick of time T promises that every later record of this producer in
 * the partition was received at T or later. That holds only if one thread calls {@link #send} and
 * {@link #tick} in the order of time, so one thread it is. A call that would break the promise is
 * refused.
 *
 * <p>Sending is asynchronous: what Kafka refuses is thrown as {@link KafkaEdgeException} by the
 * next call, at the latest by {@link #flush} or {@link #close}.
 */
public final class EventProducer implements AutoCloseable {

  /**
   * With more, a new partition that refuses the first batch and takes the second one never takes
   * the first: its sequence number has passed.
   */
  private static final int ONE_REQUEST = 1;

  private static final int LINGER_MILLIS = 5;
  private static final int BATCH_BYTES = 64 * 1024;
  private static final int MICROS_PER_MILLI = 1_000;

  /** How long a call waits for the broker, or for room in the buffer, before it is an error. */
  private static final int MAX_BLOCK_MILLIS = 30_000;

  /** What the broker has not acknowledged by then was not written, and is an error. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final List<Topic> TICKED_BY_FEEDS = Topic.tickedByFeeds();

  private final KafkaProducer<byte[], byte[]> producer;
  private final String bootstrapServers;
  private final String source;
  private final Map<String, AtomicLong> sent = new TreeMap<>();
  private final Map<Topic, Long> newestTickMicros = new TreeMap<>();
  private final AtomicReference<KafkaEdgeException> failure = new AtomicReference<>();

  private EventProducer(String bootstrapServers, String source, Properties properties) {
    this.bootstrapServers = bootstrapServers;
    this.source = source;
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Opens a producer.
   *
   * @param source who writes: the {@code ce_source} header and the source of the ticks
   */
  public static EventProducer open(String bootstrapServers, String source) {
    return open(bootstrapServers, source, Map.of());
  }

  /** Opens a producer with further Kafka settings. */
  public static EventProducer open(
      String bootstrapServers, String source, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, ONE_REQUEST);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    properties.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicAdmin.DEAD_LETTER_MAX_MESSAGE_BYTES);
    properties.putAll(settings);
    return new EventProducer(bootstrapServers, source, properties);
  }

  /**
   * Sends a record to its topic under its key, with the CloudEvents headers; the Kafka timestamp is
   * the event time in milliseconds.
   *
   * @throws IllegalArgumentException if the record's type has no topic, or if it was received
   *     before the newest tick of its topic
   * @throws KafkaEdgeException if an earlier record could not be written
   */
  public void send(SpecificRecord record) {
    Topic topic = RecordKeys.topicOf(record);
    long timeMicros = RecordKeys.eventTimeMicrosOf(record);
    requireNotBeforeTick(topic, timeMicros, record);
    write(
        new ProducerRecord<>(
            topic.topicName(),
            null,
            Math.floorDiv(timeMicros, MICROS_PER_MILLI),
            RecordKeys.keyOf(record).getBytes(UTF_8),
            RecordCodec.encode(record),
            EventHeaders.of(record, source)));
  }

  /**
   * Sends bytes as they are, for hostile input and for replayed dead letters.
   *
   * @param key may be null
   * @param value may be null
   * @throws KafkaEdgeException if an earlier record could not be written
   */
  public void sendRaw(
      String topic, byte[] key, byte[] value, long timeMicros, Iterable<Header> headers) {
    write(
        new ProducerRecord<>(
            topic, null, Math.floorDiv(timeMicros, MICROS_PER_MILLI), key, value, headers));
  }

  /**
   * Writes a clock tick into every partition of an input topic.
   *
   * @throws IllegalArgumentException if the topic is no input, or the time runs backwards
   * @throws KafkaEdgeException if an earlier record could not be written
   */
  public void tick(Topic topic, long tickAtMicros) {
    if (!topic.hasTicks()) {
      throw new IllegalArgumentException(topic.topicName() + " has no ticks");
    }
    long newest = newestTickMicros.getOrDefault(topic, Long.MIN_VALUE);
    if (tickAtMicros < newest) {
      throw new IllegalArgumentException(
          topic.topicName()
              + ": expected a tick at or after "
              + newest
              + " µs, saw "
              + tickAtMicros);
    }
    ClockTick tick = new ClockTick(source, tickAtMicros);
    byte[] value = RecordCodec.encode(tick);
    List<Header> headers = EventHeaders.of(tick, source);
    long timestampMillis = Math.floorDiv(tickAtMicros, MICROS_PER_MILLI);
    for (int partition = 0; partition < topic.partitions(); partition++) {
      write(
          new ProducerRecord<>(
              topic.topicName(), partition, timestampMillis, null, value, headers));
    }
    newestTickMicros.put(topic, tickAtMicros);
  }

  /** Writes a clock tick into every partition of every topic that the feeds tick. */
  public void tickAll(long tickAtMicros) {
    TICKED_BY_FEEDS.forEach(topic -> tick(topic, tickAtMicros));
  }

  /**
   * Waits until the broker has acknowledged everything.
   *
   * @throws KafkaEdgeException if a record could not be written
   */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  /** How many records were handed over so far, by topic; ticks are counted in. */
  public Map<String, Long> sent() {
    Map<String, Long> counts = new TreeMap<>();
    sent.forEach((topic, count) -> counts.put(topic, count.get()));
    return counts;
  }

  /**
   * Writes what is still waiting and closes.
   *
   * @throws KafkaEdgeException if a record could not be written
   */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    throwFailure();
  }

  private void requireNotBeforeTick(Topic topic, long timeMicros, SpecificRecord record) {
    Long newest = newestTickMicros.get(topic);
    if (newest != null && timeMicros < newest) {
      throw new IllegalArgumentException(
          "a tick promised "
              + topic.topicName()
              + " nothing before "
              + newest
              + " µs, saw "
              + record.getSchema().getName()
              + " "
              + RecordKeys.keyOf(record)
              + " received at "
              + timeMicros);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback sees what the future would
  private void write(ProducerRecord<byte[], byte[]> record) {
    throwFailure();
    try {
      producer.send(record, (metadata, error) -> remember(record, error));
    } catch (KafkaException e) {
      remember(record, e);
      throwFailure();
    }
    sent.computeIfAbsent(record.topic(), name -> new AtomicLong()).incrementAndGet();
  }

  private void remember(ProducerRecord<byte[], byte[]> record, Exception error) {
    if (error != null) {
      failure.compareAndSet(
          null,
          new KafkaEdgeException(
              "could not write to " + record.topic() + " at " + bootstrapServers + ": " + error,
              error));
    }
  }

  private void throwFailure() {
    KafkaEdgeException first = failure.get();
    if (first != null) {
      // Anew each time: send and close may both throw it, and none can be suppressed by itself.
      throw new KafkaEdgeException(first.getMessage(), first.getCause());
    }
  }
}
