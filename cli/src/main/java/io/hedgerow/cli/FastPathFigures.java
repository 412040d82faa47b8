package io.hedgerow.cli;

import io.hedgerow.benchmarks.fastpath.FastPathBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fast path's figures as a table for people. */
final class FastPathFigures {

  private static final double MICRO = 1_000;

  private FastPathFigures() {}

  static String text(FastPathBenchmark.Report report) {
    List<String> head = new ArrayList<>(List.of("µs", "count"));
    head.addAll(report.figures().get(0).nanos().keySet());
    TextTable table = new TextTable(head.toArray(String[]::new));
    for (FastPathBenchmark.Figure figure : report.figures()) {
      List<String> row = new ArrayList<>();
      row.add(figure.name());
      row.add(String.format(Locale.ROOT, "%,d", figure.count()));
      figure
          .nanos()
          .values()
          .forEach(nanos -> row.add(String.format(Locale.ROOT, "%.2f", nanos / MICRO)));
      table.row(row.toArray(String[]::new));
    }
    return table.render()
        + String.format(
            Locale.ROOT,
            "Paced %,d/s: %,d pairs, %.0f ppm of them with a stall of more than %d µs, %,d bytes"
                + " allocated. Saturated: %,.0f pairs/s.%nJVM: %s%n",
            report.ratePerSecond(),
            report.pairs(),
            report.stalledPpm(),
            FastPathBenchmark.STALL_NANOS / 1_000,
            report.allocatedBytes(),
            report.roundsPerSecond(),
            String.join(" ", report.jvm()));
  }
}
