package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * What one measure remembers of one subject, and the figure it makes of it.
 *
 * <p>A function of the observations in their order, so that evidence can be derived again; their
 * times never go back. Its state has a bound, which each implementation names. Not safe for
 * concurrent use.
 */
public interface Statistic {

  /** A new one, which remembers nothing. */
  static Statistic of(Measure measure) {
    return switch (measure) {
      case REALIZED_VOLATILITY -> new RealizedVolatility();
      case COST_OVER_EDGE -> PlainValue.EXCESS_PPM;
      case FUNDING_DISTANCE -> new FundingDistance();
      case FUNDING_INVERSION -> new FundingInversion();
      case FUNDING_DISPERSION -> Spread.ofRates();
      case VENUE_BASIS -> Spread.ofPrices();
      case PRICE_DIVERGENCE -> new PriceDivergence();
      case API_ERRORS, API_REFUSALS -> new FailureShare();
      case SETTLEMENT_DELAY -> PlainValue.RATIO_PERMILLE;
      case GOLD_BASIS -> new GoldBasis();
      case CONFIRMATION_DELAY -> new ConfirmationDelay();
      case BLOCK_GAP -> new BlockGap();
      case DISPLAY_UNIT -> PlainValue.OFF_PARITY_PPM;
      case MARGIN_BUFFER -> PlainValue.FRACTION_PPM;
      case UNRECONCILED -> PlainValue.MULTIPLE_PERMILLE;
      case TRANSFERS_CLOSED,
          API_LATENCY,
          EXECUTABLE_DEPTH,
          BOOK_UNUSABLE,
          INTEGRITY_FAULT,
          CONTROL_OVERDUE ->
          PlainValue.WHOLE;
    };
  }

  /** Takes an observation, and hands over what it makes of it: one figure, or none. */
  void observe(Observation observation, MeasurePolicy policy, Readings out);

  /** Writes all that it remembers. */
  void write(PageWriter page);

  /**
   * Takes over what was written; only as the first call.
   *
   * @throws IllegalStateException if it cannot be read
   */
  void read(PageReader page);
}
