package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.registry.Registry;
import java.util.Arrays;

/**
 * How many messages each venue takes from us now (ORD-5): a bucket that holds what the venue allows
 * at once and fills evenly. A part of it is kept for hedges, cancels and questions. Counted in the
 * engine, so that a replay counts the same.
 */
final class RateBudgets {

  private static final long MICROS = 1_000_000;

  /** Every bucket is full after it; keeps the product small. */
  private static final long HOUR_MICROS = 3_600 * MICROS;

  private final long[] perSecond;
  private final long[] burst;
  private final long[] reserved;
  private final long[] millionths;
  private final long[] filledAtMicros;

  RateBudgets(Registry registry) {
    int venues = registry.venues().size();
    perSecond = new long[venues];
    burst = new long[venues];
    reserved = new long[venues];
    millionths = new long[venues];
    filledAtMicros = new long[venues];
    for (Registry.Venue venue : registry.venues()) {
      perSecond[venue.number()] = venue.messagesPerSecond();
      burst[venue.number()] = venue.burstMessages();
      reserved[venue.number()] = venue.reservedMessages();
      millionths[venue.number()] = venue.burstMessages() * MICROS;
    }
    Arrays.fill(filledAtMicros, Long.MIN_VALUE);
  }

  void advance(long nowMicros) {
    for (int venue = 0; venue < millionths.length; venue++) {
      long most = burst[venue] * MICROS;
      long passed =
          filledAtMicros[venue] == Long.MIN_VALUE
              ? 0
              : Math.min(HOUR_MICROS, Math.max(0, nowMicros - filledAtMicros[venue]));
      millionths[venue] = Math.min(most, millionths[venue] + passed * perSecond[venue]);
      filledAtMicros[venue] = Math.max(filledAtMicros[venue], nowMicros);
    }
  }

  /** Messages that new entries may still send. */
  long left(int venue) {
    return Math.max(0, millionths[venue] / MICROS - reserved[venue]);
  }

  /** Whether one more hedge, cancel or question may be sent. */
  boolean hasUrgent(int venue) {
    return millionths[venue] >= MICROS;
  }

  /** One message was sent. */
  void take(int venue) {
    millionths[venue] = Math.max(0, millionths[venue] - MICROS);
  }
}
