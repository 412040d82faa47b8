package io.hedgerow.jobs.signals;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;

/** What the signals job reads, each as its producer would write it; versions grow with time. */
final class SignalRecords {

  static final long SECOND = 1_000_000L;

  private static final long HOUR = 3_600 * SECOND;
  private static final long UNITS = 1_000 * E8.ONE;
  private static final long HALF_SPREAD_E8 = E8.ONE / 10;

  private SignalRecords() {}

  /** A book of a thousand units a side, 0.2 wide. */
  static DepthView depth(String venue, String instrument, long middleE8, long atMicros) {
    long bidE8 = middleE8 - HALF_SPREAD_E8;
    long askE8 = middleE8 + HALF_SPREAD_E8;
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(atMicros)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(-1)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(middleE8)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(bidE8)
        .setBestBidQuantityE8(UNITS)
        .setBestAskPriceE8(askE8)
        .setBestAskQuantityE8(UNITS)
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(List.of(level(bidE8)))
        .setAsks(List.of(level(askE8)))
        .setEventId(EventIds.of("DepthView", venue + "|" + instrument, atMicros))
        .build();
  }

  private static DepthLevel level(long priceE8) {
    return new DepthLevel(priceE8, UNITS, E8.multiplyDown(UNITS, priceE8), priceE8);
  }

  /** A rate with an interval of eight hours that was observed. */
  static FundingView rate(String venue, String asset, String rate, long atMicros) {
    String instrument = asset + "-USDT-PERP";
    return FundingView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setAsset(asset)
        .setVersion(atMicros)
        .setFreshness(Freshness.LIVE)
        .setRateE8(E8.parse(rate))
        .setNextFundingTimeMicros(-1)
        .setIntervalMicros(8 * HOUR)
        .setIntervalStatus(IntervalStatus.OBSERVED)
        .setMinimumRateE8(0)
        .setMaximumRateE8(0)
        .setRangeCount(0)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("FundingView", venue + "|" + instrument, atMicros))
        .build();
  }

  /** A fast layer 2 on which a transfer costs some cents. */
  static ChainView arbitrum(long atMicros) {
    return ChainView.newBuilder()
        .setChain("ARBITRUM")
        .setFamily(ChainFamily.EVM)
        .setVersion(atMicros)
        .setFreshness(Freshness.LIVE)
        .setBlockNumber(1)
        .setBlockTimeMicros(atMicros)
        .setBaseFeeGweiE8(E8.parse("0.1"))
        .setPriorityFeeGweiE8(0L)
        .setConfirmationP50Micros(SECOND)
        .setConfirmationP90Micros(2 * SECOND)
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("ChainView", "ARBITRUM", atMicros))
        .build();
  }

  static ReferencePrice ether(long atMicros) {
    return new ReferencePrice(
        "ETH",
        "SIM-INDEX",
        ReferenceKind.INDEX,
        3_000 * E8.ONE,
        atMicros,
        -1L,
        EventIds.of("ReferencePrice", "ETH", atMicros));
  }

  /** An account with a maintenance margin of 1,000 and one position of BTC. */
  static VenueAccount account(String venue, long equity, long quantity, long atMicros) {
    return VenueAccount.newBuilder()
        .setVenue(venue)
        .setAccount("main")
        .setVenueClass(VenueClass.values()[0])
        .setVersion(atMicros)
        .setMarginAsset("USDT")
        .setEquityE8(equity * E8.ONE)
        .setInitialMarginE8(2_000 * E8.ONE)
        .setMaintenanceMarginE8(1_000 * E8.ONE)
        .setBalances(List.of())
        .setPositions(
            List.of(
                new Position(
                    "BTC-USDT-PERP",
                    quantity * E8.ONE,
                    1_000 * E8.ONE,
                    1_000 * E8.ONE,
                    0L,
                    E8.ONE,
                    E8.ONE)))
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("VenueAccount", venue, atMicros))
        .build();
  }

  /** The shipped policy with another least edge between venues. */
  static RiskPolicy policy(long version, long effectiveMicros, long minEdgePpm) {
    RiskPolicy content = PolicyRecords.standard();
    for (PolicyValue value : content.getValues()) {
      if (value.getOption().equals("alpha.min-edge")) {
        value.setValue(minEdgePpm);
      }
    }
    return PolicyRecords.publish(
        content, PolicyMode.LIVE, version, effectiveMicros, effectiveMicros, "test");
  }

  /** A warning that the margin of a venue's account is small. */
  static RiskTrigger marginWarning(String venue, long atMicros) {
    return RiskTrigger.newBuilder()
        .setTriggerId(EventIds.of("trigger", venue, atMicros))
        .setSequence(1)
        .setTrigger(TriggerName.MARGIN_BUFFER_BREACH)
        .setMeasure("margin-buffer")
        .setStatus(TriggerStatus.WARNED)
        .setMode(PolicyMode.LIVE)
        .setSeverity(Severity.WARNING)
        .setClassification(Classification.SCOPED)
        .setScopeType(ScopeType.VENUE)
        .setScope(venue)
        .setSubject(venue + "|main")
        .setPattern("single@1")
        .setText("the buffer is small")
        .setPolicyVersion(1)
        .setOptions(List.of())
        .setEdges(List.of())
        .setRaisedAtMicros(atMicros)
        .setEventId(EventIds.of("RiskTrigger", venue, atMicros))
        .build();
  }
}
