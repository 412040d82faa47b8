package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.benchmarks.SignalsBenchmark.Throughput;
import io.hedgerow.benchmarks.study.SignalsStudy.PairEdge;
import io.hedgerow.benchmarks.study.SignalsStudy.Report;
import io.hedgerow.benchmarks.study.SignalsStudy.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsFiguresTest {

  @Test
  void shouldShowEachRun() {
    String text =
        SignalsFigures.text(List.of(new Throughput(104, 400_000, 52_000, 12, 0, 90, List.of())));

    assertThat(lines(text)).contains("104 400,000 52,000 12 0 90");
  }

  @Test
  void shouldShowTheSpanOfTheEdgesAndADashWhereThereIsNone() {
    Report report =
        new Report(
            List.of(
                new Run(
                    "B", "half", 1_000, 6.04, 3, 0, List.of(300L, 100L, 200L), 2_000, 40, 500, 0),
                new Run("A", "half", 1_000, 6.04, 0, 0, List.of(), 0, 0, 0, 0)),
            List.of(new PairEdge("X > Y", 10, 12.5, -5, 20, 21)),
            List.of("A: 0 funding rates recorded"));

    assertThat(lines(SignalsFigures.text(report)))
        .contains(
            "A: 0 funding rates recorded",
            "B half 1,000 6.0 3 0 100 200 300 2,000 40 500",
            "A half 1,000 6.0 0 0 - - - - - -",
            "X > Y 10 12.50 -5 20 21");
  }

  private static List<String> lines(String text) {
    return text.lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }
}
