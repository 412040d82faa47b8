package io.hedgerow.simulator.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends recorded files through Kafka as if they were received now: merged by the time of their
 * receipt, which they keep as event time, with clock ticks into every partition of every input
 * topic (NET-1, NET-7).
 *
 * <p>Recordings of different days are not one stretch of time: where nothing was received for more
 * than ten minutes a new session starts, without waiting and without ticks in between. A line that
 * cannot be translated, or that was received before one that stands above it, goes to the dead
 * letters of {@code market.books}.
 *
 * <p>{@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class RecordedReplay {

  /** Without a message for longer than this, the next one opens a new session. */
  public static final Duration SESSION_GAP = Duration.ofMinutes(10);

  /** Recorded time between two ticks when there is a pace. */
  public static final Duration TICK_PACED = Duration.ofMillis(100);

  /** Recorded time between two ticks without a pace. */
  public static final Duration TICK_MAX = Duration.ofSeconds(1);

  private static final long REPORT_EVERY_NANOS = 500_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final String REASON_HEADER = "dlq-reason";
  private static final String MESSAGE_HEADER = "__connect.errors.exception.message";

  private final List<RecordedFile> files;
  private final EventProducer producer;
  private final long tickEveryMicros;
  private final Pace pace;
  private final Pace.Stopwatch stopwatch;
  private volatile boolean stopped;

  private int session;
  private long clockMicros;
  private long nextTickMicros;
  private long lines;
  private long records;
  private long ignored;
  private long rejected;

  /** A replay with the usual ticks. */
  public RecordedReplay(List<RecordedFile> files, EventProducer producer, ReplaySpeed speed) {
    this(files, producer, speed, speed.isMax() ? TICK_MAX : TICK_PACED);
  }

  /** A replay with a tick each so much recorded time. */
  public RecordedReplay(
      List<RecordedFile> files, EventProducer producer, ReplaySpeed speed, Duration tickEvery) {
    this(files, producer, speed, tickEvery, Pace.Stopwatch.system());
  }

  RecordedReplay(
      List<RecordedFile> files,
      EventProducer producer,
      ReplaySpeed speed,
      Duration tickEvery,
      Pace.Stopwatch stopwatch) {
    this.files = List.copyOf(files);
    this.producer = producer;
    this.tickEveryMicros = tickEvery.toNanos() / NANOS_PER_MICRO;
    this.pace = new Pace(speed, stopwatch);
    this.stopwatch = stopwatch;
    if (tickEveryMicros <= 0) {
      throw new IllegalArgumentException("expected a positive tick period, saw " + tickEvery);
    }
  }

  /**
   * Plays until the end or until stopped, then waits for the broker's acknowledgements.
   *
   * @param report called about twice a second, from this thread
   * @return the final counts
   * @throws java.io.UncheckedIOException if a file cannot be read
   * @throws io.hedgerow.connectors.kafka.KafkaEdgeException if Kafka refuses a record
   */
  public ReplayProgress run(Consumer<ReplayProgress> report) {
    try (MergedRecording recording = new MergedRecording(files)) {
      long reportedNanos = stopwatch.nanos();
      for (MergedRecording.Next next = recording.next();
          next != null && !stopped;
          next = recording.next()) {
        play(next);
        if (stopwatch.nanos() - reportedNanos >= REPORT_EVERY_NANOS) {
          reportedNanos = stopwatch.nanos();
          report.accept(progress());
        }
      }
    }
    closeSession();
    producer.flush();
    return progress();
  }

  /** Lets {@link #run} come to its end soon. */
  public void stop() {
    stopped = true;
  }

  /** The counts so far, for the thread that runs it. */
  public ReplayProgress progress() {
    return new ReplayProgress(
        session, clockMicros, lines, records, ignored, rejected, pace.behind(), pace.mostBehind());
  }

  private void play(MergedRecording.Next next) {
    long atMicros = next.message().receivedAtMicros();
    boolean timed = atMicros > 0;
    if (timed && (session == 0 || atMicros - clockMicros > SESSION_GAP.toNanos() / 1_000)) {
      openSession(atMicros);
    }
    if (timed && !advance(atMicros)) {
      return;
    }
    lines++;
    if (next.message().result() instanceof FeedResult.Records translated) {
      for (SpecificRecord record : translated.records()) {
        send(next, record);
      }
    } else if (next.message().result() instanceof FeedResult.Rejected refused) {
      reject(next, refused.reason(), refused.message());
    } else {
      ignored++;
    }
  }

  private void send(MergedRecording.Next next, SpecificRecord record) {
    long atMicros = RecordKeys.eventTimeMicrosOf(record);
    if (atMicros < clockMicros) {
      reject(
          next,
          DeadLetterReason.IMPOSSIBLE_TIME,
          "expected a receipt at or after " + clockMicros + " µs, saw " + atMicros);
    } else {
      producer.send(record);
      records++;
    }
  }

  /** Lets recorded time pass, tick by tick; false: stopped on the way. */
  private boolean advance(long toMicros) {
    while (nextTickMicros <= toMicros) {
      if (!await(nextTickMicros)) {
        return false;
      }
      producer.tickAll(nextTickMicros);
      nextTickMicros += tickEveryMicros;
    }
    if (!await(toMicros)) {
      return false;
    }
    clockMicros = Math.max(clockMicros, toMicros);
    return true;
  }

  private boolean await(long recordedMicros) {
    while (!pace.isDue(recordedMicros)) {
      if (stopped) {
        return false;
      }
    }
    return !stopped;
  }

  private void openSession(long atMicros) {
    closeSession();
    session++;
    clockMicros = atMicros;
    nextTickMicros = Math.floorDiv(atMicros, tickEveryMicros) * tickEveryMicros;
    pace.anchor(atMicros);
  }

  /** A last tick, so that what was received before it is seen as complete. */
  private void closeSession() {
    if (session > 0) {
      producer.tickAll(nextTickMicros);
    }
  }

  private void reject(MergedRecording.Next next, DeadLetterReason reason, String message) {
    rejected++;
    String where = next.file().name() + ":" + next.message().lineNumber();
    List<Header> headers =
        List.of(
            new RecordHeader(REASON_HEADER, reason.name().getBytes(UTF_8)),
            new RecordHeader(MESSAGE_HEADER, message.getBytes(UTF_8)));
    producer.sendRaw(
        Topic.MARKET_BOOKS.deadLetterName(),
        where.getBytes(UTF_8),
        next.message().payload().getBytes(UTF_8),
        next.message().receivedAtMicros(),
        headers);
  }
}
