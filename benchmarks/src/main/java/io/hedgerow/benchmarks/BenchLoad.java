package io.hedgerow.benchmarks;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plays the tape as many instruments, in a seeded order, and writes clock ticks as feeds do. The
 * messages are valid in every respect; only the CloudEvents headers are left out, which no job
 * reads. One thread.
 */
final class BenchLoad implements AutoCloseable {

  private static final long TICK_EVERY_MICROS = 100_000;
  private static final int FIRST_SENT_CAPACITY = 64;
  private static final List<Topic> TICKED =
      List.of(
          Topic.MARKET_BOOKS,
          Topic.MARKET_FUNDING,
          Topic.VENUE_HEALTH,
          Topic.VENUE_ACCOUNTS,
          Topic.CHAIN_HEALTH);

  private final MessageTape tape;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String[] instruments;
  private final byte[][] keys;
  private final int[] played;
  private final long[][] sentAtMicros;
  private final SplittableRandom random = new SplittableRandom(42);
  private long written;
  private long nextTickMicros;
  private long behindMicros;

  BenchLoad(MessageTape tape, int count, String bootstrapServers) {
    this.tape = tape;
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64 << 20);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.instruments = new String[count];
    this.keys = new byte[count][];
    this.played = new int[count];
    this.sentAtMicros = new long[count][FIRST_SENT_CAPACITY];
    for (int i = 0; i < count; i++) {
      instruments[i] = String.format(Locale.ROOT, "I%05d-USDT-PERP", i);
      keys[i] = (MessageTape.VENUE + "|" + instruments[i]).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Every instrument's whole book, then deltas up to this many messages. */
  void writeAll(long messages) {
    writeBooks();
    while (written < messages) {
      writeOne(random.nextInt(instruments.length));
    }
    tick(nowMicros());
    producer.flush();
  }

  /** Every instrument's whole book. */
  void writeBooks() {
    for (int i = 0; i < instruments.length; i++) {
      long now = nowMicros();
      tickIfDue(now);
      send(keys[i], tape.whole(instruments[i], now), now);
    }
    producer.flush();
  }

  /** Deltas at a fixed rate; each is stamped with the time at which it was due. */
  void pace(int perSecond, Duration time) throws InterruptedException {
    long startNanos = System.nanoTime();
    long startMicros = nowMicros();
    long total = perSecond * time.toMillis() / 1_000;
    for (long i = 0; i < total; i++) {
      long dueMicros = i * 1_000_000 / perSecond;
      long elapsedMicros = (System.nanoTime() - startNanos) / 1_000;
      while (elapsedMicros < dueMicros) {
        Thread.sleep(1);
        elapsedMicros = (System.nanoTime() - startNanos) / 1_000;
      }
      behindMicros = Math.max(behindMicros, elapsedMicros - dueMicros);
      int instrument = random.nextInt(instruments.length);
      long dueAt = startMicros + dueMicros;
      tickIfDue(dueAt);
      int number = ++played[instrument];
      remember(instrument, number, dueAt);
      send(keys[instrument], tape.delta(instruments[instrument], number, dueAt), dueAt);
    }
    producer.flush();
  }

  /** Records written, ticks not counted. */
  long written() {
    return written;
  }

  /** The worst lag behind the schedule, ms. */
  double behind() {
    return behindMicros / 1_000.0;
  }

  /** When this delta of this instrument arrived at our edge, µs; 0 if it was not sent. */
  long sentAtMicros(int instrument, int number) {
    long[] sent = sentAtMicros[instrument];
    return number < sent.length ? sent[number] : 0;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void remember(int instrument, int number, long dueAtMicros) {
    if (number >= sentAtMicros[instrument].length) {
      sentAtMicros[instrument] = Arrays.copyOf(sentAtMicros[instrument], number * 2);
    }
    sentAtMicros[instrument][number] = dueAtMicros;
  }

  private void writeOne(int instrument) {
    if (played[instrument] == tape.length()) {
      throw new IllegalArgumentException(
          "the tape has " + tape.length() + " messages per instrument: ask for fewer messages");
    }
    long now = nowMicros();
    tickIfDue(now);
    int number = ++played[instrument];
    send(keys[instrument], tape.delta(instruments[instrument], number, now), now);
  }

  private void tickIfDue(long nowMicros) {
    if (nowMicros >= nextTickMicros) {
      tick(nowMicros);
      nextTickMicros = nowMicros + TICK_EVERY_MICROS;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // flush() fails where a send did
  private void tick(long nowMicros) {
    byte[] tick = RecordCodec.encode(new ClockTick("hedgerow/bench", nowMicros));
    for (Topic topic : TICKED) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        producer.send(
            new ProducerRecord<>(topic.topicName(), partition, nowMicros / 1_000, null, tick));
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // flush() fails where a send did
  private void send(byte[] key, byte[] value, long nowMicros) {
    producer.send(
        new ProducerRecord<>(Topic.MARKET_BOOKS.topicName(), null, nowMicros / 1_000, key, value));
    written++;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }
}
