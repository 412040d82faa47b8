package io.hedgerow.benchmarks.fastpath;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * From a signal to both legs at the link, with the whole gate and the journal (LAT-1 to LAT-7), on
 * one thread; beside it, in the same run, what the machine takes by itself: an empty loop at the
 * same pace, and a message through a ring to another thread and back.
 *
 * <p>Paced figures are measured from the intended start, so that a round that begins late because
 * the one before it was slow counts its waiting, too. A stall is a stage that took more than {@link
 * #STALL_NANOS}, far more than it can: the scheduler, a page or a pause. All figures are printed
 * with stalls and without, and how many rounds that leaves out.
 */
public final class FastPathBenchmark {

  /** A stage that takes longer has been interrupted. */
  public static final long STALL_NANOS = 10_000;

  /** Longer than any run: a histogram that grew would count as the engine's allocation. */
  static final long MOST_NANOS = 1_000_000_000_000L;

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
  private static final long JOURNAL_BYTES = 12L << 30;
  private static final int LEAST_ROOM_PPM = 50_000;
  private static final int MICROS_PER_ROUND = 1_000;
  private static final int WARM_UP_ROUNDS = 200_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** Percentiles of one figure, ns. */
  public record Figure(String name, long count, Map<String, Long> nanos) {}

  /** All figures of a run. */
  public record Report(
      int ratePerSecond,
      long pairs,
      double stalledPpm,
      double roundsPerSecond,
      long allocatedBytes,
      List<String> jvm,
      List<Figure> figures,
      List<Rate> rates) {}

  /** How often something happened, or how large a share was. */
  public record Rate(String name, long number) {}

  private final int rate;
  private final int seconds;
  private final Path folder;
  private final PeerProcess peer;
  private final Consumer<String> progress;

  /**
   * @param rate signals a second of the paced run
   * @param seconds of each run
   * @param folder on whose disk the journal is written; emptied afterwards
   * @param peer measured in the same run; null: none
   */
  public FastPathBenchmark(
      int rate, int seconds, Path folder, PeerProcess peer, Consumer<String> progress) {
    this.rate = rate;
    this.seconds = seconds;
    this.folder = folder;
    this.peer = peer;
    this.progress = progress;
  }

  /** Measures everything. */
  public Report run() throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    List<Rate> rates = new ArrayList<>();
    progress.accept("the machine: an empty loop at " + rate + "/s");
    Gaps idle = new Gaps();
    figures.add(figure("machine: begins late", emptyLoop(idle)));
    idle.report("machine, empty loop", figures, rates);
    progress.accept("the machine: a ring to another thread and back");
    figures.add(figure("machine: ring, there and back", RingRoundTrip.measure(seconds)));
    overFix(figures);
    beside(figures, rates);
    Path journal = Files.createTempDirectory(folder, "hedgerow-bench");
    try (EngineLoad load = new EngineLoad(journal, JOURNAL_BYTES, MICROS_PER_ROUND)) {
      progress.accept("warming up");
      Rounds warm = new Rounds(load);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        warm.play(System.nanoTime());
      }
      progress.accept("paced: " + rate + " signals/s for " + seconds + " s");
      Rounds paced = new Rounds(load);
      Gaps gaps = new Gaps();
      long before = allocated();
      paced(paced, gaps);
      long allocatedBytes = allocated() - before;
      figures.addAll(paced.figures("paced"));
      gaps.report("paced, waiting", figures, rates);
      progress.accept("as fast as it can");
      Rounds fast = new Rounds(load);
      double perSecond = fast(fast);
      figures.addAll(fast.figures("saturated"));
      rates.add(
          new Rate(
              "decisions/s, accepted: signal to both legs alone",
              fast.rounds * SECOND_NANOS / Math.max(1, fast.signalNanos)));
      progress.accept("rejected signals, as fast as it can");
      rates.add(new Rate("decisions/s, rejected", rejected(load)));
      if (load.openPairs() != 0) {
        throw new IllegalStateException("expected every pair to end, saw " + load.openPairs());
      }
      return new Report(
          rate,
          paced.rounds,
          1e6 * paced.stalled / Math.max(1, paced.rounds),
          perSecond,
          allocatedBytes,
          ManagementFactory.getRuntimeMXBean().getInputArguments(),
          figures,
          rates);
    } finally {
      delete(journal);
    }
  }

  private void overFix(List<Figure> figures) throws IOException {
    progress.accept("over FIX and loopback TCP, one pair at a time");
    Path files = Files.createTempDirectory(folder, "hedgerow-bench-fix");
    try (FixRoundTrip trip = FixRoundTrip.open(files, MICROS_PER_ROUND)) {
      figures.addAll(trip.measure(seconds));
    } finally {
      delete(files);
    }
  }

  private void beside(List<Figure> figures, List<Rate> rates)
      throws IOException, InterruptedException {
    if (peer == null) {
      return;
    }
    progress.accept("the peer: exchange-core, as shipped and in line");
    peer.measure(seconds, figures, rates);
  }

  /** Decisions a second while a restriction rejects everything; each stands in the journal. */
  private long rejected(EngineLoad load) {
    load.restrict(true);
    long before = load.accepted();
    long count = 0;
    long start = System.nanoTime();
    long now = start;
    while (now - start < seconds * SECOND_NANOS && load.journalRoomPpm() > LEAST_ROOM_PPM) {
      load.nextRound();
      load.signal(load.prepareSignal());
      count++;
      now = System.nanoTime();
    }
    load.restrict(false);
    if (load.accepted() != before) {
      throw new IllegalStateException("expected every signal to be rejected");
    }
    return (long) (count * (double) SECOND_NANOS / (now - start));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private Histogram emptyLoop(Gaps gaps) {
    Histogram late = new Histogram(3);
    long interval = SECOND_NANOS / rate;
    long intended = System.nanoTime() + interval;
    long end = intended + seconds * SECOND_NANOS;
    while (intended < end) {
      late.recordValue(gaps.await(intended) - intended);
      intended += interval;
    }
    return late;
  }

  private void paced(Rounds rounds, Gaps gaps) {
    long interval = SECOND_NANOS / rate;
    long intended = System.nanoTime() + interval;
    long end = intended + seconds * SECOND_NANOS;
    while (intended < end && rounds.load.journalRoomPpm() > LEAST_ROOM_PPM) {
      rounds.prepare();
      gaps.await(intended);
      rounds.finish(intended);
      intended += interval;
    }
  }

  private double fast(Rounds rounds) {
    long start = System.nanoTime();
    long end = start + seconds * SECOND_NANOS;
    while (System.nanoTime() < end && rounds.load.journalRoomPpm() > LEAST_ROOM_PPM) {
      rounds.prepare();
      rounds.finish(System.nanoTime());
    }
    return rounds.rounds * (double) SECOND_NANOS / (System.nanoTime() - start);
  }

  static Figure figure(String name, Histogram histogram) {
    Map<String, Long> nanos = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      nanos.put(
          percentile == 100 ? "worst" : "p" + text(percentile),
          histogram.getValueAtPercentile(percentile));
    }
    return new Figure(name, histogram.getTotalCount(), nanos);
  }

  private static String text(double percentile) {
    return percentile == Math.rint(percentile)
        ? String.valueOf((long) percentile)
        : String.valueOf(percentile);
  }

  private static void delete(Path journal) throws IOException {
    try (Stream<Path> files = Files.walk(journal)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
