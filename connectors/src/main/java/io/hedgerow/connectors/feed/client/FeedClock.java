package io.hedgerow.connectors.feed.client;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two clocks of a feed.
 *
 * @param micros when a message is received, µs since the epoch; may step back, stamps do not
 * @param nanos for durations alone, as {@link System#nanoTime}
 */
public record FeedClock(LongSupplier micros, LongSupplier nanos) {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** The clocks of this machine. */
  public static FeedClock system() {
    return new FeedClock(
        () -> {
          Instant now = Instant.now();
          return now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO;
        },
        System::nanoTime);
  }
}
