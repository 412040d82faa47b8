package io.hedgerow.fastpath.mirror;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.pair.PairBook;

/**
 * What is left at a venue for one more order, once everything that its statement may lack was taken
 * off: inventory and margin (GATE-4, GATE-6). Margin at a venue stands in the assets that its
 * leveraged instruments are priced in, so whoever spends these takes margin, and the other way
 * round. Unknown is {@link GateInputs#MISSING}. For one thread; allocates nothing.
 */
public final class Funds {

  private static final long PPM = 1_000_000;

  private final Mirror mirror;
  private final InstrumentTable instruments;
  private final Pending pending;

  /** Over this mirror and these open orders. */
  public Funds(Mirror mirror, PairBook pairs) {
    this.mirror = mirror;
    this.instruments = mirror.instruments;
    this.pending = new Pending(mirror, pairs);
  }

  /**
   * What is left of the asset that a leg gives away: quote when it buys spot, base when it sells
   * spot, free margin when it is leveraged. Negative: more is pending than there is.
   */
  public long availableE8(int instrument, OrderSide side) {
    int venue = instruments.venues[instrument];
    AccountState account = mirror.accounts[venue];
    boolean leveraged = instruments.leveraged[instrument];
    int row = leveraged ? marginRow(account) : balancesRow(account);
    if (row == RecentFills.UNREACHED) {
      return GateInputs.MISSING;
    }
    if (leveraged) {
      long freeE8 = Saturated.minus(account.equityE8, account.initialE8);
      long takenE8 = Saturated.plus(marginE8(venue, row, true), spentE8(venue, row));
      return Saturated.minus(freeE8, takenE8);
    }
    int gives =
        side == OrderSide.BUY ? instruments.quotes[instrument] : instruments.assets[instrument];
    return Saturated.minus(account.availableE8[gives], givenE8(venue, gives, row));
  }

  /** Whether two legs at one venue, the second leveraged, draw on the same funds. */
  public boolean isShared(int instrument, OrderSide side, int leveragedInstrument) {
    int venue = instruments.venues[instrument];
    if (venue != instruments.venues[leveragedInstrument]
        || !instruments.leveraged[leveragedInstrument]) {
      return false;
    }
    return instruments.leveraged[instrument]
        || (side == OrderSide.BUY
            && instruments.isCollateral(venue, instruments.quotes[instrument]));
  }

  /**
   * Equity above maintenance once an order is filled, of the maintenance, ppm.
   *
   * @param maintenanceE8 that the order adds
   * @param spentE8 that it takes off the equity
   */
  public long bufferPpm(int instrument, long maintenanceE8, long spentE8) {
    if (!instruments.leveraged[instrument]) {
      return GateInputs.NOT_APPLICABLE;
    }
    int venue = instruments.venues[instrument];
    AccountState account = mirror.accounts[venue];
    int row = marginRow(account);
    if (row == RecentFills.UNREACHED) {
      return GateInputs.MISSING;
    }
    long mostE8 = Saturated.plus(account.maintenanceE8, marginE8(venue, row, false));
    mostE8 = Saturated.plus(mostE8, maintenanceE8);
    long equityE8 = Saturated.minus(account.equityE8, spentE8(venue, row));
    equityE8 = Saturated.minus(equityE8, spentE8);
    if (mostE8 <= 0 || mostE8 == Long.MAX_VALUE) {
      return GateInputs.MISSING;
    }
    return equityE8 <= mostE8 ? -1 : E8.mulDivSaturated(equityE8 - mostE8, PPM, mostE8);
  }

  private int marginRow(AccountState account) {
    return account.marginKnown() ? pending.marginRow(account) : RecentFills.UNREACHED;
  }

  private int balancesRow(AccountState account) {
    return account.balancesKnown() ? pending.balancesRow(account) : RecentFills.UNREACHED;
  }

  /** Of an asset, by everything pending at a venue. */
  private long givenE8(int venue, int asset, int row) {
    long sumE8 = instruments.isCollateral(venue, asset) ? marginE8(venue, row, true) : 0;
    for (int each : instruments.atVenue[venue]) {
      if (!instruments.leveraged[each] && instruments.assets[each] == asset) {
        sumE8 = Saturated.plus(sumE8, pending.quantityE8(row, each, OrderSide.SELL));
      } else if (!instruments.leveraged[each] && instruments.quotes[each] == asset) {
        sumE8 = Saturated.plus(sumE8, costE8(row, each));
      }
    }
    return sumE8;
  }

  /** Of collateral, by spot orders pending at a venue. */
  private long spentE8(int venue, int row) {
    long sumE8 = 0;
    for (int each : instruments.atVenue[venue]) {
      if (!instruments.leveraged[each]
          && instruments.isCollateral(venue, instruments.quotes[each])) {
        sumE8 = Saturated.plus(sumE8, costE8(row, each));
      }
    }
    return sumE8;
  }

  private long costE8(int row, int instrument) {
    long valueE8 = pending.valueE8(row, instrument, OrderSide.BUY);
    return E8.ppmSaturated(valueE8, PPM + instruments.feesPpm[instrument]);
  }

  /** That everything pending at a venue would need, initial or maintenance. */
  private long marginE8(int venue, int row, boolean initial) {
    long sumE8 = 0;
    for (int each : instruments.atVenue[venue]) {
      if (instruments.leveraged[each]) {
        long valueE8 =
            Math.max(
                pending.valueE8(row, each, OrderSide.BUY),
                pending.valueE8(row, each, OrderSide.SELL));
        int ppm = initial ? instruments.initialPpm[each] : instruments.maintenancePpm[each];
        long marginE8 = valueE8 == Long.MAX_VALUE ? valueE8 : E8.ppmSaturated(valueE8, ppm);
        sumE8 = Saturated.plus(sumE8, marginE8);
      }
    }
    return sumE8;
  }
}
