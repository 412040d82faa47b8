package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Funds;
import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.order.LegTerms;
import io.hedgerow.state.order.PairSizer;

/**
 * What the legs of a pair cost and need, alone and together: legs at one venue are judged as one
 * order (GATE-4, GATE-6). A leg that buys is valued at its limit, one that sells at the best bid or
 * its limit, whichever is more. Read again for each signal; allocates nothing.
 */
final class PairNeeds {

  private static final long PPM = 1_000_000;

  private final Registry registry;
  private final Mirror mirror;
  private final Funds funds;
  private final Registry.Instrument[] instruments = new Registry.Instrument[Candidate.LEGS];
  private final long[] pricesE8 = new long[Candidate.LEGS];
  private Candidate candidate;
  private long quantityE8;
  private int boundPpm;

  PairNeeds(Registry registry, Mirror mirror, Funds funds) {
    this.registry = registry;
    this.mirror = mirror;
    this.funds = funds;
  }

  /** Begins with a candidate whose instruments are known; of no size yet. */
  void of(Candidate proposed, int tolerancePpm) {
    candidate = proposed;
    boundPpm = tolerancePpm;
    quantityE8 = 0;
    for (int leg = 0; leg < candidate.legs; leg++) {
      Registry.Instrument instrument = registry.instruments().get(candidate.instruments[leg]);
      OrderSide side = candidate.sides[leg];
      int number = instrument.number();
      long tickE8 = instrument.terms().tickE8();
      long limitE8 = PairSizer.limitE8(mirror.levels(number), side, tickE8, boundPpm);
      instruments[leg] = instrument;
      pricesE8[leg] =
          side == OrderSide.BUY ? limitE8 : Math.max(limitE8, mirror.levels(number).bestBidE8());
    }
  }

  /** It was sized. */
  void quantity(long ofEachLegE8) {
    quantityE8 = ofEachLegE8;
  }

  Registry.Instrument instrument(int leg) {
    return instruments[leg];
  }

  /** At the dearest price that it may have. */
  long valueE8(int leg) {
    return E8.multiplySaturated(quantityE8, Math.max(0, pricesE8[leg]));
  }

  /** The largest quantity that so much pays for, with what the other leg takes of the same. */
  long payableE8(int leg, long availableE8) {
    if (availableE8 <= 0 || pricesE8[leg] <= 0) {
      return 0;
    }
    if (givesBase(leg)) {
      return availableE8;
    }
    long unitE8 = unitE8(leg);
    int other = 1 - leg;
    if (isShared(leg)) {
      unitE8 += unitE8(other);
    }
    return E8.mulDivSaturated(availableE8, E8.ONE, unitE8);
  }

  /** What the legs that draw on the same funds as this one need together. */
  long neededE8(int leg) {
    long neededE8 = aloneE8(leg);
    return isShared(leg) ? sum(neededE8, aloneE8(1 - leg)) : neededE8;
  }

  /** What all legs at the venue of this one are worth. */
  long valueAtVenueE8(int leg) {
    return isBeside(leg) ? sum(valueE8(leg), valueE8(1 - leg)) : valueE8(leg);
  }

  /** Maintenance that all legs at the venue of this one add. */
  long maintenanceE8(int leg) {
    long ownE8 = ownMaintenanceE8(leg);
    return isBeside(leg) ? sum(ownE8, ownMaintenanceE8(1 - leg)) : ownE8;
  }

  /** Equity that all legs at the venue of this one take: fees, slippage, and collateral spent. */
  long spentE8(int leg) {
    long ownE8 = costsE8(leg);
    if (!isBeside(leg)) {
      return ownE8;
    }
    int other = 1 - leg;
    boolean spends = isShared(leg) && !leveraged(other);
    return sum(ownE8, spends ? sum(aloneE8(other), slippageE8(other)) : costsE8(other));
  }

  /** Messages that the legs at the venue of this one send before it has its own. */
  int messagesBefore(int leg) {
    return isBeside(leg) ? 1 : 0;
  }

  private long ownMaintenanceE8(int leg) {
    return E8.ppmSaturated(valueE8(leg), instruments[leg].maintenanceMarginPpm());
  }

  private long costsE8(int leg) {
    return sum(
        E8.ppmSaturated(valueE8(leg), instruments[leg].terms().takerFeePpm()), slippageE8(leg));
  }

  private long slippageE8(int leg) {
    return E8.ppmSaturated(valueE8(leg), Math.max(0, boundPpm));
  }

  private long aloneE8(int leg) {
    if (leveraged(leg)) {
      return candidate.reduces
          ? 0
          : E8.ppmSaturated(valueE8(leg), instruments[leg].initialMarginPpm());
    }
    return givesBase(leg)
        ? quantityE8
        : E8.ppmSaturated(valueE8(leg), PPM + instruments[leg].terms().takerFeePpm());
  }

  /** For one unit of the base asset, rounded up. */
  private long unitE8(int leg) {
    LegTerms terms = instruments[leg].terms();
    long ppm = leveraged(leg) ? instruments[leg].initialMarginPpm() : PPM + terms.takerFeePpm();
    return E8.ppmSaturated(pricesE8[leg], ppm) + 1;
  }

  private boolean leveraged(int leg) {
    return instruments[leg].terms().leveraged();
  }

  private boolean givesBase(int leg) {
    return !leveraged(leg) && candidate.sides[leg] == OrderSide.SELL;
  }

  private boolean isBeside(int leg) {
    return candidate.legs == Candidate.LEGS
        && instruments[leg].venue() == instruments[1 - leg].venue();
  }

  private boolean isShared(int leg) {
    if (!isBeside(leg)) {
      return false;
    }
    int margined = leveraged(leg) ? leg : 1 - leg;
    int other = 1 - margined;
    return funds.isShared(
        instruments[other].number(), candidate.sides[other], instruments[margined].number());
  }

  /** Of figures that are not negative; without end where it does not fit. */
  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
