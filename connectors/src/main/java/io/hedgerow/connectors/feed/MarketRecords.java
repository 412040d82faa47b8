package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import java.util.List;

/**
 * Makes the records of one instrument with their deterministic IDs.
 *
 * <p>An ID is made of what the venue says: sequence numbers and its times. Only where it says
 * neither does the time of receipt take their place.
 */
record MarketRecords(Instrument instrument, long receivedAtMicros, long venueTimeMicros) {

  static final long NO_TIME = -1;
  static final long NO_CHECKSUM = -1;

  BookUpdate book(BookPosition at, int depthLimit, List<BookLevel> bids, List<BookLevel> asks) {
    return book(at, depthLimit, NO_CHECKSUM, bids, asks);
  }

  BookUpdate book(
      BookPosition at, int depthLimit, long checksum, List<BookLevel> bids, List<BookLevel> asks) {
    boolean numbered = at.lastSequence() != BookPosition.NONE;
    String eventId =
        EventIds.of(
            "BookUpdate/" + at.kind(),
            instrument.key(),
            at.firstSequence(),
            at.lastSequence(),
            at.previousSequence(),
            numbered ? venueTimeMicros : bestTimeMicros(),
            checksum);
    return new BookUpdate(
        instrument.venue(),
        instrument.id(),
        at.kind(),
        at.sequencing(),
        at.firstSequence(),
        at.lastSequence(),
        at.previousSequence(),
        receivedAtMicros,
        venueTimeMicros,
        instrument.contract(),
        instrument.contractSizeE8(),
        depthLimit,
        checksum,
        instrument.priceDecimals(),
        instrument.quantityDecimals(),
        bids,
        asks,
        eventId);
  }

  Trade trade(String tradeId, long priceE8, long quantityE8, Aggressor aggressor) {
    return new Trade(
        instrument.venue(),
        instrument.id(),
        tradeId,
        priceE8,
        quantityE8,
        aggressor,
        receivedAtMicros,
        venueTimeMicros,
        EventIds.of(
            "Trade", instrument.key() + "|" + tradeId, bestTimeMicros(), priceE8, quantityE8));
  }

  FundingUpdate currentFunding(FundingTerms terms) {
    return funding(
        FundingKind.CURRENT,
        terms,
        EventIds.of(
            "FundingUpdate/" + FundingKind.CURRENT,
            instrument.key(),
            terms.fundingTimeMicros(),
            bestTimeMicros()));
  }

  FundingUpdate settledFunding(FundingTerms terms) {
    return funding(
        FundingKind.SETTLED,
        terms,
        EventIds.of(
            "FundingUpdate/" + FundingKind.SETTLED, instrument.key(), terms.fundingTimeMicros()));
  }

  /**
   * A mark or index price. Its source is {@code venue|instrument}, because one venue has several
   * for an asset.
   */
  ReferencePrice reference(ReferenceKind kind, long priceE8) {
    return new ReferencePrice(
        instrument.asset(),
        instrument.key(),
        kind,
        priceE8,
        receivedAtMicros,
        venueTimeMicros,
        EventIds.of("ReferencePrice/" + kind, instrument.key(), bestTimeMicros()));
  }

  private FundingUpdate funding(FundingKind kind, FundingTerms terms, String eventId) {
    return new FundingUpdate(
        instrument.venue(),
        instrument.id(),
        instrument.asset(),
        kind,
        terms.rateE8(),
        terms.predictedRateE8(),
        terms.fundingTimeMicros(),
        terms.declaredIntervalMicros(),
        terms.markPriceE8(),
        terms.indexPriceE8(),
        receivedAtMicros,
        venueTimeMicros,
        eventId);
  }

  private long bestTimeMicros() {
    return venueTimeMicros == NO_TIME ? receivedAtMicros : venueTimeMicros;
  }
}
