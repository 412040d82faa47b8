package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.order.LegTerms;
import io.hedgerow.state.order.PairSizer;
import io.hedgerow.state.pair.HedgeMarket;

/** Prices and room for offsets: the furthest tick inside the ceiling of slippage (ORD-3). */
final class OffsetMarket implements HedgeMarket {

  private final Registry registry;
  private final Mirror mirror;
  private final RateBudgets budgets;

  OffsetMarket(Registry registry, Mirror mirror, RateBudgets budgets) {
    this.registry = registry;
    this.mirror = mirror;
    this.budgets = budgets;
  }

  @Override
  public long limitPriceE8(int instrument, OrderSide side) {
    return PairSizer.limitE8(
        mirror.levels(instrument), side, terms(instrument).tickE8(), PairSizer.MAX_TOLERANCE_PPM);
  }

  @Override
  public long leastQuantityE8(int instrument, long priceE8) {
    LegTerms terms = terms(instrument);
    if (priceE8 <= 0) {
      return -1;
    }
    long byValueE8 = E8.mulDivSaturated(terms.leastNotionalE8(), E8.ONE, priceE8);
    long least = Math.max(terms.leastQuantityE8(), byValueE8);
    long over = least % terms.lotE8();
    return over == 0 ? least : least + terms.lotE8() - over;
  }

  @Override
  public long lotE8(int instrument) {
    return terms(instrument).lotE8();
  }

  @Override
  public boolean maySend(int venue) {
    return budgets.hasUrgent(venue);
  }

  private LegTerms terms(int instrument) {
    return registry.instruments().get(instrument).terms();
  }
}
