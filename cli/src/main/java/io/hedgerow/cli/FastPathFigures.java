package io.hedgerow.cli;

import io.hedgerow.benchmarks.fastpath.FastPathBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fast path's figures as a table for people. */
final class FastPathFigures {

  private static final double MICRO = 1_000;

  private static final String PEER =
      """
      The peer, exchange-core 0.5.3, is an exchange: as shipped its threads share the cores of this
      machine, so its tails there are the scheduler's. In line its risk and matching stages take
      single orders of two users: funds are checked and held, orders matched, balances moved. It
      journals nothing here, and knows neither market data of venues, nor pairs, limits of age, or
      records of why. Ours takes signals: sizes both legs on two books, judges nine checks on some
      seventy recorded inputs, writes signal, decision and both orders into the journal, and holds no
      book of its own to match in.
      """;

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
    TextTable rates = new TextTable("rate or share", "number");
    for (FastPathBenchmark.Rate rate : report.rates()) {
      rates.row(rate.name(), String.format(Locale.ROOT, "%,d", rate.number()));
    }
    return table.render()
        + rates.render()
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
            String.join(" ", report.jvm()))
        + (report.figures().stream().anyMatch(figure -> figure.name().startsWith("peer"))
            ? PEER
            : "");
  }
}
