package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.connectors.feed.client.FeedConsumer;
import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps books as the network-state job does, from what a feed brings, and what else it brought.
 * Each record is encoded, checked and read as from Kafka. Safe from any thread.
 */
final class RebuiltBooks implements FeedConsumer {

  /**
   * A book, level by level.
   *
   * @param bids base asset from the touch to each price, best first
   * @param asks the same
   */
  record Seen(long sequence, Map<Long, Long> bids, Map<Long, Long> asks) {

    /** What must be seen of a book that its venue shows like this. */
    static Seen of(ServedDepth depth, long contractSizeE8) {
      return new Seen(
          depth.sequence(),
          cumulated(depth.bids(), contractSizeE8),
          cumulated(depth.asks(), contractSizeE8));
    }

    private static Map<Long, Long> cumulated(Map<Long, Long> side, long contractSizeE8) {
      Map<Long, Long> base = new LinkedHashMap<>();
      long sumE8 = 0;
      for (Map.Entry<Long, Long> level : side.entrySet()) {
        sumE8 += level.getValue();
        base.put(level.getKey(), E8.multiplyDown(sumE8, contractSizeE8));
      }
      return base;
    }
  }

  private static final int NO_STEPS = 100_000;

  /** As wide as the whole generated book, each level by itself. */
  private static final BookLimits ALL_LEVELS =
      new BookLimits(90_000, 200_000, 5_000, NO_STEPS, 100, 50_000);

  private final Map<String, Book> books = new TreeMap<>();
  private final List<FeedEvent> events = new ArrayList<>();
  private final List<VenueSample> samples = new ArrayList<>();
  private final List<String> deadLetters = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> recordsByType = new LinkedHashMap<>();
  private long offset;
  private long newestTickMicros = Long.MIN_VALUE;

  @Override
  public synchronized void record(SpecificRecord record) {
    long atMicros = RecordKeys.eventTimeMicrosOf(record);
    if (atMicros < newestTickMicros) {
      faults.add("after a tick of " + newestTickMicros + " came " + record);
    }
    recordsByType.merge(record.getClass().getSimpleName(), 1, Integer::sum);
    if (record instanceof VenueSample sample) {
      samples.add(sample);
    } else if (record instanceof BookUpdate update) {
      apply(update);
    }
  }

  @Override
  public synchronized void deadLetter(RawMessage message, DeadLetterReason reason, String text) {
    deadLetters.add(reason + ": " + text);
  }

  @Override
  public synchronized void event(FeedEvent event) {
    events.add(event);
  }

  @Override
  public synchronized void tick(long nowMicros) {
    if (nowMicros < newestTickMicros) {
      faults.add("a tick of " + nowMicros + " after one of " + newestTickMicros);
    }
    newestTickMicros = nowMicros;
  }

  /** What must never happen: a crossed book, a record behind a tick, bytes that a job refuses. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized List<FeedEvent> events(FeedEvent.Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }

  synchronized List<VenueSample> samples() {
    return List.copyOf(samples);
  }

  synchronized List<String> deadLetters() {
    return List.copyOf(deadLetters);
  }

  synchronized int records(String type) {
    return recordsByType.getOrDefault(type, 0);
  }

  synchronized boolean isTicking() {
    return newestTickMicros > 0;
  }

  synchronized BookValidity validity(String key) {
    Book book = books.get(key);
    return book == null ? BookValidity.RESYNC : book.validity();
  }

  /**
   * The book as it can be seen.
   *
   * @return null if it may not be used
   */
  synchronized Seen seen(String key) {
    Book book = books.get(key);
    if (book == null || !book.isUsable()) {
      return null;
    }
    try {
      DepthView view = (DepthView) RecordCodec.decode(book.view());
      return new Seen(book.sequence(), side(view.getBids()), side(view.getAsks()));
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<Long, Long> side(List<DepthLevel> levels) {
    Map<Long, Long> side = new LinkedHashMap<>();
    levels.forEach(level -> side.put(level.getPriceE8(), level.getCumulativeBaseE8()));
    return side;
  }

  private void apply(BookUpdate update) {
    String key = RecordKeys.keyOf(update);
    byte[] bytes = RecordCodec.encode(update);
    DeadLetterReason refused =
        BookUpdateReader.check(
            bytes, key.getBytes(StandardCharsets.UTF_8), update.getReceivedAtMicros());
    if (refused != null) {
      faults.add("refused as " + refused + ": " + update);
      return;
    }
    Book book = books.computeIfAbsent(key, name -> new Book(name, ALL_LEVELS));
    book.apply(new BookUpdateReader().wrap(bytes), offset++);
    if (book.validity() == BookValidity.CROSSED) {
      faults.add("crossed: " + key + " at " + update.getLastSequence());
    }
  }
}
