package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each episode shows inside its stretch. */
class StressedMarketTest {

  @Test
  @Tag("TRIG-3")
  void shouldInvertAndMultiplyTheFundingOfOneVenue() {
    Predicate<FundingUpdate> bitcoin =
        update -> update.getVenue().equals("SIM-ALPHA") && update.getAsset().equals("BTC");
    List<FundingUpdate> expected =
        StressedMarket.inside(FundingUpdate.class, StressedMarket.calm()).stream()
            .filter(bitcoin)
            .map(u -> FundingUpdate.newBuilder(u).setRateE8(-30 * u.getRateE8()).build())
            .toList();

    List<FundingUpdate> seen = inside(FundingUpdate.class, StressEpisode.FUNDING_SHOCK, bitcoin);

    assertThat(seen).hasSize(20).isEqualTo(expected);
    assertThat(seen).allMatch(update -> update.getRateE8() < -200_000);
  }

  @Test
  @Tag("TRIG-6")
  void shouldTimeOutEveryRequestToAVenueThatIsAwayAndSendNothingElseOfIt() {
    List<VenueSample> samples =
        inside(
            VenueSample.class,
            StressEpisode.VENUE_OUTAGE,
            sample -> sample.getVenue().equals("SIM-ALPHA"));
    List<SpecificRecord> others =
        inside(
            SpecificRecord.class,
            StressEpisode.VENUE_OUTAGE,
            record ->
                RecordKeys.keyOf(record).startsWith("SIM-ALPHA|")
                    && !(record instanceof RiskObservation));

    assertThat(samples)
        .hasSize(80)
        .allMatch(
            sample ->
                sample.getOutcome() == Outcome.TIMEOUT
                    && sample.getLatencyMicros() == 2_000_000
                    && sample.getVenueTimeMicros() == -1
                    && sample.getRateLimitUsedPpm() == null
                    && sample.getTransfers().isEmpty());
    assertThat(others).isEmpty();
  }

  @Test
  @Tag("TRIG-11")
  void shouldLetTheStablecoinFall() {
    assertThat(references(StressEpisode.DEPEG, "USDT"))
        .hasSize(20)
        .allMatch(price -> price.getPriceE8() == E8.parse("0.97"));
  }

