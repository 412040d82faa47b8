package io.hedgerow.cli;

import io.hedgerow.benchmarks.SignalsBenchmark.Throughput;
import io.hedgerow.benchmarks.study.SignalsStudy;
import java.util.List;
import java.util.Locale;

/** The signals job's figures as tables for people. */
final class SignalsFigures {

  private static final int MEDIAN = 50;

  private SignalsFigures() {}

  /** A line for each run. */
  static String text(List<Throughput> runs) {
    TextTable table =
        new TextTable("books", "views", "books/s", "signals", "not judged", "heap MiB");
    for (Throughput run : runs) {
      table.row(
          count(run.books()),
          count(run.views()),
          count(run.booksPerSecond()),
          count(run.signals()),
          count(run.notJudged()),
          count(run.heapUsedMib()));
    }
    return table.render();
  }

  /** What recorded books gave: a line for each run, and one for each pair of books. */
  static String text(SignalsStudy.Report report) {
    TextTable runs =
        new TextTable(
            "recording",
            "settings",
            "views",
            "minutes",
            "alpha",
            "funding",
            "edge ppm least",
            "median",
            "most",
            "fees",
            "slippage",
            "notional");
    for (SignalsStudy.Run run : report.runs()) {
      List<Long> edges = run.edgesPpm().stream().sorted().toList();
      boolean none = edges.isEmpty();
      runs.row(
          run.series(),
          run.settings(),
          count(run.views()),
          String.format(Locale.ROOT, "%.1f", run.minutes()),
          count(run.alpha()),
          count(run.funding()),
          none ? "-" : count(edges.get(0)),
          none ? "-" : count(edges.get(edges.size() * MEDIAN / 100)),
          none ? "-" : count(edges.get(edges.size() - 1)),
          none ? "-" : count(run.feesPpm()),
          none ? "-" : count(run.slippagePpm()),
          none ? "-" : count(run.meanNotional()));
    }
    TextTable pairs =
        new TextTable("buy > sell", "moments", "above 0 %", "p50 ppm", "p99 ppm", "most ppm");
    for (SignalsStudy.PairEdge pair : report.pairs()) {
      pairs.row(
          pair.pair(),
          count(pair.moments()),
          String.format(Locale.ROOT, "%.2f", pair.positivePercent()),
          count(pair.p50Ppm()),
          count(pair.p99Ppm()),
          count(pair.maxPpm()));
    }
    String notes = String.join("\n", report.notes()) + "\n";
    return notes
        + (runs.isEmpty() ? "" : runs.render())
        + (pairs.isEmpty() ? "" : "Before costs, touch to touch:\n" + pairs.render());
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
