package io.hedgerow.state.gate;

import java.io.Serializable;

/**
 * Every threshold of the gate, as one version of the policy has it for one asset. A value at its
 * threshold passes. Immutable, safe from any thread.
 *
 * <p>A limit out of its range is refused when it is made, with an {@link IllegalArgumentException}
 * that names the limit and the value. So no policy can set aside the ceiling of impact, the demand
 * that the edge be positive, or the ageing of an input (ORD-3, GATE-8, NET-7).
 *
 * @param version of the policy that they are of
 */
public record GateLimits(
    long version, Ages ages, Engine engine, Market market, Venue venue, Caps caps, Costs costs)
    implements Serializable {

  /** Slippage and impact beyond 0.30 % are rejected, whatever policy says (ORD-3, GATE-7). */
  public static final int CEILING_PPM = 3_000;

  /** No input may be older than an hour, whatever policy says. */
  private static final long MAX_AGE_MICROS = 3_600_000_000L;

  private static final long MAX_PPM = Gate.MILLION;

  public GateLimits {
    require(version >= 0, "version", version);
  }

  /**
   * How old an input may be, µs (NET-7).
   *
   * @param accountMicros a venue's statement of balances and margin
   * @param riskFeedMicros the stream of {@code risk.state}, heartbeats included
   * @param aheadMicros how far ahead of the decision an input's time may lie
   */
  public record Ages(
      long bookMicros,
      long referenceMicros,
      long venueMicros,
      long accountMicros,
      long riskFeedMicros,
      long signalMicros,
      long reconciliationMicros,
      long aheadMicros)
      implements Serializable {

    public Ages {
      requireRange(bookMicros, 1, MAX_AGE_MICROS, "bookMicros");
      requireRange(referenceMicros, 1, MAX_AGE_MICROS, "referenceMicros");
      requireRange(venueMicros, 1, MAX_AGE_MICROS, "venueMicros");
      requireRange(accountMicros, 1, MAX_AGE_MICROS, "accountMicros");
      requireRange(riskFeedMicros, 1, MAX_AGE_MICROS, "riskFeedMicros");
      requireRange(signalMicros, 1, MAX_AGE_MICROS, "signalMicros");
      requireRange(reconciliationMicros, 1, MAX_AGE_MICROS, "reconciliationMicros");
      requireRange(aheadMicros, 0, MAX_AGE_MICROS, "aheadMicros");
    }

    long of(GateAge age) {
      return switch (age) {
        case BOOK -> bookMicros;
        case REFERENCE -> referenceMicros;
        case VENUE -> venueMicros;
        case ACCOUNT -> accountMicros;
        case RISK_FEED -> riskFeedMicros;
        case SIGNAL -> signalMicros;
        case RECONCILIATION -> reconciliationMicros;
      };
    }
  }

  /**
   * Of the engine itself (GATE-1).
   *
   * @param leastJournalRoomPpm free share of the journal that must be left
   * @param maxRepeats executions of the same pair in the window before this one
   */
  public record Engine(int leastJournalRoomPpm, int maxRepeats) implements Serializable {
    public Engine {
      requireRange(leastJournalRoomPpm, 1, MAX_PPM, "leastJournalRoomPpm");
      requireRange(maxRepeats, 0, Integer.MAX_VALUE, "maxRepeats");
    }
  }

  /**
   * Of market data and the signal (GATE-2, SIG-3).
   *
   * @param maxBooksApartMicros between the newest records of both books
   * @param maxClockOffsetMicros of a venue's clock, either way
   * @param leastTimeLeftMicros of the signal's timeout
   * @param collarPpm of the reference price, either way, for the book and for limit prices
   * @param maxReferencesApartPpm between the reference prices of both legs, of the lower one
   * @param maxSameContent orders of the same content in the window before this one
   */
  public record Market(
      long maxBooksApartMicros,
      long maxClockOffsetMicros,
      long leastTimeLeftMicros,
      int collarPpm,
      int maxReferencesApartPpm,
      int maxSameContent)
      implements Serializable {
    public Market {
      requireRange(maxBooksApartMicros, 0, MAX_AGE_MICROS, "maxBooksApartMicros");
      requireRange(maxClockOffsetMicros, 0, MAX_AGE_MICROS, "maxClockOffsetMicros");
      requireRange(leastTimeLeftMicros, 1, MAX_AGE_MICROS, "leastTimeLeftMicros");
      requireRange(collarPpm, 1, MAX_PPM - 1, "collarPpm");
      requireRange(maxReferencesApartPpm, 0, MAX_PPM - 1, "maxReferencesApartPpm");
      requireRange(maxSameContent, 0, Integer.MAX_VALUE, "maxSameContent");
    }
  }

  /**
   * Of a venue's health (GATE-3).
   *
   * @param maxLatencyMicros of the 99th percentile
   * @param maxErrorPpm share of requests that failed
   * @param leastReliabilityPpm route reliability score
   * @param leastMessages that the venue's rate must still allow
   */
  public record Venue(
      long maxLatencyMicros, int maxErrorPpm, int leastReliabilityPpm, int leastMessages)
      implements Serializable {
    public Venue {
      requireRange(maxLatencyMicros, 1, MAX_AGE_MICROS, "maxLatencyMicros");
      requireRange(maxErrorPpm, 0, MAX_PPM - 1, "maxErrorPpm");
      requireRange(leastReliabilityPpm, 1, MAX_PPM, "leastReliabilityPpm");
      requireRange(leastMessages, 1, Integer.MAX_VALUE, "leastMessages");
    }
  }

  /**
   * Most exposure and largest orders, scaled by 10<sup>8</sup> (GATE-4, GATE-5).
   *
   * @param venueE8 at one venue, quote currency
   * @param assetE8 to the asset, quote currency, long or short
   * @param orderValueE8 of one leg, quote currency
   * @param orderQuantityE8 of one leg, base asset
   */
  public record Caps(long venueE8, long assetE8, long orderValueE8, long orderQuantityE8)
      implements Serializable {
    public Caps {
      requireRange(venueE8, 0, Long.MAX_VALUE - 1, "venueE8");
      requireRange(assetE8, 0, Long.MAX_VALUE - 1, "assetE8");
      requireRange(orderValueE8, 0, Long.MAX_VALUE - 1, "orderValueE8");
      requireRange(orderQuantityE8, 0, Long.MAX_VALUE - 1, "orderQuantityE8");
    }
  }

  /**
   * What must be left after the order (GATE-6 to GATE-8).
   *
   * @param leastMarginBufferPpm equity above maintenance, as a share of maintenance
   * @param maxImpactPpm at most {@link #CEILING_PPM}: policy can only tighten it
   * @param leastEdgePpm of the notional, after costs; at least 1
   */
  public record Costs(int leastMarginBufferPpm, int maxImpactPpm, int leastEdgePpm)
      implements Serializable {
    public Costs {
      requireRange(leastMarginBufferPpm, 1, Integer.MAX_VALUE, "leastMarginBufferPpm");
      requireRange(maxImpactPpm, 0, CEILING_PPM, "maxImpactPpm");
      requireRange(leastEdgePpm, 1, MAX_PPM, "leastEdgePpm");
    }
  }

  private static void requireRange(long value, long least, long most, String name) {
    require(value >= least && value <= most, name, value);
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException("gate limit " + name + " is out of range: " + value);
    }
  }
}
