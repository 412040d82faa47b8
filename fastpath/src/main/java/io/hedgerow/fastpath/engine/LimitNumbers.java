package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.wire.PolicyChangedDecoder;
import io.hedgerow.fastpath.wire.PolicyChangedEncoder;
import io.hedgerow.state.gate.GateLimits;
import java.util.Arrays;

/** The limits of the gate as numbers and values, as they stand in the journal. */
public final class LimitNumbers {

  /** How many there are. Numbers are positions; a new one is added at the end. */
  public static final int COUNT = 27;

  private LimitNumbers() {}

  /** The values, by number. */
  public static long[] valuesOf(GateLimits limits) {
    GateLimits.Ages ages = limits.ages();
    GateLimits.Market market = limits.market();
    GateLimits.Venue venue = limits.venue();
    GateLimits.Caps caps = limits.caps();
    GateLimits.Costs costs = limits.costs();
    return new long[] {
      ages.bookMicros(),
      ages.referenceMicros(),
      ages.venueMicros(),
      ages.accountMicros(),
      ages.riskFeedMicros(),
      ages.signalMicros(),
      ages.reconciliationMicros(),
      ages.aheadMicros(),
      limits.engine().leastJournalRoomPpm(),
      limits.engine().maxRepeats(),
      market.maxBooksApartMicros(),
      market.maxClockOffsetMicros(),
      market.leastTimeLeftMicros(),
      market.collarPpm(),
      market.maxReferencesApartPpm(),
      market.maxSameContent(),
      venue.maxLatencyMicros(),
      venue.maxErrorPpm(),
      venue.leastReliabilityPpm(),
      venue.leastMessages(),
      caps.venueE8(),
      caps.assetE8(),
      caps.orderValueE8(),
      caps.orderQuantityE8(),
      costs.leastMarginBufferPpm(),
      costs.maxImpactPpm(),
      costs.leastEdgePpm()
    };
  }

  /** Writes the values into a message. */
  public static void write(GateLimits limits, PolicyChangedEncoder out) {
    long[] values = valuesOf(limits);
    PolicyChangedEncoder.LimitsEncoder group = out.limitsCount(values.length);
    for (int number = 0; number < values.length; number++) {
      group.next().number(number).value(values[number]);
    }
  }

  /** The limits of a message; null: one is missing, repeated, unknown or out of its range. */
  static GateLimits read(PolicyChangedDecoder change) {
    long[] values = new long[COUNT];
    Arrays.fill(values, Long.MIN_VALUE);
    for (PolicyChangedDecoder.LimitsDecoder limit = change.limits(); limit.hasNext(); ) {
      limit.next();
      int number = limit.number();
      if (number >= COUNT || values[number] != Long.MIN_VALUE) {
        return null;
      }
      values[number] = limit.value();
    }
    try {
      return of(change.version(), values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return null;
    }
  }

  private static GateLimits of(long version, long[] v) {
    return new GateLimits(
        version,
        new GateLimits.Ages(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]),
        new GateLimits.Engine(Math.toIntExact(v[8]), Math.toIntExact(v[9])),
        new GateLimits.Market(
            v[10],
            v[11],
            v[12],
            Math.toIntExact(v[13]),
            Math.toIntExact(v[14]),
            Math.toIntExact(v[15])),
        new GateLimits.Venue(
            v[16], Math.toIntExact(v[17]), Math.toIntExact(v[18]), Math.toIntExact(v[19])),
        new GateLimits.Caps(v[20], v[21], v[22], v[23]),
        new GateLimits.Costs(
            Math.toIntExact(v[24]), Math.toIntExact(v[25]), Math.toIntExact(v[26])));
  }
}
