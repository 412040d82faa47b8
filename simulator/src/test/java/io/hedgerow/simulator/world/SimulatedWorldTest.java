package io.hedgerow.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.Transfer;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.venue.ScenarioFile;
import io.hedgerow.simulator.venue.VenueFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Half a minute of the world, from 15 s before a full hour. */
class SimulatedWorldTest {

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long FULL_HOUR_MICROS = 1_790_000_000_000_000L / HOUR_MICROS * HOUR_MICROS;
  private static final long START_MICROS = FULL_HOUR_MICROS - 15_000_000;
  private static final long LENGTH_MICROS = 30_000_000;
  private static final long STEP_MICROS = 5_000;
  private static final MarketSettings SETTINGS =
      MarketSettings.usual(7, START_MICROS).with(SimulatedAsset.usual(), 4);

  private static final List<SpecificRecord> CALM = run(SETTINGS, "faults: []", STEP_MICROS);

  @Test
  @Tag("TRUTH-4")
  void shouldGiveTheSameRecordsHoweverLargeTheSteps() {
    assertThat(run(SETTINGS, "faults: []", 1_000_000)).isEqualTo(CALM);
  }

  @Test
  void shouldTellEverythingInTheOrderOfItsReceipt() {
    assertThat(CALM.stream().map(RecordKeys::eventTimeMicrosOf).toList()).isSorted();
  }

  @Test
  @Tag("TRUTH-4")
  void shouldStateTheDesksAccountAtVenuesOfBothClasses() {
    Map<String, VenueClass> classes = new TreeMap<>();
    Map<String, Long> statements = new TreeMap<>();
    for (VenueAccount account : only(VenueAccount.class, CALM)) {
      classes.put(account.getVenue() + "|" + account.getAccount(), account.getVenueClass());
      statements.merge(account.getVenue(), 1L, Long::sum);
    }

    assertThat(classes)
        .isEqualTo(
            Map.of(
                "SIM-ALPHA|main", VenueClass.PROGRAMME,
                "SIM-BRAVO|main", VenueClass.PROGRAMME,
                "SIM-CHARLIE|main", VenueClass.PROGRAMME,
                "SIM-DELTA|main", VenueClass.SELF_CUSTODY));
    assertThat(statements.values()).containsOnly(30L);
  }

  @Test
  @Tag("NET-4")
  void shouldPayTheSelfCustodyVenuesFundingEachHour() {
    List<FundingUpdate> settled =
        only(FundingUpdate.class, CALM).stream()
            .filter(update -> update.getVenue().equals("SIM-DELTA"))
            .filter(update -> update.getInstrument().equals("BTC-USDT-PERP"))
            .filter(update -> update.getKind() == FundingKind.SETTLED)
            .toList();

    assertThat(settled.stream().map(FundingUpdate::getFundingTimeMicros))
        .containsExactly(
            FULL_HOUR_MICROS - 2 * HOUR_MICROS, FULL_HOUR_MICROS - HOUR_MICROS, FULL_HOUR_MICROS);
  }

  @Test
  @Tag("NET-6")
  void shouldLetTheVenuesThemselvesAnswerForAccountsAndOrders() {
    Set<String> endpoints =
        only(VenueSample.class, CALM).stream()
            .map(sample -> sample.getVenue() + " " + sample.getChannel())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(endpoints)
        .containsExactly(
            "SIM-ALPHA ACCOUNT",
            "SIM-ALPHA MARKET_DATA",
            "SIM-ALPHA ORDER",
            "SIM-BRAVO ACCOUNT",
            "SIM-BRAVO MARKET_DATA",
            "SIM-BRAVO ORDER",
            "SIM-CHARLIE ACCOUNT",
            "SIM-CHARLIE MARKET_DATA",
            "SIM-CHARLIE ORDER",
            "SIM-DELTA ACCOUNT",
            "SIM-DELTA ORDER");
  }

  @Test
  @Tag("TRIG-6")
  void shouldTimeOutTheVenuesOwnAnswersToo() {
    MarketSettings outage =
        SETTINGS.with(
            StressEpisode.VENUE_OUTAGE.plan(Duration.ofSeconds(10), Duration.ofSeconds(10)));
    Predicate<VenueSample> away =
        sample ->
            sample.getVenue().equals("SIM-ALPHA")
                && sample.getReceivedAtMicros() >= START_MICROS + 10_000_000
                && sample.getReceivedAtMicros() < START_MICROS + 20_000_000;

    List<VenueSample> samples =
        only(VenueSample.class, run(outage, "faults: []", STEP_MICROS)).stream()
            .filter(away)
            .toList();

    assertThat(samples.stream().map(VenueSample::getChannel).distinct())
        .containsExactlyInAnyOrder(Channel.MARKET_DATA, Channel.ACCOUNT, Channel.ORDER);
    assertThat(samples).allMatch(sample -> sample.getOutcome() == Outcome.TIMEOUT);
  }

