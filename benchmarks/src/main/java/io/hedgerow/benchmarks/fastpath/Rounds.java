package io.hedgerow.benchmarks.fastpath;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Rounds with their stages. Every second round notes the stages of its signal; the others read the
 * clock once when both legs are out, so that the figure of the whole bears no readings in between.
 */
final class Rounds {

  final EngineLoad load;
  private final Histogram[] raw = histograms();
  private final Histogram[] calm = histograms();
  private int signalLength;
  long rounds;
  long stalled;
  long signalNanos;

  private static final String[] NAMES = {
    "LAT-1 signal to decision",
    "LAT-2 decision to both legs built",
    "LAT-3 built to both at the link",
    "LAT-4 acknowledgement applied",
    "LAT-5 fill applied",
    "LAT-6 all of these, both legs",
    "signal to both legs at the link",
    "receive (book and signal) to both at the link, from the intended start"
  };

  Rounds(EngineLoad load) {
    this.load = load;
  }

  private static Histogram[] histograms() {
    Histogram[] all = new Histogram[NAMES.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Histogram(FastPathBenchmark.MOST_NANOS, 3);
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
    load.stages.noting = (rounds & 1) == 0;
    signalLength = load.prepareSignal();
    long signalled = System.nanoTime();
    load.signal(signalLength);
    long signalDone = System.nanoTime();
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
    signalNanos += signalDone - signalled;
    boolean calmRound =
        booked - received < FastPathBenchmark.STALL_NANOS
            && sent - signalled < FastPathBenchmark.STALL_NANOS
            && first - before < FastPathBenchmark.STALL_NANOS
            && second - first < FastPathBenchmark.STALL_NANOS
            && third - second < FastPathBenchmark.STALL_NANOS
            && done - third < FastPathBenchmark.STALL_NANOS
            && received - intended < FastPathBenchmark.STALL_NANOS;
    stalled += calmRound ? 0 : 1;
    if (stages.noting) {
      record(calmRound, 0, stages.decidedNanos - signalled);
      record(calmRound, 1, stages.builtNanos - stages.decidedNanos);
      record(calmRound, 2, sent - stages.builtNanos);
    } else {
      record(calmRound, 5, sent - signalled + done - before);
      record(calmRound, 6, sent - signalled);
    }
    record(calmRound, 3, first - before);
    record(calmRound, 3, second - first);
    record(calmRound, 4, third - second);
    record(calmRound, 4, done - third);
    record(calmRound, 7, sent - intended - (signalled - booked));
  }

  private void record(boolean calmRound, int figure, long nanos) {
    raw[figure].recordValue(Math.max(0, nanos));
    if (calmRound) {
      calm[figure].recordValue(Math.max(0, nanos));
    }
  }

  List<FastPathBenchmark.Figure> figures(String run) {
    List<FastPathBenchmark.Figure> figures = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      figures.add(FastPathBenchmark.figure(run + ": " + NAMES[i], raw[i]));
      figures.add(FastPathBenchmark.figure(run + ", without stalls: " + NAMES[i], calm[i]));
    }
    return figures;
  }
}
