package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * What the machine asks its owner while it decides. Read only: the answers belong to the same
 * instant as the input that is being applied, and a replay gives the same ones. Called on the
 * machine's thread; must neither allocate nor call the machine.
 */
public interface HedgeMarket {

  /**
   * The worst price at which an offset may be done now.
   *
   * @param instrument dense number; an instrument belongs to one venue
   * @return limit, or 0: there is no usable price
   */
  long limitPriceE8(int instrument, OrderSide side);

  /**
   * The least quantity that the venue takes at this price, base asset.
   *
   * @return 0 where it has none; negative: not known, which is like no price
   */
  long leastQuantityE8(int instrument, long priceE8);

  /**
   * Quantities are multiples of this, base asset.
   *
   * @return 0 or less: not known, which is like no price
   */
  long lotE8(int instrument);

  /** Whether an order, cancel or question for the urgent lane has room now. */
  boolean maySend(int venue);
}
