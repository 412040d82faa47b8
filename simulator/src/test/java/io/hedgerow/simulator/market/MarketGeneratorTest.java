package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MarketGeneratorTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long MINUTE_MICROS = 60_000_000;

  @Test
  void shouldGiveTheSameRecordsForTheSameSeedWhateverTheSteps() {
    List<SpecificRecord> atOnce = run(MarketSettings.usual(7, START_MICROS), MINUTE_MICROS);
    List<SpecificRecord> bySteps = run(MarketSettings.usual(7, START_MICROS), 33_333);

    assertThat(bySteps).isEqualTo(atOnce);
    assertThat(atOnce).hasSizeGreaterThan(14_000);
  }

  @Test
  void shouldGiveOtherRecordsForAnotherSeed() {
    assertThat(run(MarketSettings.usual(8, START_MICROS), MINUTE_MICROS))
        .isNotEqualTo(run(MarketSettings.usual(7, START_MICROS), MINUTE_MICROS));
  }

  @Test
  @Tag("NET-1")
  void shouldContinueEveryBookAndNeverCrossOne() {
    Map<String, ReceivedBook> books = new HashMap<>();

    for (BookUpdate update : books(MarketSettings.usual(7, START_MICROS))) {
      ReceivedBook book = books.computeIfAbsent(RecordKeys.keyOf(update), k -> new ReceivedBook());
      assertThat(book.apply(update)).as(() -> "continued by " + update).isTrue();
      book.assertNotCrossed();
    }

    assertThat(books).hasSize(24);
    assertThat(books.get("SIM-ALPHA|BTC-USDT-PERP").levels()).isEqualTo(320);
    assertThat(books.get("SIM-CHARLIE|ETH-USDT").levels()).isEqualTo(50);
  }

  @Test
  @Tag("NET-1")
  void shouldBreakEveryBookWhereADeltaIsDropped() {
    Map<String, ReceivedBook> books = new HashMap<>();
    Set<String> broken = new HashSet<>();

    for (BookUpdate update :
        books(MarketSettings.usual(7, START_MICROS).with(MarketFaults.dropping(50)))) {
      String key = RecordKeys.keyOf(update);
      if (!books.computeIfAbsent(key, k -> new ReceivedBook()).apply(update)) {
        broken.add(key);
      }
    }

    assertThat(broken).hasSize(24);
  }

  @Test
  void shouldRepeatADeltaWithItsEventId() {
    MarketFaults faults = new MarketFaults(0, 10, List.of(), List.of());
    List<BookUpdate> updates = books(MarketSettings.usual(7, START_MICROS).with(faults));

    long ids = updates.stream().map(BookUpdate::getEventId).distinct().count();

    assertThat(updates.size() - ids).isEqualTo(24 * 59);
  }

  @Test
  @Tag("NET-7")
  void shouldSendNothingFromASilentVenue() {
    long from = START_MICROS + 10_000_000;
    long until = START_MICROS + 20_000_000;
    MarketFaults faults =
        new MarketFaults(
            0,
            0,
            List.of(new MarketFaults.Silence(SimulatedVenue.SIM_BRAVO, from, until)),
            List.of());

    List<SpecificRecord> records =
        run(MarketSettings.usual(7, START_MICROS).with(faults), MINUTE_MICROS);

    assertThat(records)
        .filteredOn(record -> RecordKeys.keyOf(record).startsWith("SIM-BRAVO"))
        .isNotEmpty()
        .noneMatch(
            record ->
                RecordKeys.eventTimeMicrosOf(record) >= from
                    && RecordKeys.eventTimeMicrosOf(record) < until);
  }

  @Test
  void shouldFeedEveryTopicOfTheMarketInTheOrderOfReceiptWithUniqueIds() {
    List<SpecificRecord> records = run(MarketSettings.usual(7, START_MICROS), MINUTE_MICROS);

    assertThat(records.stream().map(RecordKeys::topicOf).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Topic.tickedByFeeds().stream()
                .filter(topic -> topic != Topic.VENUE_EXECUTIONS && topic != Topic.VENUE_ACCOUNTS)
                .toList());
    assertThat(records.stream().map(RecordKeys::eventTimeMicrosOf)).isSorted();
    assertThat(records.stream().map(RecordKeys::eventIdOf)).doesNotHaveDuplicates();
  }

  @Test
  @Tag("NET-4")
  void shouldSettleFundingAtItsOwnIntervalPerVenue() {
    Map<String, Set<Long>> settled = new HashMap<>();
    for (FundingUpdate update : of(FundingUpdate.class)) {
      if (update.getKind() == FundingKind.SETTLED) {
        settled
            .computeIfAbsent(update.getVenue(), venue -> new TreeSet<>())
            .add(update.getFundingTimeMicros());
      }
    }

    for (SimulatedVenue venue : SimulatedVenue.values()) {
      List<Long> times = new ArrayList<>(settled.get(venue.id()));
      assertThat(times.get(1) - times.get(0)).isEqualTo(venue.fundingInterval().toNanos() / 1_000);
    }
  }

  @Test
  @Tag("NET-6")
  void shouldSkewEachVenueClockByItsOffset() {
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      long largest =
          of(BookUpdate.class).stream()
              .filter(update -> update.getVenue().equals(venue.id()))
              .mapToLong(update -> update.getVenueTimeMicros() - update.getReceivedAtMicros())
              .max()
              .orElseThrow();

      assertThat(Duration.ofNanos(largest * 1_000))
          .isBetween(
              venue.clockOffset().minus(Duration.ofMillis(3)),
              venue.clockOffset().minus(Duration.ofMillis(2)));
    }
    assertThat(of(VenueSample.class).stream().map(VenueSample::getOutcome))
        .contains(Outcome.OK, Outcome.ERROR, Outcome.TIMEOUT);
  }

  @Test
  @Tag("NET-5")
  void shouldGiveEachChainItsOwnFees() {
    assertThat(of(ChainSample.class))
        .allMatch(
            sample ->
                switch (sample.getFamily()) {
                  case EVM -> sample.getBaseFeeGweiE8() > 0 && sample.getPriorityFeeGweiE8() > 0;
                  case SVM -> sample.getComputeUnitPriceMicroLamports() > 0;
                  case UTXO -> sample.getFeeRateSatPerVbyteE8() > 0;
                });
    assertThat(of(Trade.class)).allMatch(trade -> trade.getQuantityE8() > 0);
    assertThat(of(ReferencePrice.class).stream().map(ReferencePrice::getAsset).distinct())
        .containsExactlyInAnyOrder("BTC", "ETH", "SOL", "PAXG", "XAU", "USDT");
  }

  @Test
  void shouldFeedAsManyInstrumentsAsLoadAsksFor() {
    MarketSettings load = MarketSettings.usual(1, START_MICROS).with(SimulatedAsset.many(100), 1);
    MarketGenerator generator = new MarketGenerator(load);

    List<SpecificRecord> records = generator.step(START_MICROS + 1_000_000);

    assertThat(generator.instruments()).hasSize(600);
    assertThat(records).filteredOn(BookUpdate.class::isInstance).hasSize(600);
  }

  @Test
  void shouldRefuseTimeThatRunsBackwards() {
    MarketGenerator generator = new MarketGenerator(MarketSettings.usual(1, START_MICROS));
    generator.step(START_MICROS);

    assertThatThrownBy(() -> generator.step(START_MICROS - 1))
        .hasMessageContaining("expected a time at or after");
  }

  private static <T extends SpecificRecord> List<T> of(Class<T> type) {
    return run(MarketSettings.usual(7, START_MICROS), MINUTE_MICROS).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static List<BookUpdate> books(MarketSettings settings) {
    return run(settings, MINUTE_MICROS).stream()
        .filter(BookUpdate.class::isInstance)
        .map(BookUpdate.class::cast)
        .toList();
  }

  /** The first minute of a market. */
  private static List<SpecificRecord> run(MarketSettings settings, long stepMicros) {
    MarketGenerator generator = new MarketGenerator(settings);
    List<SpecificRecord> records = new ArrayList<>();
    long end = settings.startMicros() + MINUTE_MICROS;
    for (long now = settings.startMicros(); now < end; now += stepMicros) {
      records.addAll(generator.step(Math.min(now + stepMicros, end)));
    }
    return records;
  }
}
