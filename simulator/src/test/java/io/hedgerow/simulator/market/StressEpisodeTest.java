package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every episode has in common; what each one does stands in {@link StressedMarketTest}. */
class StressEpisodeTest {

  @ParameterizedTest
  @EnumSource(StressEpisode.class)
  void shouldChangeNothingButItsSubjectInsideItsStretch(StressEpisode episode) {
    List<SpecificRecord> calm = StressedMarket.calm();
    List<SpecificRecord> stressed = StressedMarket.of(episode);

    assertThat(without(stressed, touchedBy(episode))).isEqualTo(without(calm, touchedBy(episode)));
    assertThat(stressed).isNotEqualTo(calm);
  }

  @ParameterizedTest
  @EnumSource(StressEpisode.class)
  void shouldGiveTheSameRecordsForTheSameSeedWhateverTheSteps(StressEpisode episode) {
    assertThat(StressedMarket.of(episode, 333_333)).isEqualTo(StressedMarket.of(episode));
  }

  @ParameterizedTest
  @EnumSource(StressEpisode.class)
  void shouldNeitherCrossABookNorLeaveAGap(StressEpisode episode) {
    Map<String, ReceivedBook> books = new HashMap<>();
    boolean outage = episode == StressEpisode.VENUE_OUTAGE;

    for (BookUpdate update : StressedMarket.only(BookUpdate.class, StressedMarket.of(episode))) {
      ReceivedBook book =
          books.computeIfAbsent(RecordKeys.keyOf(update), key -> new ReceivedBook());
      boolean wasAway =
          outage
              && update.getVenue().equals("SIM-ALPHA")
              && update.getReceivedAtMicros() >= StressedMarket.UNTIL_MICROS
              && update.getKind() == BookUpdateKind.DELTA;
      assertThat(book.apply(update) || wasAway).as(() -> "continued by " + update).isTrue();
      book.assertNotCrossed();
    }

    assertThat(books).hasSize(24);
  }

  @Test
  void shouldFindEachEpisodeByItsName() {
    assertThat(Arrays.stream(StressEpisode.values()).map(StressEpisode::text))
        .containsExactly(
            "funding-shock",
            "venue-outage",
            "depeg",
            "price-crash",
            "transfer-halt",
            "chain-congestion",
            "gold-dislocation",
            "margin-call",
            "ledger-break",
            "cost-inversion",
            "stale-price",
            "thin-books");
    for (StressEpisode episode : StressEpisode.values()) {
      assertThat(StressEpisode.named(episode.text())).isEqualTo(episode);
      assertThat(episode.describe()).matches("[A-Z].*[^.]\\.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "flood", "DEPEG", "price_crash"})
  void shouldListTheNamesWhereThereIsNone(String text) {
    assertThatThrownBy(() -> StressEpisode.named(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected one of funding-shock, venue-outage, depeg, price-crash, transfer-halt,"
                + " chain-congestion, gold-dislocation, margin-call, ledger-break, cost-inversion,"
                + " stale-price, thin-books, saw "
                + text);
  }

  @Test
  void shouldBeginAfterTwentySecondsAndLastAMinuteOrAsLongAsItsTriggerNeeds() {
    assertThat(StressEpisode.MARGIN_CALL.plan())
        .isEqualTo(planned(StressEpisode.MARGIN_CALL, 20, 60));
    assertThat(StressEpisode.DEPEG.plan()).isEqualTo(planned(StressEpisode.DEPEG, 20, 120));
    assertThat(StressEpisode.CHAIN_CONGESTION.plan())
        .isEqualTo(planned(StressEpisode.CHAIN_CONGESTION, 20, 300));
  }

  @Test
  void shouldRefuseAPlanThatBeginsBeforeTheOpeningOrLastsNoTime() {
    assertThatThrownBy(() -> planned(StressEpisode.DEPEG, -1, 60))
        .hasMessageContaining("saw PT-1S");
    assertThatThrownBy(() -> planned(StressEpisode.DEPEG, 0, 0)).hasMessageContaining("saw PT0S");
    assertThatThrownBy(() -> planned(StressEpisode.DEPEG, 0, -1)).hasMessageContaining("saw PT-1S");
  }

  @Test
  void shouldDoSeveralEpisodesOneOfThemTwice() {
    List<SpecificRecord> stressed =
        StressedMarket.run(
            StressedMarket.CALM.with(
                planned(StressEpisode.MARGIN_CALL, 5, 5),
                planned(StressEpisode.DEPEG, 8, 10),
                planned(StressEpisode.MARGIN_CALL, 20, 5)),
            StressedMarket.LENGTH_MICROS);

    assertThat(secondsChanged(stressed, "SIM-BRAVO|main"))
        .containsExactly(5L, 6L, 7L, 8L, 9L, 20L, 21L, 22L, 23L, 24L);
    assertThat(secondsChanged(stressed, "USDT"))
        .containsExactly(8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L);
  }

  private static List<Long> secondsChanged(List<SpecificRecord> stressed, String key) {
    List<SpecificRecord> calm = StressedMarket.calm();
    return stressed.stream()
        .filter(record -> RecordKeys.keyOf(record).equals(key) && !calm.contains(record))
        .map(
            record ->
                (RecordKeys.eventTimeMicrosOf(record) - StressedMarket.START_MICROS) / 1_000_000)
        .toList();
  }

  private static StressEpisode.Plan planned(StressEpisode episode, int after, int lasts) {
    return episode.plan(Duration.ofSeconds(after), Duration.ofSeconds(lasts));
  }

  /** Which records an episode may change or drop: those of its subject, inside its stretch. */
  private static Predicate<SpecificRecord> touchedBy(StressEpisode episode) {
    Predicate<SpecificRecord> subject =
        record -> {
          String key = RecordKeys.keyOf(record);
          Topic topic = RecordKeys.topicOf(record);
          boolean observed = topic == Topic.RISK_OBSERVATIONS;
          return switch (episode) {
            case FUNDING_SHOCK ->
                topic == Topic.MARKET_FUNDING && key.equals("SIM-ALPHA|BTC-USDT-PERP");
            case VENUE_OUTAGE -> !observed && key.startsWith("SIM-ALPHA");
            case DEPEG -> key.equals("USDT");
            case PRICE_CRASH -> !observed && (key.equals("BTC") || key.contains("|BTC-"));
            case TRANSFER_HALT -> key.equals("SIM-CHARLIE");
            case CHAIN_CONGESTION -> key.equals("ETHEREUM");
            case GOLD_DISLOCATION -> key.equals("XAU");
            case MARGIN_CALL, LEDGER_BREAK -> key.equals("SIM-BRAVO|main");
            case COST_INVERSION -> observed && key.equals("ETH");
            case STALE_PRICE -> topic != Topic.MARKET_FUNDING && key.startsWith("SIM-CHARLIE|SOL-");
            case THIN_BOOKS -> topic != Topic.MARKET_FUNDING && key.startsWith("SIM-ALPHA|ETH-");
          };
        };
    boolean stays = episode == StressEpisode.PRICE_CRASH;
    return subject.and(stays ? StressedMarket::isAfterStart : StressedMarket::isInside);
  }

  private static List<SpecificRecord> without(
      List<SpecificRecord> records, Predicate<SpecificRecord> touched) {
    return records.stream().filter(touched.negate()).toList();
  }
}
