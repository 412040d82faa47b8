package io.hedgerow.state.order;

import io.hedgerow.schemas.E8;

/**
 * What a venue demands of an order in one instrument. Immutable.
 *
 * @param tickE8 smallest price step
 * @param lotE8 smallest quantity step, of the base asset
 * @param leastQuantityE8 of an order
 * @param leastNotionalE8 of an order, in the quote asset
 * @param takerFeePpm of the notional
 * @param leveraged whether margin stands behind it; else it is paid for or delivered
 */
public record LegTerms(
    long tickE8,
    long lotE8,
    long leastQuantityE8,
    long leastNotionalE8,
    int takerFeePpm,
    boolean leveraged) {

  public LegTerms {
    if (tickE8 <= 0
        || lotE8 <= 0
        || leastQuantityE8 < 0
        || leastNotionalE8 < 0
        || takerFeePpm < 0
        || takerFeePpm >= 1_000_000) {
      throw new IllegalArgumentException(
          "expected a tick and a lot above 0, minimums of 0 or more and a fee below 1000000 ppm,"
              + " saw tick "
              + tickE8
              + ", lot "
              + lotE8
              + ", least quantity "
              + leastQuantityE8
              + ", least notional "
              + leastNotionalE8
              + ", fee "
              + takerFeePpm);
    }
  }

  /** Whether the venue takes an order of this size at this price. */
  public boolean takes(long quantityE8, long priceE8) {
    return quantityE8 > 0
        && quantityE8 >= leastQuantityE8
        && quantityE8 % lotE8 == 0
        && E8.multiplySaturated(quantityE8, priceE8) >= leastNotionalE8;
  }
}
