package io.hedgerow.simulator.market;

import io.hedgerow.connectors.kafka.EventProducer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Sends a generated market through Kafka as time passes, with clock ticks into every partition of
 * every input topic (NET-7).
 *
 * <p>{@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class MarketFeed implements Runnable {

  /** Time between two ticks. */
  public static final Duration TICK = Duration.ofMillis(100);

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long TICK_MICROS = TICK.toNanos() / NANOS_PER_MICRO;
  private static final long WAIT_NANOS = 5_000_000;

  private final MarketGenerator generator;
  private final EventProducer producer;
  private final LongSupplier clockMicros;
  private volatile boolean stopped;

  /**
   * @param clockMicros µs since the epoch; a step back is waited out
   */
  public MarketFeed(MarketGenerator generator, EventProducer producer, LongSupplier clockMicros) {
    this.generator = generator;
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
    long nextTickMicros = Long.MIN_VALUE;
    while (!stopped) {
      newestMicros = Math.max(newestMicros, clockMicros.getAsLong());
      for (SpecificRecord record : generator.step(newestMicros)) {
        producer.send(record);
      }
      if (newestMicros >= nextTickMicros) {
        producer.tickAll(newestMicros);
        nextTickMicros = newestMicros + TICK_MICROS;
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
    producer.flush();
  }

  /** Lets {@link #run} come to its end soon. */
  public void stop() {
    stopped = true;
  }
}
