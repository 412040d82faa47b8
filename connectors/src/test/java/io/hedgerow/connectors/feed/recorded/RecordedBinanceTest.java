package io.hedgerow.connectors.feed.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hedgerow.connectors.feed.BinanceBookTicker;
import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.RecordedData;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Sequencing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded Binance files, read whole (NET-1). */
@Tag("NET-1")
class RecordedBinanceTest {

  private static final long EARLIEST_MICROS = 1_680_000_000_000_000L;
  private static final long LATEST_MICROS = 1_725_000_000_000_000L;

  /** What one pass over a file found. */
  private record Recording(
      RecordedFile file,
      Map<String, Integer> types,
      List<BookUpdate> books,
      Map<Long, BinanceBookTicker> tickers) {

    List<BookUpdate> deltas() {
      return books.stream().filter(book -> book.getKind() == BookUpdateKind.DELTA).toList();
    }

    BookUpdate snapshot() {
      return books.stream()
          .filter(book -> book.getKind() == BookUpdateKind.SNAPSHOT)
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Recording> recordings;

  @BeforeAll
  static void readFiles() {
    RecordedData.folder("books/binance");
    recordings =
        RecordedFile.list(RecordedData.root(), InstrumentCatalog.loadDefault()).stream()
            .filter(file -> file.path().toString().contains("binance"))
            .map(RecordedBinanceTest::read)
            .toList();
  }

  @AfterAll
  static void forgetFiles() {
    recordings = null;
  }

  @Test
  void shouldTranslateEveryMessageOfEveryType() throws IOException {
    assertThat(recordings).hasSize(7);
    for (Recording recording : recordings) {
      RecordedFile file = recording.file();
      assertThat(recording.types()).as(file.name()).isEqualTo(typesInText(file.path()));
    }
  }

  @Test
  void shouldFindNoBreakInAnySequence() {
    for (Recording recording : recordings) {
      BookUpdate before = null;
      for (BookUpdate delta : recording.deltas()) {
        if (before != null && delta.getSequencing() == Sequencing.RANGE) {
          assertThat(delta.getFirstSequence()).isEqualTo(before.getLastSequence() + 1);
        } else if (before != null) {
          assertThat(delta.getPreviousSequence()).isEqualTo(before.getLastSequence());
        }
        before = delta;
      }
      assertThat(before).as(recording.file().name()).isNotNull();
    }
  }

  @Test
  void shouldHoldOnSpotTheDeltaThatStraddlesTheSnapshotAndComesBeforeIt() {
    // given
    Recording spot = recording("spot_btcusdt_20240808.gz");
    BookUpdate snapshot = spot.snapshot();

    // when
    BookUpdate lastDeltaBefore = spot.books().get(spot.books().indexOf(snapshot) - 1);

    // then
    assertThat(lastDeltaBefore.getFirstSequence())
        .isLessThanOrEqualTo(snapshot.getLastSequence() + 1);
    assertThat(lastDeltaBefore.getLastSequence()).isGreaterThan(snapshot.getLastSequence());
  }

  @Test
  void shouldRebuildBooksThatAgreeWithTheVenuesBestBidAndAsk() {
    assertThat(comparisons(recording("spot_btcusdt_20240808.gz"))).isEqualTo(564);
    assertThat(comparisons(recording("spot_ethusdt_20240808.gz"))).isEqualTo(577);
    assertThat(comparisons(recording("usdm_btcusdt_20240808.gz"))).isEqualTo(629);
    assertThat(comparisons(recording("usdm_ethusdt_20240808.gz"))).isEqualTo(551);
    assertThat(comparisons(recording("usdm_btcusdt_20230404.gz"))).isEqualTo(310);
  }

  /**
   * Applies the deltas naively over the snapshot, and compares wherever book and best bid and ask
   * stand at the same update; the number of comparisons, all of them equal.
   */
  private static int comparisons(Recording recording) {
    BookUpdate snapshot = recording.snapshot();
    NavigableMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    NavigableMap<Long, Long> asks = new TreeMap<>();
    apply(snapshot, bids, asks);
    int compared = compare(recording.tickers().get(snapshot.getLastSequence()), bids, asks);
    for (BookUpdate delta : recording.deltas()) {
      if (delta.getLastSequence() > snapshot.getLastSequence()) {
        apply(delta, bids, asks);
        compared += compare(recording.tickers().get(delta.getLastSequence()), bids, asks);
      }
    }
    return compared;
  }

  private static int compare(
      BinanceBookTicker expected, NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {
    if (expected == null) {
      return 0;
    }
    assertThat(bids.firstEntry())
        .isEqualTo(Map.entry(expected.bidPriceE8(), expected.bidQuantityE8()));
    assertThat(asks.firstEntry())
        .isEqualTo(Map.entry(expected.askPriceE8(), expected.askQuantityE8()));
    return 1;
  }

  private static void apply(
      BookUpdate update, NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {
    apply(update.getBids(), bids);
    apply(update.getAsks(), asks);
  }

  private static void apply(List<BookLevel> levels, Map<Long, Long> side) {
    for (BookLevel level : levels) {
      if (level.getQuantityE8() == 0) {
        side.remove(level.getPriceE8());
      } else {
        side.put(level.getPriceE8(), level.getQuantityE8());
      }
    }
  }

  private static Recording recording(String name) {
    return recordings.stream()
        .filter(recording -> recording.file().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Reads a file once, and checks on the way that receipt is in order and in microseconds. */
  private static Recording read(RecordedFile file) {
    Recording recording = new Recording(file, new TreeMap<>(), new ArrayList<>(), new HashMap<>());
    long before = EARLIEST_MICROS;
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        RecordedMessage message = messages.next();
        long receivedAtMicros = message.receivedAtMicros();
        if (receivedAtMicros < before || receivedAtMicros > LATEST_MICROS) {
          fail(file + ": received at " + receivedAtMicros + " after " + before);
        }
        before = receivedAtMicros;
        recording.types().merge(typeOf(message.result()), 1, Integer::sum);
        if (message.result() instanceof FeedResult.Records records
            && records.records().get(0) instanceof BookUpdate book) {
          recording.books().add(book);
        } else {
          BinanceBookTicker.read(message.payload())
              .ifPresent(ticker -> recording.tickers().put(ticker.updateId(), ticker));
        }
      }
    }
    return recording;
  }

  private static String typeOf(FeedResult result) {
    if (result instanceof FeedResult.Records records) {
      SpecificRecord first = records.records().get(0);
      return first instanceof BookUpdate book
          ? book.getKind().toString()
          : first.getClass().getSimpleName() + " and " + (records.records().size() - 1);
    }
    return result.toString();
  }

  /** Counts by the text alone, without a parser. */
  private static Map<String, Integer> typesInText(Path path) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        counts.merge(typeInText(line), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static String typeInText(String line) {
    if (line.contains("lastUpdateId")) {
      return "SNAPSHOT";
    }
    if (line.contains("@bookTicker\"")) {
      return "Ignored[reason=best bid and ask]";
    }
    if (line.contains("@trade\"")) {
      return "Trade and 0";
    }
    return line.contains("@markPrice") ? "FundingUpdate and 2" : "DELTA";
  }
}
