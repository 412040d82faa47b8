package io.hedgerow.benchmarks.study;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessage;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;

/**
 * Recorded books as the depth views that the network-state job makes of them: at most one in
 * {@value #VIEW_EVERY_MICROS} µs of each book, and each change of whether it is usable (NET-1).
 * Silence is not shown: the signals judge a view's age themselves.
 */
final class RecordedViews {

  private static final long VIEW_EVERY_MICROS = 100_000L;

  private final List<DepthView> views = new ArrayList<>();
  private final Map<String, Book> books = new TreeMap<>();
  private final Map<String, Long> viewedAtMicros = new TreeMap<>();
  private final BookUpdateReader reader = new BookUpdateReader();
  private long offset;
  private long fundingRates;

  private RecordedViews() {}

  /**
   * What is in some files.
   *
   * @param depth in the order of time
   * @param fundingRates how many funding rates the files hold
   */
  record Recording(List<DepthView> depth, long fundingRates) {}

  /** The files of a data folder whose names match; empty where there are none. */
  static Recording read(Path data, Pattern names) {
    RecordedViews all = new RecordedViews();
    for (RecordedFile file : RecordedFile.list(data, InstrumentCatalog.loadDefault())) {
      if (names.matcher(file.name()).matches()) {
        all.take(file);
      }
    }
    all.views.sort(Comparator.comparingLong(DepthView::getReceivedAtMicros));
    return new Recording(all.views, all.fundingRates);
  }

  private void take(RecordedFile file) {
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        RecordedMessage message = messages.next();
        if (message.result() instanceof FeedResult.Records translated) {
          translated.records().forEach(this::take);
        }
      }
    }
  }

  private void take(SpecificRecord record) {
    if (record instanceof FundingUpdate) {
      fundingRates++;
    } else if (record instanceof BookUpdate update) {
      apply(update);
    }
  }

  private void apply(BookUpdate update) {
    String key = RecordKeys.keyOf(update);
    long atMicros = update.getReceivedAtMicros();
    Book book = books.computeIfAbsent(key, of -> new Book(of, BookLimits.defaults()));
    reader.wrap(RecordCodec.encode(update));
    boolean wasUsable = book.isUsable();
    book.apply(reader, offset++);
    long viewedAt = viewedAtMicros.getOrDefault(key, Long.MIN_VALUE / 2);
    if (atMicros - viewedAt >= VIEW_EVERY_MICROS || wasUsable != book.isUsable()) {
      viewedAtMicros.put(key, atMicros);
      views.add(viewOf(book));
    }
  }

  private static DepthView viewOf(Book book) {
    try {
      return (DepthView) RecordCodec.decode(book.view());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("a book makes views that can be read", e);
    }
  }
}
