package io.hedgerow.jobs.network;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.testkit.kafka.TopicContents;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What {@code state.depth} must say in the end: the same books, without Kafka and Flink. */
final class RebuiltBooks {

  private RebuiltBooks() {}

  /**
   * The view of every book.
   *
   * @param used which records of {@code market.books} may be used
   */
  static Map<String, DepthView> of(TopicContents marketBooks, Predicate<TopicRecord> used) {
    Map<String, Book> books = new TreeMap<>();
    BookUpdateReader reader = new BookUpdateReader();
    for (TopicRecord record : marketBooks.records()) {
      boolean tick = record.key() == null;
      if (!tick && used.test(record)) {
        reader.wrap(record.bytes());
        books
            .computeIfAbsent(record.key(), key -> new Book(key, BookLimits.defaults()))
            .apply(reader, record.offset());
      }
    }
    Map<String, DepthView> views = new TreeMap<>();
    books.forEach((key, book) -> views.put(key, decode(book.view())));
    return views;
  }

  private static DepthView decode(byte[] view) {
    try {
      return (DepthView) RecordCodec.decode(view);
    } catch (UnreadableRecordException e) {
      throw new AssertionError("a book's view is no record: " + e.getMessage(), e);
    }
  }
}
