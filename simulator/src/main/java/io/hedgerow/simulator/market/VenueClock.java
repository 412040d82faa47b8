package io.hedgerow.simulator.market;

import java.util.random.RandomGenerator;

/** The time that a venue writes into a message which we receive after a delay on the way. */
final class VenueClock {

  private static final int SHORTEST_DELAY_MICROS = 2_000;
  private static final int LONGEST_DELAY_MICROS = 12_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final RandomGenerator random;
  private final long offsetMicros;

  VenueClock(SimulatedVenue venue, RandomGenerator random) {
    this.random = random;
    this.offsetMicros = venue.clockOffset().toNanos() / NANOS_PER_MICRO;
  }

  long venueTimeMicros(long receivedAtMicros) {
    int delayMicros = random.nextInt(SHORTEST_DELAY_MICROS, LONGEST_DELAY_MICROS);
    return receivedAtMicros - delayMicros + offsetMicros;
  }
}