  @Test
  @Tag("TRIG-1")
  void shouldLetThePriceFallStepByStepInEveryBookAndInTheIndexAndStay() {
    List<SpecificRecord> calm = StressedMarket.calm();
    List<SpecificRecord> crashed = StressedMarket.of(StressEpisode.PRICE_CRASH);

    List<Long> calmIndex = indexOf(calm);
    List<Long> index = indexOf(crashed);
    for (int second = 0; second <= 40; second++) {
      long fallenPpm = 40_000L * Math.max(0, Math.min(second - 10, 20)) / 20;
      assertThat(index.get(second))
          .isEqualTo(E8.mulDivFloor(calmIndex.get(second), 1_000_000 - fallenPpm, 1_000_000));
    }
    Map<String, ReceivedBook> calmBooks = booksAtEnd(calm);
    Map<String, ReceivedBook> books = booksAtEnd(crashed);
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      for (String instrument : List.of("|BTC-USDT", "|BTC-USDT-PERP")) {
        String key = venue.id() + instrument;
        double left = 1.0 * books.get(key).bestBidE8() / calmBooks.get(key).bestBidE8();
        assertThat(left).as(key).isBetween(0.9598, 0.9602);
      }
    }
  }

  @Test
  @Tag("TRIG-1")
  void shouldFallWithinAMinuteHoweverLongItStays() {
    StressEpisode.Plan plan =
        StressEpisode.PRICE_CRASH.plan(Duration.ofSeconds(10), Duration.ofHours(1));
    Stress stress = new Stress(List.of(plan), 0);

    assertThat(
            List.of(
                stress.priceE8("BTC", 10_000_000, 1_000_000),
                stress.priceE8("BTC", 40_000_000, 1_000_000),
                stress.priceE8("BTC", 70_000_000, 1_000_000),
                stress.priceE8("BTC", 9_000_000_000L, 1_000_000),
                stress.priceE8("ETH", 70_000_000, 1_000_000)))
        .containsExactly(1_000_000L, 980_000L, 960_000L, 960_000L, 1_000_000L);
  }

  @Test
  @Tag("TRIG-5")
  void shouldCloseTheTransfersOfOneAssetAtOneVenue() {
    List<VenueSample> statements =
        inside(
            VenueSample.class,
            StressEpisode.TRANSFER_HALT,
            sample -> sample.getVenue().equals("SIM-CHARLIE") && !sample.getTransfers().isEmpty());

    assertThat(statements).hasSizeGreaterThan(20);
    assertThat(statements)
        .extracting(VenueSample::getTransfers)
        .containsOnly(
            List.of(
                new TransferSwitch("BTC", "BITCOIN", false, false),
                new TransferSwitch("USDT", "ETHEREUM", true, true)));
  }

  @Test
  @Tag("TRIG-10")
  void shouldStopTheBlocksAndDelayTheConfirmationsOfOneChain() {
    Predicate<ChainSample> ethereum = sample -> sample.getChain().equals("ETHEREUM");
    List<ChainSample> calm =
        StressedMarket.inside(ChainSample.class, StressedMarket.calm()).stream()
            .filter(ethereum)
            .toList();

    List<ChainSample> seen = inside(ChainSample.class, StressEpisode.CHAIN_CONGESTION, ethereum);

    assertThat(calm.stream().map(ChainSample::getBlockNumber).distinct())
        .containsExactly(20_000_000L, 20_000_001L, 20_000_002L);
    assertThat(seen)
        .hasSize(20)
        .allMatch(
            sample ->
                sample.getBlockNumber() == 20_000_000L
                    && sample.getBlockTimeMicros() == StressedMarket.START_MICROS);
    assertThat(seen.stream().map(ChainSample::getConfirmationDelayMicros))
        .containsExactlyElementsOf(
            calm.stream().map(sample -> 10 * sample.getConfirmationDelayMicros()).toList());
  }

  @Test
  @Tag("TRIG-9")
  void shouldQuotePaxgThreePercentUnderGold() {
    List<SpecificRecord> records = StressedMarket.of(StressEpisode.GOLD_DISLOCATION);
    List<ReferencePrice> gold = references(StressEpisode.GOLD_DISLOCATION, "XAU");

    List<Trade> trades =
        StressedMarket.inside(Trade.class, records).stream()
            .filter(trade -> trade.getInstrument().startsWith("PAXG-"))
            .toList();

    assertThat(gold).hasSize(20);
    assertThat(trades).isNotEmpty();
    for (Trade trade : trades) {
      double ofGold = 1.0 * trade.getPriceE8() / gold.get(0).getPriceE8();
      assertThat(ofGold).isBetween(0.965, 0.975);
    }
  }

  @Test
  @Tag("TRIG-13")
  void shouldUseUpTheMarginBufferOfOneAccount() {
    assertThat(
            facts(StressEpisode.MARGIN_CALL, ObservationKind.MARGIN, "SIM-BRAVO|main").stream()
                .map(RiskObservation::getValueE8))
        .hasSize(20)
        .containsOnly(E8.parse("0.05"));
    assertThat(
            facts(StressEpisode.MARGIN_CALL, ObservationKind.RECONCILIATION, "SIM-BRAVO|main")
                .stream()
                .map(RiskObservation::getValueE8))
        .hasSize(20)
        .containsOnly(0L);
  }

  @Test
  @Tag("TRIG-14")
  void shouldBreakTheLedgerOfOneAccount() {
    assertThat(
            facts(StressEpisode.LEDGER_BREAK, ObservationKind.RECONCILIATION, "SIM-BRAVO|main")
                .stream()
                .map(RiskObservation::getValueE8))
        .hasSize(20)
        .containsOnly(E8.parse("5"));
    assertThat(facts(StressEpisode.LEDGER_BREAK, ObservationKind.MARGIN, "SIM-BRAVO|main"))
        .allMatch(fact -> fact.getValueE8() > E8.ONE);
  }

  @Test
  @Tag("TRIG-2")
  void shouldCostMoreThanTheEdgeOnTwoRoutes() {
    List<RiskObservation> costs =
        facts(StressEpisode.COST_INVERSION, ObservationKind.EXECUTION_COST, "ETH");

    assertThat(costs.stream().filter(fact -> fact.getValueE8() > fact.getReferenceE8()))
        .hasSize(40)
        .extracting(RiskObservation::getComponent)
        .containsOnly("SIM-ALPHA>SIM-BRAVO", "SIM-BRAVO>SIM-CHARLIE");
    assertThat(costs).hasSize(60);
  }

  @Test
  @Tag("TRIG-7")
  void shouldQuoteOneAssetTwoPercentLowAtOneVenue() {
    Map<String, ReceivedBook> calm = booksInTheMiddle(StressedMarket.calm());
    Map<String, ReceivedBook> seen = booksInTheMiddle(StressedMarket.of(StressEpisode.STALE_PRICE));

    for (String key : List.of("SIM-CHARLIE|SOL-USDT", "SIM-CHARLIE|SOL-USDT-PERP")) {
      assertThat(seen.get(key).bestBidE8()).isEqualTo(calm.get(key).bestBidE8() - E8.parse("3.2"));
      assertThat(seen.get(key).quantityE8()).isEqualTo(calm.get(key).quantityE8());
      assertThat(seen.get(key).levels()).isEqualTo(50);
    }
    List<Trade> trades =
        inside(
            Trade.class,
            StressEpisode.STALE_PRICE,
            trade ->
                RecordKeys.keyOf(trade).startsWith("SIM-CHARLIE|SOL-")
                    && trade.getReceivedAtMicros() < StressedMarket.UNTIL_MICROS - 500_000);
    assertThat(trades)
        .hasSizeGreaterThan(20)
        .allMatch(trade -> trade.getPriceE8() < E8.parse("158"));
  }

  @Test
  @Tag("TRIG-12")
  void shouldThinTheBooksOfOneAssetAtOneVenue() {
    Map<String, ReceivedBook> calm = booksInTheMiddle(StressedMarket.calm());
    Map<String, ReceivedBook> seen = booksInTheMiddle(StressedMarket.of(StressEpisode.THIN_BOOKS));

    for (String key : List.of("SIM-ALPHA|ETH-USDT", "SIM-ALPHA|ETH-USDT-PERP")) {
      assertThat(seen.get(key).bestBidE8()).isEqualTo(calm.get(key).bestBidE8());
      assertThat(seen.get(key).levels()).isEqualTo(320);
      assertThat(seen.get(key).quantityE8())
          .isPositive()
          .isLessThan(calm.get(key).quantityE8() / 800);
    }
  }

  private static <T extends SpecificRecord> List<T> inside(
      Class<T> type, StressEpisode episode, Predicate<T> subject) {
    return StressedMarket.inside(type, StressedMarket.of(episode)).stream()
        .filter(subject)
        .toList();
  }

  private static List<ReferencePrice> references(StressEpisode episode, String asset) {
    return inside(ReferencePrice.class, episode, price -> price.getAsset().equals(asset));
  }

  private static List<RiskObservation> facts(
      StressEpisode episode, ObservationKind kind, String subject) {
    return inside(
        RiskObservation.class,
        episode,
        fact -> fact.getKind() == kind && fact.getSubject().equals(subject));
  }

  private static List<Long> indexOf(List<SpecificRecord> records) {
    return StressedMarket.only(ReferencePrice.class, records).stream()
        .filter(price -> price.getAsset().equals("BTC"))
        .map(ReferencePrice::getPriceE8)
        .toList();
  }

  @Test
  @Tag("FAIL-4")
  void shouldLetOneInstrumentStandElsewhereAndComeBack() {
    MarketFaults.PriceJump jump =
        new MarketFaults.PriceJump(
            SimulatedVenue.SIM_CHARLIE,
            "BTC-USDT-PERP",
            StressedMarket.FROM_MICROS,
            StressedMarket.UNTIL_MICROS,
            -100_000);
    MarketFaults faults = MarketFaults.none().with(List.of(jump));

    List<SpecificRecord> records =
        StressedMarket.run(StressedMarket.CALM.with(faults), StressedMarket.LENGTH_MICROS);

    String jumping = "SIM-CHARLIE|BTC-USDT-PERP";
    long byE8 = -6_400 * E8.ONE;
    Map<String, ReceivedBook> calm = booksInTheMiddle(StressedMarket.calm());
    booksInTheMiddle(records)
        .forEach(
            (key, book) ->
                assertThat(book.bestBidE8() - calm.get(key).bestBidE8())
                    .as(key)
                    .isEqualTo(key.equals(jumping) ? byE8 : 0));
    Map<String, ReceivedBook> calmEnd = booksAtEnd(StressedMarket.calm());
    booksAtEnd(records)
        .forEach(
            (key, book) ->
                assertThat(book.bestBidE8()).as(key).isEqualTo(calmEnd.get(key).bestBidE8()));
    assertThat(marks(records, jumping))
        .isEqualTo(movedInside(marks(StressedMarket.calm(), jumping), byE8));
    assertThat(StressedMarket.only(BookUpdate.class, records)).allMatch(checked());
  }

  /**
   * Whether a book that follows the records of its instrument takes this one, checksum included.
   */
  private static Predicate<BookUpdate> checked() {
    Map<String, ReceivedBook> books = new HashMap<>();
    return update ->
        books.computeIfAbsent(RecordKeys.keyOf(update), key -> new ReceivedBook()).apply(update);
  }

  private static Map<Long, Long> marks(List<SpecificRecord> records, String key) {
    Map<Long, Long> marks = new TreeMap<>();
    for (FundingUpdate update : StressedMarket.only(FundingUpdate.class, records)) {
      if (RecordKeys.keyOf(update).equals(key) && update.getMarkPriceE8() != null) {
        marks.put(update.getReceivedAtMicros(), update.getMarkPriceE8());
      }
    }
    return marks;
  }

  private static Map<Long, Long> movedInside(Map<Long, Long> marks, long byE8) {
    Map<Long, Long> moved = new TreeMap<>();
    marks.forEach(
        (at, mark) -> {
          boolean inside = at >= StressedMarket.FROM_MICROS && at < StressedMarket.UNTIL_MICROS;
          moved.put(at, inside ? mark + byE8 : mark);
        });
    return moved;
  }

  @Test
  void shouldRefuseAJumpThatLeavesNoPrice() {
    assertThatThrownBy(
            () -> new MarketFaults.PriceJump(SimulatedVenue.SIM_ALPHA, "", 0, 1, -1_000_000))
        .hasMessage("expected a move of -500000 to 500000 ppm, saw -1000000");
  }

  private static Map<String, ReceivedBook> booksAtEnd(List<SpecificRecord> records) {
    return booksUntil(Long.MAX_VALUE, records);
  }

  private static Map<String, ReceivedBook> booksInTheMiddle(List<SpecificRecord> records) {
    return booksUntil((StressedMarket.FROM_MICROS + StressedMarket.UNTIL_MICROS) / 2, records);
  }

  private static Map<String, ReceivedBook> booksUntil(
      long untilMicros, List<SpecificRecord> records) {
    Map<String, ReceivedBook> books = new HashMap<>();
    for (BookUpdate update : StressedMarket.only(BookUpdate.class, records)) {
      if (update.getReceivedAtMicros() < untilMicros) {
        books.computeIfAbsent(RecordKeys.keyOf(update), key -> new ReceivedBook()).apply(update);
      }
    }
    return books;
  }
}
