package io.hedgerow.fastpath.run;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.recon.ReconciliationState;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Two venues of which everything is known and good: records as the jobs and feeds would write them.
 * ALPHA asks less for a perpetual than BRAVO bids, which counts in contracts of 0.01.
 */
final class KnownWorld {

  static final String PERPETUAL = "BTC-USDT-PERP";

  static final String REGISTRY =
      """
      venues:
        - {venue: ALPHA, account: main, messagesPerSecond: 100, burstMessages: 100, reservedMessages: 20}
        - {venue: BRAVO, account: main, messagesPerSecond: 100, burstMessages: 100, reservedMessages: 20}
      instruments:
        - {venue: ALPHA, instrument: BTC-USDT-PERP, symbol: BTC-USDT-PERP, asset: BTC, quote: USDT, tick: "0.1", lot: "0.001", contract: "1", leastQuantity: "0.001", leastNotional: "5", takerFeePpm: 500, leveraged: true, initialMarginPpm: 100000, maintenanceMarginPpm: 50000}
        - {venue: BRAVO, instrument: BTC-USDT-PERP, symbol: BTC-USDT-PERP, asset: BTC, quote: USDT, tick: "0.1", lot: "0.001", contract: "0.01", leastQuantity: "0.001", leastNotional: "5", takerFeePpm: 500, leveraged: true, initialMarginPpm: 100000, maintenanceMarginPpm: 50000}
      references:
        - {asset: BTC, quote: USDT, source: INDEX}
      """;

  private static final List<String> VENUES = List.of("ALPHA", "BRAVO");

  private KnownWorld() {}

  static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  /** Everything that a decision reads, of this moment. */
  static List<SpecificRecord> of(long atMicros) {
    List<SpecificRecord> records = new ArrayList<>();
    records.add(PolicyRecords.standard());
    records.add(risk(atMicros));
    records.add(
        new ReferencePrice(
            "BTC",
            "INDEX",
            ReferenceKind.INDEX,
            E8.parse("60500"),
            atMicros,
            atMicros,
            EventIds.of("ReferencePrice", "BTC", atMicros)));
    for (String venue : VENUES) {
      records.add(health(venue, atMicros));
      records.add(account(venue, atMicros));
      records.add(margin(venue, atMicros));
      records.add(reconciled(venue, atMicros));
    }
    records.add(book("ALPHA", "60390", "60400", atMicros));
    records.add(book("BRAVO", "60600", "60610", atMicros));
    return records;
  }

  /** Buy at ALPHA, sell at BRAVO. */
  static Signal signal(String id, long atMicros) {
    return Signal.newBuilder()
        .setSignalId(id)
        .setSource(SignalSource.ALPHA)
        .setPurpose(SignalPurpose.OPEN)
        .setAsset("BTC")
        .setDirection(Direction.LONG_FIRST)
        .setFirstVenue("ALPHA")
        .setFirstInstrument(PERPETUAL)
        .setSecondVenue("BRAVO")
        .setSecondInstrument(PERPETUAL)
        .setQuoteAsset("USDT")
        .setNotionalE8(30_000 * E8.ONE)
        .setMaxSlippagePpm(3_000)
        .setTimeoutMicros(2_000_000)
        .setRouteClass(RouteClass.NONE)
        .setExpectedEdgePpm(1_000)
        .setCosts(List.of(new SignalCost(CostKind.FEES, 2_000L)))
        .setText("")
        .setPolicyVersion(1)
        .setCreatedAtMicros(atMicros)
        .setEventId(EventIds.of("Signal", id, atMicros))
        .build();
  }