  @Test
  @Tag("FAIL-1")
  void shouldRepeatAStaleBookWithTheVenuesOldTime() {
    String stale =
        """
        faults:
          - {fault: stale-feed, venue: SIM-BRAVO, from: 10s, to: 20s, instrument: BTC-USDT}
        """;

    List<BookUpdate> calm = books(CALM);
    List<BookUpdate> seen = books(run(SETTINGS, stale, STEP_MICROS));

    List<BookUpdate> inside = seen.stream().filter(SimulatedWorldTest::isInside).toList();
    BookUpdate known = calm.stream().filter(book -> !isInside(book)).reduce(lastBefore()).get();
    assertThat(inside).hasSameSizeAs(calm.stream().filter(SimulatedWorldTest::isInside).toList());
    assertThat(inside)
        .allMatch(book -> book.getVenueTimeMicros() == known.getVenueTimeMicros())
        .allMatch(book -> book.getBids().equals(known.getBids()))
        .extracting(BookUpdate::getEventId)
        .doesNotHaveDuplicates();
    assertThat(seen.stream().filter(book -> !isInside(book)).toList())
        .isEqualTo(calm.stream().filter(book -> !isInside(book)).toList());
  }

  @Test
  @Tag("NET-1")
  void shouldLoseFramesWhileTheVenueTradesOn() {
    String dropping =
        """
        faults:
          - {fault: dropped-frames, venue: SIM-BRAVO, from: 10s, to: 20s, chance-ppm: 500000}
        """;

    List<SpecificRecord> seen = run(SETTINGS, dropping, STEP_MICROS);

    List<BookUpdate> inside = books(seen).stream().filter(SimulatedWorldTest::isInside).toList();
    List<BookUpdate> sent = books(CALM).stream().filter(SimulatedWorldTest::isInside).toList();
    assertThat(sent).containsAll(inside);
    assertThat(inside).hasSizeBetween(sent.size() / 4, sent.size() * 3 / 4);
    assertThat(run(SETTINGS, dropping, STEP_MICROS)).isEqualTo(seen);
    assertThat(only(VenueSample.class, seen)).isEqualTo(only(VenueSample.class, CALM));
  }

  @Test
  @Tag("FAIL-1")
  void shouldStepTheClockInEverythingThatTheVenueDates() {
    String step =
        """
        faults:
          - {fault: clock-step, venue: SIM-BRAVO, from: 10s, to: 20s, step: -3s}
        """;

    List<SpecificRecord> seen = run(SETTINGS, step, STEP_MICROS);

    assertThat(venueTimes(seen, 0)).isEqualTo(venueTimes(CALM, -3_000_000));
    assertThat(venueTimes(seen, 0).keySet())
        .extracting(key -> key.substring(0, key.indexOf(' ')))
        .contains("BookUpdate", "Trade", "FundingUpdate", "VenueSample", "VenueAccount");
  }

  /** Of SIM-BRAVO, by kind, key and time of receipt; inside so much later. */
  private static Map<String, List<Long>> venueTimes(List<SpecificRecord> records, long stepMicros) {
    Map<String, List<Long>> times = new TreeMap<>();
    for (SpecificRecord record : records) {
      Schema.Field field = record.getSchema().getField("venueTimeMicros");
      if (field != null && RecordKeys.keyOf(record).startsWith("SIM-BRAVO")) {
        long at = RecordKeys.eventTimeMicrosOf(record);
        boolean inside = at >= START_MICROS + 10_000_000 && at < START_MICROS + 20_000_000;
        times
            .computeIfAbsent(
                record.getSchema().getName() + " " + RecordKeys.keyOf(record) + " " + at,
                key -> new ArrayList<>())
            .add((long) record.get(field.pos()) + (inside ? stepMicros : 0));
      }
    }
    return times;
  }

