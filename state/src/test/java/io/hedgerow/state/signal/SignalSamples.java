package io.hedgerow.state.signal;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.RouteClass;
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
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Views, accounts, triggers, policies and settings in whole numbers, as the signals tests speak of
 * them.
 */
final class SignalSamples {

  static final long SECOND = 1_000_000L;
  static final long HOUR = 3_600 * SECOND;
  static final long T0 = 1_750_000_000L * SECOND;
  static final String A = "SIM-ALPHA";
  static final String B = "SIM-BRAVO";

  private SignalSamples() {}

  /** The shipped policy as version 7, without reserves. */
  static LivePolicies policies() {
    return policies(Map.of());
  }

  static LivePolicies policies(Map<String, Long> changes) {
    LivePolicies policies = new LivePolicies();
    policies.add(policy(7, 0, changes), 0);
    return policies;
  }

  static Policy policy(long version, long effectiveMicros, Map<String, Long> changes) {
    return Policy.of(policyRecord(version, effectiveMicros, changes));
  }

  /** The shipped policy without reserves, with changed values by option. */
  static RiskPolicy policyRecord(long version, long effectiveMicros, Map<String, Long> changes) {
    Map<String, Long> changed = new TreeMap<>(changes);
    changed.putIfAbsent("alpha.reserve", 0L);
    changed.putIfAbsent("funding-carry.reserve", 0L);
    RiskPolicy content = PolicyRecords.standard();
    for (PolicyValue value : content.getValues()) {
      Long other = changed.remove(value.getOption());
      value.setValue(other == null ? value.getValue() : other);
    }
    if (!changed.isEmpty()) {
      throw new IllegalArgumentException("expected options of the policy, saw " + changed);
    }
    return PolicyRecords.publish(
        content, PolicyMode.LIVE, version, effectiveMicros, effectiveMicros, "test");
  }

  static SignalSettings settings() {
    return new SignalSettings(
        250,
        16,
        List.of(new SignalSettings.Venue(A, 400), new SignalSettings.Venue(B, 400)),
        List.of(new SignalSettings.Inverse(B, "USDC")),
        List.of(
            new SignalSettings.Asset("BTC", List.of()),
            new SignalSettings.Asset("ETH", List.of("ETHEREUM", "ARBITRUM", "SOLANA")),
            new SignalSettings.Asset("PAXG", List.of("ETHEREUM"))),
        List.of(
            new SignalSettings.Quote("USDT", 1_000_000, 10, 100, 1_000_000),
            new SignalSettings.Quote("USDC", 1_000_000, 10, 100, 1_000_000)),
        List.of(
            new SignalSettings.Chain("ETHEREUM", RouteClass.EVM_L1, "ETH", 65_000, 0, 0),
            new SignalSettings.Chain("ARBITRUM", RouteClass.EVM_L2, "ETH", 100_000, 0, 0),
            new SignalSettings.Chain("SOLANA", RouteClass.SVM, "SOL", 200_000, 500, 0)));
  }

  /** A book with one level a side, of so many units each. */
  static DepthView book(
      String venue, String instrument, long version, long atMicros, String bid, String ask) {
    return book(
        venue, instrument, version, atMicros, List.of(level(bid, 10)), List.of(level(ask, 10)));
  }

  /** A price and how many whole units there are from the touch to it. */
  record Step(long priceE8, long quantityE8) {}

  static Step level(String price, long units) {
    return new Step(E8.parse(price), units * E8.ONE);
  }

  static DepthView book(
      String venue,
      String instrument,
      long version,
      long atMicros,
      List<Step> bids,
      List<Step> asks) {
    long bidE8 = bids.get(0).priceE8();
    long askE8 = asks.get(0).priceE8();
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(version)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(version)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8((bidE8 + askE8) / 2)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(bidE8)
        .setBestBidQuantityE8(bids.get(0).quantityE8())
        .setBestAskPriceE8(askE8)
        .setBestAskQuantityE8(asks.get(0).quantityE8())
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(levels(bids))
        .setAsks(levels(asks))
        .setEventId(EventIds.of("DepthView", venue + instrument, version))
        .build();
  }

  private static List<DepthLevel> levels(List<Step> steps) {
    List<DepthLevel> levels = new ArrayList<>();
    long base = 0;
    long notional = 0;
    for (Step step : steps) {
      base += step.quantityE8();
      notional += E8.multiplyDown(step.quantityE8(), step.priceE8());
      levels.add(
          new DepthLevel(step.priceE8(), base, notional, E8.mulDivFloor(notional, E8.ONE, base)));
    }
    return levels;
  }

