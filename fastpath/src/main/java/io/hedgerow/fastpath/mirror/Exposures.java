package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.pair.PairBook;

/**
 * What an order adds to, at its worst: stated positions and balances, what was filled lately and
 * may not be stated yet, and what is open or unknown (GATE-4 to GATE-6, LESSONS: in flight counts
 * at once). Where something needed is unknown the answer is {@link GateInputs#MISSING}. Allocates
 * nothing.
 */
public final class Exposures {

  private static final long PPM = 1_000_000;

  private final Mirror mirror;
  private final PairBook pairs;

  /** Over this mirror and these open orders. */
  public Exposures(Mirror mirror, PairBook pairs) {
    this.mirror = mirror;
    this.pairs = pairs;
  }

  /** Open, unknown and lately filled quantity of one side. */
  private long pendingE8(int instrument, OrderSide side) {
    return plus(pairs.worstCaseE8(instrument, side), mirror.recent.quantityE8(instrument, side));
  }

  /**
   * What is at stake at a venue in the quote asset of this instrument: positions, balances of base
   * assets and everything pending, at reference prices.
   */
  public long atVenueE8(int instrument) {
    Registry.Instrument of = mirror.registry.instruments().get(instrument);
    AccountState account = mirror.accounts[of.venue()];
    if (!account.balancesKnown() || (of.terms().leveraged() && !account.marginKnown())) {
      return GateInputs.MISSING;
    }
    long sumE8 = 0;
    for (Registry.Instrument each : mirror.registry.instruments()) {
      if (each.venue() != of.venue() || each.quoteAsset() != of.quoteAsset()) {
        continue;
      }
      long quantityE8 =
          plus(pendingE8(each.number(), OrderSide.BUY), pendingE8(each.number(), OrderSide.SELL));
      long heldE8 =
          each.terms().leveraged()
              ? mirror.positionsE8[each.number()]
              : account.totalE8[each.asset()];
      quantityE8 = plus(quantityE8, magnitude(heldE8));
      long valueE8 = valueE8(quantityE8, each.market());
      if (valueE8 == GateInputs.MISSING) {
        return GateInputs.MISSING;
      }
      sumE8 = plus(sumE8, valueE8);
    }
    return sumE8;
  }

  /**
   * The worst net quantity of an asset over all venues, were one more leg of this size filled and
   * the other not.
   */
  public long worstNetE8(int asset, long legE8) {
    long netE8 = 0;
    long buysE8 = 0;
    long sellsE8 = 0;
    for (int venue = 0; venue < mirror.accounts.length; venue++) {
      AccountState account = mirror.accounts[venue];
      if (!account.balancesKnown()) {
        return GateInputs.MISSING;
      }
      netE8 += account.totalE8[asset];
    }
    for (Registry.Instrument each : mirror.registry.instruments()) {
      if (each.asset() != asset) {
        continue;
      }
      if (each.terms().leveraged()) {
        if (!mirror.accounts[each.venue()].marginKnown()) {
          return GateInputs.MISSING;
        }
        netE8 += mirror.positionsE8[each.number()];
      }
      buysE8 = plus(buysE8, pendingE8(each.number(), OrderSide.BUY));
      sellsE8 = plus(sellsE8, pendingE8(each.number(), OrderSide.SELL));
    }
    return plus(plus(magnitude(netE8), Math.max(buysE8, sellsE8)), legE8);
  }

  /** At the reference price of a market. */
  public long valueE8(long quantityE8, int market) {
    if (quantityE8 == 0) {
      return 0;
    }
    return mirror.referencesAtMicros[market] == Mirror.NEVER || mirror.referencesE8[market] <= 0
        ? GateInputs.MISSING
        : E8.multiplySaturated(quantityE8, mirror.referencesE8[market]);
  }

