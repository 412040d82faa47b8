package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.replay.RecordedReplay;
import io.hedgerow.simulator.replay.ReplayProgress;
import io.hedgerow.simulator.replay.ReplaySpeed;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicContents;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Real recordings through Kafka and the job, against the same recordings without either. */
class NetworkStateRecordedIT {

  /** The 2024 recordings begin at 23:54:13 UTC; with their snapshots in this prefix. */
  private static final long PREFIX_UNTIL_NANOS = (1_723_161_253L + 62) * 1_000_000_000L;

  private static final Set<String> VENUES = Set.of("BINANCE", "BINANCE-USDM", "BINANCE-COINM");
  private static final int BOOKS = 6;

  /**
   * In these recordings the venue's stamp is 1.2148 s to 1.2748 s ahead of the receipt, its median
   * per file 1.2692 s to 1.2721 s; the largest in each minute, which is what the offset is, lies
   * between 1.2709 s and 1.2748 s.
   */
  private static final long SKEW_MICROS = 1_272_500;

  private static final long SKEW_TOLERANCE_MICROS = 2_500;

  /** The longest delay of a message seen, by which a clock may seem to jitter. */
  private static final long SPREAD_MICROS = 60_000;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  @Tag("NET-1")
  @Tag("NET-2")
  @Tag("NET-6")
  void shouldKeepTheBooksAndClocksOfThreeRecordedMarkets() throws Exception {
    List<RecordedFile> files =
        RecordedPrefix.of("20240808", PREFIX_UNTIL_NANOS, folder.resolve("data"));
    try (RunningJob job =
        RunningJob.start(kafka.bootstrapServers(), folder, RunningJob.NEVER_SILENT_SECONDS)) {
      ReplayProgress end = replay(files);
      job.awaitAllRead();

      TopicContents depth = kafka.read(Topic.STATE_DEPTH);
      assertThat(end.rejected()).isZero();
      assertThat(job.counters().total("deadLetters")).isZero();
      assertThat(depth).hasViews(RebuiltBooks.of(kafka.read(Topic.MARKET_BOOKS), record -> true));
      thenTheNewestAreLiveAndEqualNaiveBooks(depth.newestByKey(DepthView.class), files);
      thenHistoryIsSound(depth);
      thenEachClockIsAhead(kafka.read(Topic.STATE_VENUES).newestByKey(VenueView.class));
    }
  }

  @Test
  @Tag("NET-4")
  void shouldSayOfFundingWhatTheRecordingTellsAndNoMore() throws Exception {
    List<RecordedFile> files = List.of(RecordedPrefix.whole("usdm_btcusdt_20230404.gz"));
    FundingUpdate newest = newestFunding(files.get(0));
    try (RunningJob job =
        RunningJob.start(kafka.bootstrapServers(), folder, RunningJob.NEVER_SILENT_SECONDS)) {
      replay(files);
      job.awaitAllRead();
    }

    Map<String, FundingView> views = kafka.read(Topic.STATE_FUNDING).newestByKey(FundingView.class);
    assertThat(views).containsOnlyKeys("BINANCE-USDM|BTC-USDT-PERP");
    FundingView view = views.get("BINANCE-USDM|BTC-USDT-PERP");
    assertThat(view.getAsset()).isEqualTo("BTC");
    assertThat(view.getFreshness()).isEqualTo(Freshness.LIVE);
    assertThat(view.getRateE8()).isEqualTo(newest.getRateE8());
    assertThat(view.getNextFundingTimeMicros())
        .isEqualTo(newest.getFundingTimeMicros())
        .isEqualTo(1_680_652_800_000_000L);
    assertThat(view.getReceivedAtMicros()).isEqualTo(newest.getReceivedAtMicros());
    // 99 s without a settlement, and the stream does not name an interval
    assertThat(view.getIntervalStatus()).isEqualTo(IntervalStatus.UNKNOWN);
    assertThat(view.getIntervalMicros()).isNull();
    assertThat(view.getAnnualizedE8()).isNull();
    assertThat(view.getRangeCount()).isZero();
  }

