package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.pair.PairBook;

/**
 * What a statement may lack at its worst: all that is open or unknown, and all that was filled
 * since the earliest moment at which it can have been true (REC-7; LESSONS: in flight counts at
 * once). A row is one of {@link RecentFills}. Allocates nothing.
 */
final class Pending {

  private final Mirror mirror;
  private final PairBook pairs;

  Pending(Mirror mirror, PairBook pairs) {
    this.mirror = mirror;
    this.pairs = pairs;
  }

  /** Row of what the margin of an account may lack. */
  int marginRow(AccountState account) {
    return mirror.recent.row(account.marginFromMicros);
  }

  /** Row of what the balances of an account may lack. */
  int balancesRow(AccountState account) {
    return mirror.recent.row(account.balancesFromMicros);
  }

  /** Base asset of one side. */
  long quantityE8(int row, int instrument, OrderSide side) {
    return Saturated.plus(
        pairs.worstCaseE8(instrument, side), mirror.recent.sinceE8(row, instrument, side));
  }

  /** The same in the quote asset, as far as it can be valued; else without end. */
  long valueE8(int row, int instrument, OrderSide side) {
    long valueE8 =
        valueE8(quantityE8(row, instrument, side), mirror.instruments.markets[instrument]);
    return valueE8 == GateInputs.MISSING ? Long.MAX_VALUE : valueE8;
  }

  /** At the reference price of a market. */
  long valueE8(long quantityE8, int market) {
    if (quantityE8 == 0) {
      return 0;
    }
    return market == Registry.UNKNOWN
            || mirror.referencesAtMicros[market] == Mirror.NEVER
            || mirror.referencesE8[market] <= 0
        ? GateInputs.MISSING
        : E8.multiplySaturated(quantityE8, mirror.referencesE8[market]);
  }
}
