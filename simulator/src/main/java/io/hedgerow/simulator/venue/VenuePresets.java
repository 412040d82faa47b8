package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.InstrumentRules.FeeAsset;
import io.hedgerow.simulator.venue.InstrumentRules.Fees;
import io.hedgerow.simulator.venue.InstrumentRules.Margining;
import io.hedgerow.simulator.venue.RateLimitStyle.DecayingCredits;
import io.hedgerow.simulator.venue.RateLimitStyle.UnfilledOrders;
import io.hedgerow.simulator.venue.RateLimitStyle.WeightPerWindow;
import io.hedgerow.simulator.venue.VenueRules.ClientOrderIds;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rules of the simulated venues; each is like a real one in what a client must get right. */
public final class VenuePresets {

  /** The ID of the self-custody venue. */
  public static final String SELF_CUSTODY = "SIM-DELTA";

  private static final String USDT = "USDT";
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int TEN = 10;
  private static final Set<OrderKind> ALL = EnumSet.allOf(OrderKind.class);

  /** How one venue works, and what its instruments have in common. */
  private record Terms(
      ClientOrderIds clientOrderIds,
      List<RateLimitStyle> rateLimits,
      boolean cancelsOnDisconnect,
      String minimumNotional,
      boolean reduceOnlyExempt,
      Fees spot,
      Fees perpetual,
      Margining margin,
      Set<OrderKind> kinds) {}

  private VenuePresets() {}

  /** One of the three venues of the simulated market, spot and perpetual of each asset. */
  public static VenueRules of(SimulatedVenue venue, List<SimulatedAsset> assets) {
    Terms terms = terms(venue);
    List<InstrumentRules> instruments = new ArrayList<>();
    for (SimulatedAsset asset : assets) {
      for (boolean perpetual : new boolean[] {false, true}) {
        SimulatedInstrument instrument = new SimulatedInstrument(venue, asset, perpetual);
        instruments.add(
            instrument(terms, asset, instrument.name(), perpetual, instrument.contractSizeE8()));
      }
    }
    long clockOffsetMicros = venue.clockOffset().toNanos() / NANOS_PER_MICRO;
    return rules(venue.id(), VenueClass.PROGRAMME, terms, clockOffsetMicros, instruments);
  }

  private static VenueRules rules(
      String venue,
      VenueClass venueClass,
      Terms terms,
      long clockOffsetMicros,
      List<InstrumentRules> instruments) {
    return new VenueRules(
        venue,
        venueClass,
        USDT,
        terms.clientOrderIds(),
        terms.rateLimits(),
        terms.cancelsOnDisconnect(),
        clockOffsetMicros,
        VenueRules.byName(instruments));
  }

  /**
   * A venue like Hyperliquid: an agent key that can only trade, no fill-or-kill, no market orders,
   * hourly funding. Its instruments have the names of {@code SIM-ALPHA}'s.
   */
  public static VenueRules selfCustody(List<SimulatedAsset> assets) {
    Terms terms =
        new Terms(
            ClientOrderIds.ALWAYS_UNIQUE,
            List.of(new WeightPerWindow(1_200, MINUTE, 1, 1, 2, TEN, 0)),
            false,
            "10",
            false,
            new Fees(400, 700, FeeAsset.RECEIVED),
            new Fees(150, 450, FeeAsset.QUOTE),
            new Margining(50_000, 25_000, HOUR),
            EnumSet.complementOf(EnumSet.of(OrderKind.MARKET, OrderKind.FOK)));
    List<InstrumentRules> instruments = new ArrayList<>();
    for (SimulatedAsset asset : assets) {
      instruments.add(instrument(terms, asset, asset.symbol() + "-USDT", false, E8.ONE));
      instruments.add(instrument(terms, asset, asset.symbol() + "-USDT-PERP", true, E8.ONE));
    }
    return rules(SELF_CUSTODY, VenueClass.SELF_CUSTODY, terms, 0, instruments);
  }

  private static InstrumentRules instrument(
      Terms terms, SimulatedAsset asset, String name, boolean perpetual, long contractSizeE8) {
    Set<OrderKind> kinds = EnumSet.copyOf(terms.kinds());
    if (!perpetual) {
      kinds.remove(OrderKind.REDUCE_ONLY);
    }
    return new InstrumentRules(
        name,
        asset.symbol(),
        USDT,
        perpetual,
        contractSizeE8,
        asset.tickE8(),
        lotE8(asset),
        E8.parse(terms.minimumNotional()),
        terms.reduceOnlyExempt(),
        perpetual ? terms.perpetual() : terms.spot(),
        perpetual ? terms.margin() : Margining.NONE,
        kinds);
  }

  private static long lotE8(SimulatedAsset asset) {
    long lot = E8.ONE;
    for (int i = 0; i < asset.quantityDecimals(); i++) {
      lot /= TEN;
    }
    return lot;
  }

  private static Terms terms(SimulatedVenue venue) {
    long fundingMicros = venue.fundingInterval().toNanos() / NANOS_PER_MICRO;
    return switch (venue) {
      case SIM_ALPHA ->
          new Terms(
              ClientOrderIds.UNIQUE_AMONG_OPEN,
              List.of(
                  new WeightPerWindow(6_000, MINUTE, 1, 1, 4, TEN, 2 * MINUTE),
                  new UnfilledOrders(300, TEN * SECOND)),
              false,
              "5",
              true,
              new Fees(1_000, 1_000, FeeAsset.RECEIVED),
              new Fees(200, 500, FeeAsset.QUOTE),
              new Margining(50_000, 25_000, fundingMicros),
              ALL);
      case SIM_BRAVO ->
          new Terms(
              ClientOrderIds.ALWAYS_UNIQUE,
              List.of(new WeightPerWindow(60, 2 * SECOND, 1, 1, 1, TEN, 0)),
              true,
              "1",
              false,
              new Fees(800, 1_000, FeeAsset.RECEIVED),
              new Fees(-50, 500, FeeAsset.QUOTE),
              new Margining(100_000, 40_000, fundingMicros),
              ALL);
      case SIM_CHARLIE ->
          new Terms(
              ClientOrderIds.UNIQUE_AMONG_OPEN,
              List.of(new DecayingCredits(125, 2_340, 1, 1, 8, 5 * SECOND)),
              true,
              "10",
              false,
              new Fees(2_500, 4_000, FeeAsset.QUOTE),
              new Fees(200, 500, FeeAsset.QUOTE),
              new Margining(200_000, 100_000, fundingMicros),
              ALL);
    };
  }
}
