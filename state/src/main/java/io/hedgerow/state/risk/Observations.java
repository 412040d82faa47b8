package io.hedgerow.state.risk;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.risk.statistic.GoldBasis;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a checked record says of each measure that it concerns (TRIG-1 … TRIG-16).
 *
 * <p>A function of the record and its place alone, so that evidence, which holds places, can be
 * derived again. An instance is one record's place and the taker; it lives for one call.
 */
public final class Observations {

  /**
   * A view of a book counts as known this long after the receipt of what it was made from: it
   * reaches us after conflation and a hop over the broker, and event time shall not wait for it.
   */
  public static final long DEPTH_LAG_MICROS = 500_000L;

  /** What the components of index prices begin with; no venue's name does. */
  public static final String INDEX_PREFIX = "index:";

  private static final String GOLD_ASSET = "PAXG";
  private static final String DISPLAY_ASSET = "USDT";
  private static final long COMMON_INTERVAL_MICROS = 8L * 3_600_000_000L;
  private static final long E8_PER_MICRO = E8.ONE / 1_000_000L;
  private static final long MILLIS_E8_PER_MICRO = E8.ONE / 1_000L;

  private final Topic topic;
  private final int partition;
  private final long offset;
  private final Consumer<Observation> out;

  private Observations(Topic topic, int partition, long offset, Consumer<Observation> out) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.out = out;
  }

  /**
   * Hands over the observations of one record; none of a record that no measure uses.
   *
   * @param record has passed its check
   * @param topic the topic that it stands on, with partition and offset
   */
  public static void of(
      SpecificRecord record, Topic topic, int partition, long offset, Consumer<Observation> out) {
    Observations observations = new Observations(topic, partition, offset, out);
    if (record instanceof DepthView view) {
      observations.ofDepth(view);
    } else if (record instanceof ReferencePrice price) {
      observations.ofReference(price);
    } else if (record instanceof FundingUpdate update) {
      observations.ofFunding(update);
    } else if (record instanceof VenueSample sample) {
      observations.ofVenue(sample);
    } else if (record instanceof ChainSample sample) {
      observations.ofChain(sample);
    } else if (record instanceof RiskObservation fact) {
      observations.ofFact(fact);
    }
  }

  /** A book with an empty side is usable and worth nothing: depth 0, and no price. */
  private void ofDepth(DepthView view) {
    String venue = view.getVenue();
    String instrument = view.getInstrument();
    String route = InstrumentKey.of(venue, instrument);
    long at = view.getReceivedAtMicros() + DEPTH_LAG_MICROS;
    boolean usable = view.getValidity() == BookValidity.LIVE;
    give(Measure.BOOK_UNUSABLE, route, "", flagE8(!usable), 0, at);
    if (!usable) {
      return;
    }
    long depthE8 = Math.min(insideE8(view.getBids()), insideE8(view.getAsks()));
    give(Measure.EXECUTABLE_DEPTH, route, "", depthE8, 0, at);
    long midE8 = view.getReferencePriceE8();
    if (midE8 == 0) {
      return;
    }
    String asset = Scopes.baseOf(instrument);
    give(Measure.REALIZED_VOLATILITY, asset, route, midE8, 0, at);
    give(Measure.VENUE_BASIS, instrument, venue, midE8, 0, at);
    give(Measure.PRICE_DIVERGENCE, instrument, venue, midE8, 0, at);
    if (asset.equals(GOLD_ASSET)) {
      give(Measure.GOLD_BASIS, GOLD_ASSET, route, midE8, 0, at);
    }
  }

  /** What is known to be inside the bound, be the book known that far or not. */
  private static long insideE8(List<DepthLevel> side) {
    return side.isEmpty() ? 0 : side.get(side.size() - 1).getCumulativeNotionalE8();
  }

  private void ofReference(ReferencePrice price) {
    long priceE8 = price.getPriceE8();
    long at = price.getReceivedAtMicros();
    String source = price.getSource();
    switch (price.getKind()) {
      case INDEX ->
          give(
              Measure.REALIZED_VOLATILITY, price.getAsset(), INDEX_PREFIX + source, priceE8, 0, at);
      case GOLD ->
          give(Measure.GOLD_BASIS, GOLD_ASSET, GoldBasis.REFERENCE_PREFIX + source, priceE8, 0, at);
      case STABLECOIN -> {
        if (price.getAsset().equals(DISPLAY_ASSET)) {
          give(Measure.DISPLAY_UNIT, DISPLAY_ASSET, source, priceE8, 0, at);
        }
      }
      case MARK -> {}
    }
  }

  /**
   * Rates are brought to 8 hours by the interval that the venue declares, and stay as they are
   * where it declares none. The reference of the history measures is the funding time of a
   * settlement, 0 for a current rate.
   */
  private void ofFunding(FundingUpdate update) {
    Long interval = update.getDeclaredIntervalMicros();
    long rateE8 =
        interval == null
            ? update.getRateE8()
            : E8.mulDivHalfEven(update.getRateE8(), COMMON_INTERVAL_MICROS, interval);
    boolean settled = update.getKind() == FundingKind.SETTLED;
    long settledAt = settled ? update.getFundingTimeMicros() : 0;
    long at = update.getReceivedAtMicros();
    String route = InstrumentKey.of(update.getVenue(), update.getInstrument());
    give(Measure.FUNDING_DISTANCE, route, "", rateE8, settledAt, at);
    give(Measure.FUNDING_INVERSION, route, "", rateE8, settledAt, at);
    give(Measure.FUNDING_DISPERSION, update.getAsset(), route, rateE8, 0, at);
  }

  private void ofVenue(VenueSample sample) {
    String venue = sample.getVenue();
    long at = sample.getReceivedAtMicros();
    Outcome outcome = sample.getOutcome();
    VenueStatus status = sample.getStatus();
    boolean answered = outcome != Outcome.ERROR && outcome != Outcome.TIMEOUT;
    boolean away = status == VenueStatus.OFFLINE || status == VenueStatus.MAINTENANCE;
    if (answered) {
      long latencyE8 = sample.getLatencyMicros() * MILLIS_E8_PER_MICRO;
      give(Measure.API_LATENCY, venue, "", latencyE8, 0, at);
    }
    give(Measure.API_ERRORS, venue, "", flagE8(!answered || away), 0, at);
    if (sample.getChannel() == Channel.ORDER) {
      boolean refused = outcome == Outcome.REJECTED || outcome == Outcome.RATE_LIMITED;
      give(Measure.API_REFUSALS, venue, "", flagE8(refused), 0, at);
    }
    for (TransferSwitch transfer : sample.getTransfers()) {
      String subject = InstrumentKey.of(venue, transfer.getAsset());
      long closedE8 = flagE8(!transfer.getDepositsOpen()) + flagE8(!transfer.getWithdrawalsOpen());
      give(Measure.TRANSFERS_CLOSED, subject, transfer.getNetwork(), closedE8, 0, at);
    }
  }

  /** A block from the future, which miners may write, has the age 0. */
  private void ofChain(ChainSample sample) {
    long at = sample.getReceivedAtMicros();
    Long delayMicros = sample.getConfirmationDelayMicros();
    if (delayMicros != null) {
      long delayE8 = delayMicros * E8_PER_MICRO;
      give(Measure.CONFIRMATION_DELAY, sample.getChain(), "", delayE8, 0, at);
    }
    long ageE8 = Math.max(0, at - sample.getBlockTimeMicros()) * E8_PER_MICRO;
    give(Measure.BLOCK_GAP, sample.getChain(), "", ageE8, sample.getBlockNumber(), at);
  }

  private void ofFact(RiskObservation fact) {
    Measure measure =
        switch (fact.getKind()) {
          case EXECUTION_COST -> Measure.COST_OVER_EDGE;
          case SETTLEMENT -> Measure.SETTLEMENT_DELAY;
          case MARGIN -> Measure.MARGIN_BUFFER;
          case RECONCILIATION -> Measure.UNRECONCILED;
          case INTEGRITY -> Measure.INTEGRITY_FAULT;
          case CONTROL -> Measure.CONTROL_OVERDUE;
        };
    Long reference = fact.getReferenceE8();
    give(
        measure,
        fact.getSubject(),
        fact.getComponent(),
        fact.getValueE8(),
        reference == null ? 0 : reference,
        fact.getReceivedAtMicros());
  }

  private static long flagE8(boolean value) {
    return value ? E8.ONE : 0;
  }

  private void give(
      Measure measure,
      String subject,
      String component,
      long valueE8,
      long referenceE8,
      long atMicros) {
    out.accept(
        new Observation(
            measure, subject, component, valueE8, referenceE8, atMicros, topic, partition, offset));
  }
}
