package io.hedgerow.benchmarks.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.network.StaleCause;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seven hours of BTC/BRL on two venues, each line a whole book of 50 levels, made into depth views
 * by the {@link Book} that the network-state job runs, one view a line.
 *
 * <p>After {@link #STALE_AFTER_MICROS} without a line a book is STALE, as in that job with its
 * defaults; that view bears the time at which the silence was known, not that of the last line.
 */
final class RecordedBrlBooks {

  static final String FILE = "btcbrl_two_venues_20200621_am.jsonl.gz";

  static final String INSTRUMENT = "BTC-BRL";

  private static final long STALE_AFTER_MICROS = 10_000_000L;
  private static final int DEPTH_LIMIT = 50;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final List<DepthView> views = new ArrayList<>();
  private final Map<String, Book> books = new TreeMap<>();
  private final BookUpdateReader reader = new BookUpdateReader();
  private long offset;

  private RecordedBrlBooks() {}

  /** All views, in the order of time. */
  static List<DepthView> read(Path folder) throws UnreadableRecordException {
    RecordedBrlBooks books = new RecordedBrlBooks();
    try {
      for (String line : GzipLines.of(folder.resolve(FILE))) {
        books.take(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of the BRL books is no JSON", e);
    }
    books.views.sort(Comparator.comparingLong(DepthView::getReceivedAtMicros));
    return books.views;
  }

  private void take(JsonNode line) throws UnreadableRecordException {
    String venue = line.get("exchange").asText();
    long atMicros =
        line.get("timestamp").decimalValue().movePointRight(6).toBigInteger().longValueExact();
    Book book =
        books.computeIfAbsent(
            venue, name -> new Book(name + "|" + INSTRUMENT, BookLimits.defaults()));
    long staleAtMicros = book.receivedAtMicros() + STALE_AFTER_MICROS;
    if (staleAtMicros < atMicros && book.goStale(StaleCause.NO_INPUT)) {
      show(book, staleAtMicros);
    }
    reader.wrap(RecordCodec.encode(update(venue, atMicros, line)));
    book.apply(reader, offset++);
    show(book, atMicros);
  }

  private void show(Book book, long atMicros) throws UnreadableRecordException {
    DepthView view = (DepthView) RecordCodec.decode(book.view());
    view.setReceivedAtMicros(atMicros);
    views.add(view);
  }

  private static BookUpdate update(String venue, long atMicros, JsonNode line) {
    return BookUpdate.newBuilder()
        .setVenue(venue)
        .setInstrument(INSTRUMENT)
        .setKind(BookUpdateKind.RESTART)
        .setSequencing(Sequencing.UNSEQUENCED)
        .setFirstSequence(-1)
        .setLastSequence(-1)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(E8.ONE)
        .setDepthLimit(DEPTH_LIMIT)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(levels(line.get("bids")))
        .setAsks(levels(line.get("asks")))
        .setEventId(EventIds.of("BookUpdate", venue + "|" + INSTRUMENT, atMicros))
        .build();
  }

  private static List<BookLevel> levels(JsonNode side) {
    List<BookLevel> levels = new ArrayList<>();
    for (JsonNode level : side) {
      levels.add(new BookLevel(e8(level.get(0)), e8(level.get(1))));
    }
    return levels;
  }

  private static long e8(JsonNode number) {
    return E8.parseRounded(new BigDecimal(number.asText()).toPlainString());
  }
}
