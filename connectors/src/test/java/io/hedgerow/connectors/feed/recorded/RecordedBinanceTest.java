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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded Binance files, read whole (NET-1). */
@Tag("NET-1")
class RecordedBinanceTest {

  private static final long EARLIEST_MICROS = 1_680_000_000_000_000L;
  private static final long LATEST_MICROS = 1_725_000_000_000_000L;

  private List<RecordedFile> files;

  @BeforeEach
  void findFiles() {
    RecordedData.folder("books/binance");
    files =
        RecordedFile.list(RecordedData.root(), InstrumentCatalog.loadDefault()).stream()
            .filter(file -> file.path().toString().contains("binance"))
            .toList();
  }

  @Test
  void shouldTranslateEveryMessageOfEveryType() throws IOException {
    assertThat(files).hasSize(7);
    for (RecordedFile file : files) {
      assertThat(translatedTypes(file)).as(file.name()).isEqualTo(typesInText(file.path()));
    }
  }

  @Test
  void shouldFindNoBreakInAnySequence() {
    for (RecordedFile file : files) {
      BookUpdate before = null;
      for (BookUpdate delta : deltas(file)) {
        if (before != null && delta.getSequencing() == Sequencing.RANGE) {
          assertThat(delta.getFirstSequence()).isEqualTo(before.getLastSequence() + 1);
        } else if (before != null) {
          assertThat(delta.getPreviousSequence()).isEqualTo(before.getLastSequence());
        }
        before = delta;
      }
      assertThat(before).as(file.name()).isNotNull();
    }
  }

  @Test
  void shouldHoldOnSpotTheDeltaThatStraddlesTheSnapshotAndComesBeforeIt() {
    // given
    BookUpdate lastDeltaBefore = null;
    BookUpdate snapshot = null;
    for (BookUpdate book : books(file("spot_btcusdt_20240808.gz"))) {
      if (book.getKind() == BookUpdateKind.SNAPSHOT) {
        snapshot = book;
        break;
      }
      lastDeltaBefore = book;
    }

    // then
    assertThat(snapshot).isNotNull();
    assertThat(lastDeltaBefore.getFirstSequence())
        .isLessThanOrEqualTo(snapshot.getLastSequence() + 1);
    assertThat(lastDeltaBefore.getLastSequence()).isGreaterThan(snapshot.getLastSequence());
  }

  @Test
  void shouldKeepReceiptInOrderAndInMicroseconds() {
    for (RecordedFile file : files) {
      long before = EARLIEST_MICROS;
      try (RecordedMessages messages = file.open()) {
        while (messages.hasNext()) {
          long receivedAtMicros = messages.next().receivedAtMicros();
          if (receivedAtMicros < before || receivedAtMicros > LATEST_MICROS) {
            fail(file + ": received at " + receivedAtMicros + " after " + before);
          }
          before = receivedAtMicros;
        }
      }
    }
  }

  @Test
  void shouldRebuildBooksThatAgreeWithTheVenuesBestBidAndAsk() {
    assertThat(comparisons(file("spot_btcusdt_20240808.gz"))).isEqualTo(564);
    assertThat(comparisons(file("spot_ethusdt_20240808.gz"))).isEqualTo(577);
    assertThat(comparisons(file("usdm_btcusdt_20240808.gz"))).isEqualTo(629);
    assertThat(comparisons(file("usdm_ethusdt_20240808.gz"))).isEqualTo(551);
    assertThat(comparisons(file("usdm_btcusdt_20230404.gz"))).isEqualTo(310);
  }

  /**
   * Applies the deltas naively over the snapshot, and compares wherever book and best bid and ask
   * stand at the same update; the number of comparisons, all of them equal.
   */
  private static int comparisons(RecordedFile file) {
    Map<Long, BinanceBookTicker> tickers = tickersByUpdate(file);
    List<BookUpdate> books = books(file);
    BookUpdate snapshot =
        books.stream().filter(b -> b.getKind() == BookUpdateKind.SNAPSHOT).findFirst().get();
    TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    TreeMap<Long, Long> asks = new TreeMap<>();
    apply(snapshot, bids, asks);
    int compared = compare(tickers.get(snapshot.getLastSequence()), bids, asks);
    for (BookUpdate delta : books) {
      if (delta.getKind() == BookUpdateKind.DELTA
          && delta.getLastSequence() > snapshot.getLastSequence()) {
        apply(delta, bids, asks);
        compared += compare(tickers.get(delta.getLastSequence()), bids, asks);
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

  private RecordedFile file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
  }

  private static Map<Long, BinanceBookTicker> tickersByUpdate(RecordedFile file) {
    Map<Long, BinanceBookTicker> tickers = new HashMap<>();
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        BinanceBookTicker.read(messages.next().payload())
            .ifPresent(ticker -> tickers.put(ticker.updateId(), ticker));
      }
    }
    return tickers;
  }

  private static List<BookUpdate> deltas(RecordedFile file) {
    return books(file).stream().filter(b -> b.getKind() == BookUpdateKind.DELTA).toList();
  }

  private static List<BookUpdate> books(RecordedFile file) {
    List<BookUpdate> books = new ArrayList<>();
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        if (messages.next().result() instanceof FeedResult.Records records
            && records.records().get(0) instanceof BookUpdate book) {
          books.add(book);
        }
      }
    }
    return books;
  }

  private static Map<String, Integer> translatedTypes(RecordedFile file) {
    Map<String, Integer> counts = new TreeMap<>();
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        counts.merge(typeOf(messages.next().result()), 1, Integer::sum);
      }
    }
    return counts;
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
