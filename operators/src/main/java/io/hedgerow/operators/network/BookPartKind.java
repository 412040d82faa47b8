package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.book.BookOutcome;
import io.hedgerow.state.book.WaitingBudget;
import io.hedgerow.state.network.ClockSample;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Order books (NET-1, NET-2). A book that changes its validity, or the reason why it is not usable,
 * is urgent and raises an alert; one that is hit again while it lies is neither. One message per
 * book and quarter of a second is a look at the venue's clock (NET-6).
 */
public final class BookPartKind implements PartKind<KeyedRecord, Book> {

  private static final long serialVersionUID = 1L;

  private static final long CLOCK_SAMPLE_EVERY_MICROS = 250_000;

  /**
   * Levels that may wait for whole books in one subtask: forty books with all that one may hold.
   * About 50 MB; without this bound, hostile keys times the limit of a book exceed any heap.
   */
  private static final long MAX_WAITING_LEVELS = 2_000_000;

  private final BookLimits limits;
  private final long maxWaitingLevels;
  private transient WaitingBudget waiting;
  private transient BookUpdateReader reader;

  /** Books under these limits. */
  public BookPartKind(BookLimits limits) {
    this(limits, MAX_WAITING_LEVELS);
  }

  BookPartKind(BookLimits limits, long maxWaitingLevels) {
    this.limits = limits;
    this.maxWaitingLevels = maxWaitingLevels;
  }

  @Override
  public String keyOf(KeyedRecord input) {
    return input.key();
  }

  @Override
  public Book create(String key) {
    return new Book(key, limits, waiting());
  }

  @Override
  public Book restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    return Book.restore(key, limits, waiting(), pages);
  }

  @Override
  public void forget(Book book) {
    book.release();
  }

  /** One budget per subtask, as this object is. */
  private WaitingBudget waiting() {
    if (waiting == null) {
      waiting = new WaitingBudget(maxWaitingLevels);
    }
    return waiting;
  }

  @Override
  public Effect apply(Book book, KeyedRecord input, Emissions emissions) {
    if (reader == null) {
      reader = new BookUpdateReader();
    }
    reader.wrap(input.value());
    sampleClock(book, emissions);
    BookValidity validityBefore = book.validity();
    BookReason reasonBefore = book.reason();
    BookOutcome outcome = book.apply(reader, input.offset());
    return switch (outcome) {
      case APPLIED -> Effect.CHANGED;
      case RECOVERED -> {
        emissions.alert(recovered(input, book));
        yield Effect.URGENT;
      }
      case INVALIDATED -> {
        if (book.validity() == validityBefore && book.reason() == reasonBefore) {
          yield Effect.CHANGED;
        }
        emissions.alert(invalidated(input, book));
        yield Effect.URGENT;
      }
      case BUFFERED -> Effect.KEPT;
      case DROPPED -> Effect.NOTED;
      case DUPLICATE -> Effect.IGNORED;
    };
  }

  private void sampleClock(Book book, Emissions emissions) {
    long receivedAt = reader.receivedAtMicros();
    boolean nextSlot =
        receivedAt / CLOCK_SAMPLE_EVERY_MICROS
            > book.receivedAtMicros() / CLOCK_SAMPLE_EVERY_MICROS;
    if (nextSlot && reader.venueTimeMicros() >= 0) {
      emissions.clock(
          new ClockSample(reader.venue(), receivedAt, reader.venueTimeMicros() - receivedAt));
    }
  }

  private Alert invalidated(KeyedRecord input, Book book) {
    return alert(
        "BOOK_INVALID",
        Severity.WARNING,
        input,
        String.format(
            Locale.ROOT,
            "The book of %s on %s is not usable: %s (%s). It waits for a fresh snapshot.",
            reader.instrument(),
            reader.venue(),
            book.validity(),
            book.reason()),
        List.of(
            evidence("validity", book.validity().name(), "LIVE"),
            evidence("reason", book.reason().name(), "NONE"),
            evidence("message first sequence", "" + reader.firstSequence(), ""),
            evidence("message last sequence", "" + reader.lastSequence(), ""),
            evidence(
                "message previous sequence",
                "" + reader.previousSequence(),
                "last applied " + book.sequence()),
            new Evidence("message", "offset " + input.offset(), "", where(input))));
  }

  private Alert recovered(KeyedRecord input, Book book) {
    return alert(
        "BOOK_RECOVERED",
        Severity.INFO,
        input,
        String.format(
            Locale.ROOT,
            "The book of %s on %s is usable again.",
            reader.instrument(),
            reader.venue()),
        List.of(
            evidence("validity", book.validity().name(), "LIVE"),
            new Evidence("message", "offset " + input.offset(), "", where(input))));
  }

  private Alert alert(
      String type, Severity severity, KeyedRecord input, String text, List<Evidence> evidence) {
    return new Alert(
        EventIds.of(type, input.key(), input.offset()),
        severity,
        type,
        ScopeType.ROUTE,
        input.key(),
        text,
        evidence,
        List.of(),
        reader.receivedAtMicros());
  }

  private static Evidence evidence(String name, String seen, String expected) {
    return new Evidence(name, seen, expected, null);
  }

  private static RecordRef where(KeyedRecord input) {
    return new RecordRef(Topic.MARKET_BOOKS.topicName(), input.partition(), input.offset());
  }
}