  @Test
  @Tag("FAIL-4")
  void shouldMoveBookAndMarkTogetherInAJump() {
    String jump =
        """
        faults:
          - {fault: price-jump, venue: SIM-ALPHA, from: 10s, to: 20s, move-ppm: 50000}
        """;

    Map<Long, Long> calm = marks(CALM, "SIM-DELTA");
    Map<Long, Long> moved = marks(run(SETTINGS, jump, STEP_MICROS), "SIM-DELTA");

    assertThat(moved.keySet()).isEqualTo(calm.keySet());
    calm.forEach(
        (at, mark) -> {
          boolean inside = at >= START_MICROS + 10_000_000 && at < START_MICROS + 20_000_000;
          assertThat(moved.get(at)).isEqualTo(mark + (inside ? 3_200_00000000L : 0));
        });
  }

  @Test
  void shouldRefuseAJumpOfTheVenueThatFollowsAnother() {
    String jump =
        """
        faults:
          - {fault: price-jump, venue: SIM-DELTA, from: 10s, to: 20s, move-ppm: 50000}
        """;

    assertThatThrownBy(() -> new SimulatedWorld(SETTINGS, faults(jump)))
        .hasMessage("SIM-DELTA follows the prices of SIM-ALPHA: let that one jump");
  }

  @Test
  @Tag("SETTLE-2")
  void shouldMoveMoneyBetweenTwoVenuesAndSayThatItIsOnItsWay() {
    Map<String, String> newest = new TreeMap<>();
    for (VenueAccount account : only(VenueAccount.class, CALM)) {
      account.getTransfers().forEach(transfer -> newest.put(account.getVenue(), text(transfer)));
    }

    assertThat(newest)
        .isEqualTo(
            Map.of(
                "SIM-ALPHA", "WITHDRAWAL 10000 USDT PENDING",
                "SIM-BRAVO", "DEPOSIT 10000 USDT CONFIRMING"));
  }

  @Test
  @Tag("FAIL-5")
  void shouldNotReceiveWhatAVenueDoesNotLetGo() {
    String halt =
        """
        faults:
          - {fault: deposit-halt, venue: SIM-ALPHA, from: 0s, to: 30s, withdrawals: true}
        """;

    Set<String> transfers = new TreeSet<>();
    for (VenueAccount account : only(VenueAccount.class, run(SETTINGS, halt, STEP_MICROS))) {
      account
          .getTransfers()
          .forEach(transfer -> transfers.add(account.getVenue() + " " + text(transfer)));
    }

    assertThat(transfers).containsExactly("SIM-ALPHA WITHDRAWAL 10000 USDT FAILED");
  }

  private static String text(Transfer transfer) {
    return String.join(
        " ",
        transfer.getKind().toString(),
        E8.toDecimal(transfer.getQuantityE8()),
        transfer.getAsset(),
        transfer.getStatus().toString());
  }

  private static BinaryOperator<BookUpdate> lastBefore() {
    return (known, book) -> book.getReceivedAtMicros() < START_MICROS + 10_000_000 ? book : known;
  }

  private static boolean isInside(BookUpdate book) {
    return book.getReceivedAtMicros() >= START_MICROS + 10_000_000
        && book.getReceivedAtMicros() < START_MICROS + 20_000_000;
  }

  private static List<BookUpdate> books(List<SpecificRecord> records) {
    return only(BookUpdate.class, records).stream()
        .filter(book -> RecordKeys.keyOf(book).equals("SIM-BRAVO|BTC-USDT"))
        .toList();
  }

  private static Map<Long, Long> marks(List<SpecificRecord> records, String venue) {
    Map<Long, Long> marks = new TreeMap<>();
    for (FundingUpdate update : only(FundingUpdate.class, records)) {
      if (RecordKeys.keyOf(update).equals(venue + "|BTC-USDT-PERP")
          && update.getMarkPriceE8() != null) {
        marks.put(update.getReceivedAtMicros(), update.getMarkPriceE8());
      }
    }
    return marks;
  }

  private static <T> List<T> only(Class<T> type, List<SpecificRecord> records) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static VenueFaults faults(String yaml) {
    return ScenarioFile.parse("seed: 3\n" + yaml, START_MICROS, SimulatedWorld.venues());
  }

  private static List<SpecificRecord> run(MarketSettings settings, String yaml, long stepMicros) {
    SimulatedWorld world = new SimulatedWorld(settings, faults(yaml));
    List<SpecificRecord> records = new ArrayList<>();
    long end = START_MICROS + LENGTH_MICROS;
    for (long now = START_MICROS; now < end; now += stepMicros) {
      records.addAll(world.step(Math.min(now + stepMicros, end)));
    }
    return records;
  }
}
