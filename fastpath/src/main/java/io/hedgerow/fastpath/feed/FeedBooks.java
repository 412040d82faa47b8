package io.hedgerow.fastpath.feed;

import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.connectors.feed.client.FeedConsumer;
import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.fastpath.bridge.KafkaBridge;
import io.hedgerow.fastpath.bridge.RecordInputs;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BookChangedEncoder;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.network.StaleCause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps the books of some venues from their feeds and hands each change to the engine on the feed's
 * own thread (NET-1, NET-2, LAT-1).
 *
 * <p>A book is usable by the rules of {@link Book}: a gap, a wrong checksum or a crossed book close
 * it until a whole one comes. A lost link and silence close it, too, until the venue goes on where
 * it was. Nothing waits: while the engine has no room a book is only marked, and what is handed
 * over once there is room is the newest.
 *
 * <p>Whoever runs it lets no other source tell books of these venues ({@link
 * KafkaBridge#withoutBooksOf}): times and versions of two sources cannot be compared. All calls
 * come from the one thread that runs the feed, but for the counters.
 */
public final class FeedBooks implements FeedConsumer {

  private static final class Kept {
    final String key;
    final byte[] keyBytes;
    Book book;
    boolean behind;

    Kept(String key) {
      this.key = key;
      keyBytes = key.getBytes(StandardCharsets.UTF_8);
      book = new Book(key, BookLimits.defaults());
    }
  }

  private final KafkaBridge.Inputs inputs;
  private final RecordInputs records;
  private final long staleAfterMicros;
  private final Map<String, Kept> books = new TreeMap<>();
  private final Deque<Kept> behind = new ArrayDeque<>();
  private final BookUpdateReader reader = new BookUpdateReader();
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong conflated = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private long count;
  private long nowMicros;

  /**
   * Books of all instruments of these venues, unusable until the first whole one.
   *
   * @param staleAfterMicros without an update for so long a book is closed
   * @param startMicros our clock: numbers of books go on from it, above those of earlier starts
   * @throws IllegalArgumentException if the registry does not know a venue
   */
  public FeedBooks(
      Registry registry,
      Set<String> venues,
      long staleAfterMicros,
      long startMicros,
      KafkaBridge.Inputs inputs) {
    this.inputs = inputs;
    this.staleAfterMicros = staleAfterMicros;
    records = new RecordInputs(registry);
    count = startMicros;
    nowMicros = startMicros;
    for (String venue : venues) {
      if (registry.venue(venue) == Registry.UNKNOWN) {
        throw new IllegalArgumentException("expected a venue of the registry, saw " + venue);
      }
    }
    for (Registry.Instrument instrument : registry.instruments()) {
      String venue = registry.venues().get(instrument.venue()).name();
      if (venues.contains(venue)) {
        String key = InstrumentKey.of(venue, instrument.name());
        books.put(key, new Kept(key));
      }
    }
  }

  @Override
  public void record(SpecificRecord record) {
    if (record instanceof BookUpdate update) {
      Kept kept = books.get(InstrumentKey.of(update.getVenue(), update.getInstrument()));
      if (kept != null) {
        nowMicros = Math.max(nowMicros, update.getReceivedAtMicros());
        apply(kept, update);
      }
    }
    catchUp();
  }

  private void apply(Kept kept, BookUpdate update) {
    byte[] framed = RecordCodec.encode(update);
    if (BookUpdateReader.check(framed, kept.keyBytes, nowMicros) == null) {
      kept.book.apply(reader.wrap(framed), ++count);
    } else {
      // What it would have changed is unknown, so the book is: only a whole one opens it again.
      refused.incrementAndGet();
      kept.book.release();
      kept.book = new Book(kept.key, BookLimits.defaults());
    }
    changed(kept);
  }

  /** The newest of this book is owed to the engine. */
  private void changed(Kept kept) {
    if (kept.behind) {
      conflated.incrementAndGet();
    } else {
      kept.behind = true;
      behind.addLast(kept);
    }
  }

  private void catchUp() {
    while (!behind.isEmpty() && offer(behind.peekFirst())) {
      behind.removeFirst().behind = false;
    }
  }

  private boolean offer(Kept kept) {
    int length = records.encode(viewOf(kept.book));
    if (!inputs.offer(BookChangedEncoder.TEMPLATE_ID, records.buffer(), length)) {
      return false;
    }
    offered.incrementAndGet();
    return true;
  }

  private static DepthView viewOf(Book book) {
    try {
      return (DepthView) RecordCodec.decode(book.view());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("expected a book's own view to be readable", e);
    }
  }

  @Override
  public void event(FeedEvent event) {
    switch (event.kind()) {
      case CONNECT_FAILED, LOST, REFUSED -> books.values().forEach(this::close);
      case GAP, RESUBSCRIBED, SNAPSHOT_FAILED, SNAPSHOT_BEHIND -> {
        Kept kept = books.get(event.source());
        if (kept != null) {
          close(kept);
        }
      }
      case CONNECTED, SYNCED -> {
        // What opens a book are its own messages.
      }
    }
    catchUp();
  }

  private void close(Kept kept) {
    if (kept.book.goStale(StaleCause.NO_INPUT)) {
      changed(kept);
    }
  }

  /** A message that nobody could read may have been of any book, and the next one shows the gap. */
  @Override
  public void deadLetter(RawMessage message, DeadLetterReason reason, String text) {
    refused.incrementAndGet();
    books.values().forEach(this::close);
    catchUp();
  }

  @Override
  public void tick(long atMicros) {
    nowMicros = Math.max(nowMicros, atMicros);
    for (Kept kept : books.values()) {
      if (atMicros - kept.book.receivedAtMicros() > staleAfterMicros) {
        close(kept);
      }
    }
    catchUp();
  }

  /** Books handed to the engine. */
  public long offered() {
    return offered.get();
  }

  /** Changes that a newer one of the same book overtook while the engine had no room. */
  public long conflated() {
    return conflated.get();
  }

  /** Messages and updates that could not be used. */
  public long refused() {
    return refused.get();
  }
}
