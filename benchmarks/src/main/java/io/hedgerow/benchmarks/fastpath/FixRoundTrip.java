package io.hedgerow.benchmarks.fastpath;

import io.hedgerow.benchmarks.fix.FillingVenue;
import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.run.FixLinks;
import io.hedgerow.fastpath.run.InputQueue;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * From a signal until both legs are written to their sessions, and until both fills are applied:
 * the whole engine with its journal, two FIX sessions over loopback TCP, and an acceptor that fills
 * at once. One pair at a time; the engine's thread spins on its sessions, the acceptor is one more
 * thread.
 */
final class FixRoundTrip implements AutoCloseable {

  /** A turn of the loop that takes longer was interrupted. */
  private static final long STALL_NANOS = 50_000;

  private static final long JOURNAL_BYTES = 4L << 30;
  private static final int WARM_UP_ROUNDS = 30_000;
  private static final int WARM_UP_SECONDS = 20;
  private static final int LEAST_ROOM_PPM = 50_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final String[] ACCOUNTS = {"FIRST", "SECOND"};

  private final List<AutoCloseable> open = new ArrayList<>();
  private final InputQueue queue = new InputQueue();
  private final FixLinks links = new FixLinks(EngineLoad.registry(), queue);
  private final EngineLoad load;
  private final Histogram[] raw = {new Histogram(3), new Histogram(3)};
  private final Histogram[] calm = {new Histogram(3), new Histogram(3)};
  private boolean stalled;

  private FixRoundTrip(Path folder, int microsPerRound) throws IOException {
    load =
        new EngineLoad(
            Files.createDirectory(folder.resolve("journal")), JOURNAL_BYTES, microsPerRound);
    open.add(load);
    open.add(0, links);
  }

  /**
   * Logs on at both venues.
   *
   * @param folder for journal and session files
   */
  static FixRoundTrip open(Path folder, int microsPerRound) throws IOException {
    FixRoundTrip trip = new FixRoundTrip(folder, microsPerRound);
    FixAcceptor venue =
        new FixAcceptor(
            AcceptorSettings.onLoopback(
                "VENUE", Map.of(ACCOUNTS[0], "secret", ACCOUNTS[1], "secret")),
            new FillingVenue(),
            new SessionMemory());
    trip.open.add(AcceptorThread.start(venue, FixRoundTrip::nowMicros, 0));
    for (int number = 0; number < ACCOUNTS.length; number++) {
      FixClientSettings settings =
          FixClientSettings.of(venue.address(), ACCOUNTS[number], "VENUE", "secret");
      FileSequenceStore store =
          FileSequenceStore.open(folder.resolve(ACCOUNTS[number]), settings.session());
      trip.open.add(store);
      trip.links.add(number, settings, store);
    }
    trip.load.stages.goOnTo(trip.links);
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (trip.load.sessionChanges() < ACCOUNTS.length) {
      trip.turn();
      if (System.nanoTime() > giveUpAt) {
        throw new IllegalStateException("expected both sessions to come up within 20 s");
      }
    }
    return trip;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  private void turn() {
    links.poll(nowMicros());
    load.take(queue);
  }

  List<FastPathBenchmark.Figure> measure(int seconds) {
    long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    for (int i = 0; i < WARM_UP_ROUNDS && System.nanoTime() < warm; i++) {
      round();
    }
    for (int i = 0; i < raw.length; i++) {
      raw[i].reset();
      calm[i].reset();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end && load.journalRoomPpm() > LEAST_ROOM_PPM) {
      round();
    }
    return figures();
  }

  /** So many pairs, one after the other. */
  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      round();
    }
  }

  List<FastPathBenchmark.Figure> figures() {
    List<FastPathBenchmark.Figure> figures = new ArrayList<>();
    String[] names = {
      "FIX over TCP: signal to both legs out", "FIX over TCP: signal to both fills"
    };
    for (int i = 0; i < names.length; i++) {
      figures.add(FastPathBenchmark.figure(names[i], raw[i]));
      figures.add(FastPathBenchmark.figure(names[i] + ", without stalls", calm[i]));
    }
    return figures;
  }

  private void round() {
    load.nextRound();
    load.market();
    stalled = false;
    int length = load.prepareSignal();
    long start = System.nanoTime();
    load.signal(length);
    if (load.stages.sent != 2) {
      throw new IllegalStateException("expected both legs to leave, saw " + load.stages.sent);
    }
    long out = load.stages.sentNanos - start;
    long now = start;
    long giveUpAt = start + PATIENCE_NANOS;
    do {
      turn();
      long next = System.nanoTime();
      stalled |= next - now > STALL_NANOS;
      now = next;
    } while (load.openPairs() > 0 && now < giveUpAt);
    if (load.openPairs() > 0) {
      throw new IllegalStateException("expected both legs to be filled within 20 s");
    }
    record(0, out);
    record(1, now - start);
  }

  private void record(int figure, long nanos) {
    raw[figure].recordValue(nanos);
    if (!stalled) {
      calm[figure].recordValue(nanos);
    }
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IOException("cannot close " + each, e);
      }
    }
  }
}
