package io.hedgerow.simulator.feedserver;

import io.hedgerow.simulator.market.MarketGenerator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Lets a generated market go on as time passes and publishes it at feed servers. {@link #run}
 * belongs to one thread; {@link #stop} may be called from any.
 */
final class FeedPump implements Runnable {

  private static final long WAIT_NANOS = 5_000_000;

  private final MarketGenerator generator;
  private final List<FeedServer> servers;
  private final LongSupplier clockMicros;
  private volatile boolean stopped;

  /**
   * @param clockMicros µs since the epoch; a step back is waited out
   */
  FeedPump(MarketGenerator generator, List<FeedServer> servers, LongSupplier clockMicros) {
    this.generator = generator;
    this.servers = List.copyOf(servers);
    this.clockMicros = clockMicros;
  }

  @Override
  public void run() {
    long newestMicros = Long.MIN_VALUE;
    while (!stopped) {
      newestMicros = Math.max(newestMicros, clockMicros.getAsLong());
      List<SpecificRecord> records = generator.step(newestMicros);
      for (FeedServer server : servers) {
        server.publish(records, newestMicros);
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  /** Lets {@link #run} come to its end soon. */
  void stop() {
    stopped = true;
  }
}