  /**
   * What is left of the asset that a leg gives away: quote when it buys spot, base when it sells
   * spot, free margin when it is leveraged. Negative: more is pending than there is.
   */
  public long availableE8(int instrument, OrderSide side) {
    Registry.Instrument of = mirror.registry.instruments().get(instrument);
    AccountState account = mirror.accounts[of.venue()];
    if (of.terms().leveraged()) {
      return account.marginKnown()
          ? minus(account.equityE8 - account.initialE8, pendingMarginE8(of.venue(), true))
          : GateInputs.MISSING;
    }
    if (!account.balancesKnown()) {
      return GateInputs.MISSING;
    }
    int gives = side == OrderSide.BUY ? of.quoteAsset() : of.asset();
    long pendingE8 = 0;
    for (Registry.Instrument each : mirror.registry.instruments()) {
      if (each.venue() != of.venue() || each.terms().leveraged()) {
        continue;
      }
      if (side == OrderSide.BUY && each.quoteAsset() == gives) {
        long valueE8 = valueE8(pendingE8(each.number(), OrderSide.BUY), each.market());
        pendingE8 = plus(pendingE8, valueE8 == GateInputs.MISSING ? Long.MAX_VALUE : valueE8);
      } else if (side == OrderSide.SELL && each.asset() == gives) {
        pendingE8 = plus(pendingE8, pendingE8(each.number(), OrderSide.SELL));
      }
    }
    return minus(account.availableE8[gives], pendingE8);
  }

  /** Margin that everything pending at a venue would need, initial or maintenance. */
  public long pendingMarginE8(int venue, boolean initial) {
    long sumE8 = 0;
    for (Registry.Instrument each : mirror.registry.instruments()) {
      if (each.venue() != venue || !each.terms().leveraged()) {
        continue;
      }
      long quantityE8 =
          Math.max(
              pendingE8(each.number(), OrderSide.BUY), pendingE8(each.number(), OrderSide.SELL));
      long valueE8 = valueE8(quantityE8, each.market());
      if (valueE8 == GateInputs.MISSING) {
        return Long.MAX_VALUE;
      }
      int ppm = initial ? each.initialMarginPpm() : each.maintenanceMarginPpm();
      sumE8 = plus(sumE8, E8.ppmSaturated(valueE8, ppm));
    }
    return sumE8;
  }

  /**
   * Equity above maintenance once an order of this value is filled, of the maintenance, ppm.
   *
   * @param costsPpm fee and slippage, taken off the equity
   */
  public long bufferPpm(int instrument, long valueE8, long costsPpm) {
    Registry.Instrument of = mirror.registry.instruments().get(instrument);
    AccountState account = mirror.accounts[of.venue()];
    if (!of.terms().leveraged()) {
      return GateInputs.NOT_APPLICABLE;
    }
    if (!account.marginKnown()) {
      return GateInputs.MISSING;
    }
    long moreE8 = E8.ppmSaturated(valueE8, of.maintenanceMarginPpm());
    long maintenanceE8 =
        plus(plus(Math.max(0, account.maintenanceE8), pendingMarginE8(of.venue(), false)), moreE8);
    long equityE8 = minus(account.equityE8, E8.ppmSaturated(valueE8, costsPpm));
    if (maintenanceE8 <= 0 || maintenanceE8 == Long.MAX_VALUE) {
      return GateInputs.MISSING;
    }
    return equityE8 <= maintenanceE8
        ? -1
        : E8.mulDivSaturated(equityE8 - maintenanceE8, PPM, maintenanceE8);
  }

  /** How much of a position an order of this side would take off, pending ones deducted; or 0. */
  public long reducibleE8(int instrument, OrderSide side) {
    Registry.Instrument of = mirror.registry.instruments().get(instrument);
    AccountState account = mirror.accounts[of.venue()];
    boolean known = of.terms().leveraged() ? account.marginKnown() : account.balancesKnown();
    if (!known) {
      return GateInputs.MISSING;
    }
    long heldE8 =
        of.terms().leveraged() ? mirror.positionsE8[instrument] : account.availableE8[of.asset()];
    boolean reduces = side == OrderSide.SELL ? heldE8 > 0 : heldE8 < 0;
    return reduces ? Math.max(0, minus(magnitude(heldE8), pendingE8(instrument, side))) : 0;
  }

  private static long magnitude(long value) {
    return value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value);
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** {@code a − b} of a b that is not negative; never below what can be negated. */
  private static long minus(long a, long b) {
    long rest = a - b;
    return rest > a || b == Long.MAX_VALUE ? -Long.MAX_VALUE / 2 : rest;
  }
}
