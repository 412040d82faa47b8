package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is not heard of is unavailable, whether a part falls silent or the whole input. */
@Tag("NET-7")
class NetworkStateSilenceIT {

  private static final long START_MICROS = 1_750_000_000_000_000L;
  private static final long STEP_MICROS = 100_000;
  private static final long SECOND_MICROS = 1_000_000;

  private static final long SILENT_AFTER_SECONDS = 2;

  /** Sweep, sink and broker on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The shipped limit of books, {@code staleAfterSeconds.books}. */
  private static final long STALE_AFTER_SECONDS = 10;

  private static final String VENUE = "TEST";
  private static final String QUIET = "QUIET-USDT";
  private static final String BUSY = "BUSY-USDT";
  private static final String OTHER = "OTHER-USDT";

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  void shouldTurnEveryViewStaleByItselfWhenTheInputStopsAndComeBackWithTheNextDelta()
      throws Exception {
    LeveragedAccount market = new LeveragedAccount(MarketSettings.usual(3, START_MICROS));
    try (RunningJob job = RunningJob.start(kafka.bootstrapServers(), folder, SILENT_AFTER_SECONDS);
        EventProducer producer = kafka.producer("test")) {
      // given a market that was heard, then nothing, not even ticks
      play(market, producer, 0, 30);
      job.awaitAllRead();

      // then everything goes stale, with no input to say so
      await()
          .atMost(Duration.ofSeconds(SILENT_AFTER_SECONDS).plus(SLACK))
          .untilAsserted(NetworkStateSilenceIT::thenEverythingIsStale);
      assertThat(depths().values())
          .allMatch(view -> view.getReason() == BookReason.CLOCK_STOPPED)
          .allMatch(view -> view.getBestBidPriceE8() == 0 && view.getBids().isEmpty());
      Map<String, DepthView> stale = depths();

      // when the next deltas come
      play(market, producer, 30, 35);
      job.awaitAllRead();

      // then every book was usable again without a new snapshot
      List<DepthView> later =
          kafka.read(Topic.STATE_DEPTH).events(DepthView.class).stream()
              .filter(view -> view.getVersion() > stale.get(key(view)).getVersion())
              .toList();
      assertThat(
              later.stream()
                  .filter(view -> view.getValidity() == BookValidity.LIVE)
                  .map(NetworkStateSilenceIT::key)
                  .collect(Collectors.toSet()))
          .isEqualTo(stale.keySet());
      assertThat(later)
          .allMatch(view -> view.getValidity() != BookValidity.GAP)
          .allMatch(view -> view.getValidity() != BookValidity.RESYNC);
    }
  }

  @Test
  void shouldTurnOneBookStaleWhileTheOthersGoOn() throws Exception {
    try (RunningJob job =
            RunningJob.start(kafka.bootstrapServers(), folder, RunningJob.NEVER_SILENT_SECONDS);
        EventProducer producer = kafka.producer("test")) {
      // given three books
      for (String instrument : List.of(QUIET, BUSY, OTHER)) {
        producer.send(update(instrument, BookUpdateKind.SNAPSHOT, 0));
      }
      // when ticks and two of them go on to the limit of the third
      for (long second = 1; second <= STALE_AFTER_SECONDS; second++) {
        producer.tickAll(START_MICROS + second * SECOND_MICROS);
        producer.send(update(BUSY, BookUpdateKind.DELTA, second));
        producer.send(update(OTHER, BookUpdateKind.DELTA, second));
      }
      producer.flush();
      job.awaitAllRead();
      // then all are usable
      assertThat(depths().values())
          .hasSize(3)
          .allMatch(view -> view.getValidity() == BookValidity.LIVE);

      // when time goes beyond the limit
      for (long second = STALE_AFTER_SECONDS + 1; second <= STALE_AFTER_SECONDS + 2; second++) {
        producer.send(update(BUSY, BookUpdateKind.DELTA, second));
        producer.send(update(OTHER, BookUpdateKind.DELTA, second));
        producer.tickAll(START_MICROS + second * SECOND_MICROS);
      }
      producer.flush();
      // then the third is not, and was usable before
      await().atMost(PATIENCE).untilAsserted(() -> thenIs(QUIET, BookReason.NO_INPUT));
      thenIs(BUSY, BookReason.NONE);
      thenIs(OTHER, BookReason.NONE);

      // when its next delta comes
      long now = STALE_AFTER_SECONDS + 2;
      producer.send(
          BookUpdate.newBuilder(update(QUIET, BookUpdateKind.DELTA, now))
              .setFirstSequence(1)
              .setLastSequence(1)
              .build());
      producer.flush();
      // then it is usable again
      await().atMost(PATIENCE).untilAsserted(() -> thenIs(QUIET, BookReason.NONE));

      assertThat(validities(QUIET))
          .containsExactly(BookValidity.LIVE, BookValidity.STALE, BookValidity.LIVE);
      assertThat(validities(BUSY)).containsOnly(BookValidity.LIVE);
      assertThat(validities(OTHER)).containsOnly(BookValidity.LIVE);
    }
  }

