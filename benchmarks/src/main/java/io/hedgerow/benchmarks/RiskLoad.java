package io.hedgerow.benchmarks;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Margin buffers of many venues on {@code risk.observations}, in a seeded order, with clock ticks
 * each 20 ms on every topic that the risk job reads. One thread, but where it says otherwise.
 */
final class RiskLoad implements AutoCloseable {

  private static final long TICK_EVERY_MICROS = 20_000;
  private static final long FINE_E8 = E8.parse("1.2");

  /** Beyond the warning, short of the breach. */
  private static final long WARNED_E8 = E8.parse("0.2");

  private static final long BROKEN_E8 = E8.parse("0.01");
  private static final int ONE_IN_NOT_NORMAL = 100;
  private static final long HIGHEST_MICROS = 600_000_000L;
  private static final List<Topic> TICKED = Topic.tickedByFeeds();
  private static final String EVENT_ID = EventIds.of("RiskLoad", "");

  private final KafkaProducer<byte[], byte[]> producer;
  private final String[] subjects;
  private final byte[][] keys;
  private final SplittableRandom random = new SplittableRandom(42);
  private long written;
  private long nextTickMicros;
  private final Histogram behindMicros = new Histogram(HIGHEST_MICROS, 3);
  private final Map<String, Long> brokenAtMicros = new ConcurrentHashMap<>();

  RiskLoad(int count, String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64 << 20);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.subjects = new String[count];
    this.keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      subjects[i] = String.format(Locale.ROOT, "V%05d|main", i);
      keys[i] = subjects[i].getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The shipped policy, in effect from now on, with nobody who must acknowledge. */
  @SuppressWarnings("FutureReturnValueIgnored") // flush() fails where a send did
  void publishPolicy() {
    long now = nowMicros();
    RiskPolicy policy =
        PolicyRecords.publish(
            PolicyRecords.draft(PolicyRecords.standard().getValues(), List.of(), List.of()),
            PolicyMode.LIVE,
            1,
            now,
            now,
            "bench");
    producer.send(
        new ProducerRecord<>(
            Topic.RISK_POLICY.topicName(),
            policy.getPolicyId().getBytes(StandardCharsets.US_ASCII),
            RecordCodec.encode(policy)));
    producer.flush();
  }

  /** As many observations, one in a hundred not normal, as fast as they can be written. */
  void writeAll(long observations) {
    while (written < observations) {
      long now = nowMicros();
      tickIfDue(now);
      boolean fine = random.nextInt(ONE_IN_NOT_NORMAL) != 0;
      send(random.nextInt(subjects.length), fine ? FINE_E8 : WARNED_E8, now);
    }
    tick(nowMicros());
    producer.flush();
  }

  /**
   * Observations at a fixed rate, each stamped with the time at which it was due; every so often
   * one subject after the other breaks its threshold twice, which confirms the breach.
   */
  void pace(int perSecond, Duration time, int breakEachNth) throws InterruptedException {
    long startNanos = System.nanoTime();
    long startMicros = nowMicros();
    long total = perSecond * time.toMillis() / 1_000;
    int toBreak = 0;
    behindMicros.reset();
    for (long i = 0; i < total; i++) {
      long dueMicros = i * 1_000_000 / perSecond;
      long elapsedMicros = (System.nanoTime() - startNanos) / 1_000;
      while (elapsedMicros < dueMicros) {
        Thread.sleep(1);
        elapsedMicros = (System.nanoTime() - startNanos) / 1_000;
      }
      behindMicros.recordValue(Math.min(elapsedMicros - dueMicros, HIGHEST_MICROS));
      long dueAt = startMicros + dueMicros;
      tickIfDue(dueAt);
      if (breakEachNth > 0 && i % breakEachNth == 0 && toBreak < subjects.length) {
        brokenAtMicros.put(venueOf(subjects[toBreak]), startMicros + elapsedMicros);
        send(toBreak, BROKEN_E8, dueAt);
        send(toBreak, BROKEN_E8, dueAt);
        toBreak++;
      } else {
        send(toBreak + random.nextInt(subjects.length - toBreak), FINE_E8, dueAt);
      }
    }
    tick(nowMicros());
    producer.flush();
  }

  /** Clock ticks alone, so that event time goes on. */
  void tickFor(Duration time) throws InterruptedException {
    long until = nowMicros() + time.toNanos() / 1_000;
    while (nowMicros() < until) {
      tickIfDue(nowMicros());
      Thread.sleep(5);
    }
    producer.flush();
  }

  /** How far the last paced run was behind its schedule, ms: 50, 99, or 100 for the worst. */
  double behindMillis(double percentile) {
    return behindMicros.getValueAtPercentile(percentile) / 1_000.0;
  }

  /** When a venue's threshold was broken by our clock; null if it was not. Safe from any thread. */
  Long brokenAtMicros(String venue) {
    return brokenAtMicros.get(venue);
  }

  private static String venueOf(String subject) {
    return InstrumentKey.venueOf(subject);
  }

  @Override
  public void close() {
    producer.close();
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
  private void send(int subject, long valueE8, long atMicros) {
    RiskObservation observation =
        new RiskObservation(
            ObservationKind.MARGIN,
            subjects[subject],
            "",
            valueE8,
            null,
            "hedgerow/bench",
            atMicros,
            EVENT_ID);
    producer.send(
        new ProducerRecord<>(
            Topic.RISK_OBSERVATIONS.topicName(),
            null,
            atMicros / 1_000,
            keys[subject],
            RecordCodec.encode(observation)));
    written++;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }
}
