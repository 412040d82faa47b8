package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import java.math.BigInteger;
import java.util.Set;

/**
 * What a venue demands of orders in one instrument, and what it charges. Immutable.
 *
 * @param instrument name at the venue
 * @param perpetual leveraged, without delivery; else spot
 * @param contractSizeE8 what one unit of quantity is, of the base asset
 * @param tickE8 smallest price step
 * @param lotE8 smallest quantity step, in the instrument's unit
 * @param minimumNotionalE8 of an order, in the quote asset
 * @param reduceOnlyExempt whether orders that only reduce may be smaller than that
 * @param fees rates and asset
 * @param margin of a perpetual; {@link Margining#NONE} for spot
 * @param kinds of orders that are allowed
 */
public record InstrumentRules(
    String instrument,
    String baseAsset,
    String quoteAsset,
    boolean perpetual,
    long contractSizeE8,
    long tickE8,
    long lotE8,
    long minimumNotionalE8,
    boolean reduceOnlyExempt,
    Fees fees,
    Margining margin,
    Set<OrderKind> kinds) {

  /** Parts per million in one. */
  static final int MILLION = 1_000_000;

  /** A thousand million of the quote asset: larger orders are refused. */
  static final long MAXIMUM_NOTIONAL_E8 = 1_000_000_000L * E8.ONE;

  /** Ten thousand million of anything: nobody can order or hold more. */
  private static final long MAXIMUM_QUANTITY_E8 = 10_000_000_000L * E8.ONE;

  /** Price times quantity in units of 1e-16: 3.9 thousand million of the quote asset. */
  private static final int MAXIMUM_VALUE_BITS = 85;

  /**
   * What a fill costs.
   *
   * @param makerPpm of the notional; negative: a rebate
   * @param takerPpm of the notional
   */
  public record Fees(int makerPpm, int takerPpm, FeeAsset asset) {

    /** Rates are below the whole; a taker gets nothing back. */
    public Fees {
      if (Math.abs(makerPpm) >= MILLION || takerPpm < 0 || takerPpm >= MILLION) {
        throw new IllegalArgumentException(
            "expected fees below 1000000 ppm, saw " + makerPpm + " and " + takerPpm);
      }
    }

    int ppm(boolean maker) {
      return maker ? makerPpm : takerPpm;
    }

    int worstPpm() {
      return Math.max(makerPpm, takerPpm);
    }
  }

  /** In which asset a fee is paid. A perpetual's is always paid in the quote asset. */
  public enum FeeAsset {
    QUOTE,
    /** What the fill brings: the base asset to a buyer, the quote asset to a seller. */
    RECEIVED
  }

  /**
   * Margin and funding of a perpetual.
   *
   * @param initialPpm of the notional, to open
   * @param maintenancePpm of the notional; below it the venue liquidates
   * @param fundingIntervalMicros time between two payments, counted from the epoch
   */
  public record Margining(int initialPpm, int maintenancePpm, long fundingIntervalMicros) {

    /** No leverage, no funding. */
    public static final Margining NONE = new Margining(MILLION, 0, Long.MAX_VALUE);

    /** Maintenance is below the initial margin. */
    public Margining {
      if (maintenancePpm < 0 || initialPpm <= maintenancePpm || initialPpm > MILLION) {
        throw new IllegalArgumentException(
            "expected 0 <= maintenance < initial <= 1000000 ppm, saw "
                + maintenancePpm
                + " and "
                + initialPpm);
      }
      if (fundingIntervalMicros < 1) {
        throw new IllegalArgumentException(
            "expected a positive funding interval, saw " + fundingIntervalMicros + " µs");
      }
    }
  }

  /** Checks that steps are positive and that a lot is a whole number of the base asset's units. */
  public InstrumentRules {
    kinds = Set.copyOf(kinds);
    if (tickE8 < 1 || lotE8 < 1 || contractSizeE8 < 1 || minimumNotionalE8 < 0) {
      throw new IllegalArgumentException(
          instrument + ": expected positive tick, lot and contract size");
    }
    if (E8.mulDivFloor(lotE8, contractSizeE8, E8.ONE)
        != -E8.mulDivFloor(-lotE8, contractSizeE8, E8.ONE)) {
      throw new IllegalArgumentException(instrument + ": expected a lot of whole 1e-8 base units");
    }
  }

  /**
   * A quantity in the base asset, rounded down.
   *
   * @throws ArithmeticException if it does not fit
   */
  long baseE8(long quantityE8) {
    return E8.multiplyDown(quantityE8, contractSizeE8);
  }

  /** Value in the quote asset, rounded down. */
  long notionalE8(long priceE8, long quantityE8) {
    return E8.multiplyDown(priceE8, baseE8(quantityE8));
  }

  /** Value in the quote asset, rounded up. */
  long notionalUpE8(long priceE8, long quantityE8) {
    return -E8.multiplyDown(-priceE8, baseE8(quantityE8));
  }

  /** The most that can be ordered or held, in the instrument's unit; the same of the base asset. */
  long maximumQuantityE8() {
    return contractSizeE8 <= E8.ONE
        ? MAXIMUM_QUANTITY_E8
        : E8.mulDivFloor(MAXIMUM_QUANTITY_E8, E8.ONE, contractSizeE8);
  }

  /**
   * The price, or the highest at which a quantity still has a value that the ledger can carry: the
   * market may say anything.
   *
   * @param quantityE8 at most {@link #maximumQuantityE8}
   */
  long boundedPriceE8(long priceE8, long quantityE8) {
    long base = baseE8(quantityE8);
    if (Math.multiplyHigh(priceE8, base) < 1L << (MAXIMUM_VALUE_BITS - Long.SIZE)) {
      return priceE8;
    }
    return BigInteger.ONE
        .shiftLeft(MAXIMUM_VALUE_BITS)
        .divide(BigInteger.valueOf(base))
        .longValue();
  }

  /** The asset in which this side pays its fee. */
  String feeAsset(OrderSide side) {
    boolean inBase = !perpetual && fees.asset() == FeeAsset.RECEIVED && side == OrderSide.BUY;
    return inBase ? baseAsset : quoteAsset;
  }

  /** Rounded toward zero, so that what was held for an order always suffices. */
  static long feeE8(long amountE8, int ppm) {
    long size = E8.mulDivFloor(amountE8, Math.abs(ppm), MILLION);
    return ppm < 0 ? -size : size;
  }

  /** A share, rounded up. */
  static long shareUpE8(long amountE8, int ppm) {
    return -E8.mulDivFloor(-amountE8, ppm, MILLION);
  }
}
