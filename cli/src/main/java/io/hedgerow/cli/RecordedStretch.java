package io.hedgerow.cli;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessage;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * One file of recorded market data as the risk job would see it: books become views, at most one in
 * {@value #VIEW_EVERY_MICROS} µs of each. One thread only.
 *
 * <p>Recordings of different days are no stretch: each file is one of its own. Records stand on no
 * topic, so their offsets are their places in the file. A book never goes STALE here: nothing ticks
 * between its messages.
 */
final class RecordedStretch implements TrialFeed {

  private static final long VIEW_EVERY_MICROS = 100_000L;

  private final RecordedFile file;
  private final long fromMicros;
  private final Map<String, Book> books = new TreeMap<>();
  private final Map<String, Long> viewedAtMicros = new TreeMap<>();
  private final Map<String, Long> recordsByTopic = new TreeMap<>();
  private final PriorityQueue<Observation> waiting = new PriorityQueue<>(Observation.IN_ORDER);
  private final BookUpdateReader reader = new BookUpdateReader();
  private final ReadingProgress progress;
  private long toMicros;
  private long offset;

  private RecordedStretch(RecordedFile file, long fromMicros) {
    this.file = file;
    this.fromMicros = fromMicros;
    this.toMicros = fromMicros;
    this.progress = new ReadingProgress(file.name());
  }

  /** The stretches of some files; those without a time are left out. */
  static List<TrialFeed> of(List<RecordedFile> files) {
    List<TrialFeed> stretches = new ArrayList<>();
    for (RecordedFile file : files) {
      try (RecordedMessages messages = file.open()) {
        long first = messages.hasNext() ? messages.next().receivedAtMicros() : 0;
        if (first > 0) {
          stretches.add(new RecordedStretch(file, first));
        }
      }
    }
    return stretches;
  }

  /** The file's name, and the instruments that the name does not tell. */
  @Override
  public String label() {
    return file.instruments().stream()
        .map(instrument -> instrument.venue() + " " + instrument.id())
        .distinct()
        .collect(Collectors.joining(", ", file.name() + " (", ")"));
  }

  @Override
  public long fromMicros() {
    return fromMicros;
  }

  @Override
  public long toMicros() {
    return toMicros;
  }

  @Override
  public Map<String, Long> recordsByTopic() {
    return recordsByTopic;
  }

  @Override
  public void run(Consumer<Observation> out) {
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        RecordedMessage message = messages.next();
        if (message.result() instanceof FeedResult.Records translated) {
          translated.records().forEach(this::take);
        }
        progress.read(1, message.receivedAtMicros(), 0, 0);
        while (!waiting.isEmpty() && waiting.peek().atMicros() < message.receivedAtMicros()) {
          out.accept(waiting.poll());
        }
      }
    }
    while (!waiting.isEmpty()) {
      toMicros = Math.max(toMicros, waiting.peek().atMicros());
      out.accept(waiting.poll());
    }
  }

  private void take(SpecificRecord record) {
    long atMicros = RecordKeys.eventTimeMicrosOf(record);
    toMicros = Math.max(toMicros, atMicros);
    if (record instanceof BookUpdate update) {
      apply(update, atMicros);
    } else {
      observe(record, RecordKeys.topicOf(record));
    }
  }

  private void apply(BookUpdate update, long atMicros) {
    String key = RecordKeys.keyOf(update);
    Book book = books.computeIfAbsent(key, of -> new Book(of, BookLimits.defaults()));
    reader.wrap(RecordCodec.encode(update));
    boolean wasUsable = book.isUsable();
    book.apply(reader, offset++);
    long viewedAt = viewedAtMicros.getOrDefault(key, Long.MIN_VALUE / 2);
    if (atMicros - viewedAt >= VIEW_EVERY_MICROS || wasUsable != book.isUsable()) {
      viewedAtMicros.put(key, atMicros);
      observe(view(book), Topic.STATE_DEPTH);
    }
  }

  private static SpecificRecord view(Book book) {
    try {
      return RecordCodec.decode(book.view());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("a book makes views that can be read", e);
    }
  }

  /** What the risk job does not read is no part of the stretch. */
  private void observe(SpecificRecord record, Topic topic) {
    if (!BrokerStretch.topics().contains(topic)) {
      return;
    }
    recordsByTopic.merge(topic.topicName(), 1L, Long::sum);
    Observations.of(record, topic, 0, offset++, waiting::add);
  }
}
