package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.Position;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The network state as tables: a line for each key, decimals for people. */
final class StateTables {

  private static final String UNKNOWN = "-";
  private static final double MICROS_PER_MILLI = 1_000.0;
  private static final double PPM_PER_PERCENT = 10_000.0;
  private static final double E8_PER_PERCENT = 1_000_000.0;

  private StateTables() {}

  static TextTable depth(Collection<DepthView> views) {
    TextTable table =
        new TextTable(
            "venue", "instrument", "validity", "bid", "ask", "bid depth 0.30%", "ask depth 0.30%");
    for (DepthView view : views) {
      boolean live = view.getValidity() == BookValidity.LIVE;
      table.row(
          view.getVenue(),
          view.getInstrument(),
          live ? "LIVE" : view.getValidity() + " " + view.getReason(),
          live ? price(view.getBestBidPriceE8()) : UNKNOWN,
          live ? price(view.getBestAskPriceE8()) : UNKNOWN,
          notional(view.getBids(), view.getBidsComplete()),
          notional(view.getAsks(), view.getAsksComplete()));
    }
    return table;
  }

  static TextTable funding(Collection<FundingView> views) {
    TextTable table =
        new TextTable(
            "venue", "instrument", "freshness", "rate %", "interval h", "status", "annualized %");
    for (FundingView view : views) {
      Long interval = view.getIntervalMicros();
      table.row(
          view.getVenue(),
          view.getInstrument(),
          view.getFreshness().toString(),
          view.getRateE8() == null ? "-" : decimals(view.getRateE8() / E8_PER_PERCENT, 5),
          interval == null ? UNKNOWN : decimals(interval / 3.6e9, 2),
          view.getIntervalStatus().toString(),
          annualized(view));
    }
    return table;
  }

  static TextTable margin(Collection<MarginView> views) {
    TextTable table =
        new TextTable(
            "venue",
            "account",
            "class",
            "freshness",
            "asset",
            "equity",
            "initial",
            "maintenance",
            "free",
            "ratio %",
            "positions");
    for (MarginView view : views) {
      boolean live = view.getFreshness() == Freshness.LIVE;
      table.row(
          view.getVenue(),
          view.getAccount(),
          view.getVenueClass().toString(),
          view.getFreshness().toString(),
          view.getMarginAsset().isEmpty() ? UNKNOWN : view.getMarginAsset(),
          e8(view.getEquityE8()),
          e8(view.getInitialMarginE8()),
          e8(view.getMaintenanceMarginE8()),
          e8(view.getFreeE8()),
          percent(view.getMarginRatioPpm()),
          live ? String.valueOf(view.getPositions().size()) : UNKNOWN);
    }
    return table;
  }

  static TextTable positions(MarginView view) {
    TextTable table =
        new TextTable(
            "instrument", "quantity", "entry", "mark", "unrealized", "initial", "maintenance");
    for (Position position : view.getPositions()) {
      table.row(
          position.getInstrument(),
          e8(position.getQuantityE8()),
          e8(position.getEntryPriceE8()),
          e8(position.getMarkPriceE8()),
          e8(position.getUnrealizedE8()),
          e8(position.getInitialMarginE8()),
          e8(position.getMaintenanceMarginE8()));
    }
    return table;
  }

  static TextTable venues(Collection<VenueView> views) {
    TextTable table =
        new TextTable(
            "venue",
            "freshness",
            "status",
            "reachable",
            "p50 ms",
            "p99 ms",
            "errors %",
            "acknowledged %",
            "reliability %",
            "clock offset ms");
    for (VenueView view : views) {
      table.row(
          view.getVenue(),
          view.getFreshness().toString(),
          view.getStatus().toString(),
          view.getReachable() ? "yes" : "no",
          millis(view.getLatencyP50Micros()),
          millis(view.getLatencyP99Micros()),
          percent(view.getErrorRatePpm()),
          percent(view.getAcknowledgedPpm()),
          percent(view.getReliabilityPpm()),
          millis(view.getClockOffsetMicros()));
    }
    return table;
  }

  static TextTable chains(Collection<ChainView> views) {
    TextTable table =
        new TextTable(
            "chain",
            "freshness",
            "block",
            "interval s",
            "base fee gwei",
            "compute price",
            "sat/vB",
            "confirmation p50 s",
            "p90 s");
    for (ChainView view : views) {
      table.row(
          view.getChain(),
          view.getFreshness().toString(),
          String.valueOf(view.getBlockNumber()),
          seconds(view.getBlockIntervalMicros()),
          e8(view.getBaseFeeGweiE8()),
          view.getComputeUnitPriceMicroLamports() == null
              ? UNKNOWN
              : String.valueOf(view.getComputeUnitPriceMicroLamports()),
          e8(view.getFeeRateSatPerVbyteE8()),
          seconds(view.getConfirmationP50Micros()),
          seconds(view.getConfirmationP90Micros()));
    }
    return table;
  }

  static String annualized(FundingView view) {
    if (view.getFreshness() != Freshness.LIVE || view.getAnnualizedE8() == null) {
      return UNKNOWN;
    }
    return decimals(view.getAnnualizedE8() / E8_PER_PERCENT, 2);
  }

  static String price(long priceE8) {
    return priceE8 == 0 ? UNKNOWN : E8.toDecimal(priceE8);
  }

  /** The total inside the bound, marked where the book is not known that far. */
  static String notional(List<DepthLevel> side, boolean complete) {
    if (side.isEmpty()) {
      return UNKNOWN;
    }
    long totalE8 = side.get(side.size() - 1).getCumulativeNotionalE8();
    return (complete ? "" : ">= ") + String.format(Locale.ROOT, "%,d", totalE8 / E8.ONE);
  }

  private static String e8(Long valueE8) {
    return valueE8 == null ? UNKNOWN : E8.toDecimal(valueE8);
  }

  private static String millis(Long micros) {
    return micros == null ? UNKNOWN : decimals(micros / MICROS_PER_MILLI, 1);
  }

  private static String seconds(Long micros) {
    return micros == null ? UNKNOWN : decimals(micros / 1e6, 1);
  }

  private static String percent(Integer ppm) {
    return ppm == null ? UNKNOWN : decimals(ppm / PPM_PER_PERCENT, 2);
  }

  private static String decimals(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
