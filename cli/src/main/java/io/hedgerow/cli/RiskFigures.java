package io.hedgerow.cli;

import io.hedgerow.benchmarks.RiskBenchmark.Latencies;
import io.hedgerow.benchmarks.RiskBenchmark.Throughput;
import java.util.List;
import java.util.Locale;

/** The risk job's figures as tables for people. */
final class RiskFigures {

  private RiskFigures() {}

  /** A table of each measurement that was made, a line for each run. */
  static String text(List<Throughput> throughput, List<Latencies> latencies) {
    TextTable caughtUp =
        new TextTable("subjects", "observations", "per second", "edges", "late", "heap MiB");
    for (Throughput run : throughput) {
      caughtUp.row(
          count(run.subjects()),
          count(run.observations()),
          count(run.observationsPerSecond()),
          count(run.edges()),
          count(run.late()),
          count(run.heapUsedMib()));
    }
    TextTable paced =
        new TextTable(
            "per second",
            "restrictions",
            "in job p50 ms",
            "p99",
            "read p50 ms",
            "p99",
            "since sent p99",
            "load late p50",
            "p99");
    for (Latencies run : latencies) {
      paced.row(
          count(run.observationsPerSecond()),
          count(run.restrictions()),
          millis(run.inJobP50Millis()),
          millis(run.inJobP99Millis()),
          millis(run.readP50Millis()),
          millis(run.readP99Millis()),
          millis(run.sinceSentP99Millis()),
          millis(run.latePaceP50Millis()),
          millis(run.latePaceP99Millis()));
    }
    return (caughtUp.isEmpty() ? "" : caughtUp.render()) + (paced.isEmpty() ? "" : paced.render());
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