  private static void play(LeveragedAccount market, EventProducer producer, int from, int to) {
    for (long step = from; step < to; step++) {
      long now = START_MICROS + step * STEP_MICROS;
      market.step(now).forEach(producer::send);
      producer.tickAll(now);
    }
    producer.flush();
  }

  private static void thenEverythingIsStale() {
    assertThat(depths().values())
        .hasSize(24)
        .allMatch(view -> view.getValidity() == BookValidity.STALE);
    assertThat(kafka.read(Topic.STATE_FUNDING).newestByKey(FundingView.class).values())
        .hasSize(12)
        .allMatch(view -> view.getFreshness() == Freshness.STALE);
    assertThat(kafka.read(Topic.STATE_MARGIN).newestByKey(MarginView.class).values())
        .hasSize(1)
        .allMatch(view -> view.getFreshness() == Freshness.STALE)
        .allMatch(view -> view.getEquityE8() == null && view.getPositions().isEmpty());
    assertThat(kafka.read(Topic.STATE_VENUES).newestByKey(VenueView.class).values())
        .hasSize(3)
        .allMatch(view -> view.getFreshness() == Freshness.STALE);
    assertThat(kafka.read(Topic.STATE_CHAINS).newestByKey(ChainView.class).values())
        .hasSize(4)
        .allMatch(view -> view.getFreshness() == Freshness.STALE);
  }

  private static void thenIs(String instrument, BookReason reason) {
    DepthView view = depths().get(VENUE + "|" + instrument);
    assertThat(view.getReason()).as(instrument).isEqualTo(reason);
    assertThat(view.getValidity())
        .as(instrument)
        .isEqualTo(reason == BookReason.NONE ? BookValidity.LIVE : BookValidity.STALE);
  }

  private static List<BookValidity> validities(String instrument) {
    return kafka.read(Topic.STATE_DEPTH).events(DepthView.class).stream()
        .filter(view -> view.getInstrument().equals(instrument))
        .map(DepthView::getValidity)
        .toList();
  }

  private static Map<String, DepthView> depths() {
    return kafka.read(Topic.STATE_DEPTH).newestByKey(DepthView.class);
  }

  private static String key(DepthView view) {
    return view.getVenue() + "|" + view.getInstrument();
  }

  /** A book that stands at update 0 and is continued by one update a second. */
  private static BookUpdate update(String instrument, BookUpdateKind kind, long second) {
    long atMicros = START_MICROS + second * SECOND_MICROS;
    return BookUpdate.newBuilder()
        .setVenue(VENUE)
        .setInstrument(instrument)
        .setKind(kind)
        .setSequencing(Sequencing.RANGE)
        .setFirstSequence(second)
        .setLastSequence(second)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(atMicros)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(E8.ONE)
        .setDepthLimit(0)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(List.of(new BookLevel(99 * E8.ONE, E8.ONE)))
        .setAsks(List.of(new BookLevel(100 * E8.ONE, E8.ONE)))
        .setEventId(EventIds.of("Silence", instrument, second))
        .build();
  }
}
