package io.hedgerow.state.pair;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * What is to be sent as one pair: one or two legs under one correlation number (ORD-1). Reused:
 * fill it with {@link #begin} and {@link #addLeg}, hand it to {@link PairBook#open}, which copies
 * it.
 *
 * <p>Sound is: quantities in 1 … {@link #MAX_QUANTITY_E8}, prices above 0, a timeout in 1 µs … one
 * day. OPEN has two legs. Two legs have opposite sides, equal quantities and different instruments.
 * All legs of REDUCE are reduce-only, so that closing never opens.
 *
 * <p>Quantities are of the base asset; what an instrument counts in contracts is converted by the
 * owner. Not safe for concurrent use.
 */
public final class PairPlan {

  /** Largest quantity of a leg, base asset. */
  public static final long MAX_QUANTITY_E8 = 1L << 56;

  /** Most that may be open on one side of an instrument, base asset. */
  public static final long MAX_OPEN_E8 = 1L << 60;

  /** Longest timeout. */
  public static final long MAX_TIMEOUT_MICROS = 86_400_000_000L;

  static final int MAX_LEGS = 2;

  /** One leg as planned. */
  static final class Leg {
    int venue;
    int instrument;
    OrderSide side;
    long quantityE8;
    long limitPriceE8;
    boolean reduceOnly;
  }

  private final Leg[] legs = {new Leg(), new Leg()};
  private long correlationNumber;
  private SignalPurpose purpose;
  private long timeoutMicros;
  private int count;

  /**
   * Forgets what it held and begins anew.
   *
   * @param correlationNumber of the pair, above 0
   * @param timeoutMicros from opening until what is not filled is cancelled
   */
  public PairPlan begin(long correlationNumber, SignalPurpose purpose, long timeoutMicros) {
    this.correlationNumber = correlationNumber;
    this.purpose = purpose;
    this.timeoutMicros = timeoutMicros;
    count = 0;
    return this;
  }

  /**
   * Adds a leg.
   *
   * @param venue dense number
   * @param instrument dense number, of one venue
   * @throws IllegalStateException if there are two
   */
  public PairPlan addLeg(
      int venue,
      int instrument,
      OrderSide side,
      long quantityE8,
      long limitPriceE8,
      boolean reduceOnly) {
    if (count == MAX_LEGS) {
      throw new IllegalStateException("expected at most two legs, saw a third");
    }
    Leg leg = legs[count];
    leg.venue = venue;
    leg.instrument = instrument;
    leg.side = side;
    leg.quantityE8 = quantityE8;
    leg.limitPriceE8 = limitPriceE8;
    leg.reduceOnly = reduceOnly;
    count++;
    return this;
  }

  long correlationNumber() {
    return correlationNumber;
  }

  SignalPurpose purpose() {
    return purpose;
  }

  long timeoutMicros() {
    return timeoutMicros;
  }

  int legs() {
    return count;
  }

  Leg leg(int leg) {
    return legs[leg];
  }

  boolean isSound(int venues, int instruments) {
    boolean sound =
        purpose != null
            && correlationNumber > 0
            && timeoutMicros > 0
            && timeoutMicros <= MAX_TIMEOUT_MICROS
            && count > 0
            && (count == MAX_LEGS || purpose == SignalPurpose.REDUCE);
    for (int i = 0; sound && i < count; i++) {
      sound = isSound(legs[i], venues, instruments);
    }
    return sound && (count < MAX_LEGS || fit(legs[0], legs[1]));
  }

  private boolean isSound(Leg leg, int venues, int instruments) {
    return leg.side != null
        && leg.venue >= 0
        && leg.venue < venues
        && leg.instrument >= 0
        && leg.instrument < instruments
        && leg.quantityE8 > 0
        && leg.quantityE8 <= MAX_QUANTITY_E8
        && leg.limitPriceE8 > 0
        && (leg.reduceOnly || purpose != SignalPurpose.REDUCE);
  }

  private static boolean fit(Leg first, Leg second) {
    return first.side != second.side
        && first.quantityE8 == second.quantityE8
        && first.instrument != second.instrument;
  }
}
