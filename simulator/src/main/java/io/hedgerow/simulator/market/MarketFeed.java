package io.hedgerow.simulator.market;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Sends a generated market through Kafka as time passes, with clock ticks into every partition of
 * every topic that has them (NET-7). Where the risk job reads they come more often: its deadlines
 * are as exact as its ticks.
 *
 * <p>{@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class MarketFeed implements Runnable {

  /** Time between two ticks on the topics that the risk job reads. */
  public static final Duration RISK_TICK = Duration.ofMillis(20);

  /** Time between two ticks on the other topics. */
  public static final Duration TICK = Duration.ofMillis(100);

  private static final Set<Topic> READ_BY_RISK =
      EnumSet.of(
          Topic.MARKET_REFERENCE,
          Topic.MARKET_FUNDING,
          Topic.VENUE_HEALTH,
          Topic.CHAIN_HEALTH,
          Topic.RISK_OBSERVATIONS);

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long WAIT_NANOS = 5_000_000;

  private final LongFunction<List<SpecificRecord>> market;
  private final EventProducer producer;
  private final LongSupplier clockMicros;
  private volatile boolean stopped;

  /**
   * @param market what was received since the last call and until the given time, as {@link
   *     MarketGenerator#step}
   * @param clockMicros µs since the epoch; a step back is waited out
   */
  public MarketFeed(
      LongFunction<List<SpecificRecord>> market, EventProducer producer, LongSupplier clockMicros) {
    this.market = market;
    this.producer = producer;
    this.clockMicros = clockMicros;
  }

  /**
   * Sends until stopped, then waits for the broker's acknowledgements.
   *
   * @throws io.hedgerow.connectors.kafka.KafkaEdgeException if Kafka refuses a record
   */
  @Override
  public void run() {
    long newestMicros = Long.MIN_VALUE;
    List<Ticker> tickers = tickers();
    while (!stopped) {
      newestMicros = Math.max(newestMicros, clockMicros.getAsLong());
      for (SpecificRecord record : market.apply(newestMicros)) {
        producer.send(record);
      }
      for (Ticker ticker : tickers) {
        ticker.tick(newestMicros);
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
    producer.flush();
  }

  /** Time between two ticks on a topic. */
  public static Duration tickEvery(Topic topic) {
    return READ_BY_RISK.contains(topic) ? RISK_TICK : TICK;
  }

  /** Lets {@link #run} come to its end soon. */
  public void stop() {
    stopped = true;
  }

  private List<Ticker> tickers() {
    return Topic.tickedByFeeds().stream()
        .map(topic -> new Ticker(topic, tickEvery(topic)))
        .toList();
  }

  /** Ticks one topic when a period begins: at its multiples, and at once for the first time. */
  private final class Ticker {
    private final Topic topic;
    private final long periodMicros;
    private long nextAtMicros = Long.MIN_VALUE;

    Ticker(Topic topic, Duration period) {
      this.topic = topic;
      this.periodMicros = period.toNanos() / NANOS_PER_MICRO;
    }

    void tick(long nowMicros) {
      if (nowMicros >= nextAtMicros) {
        producer.tick(topic, nowMicros);
        nextAtMicros = (Math.floorDiv(nowMicros, periodMicros) + 1) * periodMicros;
      }
    }
  }
}
