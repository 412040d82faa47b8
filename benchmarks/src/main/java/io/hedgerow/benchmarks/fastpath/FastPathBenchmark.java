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

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
  private static final long JOURNAL_BYTES = 12L << 30;
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
      List<Figure> figures) {}

  private final int rate;
  private final int seconds;
  private final Path folder;
  private final Consumer<String> progress;

  /**
   * @param rate signals a second of the paced run
   * @param seconds of each run
   * @param folder on whose disk the journal is written; made, and emptied afterwards
   */
  public FastPathBenchmark(int rate, int seconds, Path folder, Consumer<String> progress) {
    this.rate = rate;
    this.seconds = seconds;
    this.folder = folder;
    this.progress = progress;
  }

  /** Measures everything. */
  public Report run() throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    progress.accept("the machine: an empty loop at " + rate + "/s");
    figures.add(figure("machine: begins late", emptyLoop()));
    progress.accept("the machine: a ring to another thread and back");
    figures.add(figure("machine: ring, there and back", RingRoundTrip.measure(seconds)));
    Path journal = Files.createTempDirectory(folder, "hedgerow-bench");
    try (EngineLoad load = new EngineLoad(journal, JOURNAL_BYTES, MICROS_PER_ROUND)) {
      progress.accept("warming up");
      Rounds warm = new Rounds(load);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        warm.play(System.nanoTime());
      }
      progress.accept("paced: " + rate + " signals/s for " + seconds + " s");
      Rounds paced = new Rounds(load);
      long before = allocated();
      paced(paced);
      long allocatedBytes = allocated() - before;
      figures.addAll(paced.figures("paced"));
      progress.accept("as fast as it can");
      Rounds fast = new Rounds(load);
      double perSecond = fast(fast);
      figures.addAll(fast.figures("saturated"));
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
          figures);
    } finally {
      delete(journal);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private Histogram emptyLoop() {
    Histogram late = new Histogram(3);
    long interval = SECOND_NANOS / rate;
    long intended = System.nanoTime() + interval;
    long end = intended + seconds * SECOND_NANOS;
    while (intended < end) {
      late.recordValue(awaited(intended) - intended);
      intended += interval;
    }
    return late;
  }

  private static long awaited(long intended) {
    long now = System.nanoTime();
    while (now < intended) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    return now;
  }

  private void paced(Rounds rounds) {
    long interval = SECOND_NANOS / rate;
    long intended = System.nanoTime() + interval;
    long end = intended + seconds * SECOND_NANOS;
    while (intended < end && rounds.load.journalRoomPpm() > 50_000) {
      rounds.prepare();
      awaited(intended);
      rounds.finish(intended);
      intended += interval;
    }
  }

  private double fast(Rounds rounds) {
    long start = System.nanoTime();
    long end = start + seconds * SECOND_NANOS;
    while (System.nanoTime() < end && rounds.load.journalRoomPpm() > 50_000) {
      rounds.prepare();
      rounds.finish(System.nanoTime());
    }
    return rounds.rounds * (double) SECOND_NANOS / (System.nanoTime() - start);
  }

  private static Figure figure(String name, Histogram histogram) {
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

  /** Rounds with their stages. */
  private static final class Rounds {

    private final EngineLoad load;
    private final Histogram[] raw = histograms();
    private final Histogram[] calm = histograms();
    private int signalLength;
    private long rounds;
    private long stalled;

    private static final String[] NAMES = {
      "LAT-1 signal to decision",
      "LAT-2 decision to both legs built",
      "LAT-3 built to both at the link",
      "LAT-4 acknowledgement applied",
      "LAT-5 fill applied",
      "LAT-6 all of these, both legs",
      "receive (book and signal) to both at the link, from the intended start"
    };

    Rounds(EngineLoad load) {
      this.load = load;
    }

    private static Histogram[] histograms() {
      Histogram[] all = new Histogram[NAMES.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = new Histogram(3);
      }
      return all;
    }

    void play(long intended) {
      prepare();
      finish(intended);
    }

    void prepare() {
      load.nextRound();
    }

    void finish(long intended) {
      long received = System.nanoTime();
      load.market();
      long booked = System.nanoTime();
      signalLength = load.prepareSignal();
      long signalled = System.nanoTime();
      load.signal(signalLength);
      StageClock stages = load.stages;
      if (stages.sent != 2) {
        throw new IllegalStateException("expected both legs to leave, saw " + stages.sent);
      }
      long sent = stages.sentNanos;
      long before = System.nanoTime();
      load.accept(0);
      long first = System.nanoTime();
      load.accept(1);
      long second = System.nanoTime();
      load.fill(0);
      long third = System.nanoTime();
      load.fill(1);
      long done = System.nanoTime();
      rounds++;
      long decision = stages.decidedNanos - signalled;
      long built = stages.builtNanos - stages.decidedNanos;
      long handed = sent - stages.builtNanos;
      boolean calmRound =
          booked - received < STALL_NANOS
              && decision < STALL_NANOS
              && built < STALL_NANOS
              && handed < STALL_NANOS
              && first - before < STALL_NANOS
              && second - first < STALL_NANOS
              && third - second < STALL_NANOS
              && done - third < STALL_NANOS
              && received - intended < STALL_NANOS;
      stalled += calmRound ? 0 : 1;
      record(calmRound, 0, decision);
      record(calmRound, 1, built);
      record(calmRound, 2, handed);
      record(calmRound, 3, first - before);
      record(calmRound, 3, second - first);
      record(calmRound, 4, third - second);
      record(calmRound, 4, done - third);
      record(calmRound, 5, sent - signalled + done - before);
      record(calmRound, 6, sent - intended - (signalled - booked));
    }

    private void record(boolean calmRound, int figure, long nanos) {
      raw[figure].recordValue(Math.max(0, nanos));
      if (calmRound) {
        calm[figure].recordValue(Math.max(0, nanos));
      }
    }

    List<Figure> figures(String run) {
      List<Figure> figures = new ArrayList<>();
      for (int i = 0; i < NAMES.length; i++) {
        figures.add(figure(run + ": " + NAMES[i], raw[i]));
        figures.add(figure(run + ", without stalls: " + NAMES[i], calm[i]));
      }
      return figures;
    }
  }
}
