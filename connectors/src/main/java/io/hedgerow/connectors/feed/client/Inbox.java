package io.hedgerow.connectors.feed.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What came in, stamped with the time of receipt and kept in that order: stamps never fall, even if
 * the clock steps back. Filled from any thread, emptied by one.
 *
 * <p>It is bounded by its fillers: a link asks the socket for more only when a frame has been dealt
 * with.
 */
final class Inbox {

  private record Arrival(long atMicros, LongConsumer work) {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final LongSupplier clockMicros;
  private long newestMicros = Long.MIN_VALUE;

  Inbox(LongSupplier clockMicros) {
    this.clockMicros = clockMicros;
  }

  /** Adds work that is told when it was added. */
  synchronized void add(LongConsumer work) {
    newestMicros = Math.max(newestMicros, clockMicros.getAsLong());
    arrivals.add(new Arrival(newestMicros, work));
  }

  /** Does the oldest work, or waits for it so long in vain. */
  void next(long waitNanos) throws InterruptedException {
    Arrival arrival = arrivals.poll(waitNanos, TimeUnit.NANOSECONDS);
    if (arrival != null) {
      arrival.work().accept(arrival.atMicros());
    }
  }
}
