package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.BinanceBookTicker;
import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessage;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.testkit.RecordedData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Books rebuilt from real recordings, against what the venue itself said of its best prices. */
@Tag("NET-1")
class RecordedBooksTest {

  /** The book's best prices at one of the venue's update IDs. */
  private record Best(long bidPrice, long bidQuantity, long askPrice, long askQuantity) {}

  private final BookUpdateReader reader = new BookUpdateReader();

  @ParameterizedTest
  @CsvSource({
    "spot_btcusdt_20240808.gz, 564",
    "spot_ethusdt_20240808.gz, 577",
    "usdm_btcusdt_20240808.gz, 629",
    "usdm_ethusdt_20240808.gz, 551",
    "usdm_btcusdt_20230404.gz, 310",
  })
  void shouldEqualTheVenuesBestBidAndAskAtEveryComparableUpdate(String name, int comparable) {
    Map<Long, Best> rebuilt = new HashMap<>();
    Map<Long, Best> stated = new HashMap<>();
    Book book = newBook();
    long offset = 0;
    try (RecordedMessages messages = file(name).open()) {
      while (messages.hasNext()) {
        RecordedMessage message = messages.next();
        BinanceBookTicker.read(message.payload())
            .ifPresent(
                ticker ->
                    stated.put(
                        ticker.updateId(),
                        new Best(
                            ticker.bidPriceE8(),
                            ticker.bidQuantityE8(),
                            ticker.askPriceE8(),
                            ticker.askQuantityE8())));
        for (BookUpdate update : updates(message)) {
          apply(book, update, offset++);
          if (book.validity() == BookValidity.LIVE) {
            rebuilt.put(book.sequence(), best(book));
          }
        }
      }
    }
    rebuilt.keySet().retainAll(stated.keySet());
    stated.keySet().retainAll(rebuilt.keySet());

    assertThat(rebuilt).isEqualTo(stated);
    assertThat(rebuilt).as("comparable updates").hasSize(comparable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spot_btcusdt_20240808.gz",
        "spot_ethusdt_20240808.gz",
        "usdm_btcusdt_20240808.gz",
        "usdm_ethusdt_20240808.gz",
        "usdm_btcusdt_20230404.gz",
        "cm_btcusd_perp_20240808.gz",
        "cm_ethusd_perp_20240808.gz",
      })
  void shouldStayLiveAndNeverCrossOnceTheSnapshotIsThere(String name) {
    Book book = newBook();
    boolean wasLive = false;
    long offset = 0;
    for (BookUpdate update : allUpdates(name)) {
      apply(book, update, offset++);
      wasLive |= book.validity() == BookValidity.LIVE;
      if (wasLive) {
        assertThat(book.validity())
            .as("after %s", update.getLastSequence())
            .isEqualTo(BookValidity.LIVE);
        assertThat(book.bestBidPriceE8()).isLessThan(book.bestAskPriceE8());
      }
    }
    assertThat(wasLive).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spot_btcusdt_20240808.gz",
        "usdm_btcusdt_20230404.gz",
        "cm_ethusd_perp_20240808.gz",
      })
  void shouldLoseTheBookAtAnyDroppedDeltaAndRecoverAtTheNextSnapshot(String name) {
    List<BookUpdate> updates = allUpdates(name);
    int firstLive = firstLiveIndex(updates);
    int step = Math.max(1, (updates.size() - firstLive) / 40);
    for (int dropped = firstLive + 1; dropped < updates.size() - 2; dropped += step) {
      Book whole = newBook();
      Book broken = newBook();
      NaiveBook naive = new NaiveBook();
      for (int at = 0; at <= dropped; at++) {
        apply(whole, updates.get(at), at);
        naive.apply(updates.get(at));
        if (at != dropped) {
          apply(broken, updates.get(at), at);
        }
      }

      apply(whole, updates.get(dropped + 1), dropped + 1);
      apply(broken, updates.get(dropped + 1), dropped + 1);
      assertThat(broken.validity()).as("without line %s", dropped).isEqualTo(BookValidity.GAP);
      assertThat(broken.reason()).isEqualTo(BookReason.SEQUENCE_GAP);
      assertThat(broken.bestBidPriceE8()).as("an invalid book shows no price").isZero();

      naive.apply(updates.get(dropped + 1));
      apply(broken, naive.snapshot(updates.get(dropped + 1)), dropped + 1);
      apply(whole, updates.get(dropped + 2), dropped + 2);
      apply(broken, updates.get(dropped + 2), dropped + 2);
      assertThat(broken.validity()).isEqualTo(BookValidity.LIVE);
      assertThat(best(broken)).isEqualTo(best(whole));
    }
  }

  @Test
  void shouldCrossTheSpotBookForMinutesWithoutTheDiffThatStraddlesTheSnapshot() {
    List<BookUpdate> updates = allUpdates("spot_btcusdt_20240808.gz");
    Book book = newBook();
    int snapshot = firstSnapshotIndex(updates);
    for (int at = snapshot; at < updates.size(); at++) {
      apply(book, updates.get(at), at);
      if (at > snapshot) {
        assertThat(book.validity()).isNotEqualTo(BookValidity.LIVE);
      }
    }
  }

  private void apply(Book book, BookUpdate update, long offset) {
    reader.wrap(RecordCodec.encode(update));
    book.apply(reader, offset);
  }

  private static Book newBook() {
    return new Book("test", BookLimits.defaults());
  }

  private static Best best(Book book) {
    return new Best(
        book.bestBidPriceE8(),
        book.bestBidQuantityE8(),
        book.bestAskPriceE8(),
        book.bestAskQuantityE8());
  }

  private static RecordedFile file(String name) {
    return RecordedFile.list(RecordedData.folderOrSkip(), InstrumentCatalog.loadDefault()).stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<BookUpdate> allUpdates(String name) {
    List<BookUpdate> updates = new ArrayList<>();
    try (RecordedMessages messages = file(name).open()) {
      messages.forEachRemaining(message -> updates.addAll(updates(message)));
    }
    return updates;
  }

  private static List<BookUpdate> updates(RecordedMessage message) {
    List<BookUpdate> updates = new ArrayList<>();
    if (message.result() instanceof FeedResult.Records records) {
      for (SpecificRecord record : records.records()) {
        if (record instanceof BookUpdate update) {
          updates.add(update);
        }
      }
    }
    return updates;
  }

  private int firstLiveIndex(List<BookUpdate> updates) {
    Book book = newBook();
    for (int at = 0; at < updates.size(); at++) {
      apply(book, updates.get(at), at);
      if (book.validity() == BookValidity.LIVE) {
        return at + 1;
      }
    }
    throw new AssertionError("the recording never gives a live book");
  }

  private static int firstSnapshotIndex(List<BookUpdate> updates) {
    for (int at = 0; at < updates.size(); at++) {
      if (updates.get(at).getKind() != io.hedgerow.schemas.market.BookUpdateKind.DELTA) {
        return at;
      }
    }
    throw new AssertionError("the recording has no snapshot");
  }
}