  private static RiskState risk(long atMicros) {
    return RiskState.newBuilder()
        .setScopeType(ScopeType.SYSTEM)
        .setScope("SYSTEM")
        .setVersion(1)
        .setState(SystemState.NORMAL)
        .setNewEntries(NewEntries.WITHIN_LIMITS)
        .setExistingExposure(ExistingExposure.MANAGED)
        .setMonitoring(Monitoring.ACTIVE)
        .setOperator(OperatorNeed.NOT_REQUIRED)
        .setReason("")
        .setSinceMicros(0)
        .setCauses(List.of())
        .setMissing(List.of())
        .setApprovedBy(List.of())
        .setPolicyVersion(1)
        .setChangedAtMicros(0)
        .setAsOfMicros(atMicros)
        .setCatchingUp(false)
        .setEventId(EventIds.of("RiskState", "SYSTEM", 1))
        .build();
  }

  private static VenueView health(String venue, long atMicros) {
    return VenueView.newBuilder()
        .setVenue(venue)
        .setVersion(atMicros)
        .setFreshness(Freshness.LIVE)
        .setReachable(true)
        .setStatus(VenueStatus.ONLINE)
        .setSampleCount(10)
        .setLatencyP50Micros(10_000L)
        .setLatencyP99Micros(20_000L)
        .setErrorRatePpm(0)
        .setRateLimitedPpm(0)
        .setRateLimitUsedPpm(0)
        .setOrderSampleCount(10)
        .setAcknowledgedPpm(1_000_000)
        .setAcknowledgementP99Micros(20_000L)
        .setReliabilityPpm(990_000)
        .setClockOffsetMicros(0L)
        .setClockSpreadMicros(0L)
        .setTransfers(List.of())
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("VenueView", venue, atMicros))
        .build();
  }

  private static VenueAccount account(String venue, long atMicros) {
    return new VenueAccount(
        venue,
        "main",
        VenueClass.PROGRAMME,
        atMicros,
        "USDT",
        1_000_000 * E8.ONE,
        0L,
        0L,
        List.of(new Balance("USDT", 1_000_000 * E8.ONE, 1_000_000 * E8.ONE)),
        List.of(),
        List.of(),
        List.of(),
        atMicros,
        atMicros,
        EventIds.of("VenueAccount", venue, atMicros));
  }

  private static MarginView margin(String venue, long atMicros) {
    return MarginView.newBuilder()
        .setVenue(venue)
        .setAccount("main")
        .setVenueClass(VenueClass.PROGRAMME)
        .setVersion(atMicros)
        .setFreshness(Freshness.LIVE)
        .setStatementVersion(atMicros)
        .setMarginAsset("USDT")
        .setEquityE8(1_000_000 * E8.ONE)
        .setInitialMarginE8(0L)
        .setMaintenanceMarginE8(0L)
        .setMarginRatioPpm(0)
        .setFreeE8(1_000_000 * E8.ONE)
        .setPositions(List.of())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(atMicros)
        .setEventId(EventIds.of("MarginView", venue, atMicros))
        .build();
  }

  private static ReconciliationStatus reconciled(String venue, long atMicros) {
    return new ReconciliationStatus(
        venue,
        "main",
        atMicros,
        ReconciliationState.CLEAN,
        0,
        "",
        atMicros,
        atMicros,
        EventIds.of("ReconciliationStatus", venue, atMicros));
  }

  private static DepthView book(String venue, String bid, String ask, long atMicros) {
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(PERPETUAL)
        .setVersion(atMicros)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(atMicros)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(atMicros)
        .setReferencePriceE8(E8.parse(bid))
        .setBoundPpm(3_000)
        .setBestBidPriceE8(E8.parse(bid))
        .setBestBidQuantityE8(5 * E8.ONE)
        .setBestAskPriceE8(E8.parse(ask))
        .setBestAskQuantityE8(5 * E8.ONE)
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(List.of(level(bid)))
        .setAsks(List.of(level(ask)))
        .setEventId(EventIds.of("DepthView", venue, atMicros))
        .build();
  }

  private static DepthLevel level(String price) {
    long priceE8 = E8.parse(price);
    return new DepthLevel(priceE8, 5 * E8.ONE, 5 * priceE8, priceE8);
  }
}
