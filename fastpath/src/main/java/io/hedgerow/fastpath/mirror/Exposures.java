package io.hedgerow.fastpath.mirror;

import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.pair.PairBook;

/**
 * What an order adds to, at its worst: what the newest statements say, and what they may lack,
 * which counts both as contained and as not (GATE-4, GATE-5). Where something needed is unknown, or
 * a statement is older than the fills that are remembered, the answer is {@link
 * GateInputs#MISSING}.
 *
 * <p>A sum is as old as the oldest statement or price in it: {@link #atMicros} and {@link #version}
 * tell that of the sum that was asked for last. For one thread; allocates nothing.
 */
public final class Exposures {

  private final Mirror mirror;
  private final InstrumentTable instruments;
  private final Pending pending;
  private long atMicros;
  private long version;
  private long lowE8;
  private long highE8;

  /** Over this mirror and these open orders. */
  public Exposures(Mirror mirror, PairBook pairs) {
    this.mirror = mirror;
    this.instruments = mirror.instruments;
    this.pending = new Pending(mirror, pairs);
  }

  /**
   * What is at stake at a venue in the quote asset of this instrument: positions and balances of
   * base assets, each at its worst, at reference prices.
   */
  public long atVenueE8(int instrument) {
    begin();
    int venue = instruments.venues[instrument];
    int quote = instruments.quotes[instrument];
    AccountState account = mirror.accounts[venue];
    int balancesRow = balances(account);
    int marginRow = instruments.hasLeverage[venue] ? margin(account) : 0;
    if (balancesRow == RecentFills.UNREACHED
        || marginRow == RecentFills.UNREACHED
        || account.foreignPositions) {
      return GateInputs.MISSING;
    }
    long sumE8 = 0;
    for (int[] holding : instruments.holdingsAt[venue]) {
      int first = holding[0];
      boolean leveraged = instruments.leveraged[first];
      hold(leveraged ? mirror.positionsE8[first] : account.totalE8[instruments.assets[first]]);
      for (int each : holding) {
        mayTrade(each, leveraged ? marginRow : balancesRow);
      }
      long worstE8 = worstE8();
      int market = instruments.market(instruments.assets[first], quote);
      long valueE8 = pending.valueE8(worstE8, market);
      if (valueE8 == GateInputs.MISSING) {
        return GateInputs.MISSING;
      }
      if (worstE8 != 0) {
        atMicros = Math.min(atMicros, mirror.referencesAtMicros[market]);
      }
      sumE8 = Saturated.plus(sumE8, valueE8);
    }
    return sumE8;
  }

  /**
   * The worst net quantity of an asset over all venues, were one more leg of this size filled and
   * the other not. A venue counts if it trades the asset or says that it holds some.
   */
  public long worstNetE8(int asset, long legE8) {
    begin();
    hold(0);
    for (int venue = 0; venue < mirror.accounts.length; venue++) {
      AccountState account = mirror.accounts[venue];
      if (!instruments.trades(venue, asset) && account.totalE8[asset] == 0) {
        continue;
      }
      if (balances(account) == RecentFills.UNREACHED || account.foreignPositions) {
        return GateInputs.MISSING;
      }
      add(account.totalE8[asset]);
    }
    for (int each : instruments.ofAsset[asset]) {
      AccountState account = mirror.accounts[instruments.venues[each]];
      int row = instruments.leveraged[each] ? margin(account) : pending.balancesRow(account);
      if (row == RecentFills.UNREACHED) {
        return GateInputs.MISSING;
      }
      if (instruments.leveraged[each]) {
        add(mirror.positionsE8[each]);
      }
      mayTrade(each, row);
    }
    for (int each : instruments.pricedIn[asset]) {
      int row = pending.balancesRow(mirror.accounts[instruments.venues[each]]);
      highE8 = Saturated.plus(highE8, pending.valueE8(row, each, OrderSide.SELL));
      lowE8 = Saturated.minus(lowE8, pending.valueE8(row, each, OrderSide.BUY));
    }
    highE8 = Saturated.plus(highE8, legE8);
    lowE8 = Saturated.minus(lowE8, legE8);
    return worstE8();
  }

  /** At the reference price of a market, of whatever age that is. */
  public long valueE8(long quantityE8, int market) {
    return pending.valueE8(quantityE8, market);
  }

  /** How much of a leveraged position an order of this side would surely take off; or 0. */
  public long reducibleE8(int instrument, OrderSide side) {
    AccountState account = mirror.accounts[instruments.venues[instrument]];
    int row = account.marginKnown() ? pending.marginRow(account) : RecentFills.UNREACHED;
    if (row == RecentFills.UNREACHED) {
      return GateInputs.MISSING;
    }
    long heldE8 = mirror.positionsE8[instrument];
    long takenE8 = pending.quantityE8(row, instrument, side);
    return side == OrderSide.SELL
        ? Math.max(0, Saturated.minus(heldE8, takenE8))
        : Math.max(0, -Saturated.plus(heldE8, takenE8));
  }

  /** Time of the oldest statement or price behind the last sum. */
  public long atMicros() {
    return atMicros;
  }

  /** Version of the oldest statement behind the last sum. */
  public long version() {
    return version;
  }

  private void begin() {
    atMicros = Long.MAX_VALUE;
    version = GateInputs.MISSING;
  }

  private int balances(AccountState account) {
    if (!account.balancesKnown()) {
      return RecentFills.UNREACHED;
    }
    countedOf(account.balancesAtMicros, account.balancesVersion);
    return pending.balancesRow(account);
  }

  private int margin(AccountState account) {
    if (!account.marginKnown()) {
      return RecentFills.UNREACHED;
    }
    countedOf(account.marginAtMicros, account.marginVersion);
    return pending.marginRow(account);
  }

  private void countedOf(long statedAtMicros, long ofVersion) {
    if (statedAtMicros < atMicros) {
      atMicros = statedAtMicros;
      version = ofVersion;
    }
  }

  private void hold(long heldE8) {
    lowE8 = heldE8;
    highE8 = heldE8;
  }

  private void add(long heldE8) {
    lowE8 = Saturated.plus(lowE8, heldE8);
    highE8 = Saturated.plus(highE8, heldE8);
  }

  private void mayTrade(int instrument, int row) {
    highE8 = Saturated.plus(highE8, pending.quantityE8(row, instrument, OrderSide.BUY));
    lowE8 = Saturated.minus(lowE8, pending.quantityE8(row, instrument, OrderSide.SELL));
  }

  private long worstE8() {
    return Math.max(Saturated.magnitude(highE8), Saturated.magnitude(lowE8));
  }
}