  static DepthView stale(DepthView view) {
    return DepthView.newBuilder(view)
        .setVersion(view.getVersion() + 1)
        .setValidity(BookValidity.STALE)
        .setReason(BookReason.NO_INPUT)
        .setReferencePriceE8(0)
        .setBestBidPriceE8(0)
        .setBestAskPriceE8(0)
        .setBids(List.of())
        .setAsks(List.of())
        .build();
  }

  static FundingView rate(
      String venue, String instrument, long version, long atMicros, String rate, long hours) {
    return FundingView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setAsset("BTC")
        .setVersion(version)
        .setFreshness(Freshness.LIVE)
        .setRateE8(E8.parse(rate))
        .setNextFundingTimeMicros(-1)
        .setIntervalMicros(hours * HOUR)
        .setIntervalStatus(IntervalStatus.OBSERVED)
        .setMinimumRateE8(0)
        .setMaximumRateE8(0)
        .setRangeCount(0)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("FundingView", venue + instrument, version))
        .build();
  }

  static ChainView evm(String chain, long atMicros, String gwei, long p50Seconds, long p90Seconds) {
    return chain(chain, ChainFamily.EVM, atMicros, p50Seconds, p90Seconds)
        .setBaseFeeGweiE8(E8.parse(gwei))
        .setPriorityFeeGweiE8(0L)
        .build();
  }

  static ChainView svm(String chain, long atMicros, long price, long p50Seconds, long p90Seconds) {
    return chain(chain, ChainFamily.SVM, atMicros, p50Seconds, p90Seconds)
        .setComputeUnitPriceMicroLamports(price)
        .build();
  }

  private static ChainView.Builder chain(
      String chain, ChainFamily family, long atMicros, long p50Seconds, long p90Seconds) {
    return ChainView.newBuilder()
        .setChain(chain)
        .setFamily(family)
        .setVersion(2)
        .setFreshness(Freshness.LIVE)
        .setBlockNumber(1)
        .setBlockTimeMicros(atMicros)
        .setConfirmationP50Micros(p50Seconds * SECOND)
        .setConfirmationP90Micros(p90Seconds * SECOND)
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("ChainView", chain, 2));
  }

  static ReferencePrice price(String asset, long atMicros, String price) {
    return ReferencePrice.newBuilder()
        .setAsset(asset)
        .setSource("SIM-INDEX")
        .setKind(ReferenceKind.INDEX)
        .setPriceE8(E8.parse(price))
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("ReferencePrice", asset, atMicros))
        .build();
  }

  static VenueAccount account(
      String venue, long version, long atMicros, long equity, long maintenance, Position... held) {
    return VenueAccount.newBuilder()
        .setVenue(venue)
        .setAccount("main")
        .setVenueClass(VenueClass.values()[0])
        .setVersion(version)
        .setMarginAsset("USDT")
        .setEquityE8(equity * E8.ONE)
        .setInitialMarginE8(2 * maintenance * E8.ONE)
        .setMaintenanceMarginE8(maintenance * E8.ONE)
        .setBalances(List.of())
        .setPositions(List.of(held))
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("VenueAccount", venue, version))
        .build();
  }

  static Position position(String instrument, long units, long mark) {
    return new Position(
        instrument, units * E8.ONE, mark * E8.ONE, mark * E8.ONE, 0L, E8.ONE, E8.ONE);
  }

  static RiskTrigger marginTrigger(TriggerStatus status, String subject, long atMicros) {
    return RiskTrigger.newBuilder()
        .setTriggerId(EventIds.of("trigger", subject, atMicros))
        .setSequence(1)
        .setTrigger(TriggerName.MARGIN_BUFFER_BREACH)
        .setMeasure("margin-buffer")
        .setStatus(status)
        .setMode(PolicyMode.LIVE)
        .setSeverity(Severity.WARNING)
        .setClassification(Classification.SCOPED)
        .setScopeType(ScopeType.VENUE)
        .setScope(A)
        .setSubject(subject)
        .setPattern("single@1")
        .setText("the buffer is small")
        .setPolicyVersion(1)
        .setOptions(List.of())
        .setEdges(List.of())
        .setRaisedAtMicros(atMicros)
        .setEventId(EventIds.of("RiskTrigger", subject, atMicros))
        .build();
  }
}
