package io.hedgerow.cli;

import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.simulator.replay.RecordedReplay;
import io.hedgerow.simulator.replay.ReplayProgress;
import io.hedgerow.simulator.replay.ReplaySpeed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Recorded market data, at a multiple of its own pace. */
final class ReplayFeed implements DemoFeed {

  private final EventProducer producer;
  private final RecordedReplay replay;
  private final FeedThread thread;
  private final Path folder;
  private final ReplaySpeed speed;
  private volatile ReplayProgress progress;
  private boolean closed;

  ReplayFeed(String bootstrapServers, Path folder, ReplaySpeed speed) {
    List<RecordedFile> files = files(folder);
    this.folder = folder;
    this.speed = speed;
    this.producer = EventProducer.open(bootstrapServers, "hedgerow/replay");
    this.replay = new RecordedReplay(files, producer, speed);
    this.thread = new FeedThread("replay-feed", () -> progress = replay.run(now -> progress = now));
  }

  /**
   * The recorded files of a folder.
   *
   * @throws UserException if there are none
   */
  static List<RecordedFile> files(Path folder) {
    List<RecordedFile> files = RecordedFile.list(folder, InstrumentCatalog.loadDefault());
    if (files.isEmpty()) {
      throw new UserException(
          folder + " holds no recorded books: expected books/binance, books/brl or books/lobdeep");
    }
    return files;
  }

  @Override
  public String describe() {
    ReplayProgress now = progress;
    return String.format(
        Locale.ROOT,
        "replay of %s at %s%s",
        folder.getFileName(),
        speed.isMax() ? "full speed" : speed.factor() + "x",
        now == null
            ? ""
            : ", recorded " + instant(now.recordedMicros()).truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public long clockMicros() {
    ReplayProgress now = progress;
    return now == null ? 0 : now.recordedMicros();
  }

  @Override
  public boolean finished() {
    return thread.ended();
  }

  @Override
  public long rejected() {
    ReplayProgress now = progress;
    return now == null ? 0 : now.rejected();
  }

  @Override
  public void check() {
    thread.requireHealthy();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      replay.stop();
      thread.join();
      producer.close();
    }
  }

  /** A time of the recording for people. */
  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