  private static ReplayProgress replay(List<RecordedFile> files) {
    try (EventProducer producer = kafka.producer("hedgerow/replay")) {
      return new RecordedReplay(files, producer, ReplaySpeed.MAX).run(progress -> {});
    }
  }

  private static void thenTheNewestAreLiveAndEqualNaiveBooks(
      Map<String, DepthView> views, List<RecordedFile> files) {
    assertThat(views).hasSize(BOOKS);
    Map<String, NaiveBook> naive = naiveBooks(files);
    views.forEach(
        (key, view) -> {
          assertThat(view.getValidity()).as(key).isEqualTo(BookValidity.LIVE);
          NaiveBook book = naive.get(key);
          assertThat(
                  List.of(
                      view.getSequence(),
                      view.getBestBidPriceE8(),
                      view.getBestBidQuantityE8(),
                      view.getBestAskPriceE8(),
                      view.getBestAskQuantityE8()))
              .as("%s: sequence, best bid and ask", key)
              .isEqualTo(book.sequenceAndBest());
        });
  }

  /** No crossed book was ever said to be usable, and no view is older than the one before it. */
  private static void thenHistoryIsSound(TopicContents depth) {
    Map<String, Long> versions = new HashMap<>();
    Set<String> wereLive = new HashSet<>();
    for (TopicRecord record : depth.records()) {
      DepthView view = (DepthView) record.value();
      assertThat(view.getVersion())
          .as("version at %s", record.where())
          .isGreaterThanOrEqualTo(versions.getOrDefault(record.key(), -1L));
      versions.put(record.key(), view.getVersion());
      if (view.getValidity() == BookValidity.LIVE) {
        wereLive.add(record.key());
        assertThat(view.getBestBidPriceE8())
            .as("best bid at %s", record.where())
            .isPositive()
            .isLessThan(view.getBestAskPriceE8());
      } else {
        assertThat(wereLive)
            .as("%s at %s", view.getReason(), record.where())
            .doesNotContain(record.key());
      }
    }
    assertThat(depth.records()).hasSizeGreaterThan(BOOKS * 10);
  }

  private static void thenEachClockIsAhead(Map<String, VenueView> venues) {
    assertThat(venues.keySet()).isEqualTo(VENUES);
    venues.forEach(
        (venue, view) -> {
          assertThat(view.getClockOffsetMicros())
              .as("clock offset of %s", venue)
              .isCloseTo(SKEW_MICROS, within(SKEW_TOLERANCE_MICROS));
          assertThat(view.getClockSpreadMicros())
              .as("clock spread of %s", venue)
              .isBetween(0L, SPREAD_MICROS);
          assertThat(view.getFreshness())
              .as("%s: market data is no answer of an interface", venue)
              .isEqualTo(Freshness.STALE);
        });
  }

  private static Map<String, NaiveBook> naiveBooks(List<RecordedFile> files) {
    Map<String, NaiveBook> books = new HashMap<>();
    for (RecordedFile file : files) {
      try (RecordedMessages messages = file.open()) {
        while (messages.hasNext()) {
          for (SpecificRecord record : records(messages.next().result())) {
            if (record instanceof BookUpdate update) {
              books.computeIfAbsent(RecordKeys.keyOf(update), key -> new NaiveBook()).apply(update);
            }
          }
        }
      }
    }
    return books;
  }

  private static FundingUpdate newestFunding(RecordedFile file) {
    FundingUpdate newest = null;
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        for (SpecificRecord record : records(messages.next().result())) {
          newest = record instanceof FundingUpdate update ? update : newest;
        }
      }
    }
    assertThat(newest).isNotNull();
    assertThat(newest.getMarkPriceE8()).isPositive();
    return newest;
  }

  private static List<SpecificRecord> records(FeedResult result) {
    return result instanceof FeedResult.Records translated ? translated.records() : List.of();
  }
}
