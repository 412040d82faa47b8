package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.benchmarks.RiskBenchmark.Latencies;
import io.hedgerow.benchmarks.RiskBenchmark.Throughput;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskFiguresTest {

  @Test
  void shouldShowEachMeasurementThatWasMade() {
    String both =
        RiskFigures.text(
            List.of(new Throughput(1_000, 8_000_000, 207_000, 12, 0, 104, List.of())),
            List.of(new Latencies(20_000, 900, 1, 2.25, 3, 4, 5, 6, 7, 8, 9, 10, 11)));

    assertThat(both.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("1,000 8,000,000 207,000 12 0 104", "20,000 900 1.0 2.3 4.0 5.0 8.0 9.0 10.0");
    assertThat(RiskFigures.text(List.of(), List.of())).isEmpty();
  }
}
