package io.hedgerow.fastpath.bridge;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.fastpath.journal.Bookmark;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.journal.RecordHandler;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.topics.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tails the journal into {@code execution.decisions|orders|fills} and {@code
 * risk.acknowledgements}, on a thread of its own (LIFE, IDEM-1).
 *
 * <p>It reads the journal from its beginning, to know what the outputs refer to, and sends what
 * stands behind its bookmark. The bookmark moves once Kafka has acknowledged everything before it:
 * after a kill the records since then come again, under the same IDs, and none is left out. It
 * never stops the engine. If Kafka stays away for longer than its client waits, it ends with a
 * {@link #failure}; another one goes on from the bookmark.
 *
 * <p><b>Ticks.</b> Each 100 ms of the journal's time every partition of the execution topics gets a
 * clock tick (HEDGE-3): of the time at the bookmark, once it has moved. So no record ever comes
 * behind a tick of a later time, not even one that comes again after a kill, and where the journal
 * stands, time stands.
 */
public final class JournalPublisher implements KafkaPart {

  private static final List<Topic> TICKED = Topic.tickedByFastPath();
  private static final int BATCH = 1_000;
  private static final long SETTLE_MICROS = 100_000;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long JOIN_MILLIS = 40_000;

  private final Path folder;
  private final Registry registry;
  private final String build;
  private final EventProducer producer;
  private final Bookmark bookmark;
  private volatile boolean running = true;
  private final AtomicLong published = new AtomicLong();
  private volatile Throwable failure;
  private long newestSequence;
  private long newestMicros;
  private long settledMicros;
  private Thread thread;

  /**
   * @param folder of the journal, and of the bookmark
   * @param build commit of this build
   * @param producer of its own; closed with it
   * @throws io.hedgerow.fastpath.journal.JournalException if the journal ends before the bookmark
   */
  public JournalPublisher(Path folder, Registry registry, String build, EventProducer producer) {
    this.folder = folder;
    this.registry = registry;
    this.build = build;
    this.producer = producer;
    bookmark = Bookmark.open(folder, "publisher");
    requireNothingLost();
  }

  /** A journal that ends before the bookmark has lost records that Kafka already has. */
  private void requireNothingLost() {
    if (bookmark.sequence() > 0) {
      JournalReader.from(folder, bookmark.sequence()).close();
    }
  }

  @Override
  public void start() {
    thread = new Thread(this::run, "hedgerow-publisher");
    thread.start();
  }

  private void run() {
    ExecutionRecords records = new ExecutionRecords(registry, build, this::send);
    RecordHandler handler =
        (sequence, type, timeMicros, buffer, offset, length) -> {
          newestSequence = sequence;
          newestMicros = timeMicros;
          records.onRecord(sequence, type, timeMicros, buffer, offset, length);
        };
    try (producer;
        JournalReader reader = JournalReader.fromStart(folder)) {
      boolean more = true;
      while (running || more) {
        more = reader.poll(handler, BATCH) > 0;
        settle(SETTLE_MICROS);
        if (!more) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      settle(0);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void send(long sequence, SpecificRecord record) {
    if (sequence > bookmark.sequence()) {
      producer.send(record);
      published.incrementAndGet();
    }
  }

  private void settle(long everyMicros) {
    if (newestSequence > bookmark.sequence() && newestMicros - settledMicros >= everyMicros) {
      settledMicros = newestMicros;
      producer.flush();
      bookmark.moveTo(newestSequence);
      TICKED.forEach(topic -> producer.tick(topic, newestMicros));
    }
  }

  /** Records that were sent since the start. */
  public long published() {
    return published.get();
  }

  /** Sequence up to which Kafka has everything. */
  public long acknowledged() {
    return bookmark.sequence();
  }

  @Override
  public Throwable failure() {
    return failure;
  }

  /** Publishes what stands in the journal now, and ends. */
  @Override
  public void close() throws InterruptedException {
    running = false;
    if (thread == null) {
      producer.close();
    } else {
      thread.join(JOIN_MILLIS);
    }
  }
}
