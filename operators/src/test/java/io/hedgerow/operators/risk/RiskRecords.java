package io.hedgerow.operators.risk;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.risk.Observations;
import java.util.List;

/** Records of the contract for tests, observed at the time that is given. */
final class RiskRecords {

  private RiskRecords() {}

  static ReferencePrice reference(ReferenceKind kind, String asset, String price, long atMicros) {
    return ReferencePrice.newBuilder()
        .setAsset(asset)
        .setSource("SIM-INDEX")
        .setKind(kind)
        .setPriceE8(E8.parse(price))
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("ReferencePrice", asset, atMicros))
        .build();
  }

  /** A rate that accrues, of the BTC perpetual. */
  static FundingUpdate funding(String venue, long rateE8, long atMicros) {
    return funding(venue, FundingKind.CURRENT, rateE8, -1, atMicros);
  }

  /** A rate that was paid. */
  static FundingUpdate settledFunding(
      String venue, long rateE8, long fundingTimeMicros, long atMicros) {
    return funding(venue, FundingKind.SETTLED, rateE8, fundingTimeMicros, atMicros);
  }

  private static FundingUpdate funding(
      String venue, FundingKind kind, long rateE8, long fundingTimeMicros, long atMicros) {
    return FundingUpdate.newBuilder()
        .setVenue(venue)
        .setInstrument("BTC-USDT-PERP")
        .setAsset("BTC")
        .setKind(kind)
        .setRateE8(rateE8)
        .setFundingTimeMicros(fundingTimeMicros)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("FundingUpdate", venue, fundingTimeMicros, atMicros))
        .build();
  }

  static VenueSample venue(
      String venue, Channel channel, Outcome outcome, long latencyMicros, long atMicros) {
    return VenueSample.newBuilder()
        .setVenue(venue)
        .setEndpoint("GET /status")
        .setChannel(channel)
        .setOutcome(outcome)
        .setLatencyMicros(latencyMicros)
        .setStatus(VenueStatus.ONLINE)
        .setTransfers(List.of())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("VenueSample", venue, latencyMicros, atMicros))
        .build();
  }

  static VenueSample transfers(String venue, String asset, boolean open, long atMicros) {
    return VenueSample.newBuilder(venue(venue, Channel.ACCOUNT, Outcome.OK, 40_000, atMicros))
        .setTransfers(List.of(new TransferSwitch(asset, "ETHEREUM", open, open)))
        .build();
  }

  /**
   * @param delaySeconds of a confirmation, or null
   */
  static ChainSample chain(
      String chain, long block, long ageSeconds, Long delaySeconds, long atMicros) {
    return ChainSample.newBuilder()
        .setChain(chain)
        .setFamily(ChainFamily.EVM)
        .setBlockNumber(block)
        .setBlockTimeMicros(atMicros - ageSeconds * 1_000_000)
        .setConfirmationDelayMicros(delaySeconds == null ? null : delaySeconds * 1_000_000)
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("ChainSample", chain, block, atMicros))
        .build();
  }

  /** A usable book with the same notional on both sides. */
  static DepthView depth(
      String venue, String instrument, String price, String notional, long atMicros) {
    long priceE8 = E8.parse(price);
    List<DepthLevel> side = List.of(new DepthLevel(priceE8, E8.ONE, E8.parse(notional), priceE8));
    return DepthView.newBuilder(book(venue, instrument, BookValidity.LIVE, atMicros))
        .setReason(BookReason.NONE)
        .setReferencePriceE8(priceE8)
        .setBids(side)
        .setAsks(side)
        .build();
  }

  /** A book without prices. */
  static DepthView book(String venue, String instrument, BookValidity validity, long atMicros) {
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(atMicros)
        .setValidity(validity)
        .setReason(BookReason.SEQUENCE_GAP)
        .setSequence(-1)
        .setReceivedAtMicros(atMicros - Observations.DEPTH_LAG_MICROS)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(0)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(0)
        .setBestBidQuantityE8(0)
        .setBestAskPriceE8(0)
        .setBestAskQuantityE8(0)
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(List.of())
        .setAsks(List.of())
        .setEventId(EventIds.of("DepthView", venue + "|" + instrument, atMicros))
        .build();
  }

  /**
   * @param reference null for kinds that have none
   */
  static RiskObservation fact(
      ObservationKind kind,
      String subject,
      String component,
      String value,
      String reference,
      long atMicros) {
    return new RiskObservation(
        kind,
        subject,
        component,
        E8.parse(value),
        reference == null ? null : E8.parse(reference),
        "test",
        atMicros,
        EventIds.of("RiskObservation", kind + "|" + subject + "|" + component, atMicros));
  }
}
