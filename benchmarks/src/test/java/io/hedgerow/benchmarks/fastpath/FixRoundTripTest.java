package io.hedgerow.benchmarks.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("LAT-6")
class FixRoundTripTest {

  @TempDir private Path folder;

  @Test
  void shouldMeasureBothLegsAndBothFillsOverSessions() throws Exception {
    try (FixRoundTrip trip = FixRoundTrip.open(folder, 1_000)) {
      trip.rounds(20);

      List<FastPathBenchmark.Figure> figures = trip.figures();

      assertThat(figures).hasSize(4);
      assertThat(figures.get(0).count()).isEqualTo(20);
      assertThat(figures.get(2).count()).isEqualTo(20);
      assertThat(figures.get(2).nanos().get("p50"))
          .isGreaterThan(figures.get(0).nanos().get("p50"));
    }
  }

  @Test
  void shouldReadWhatThePeerPrints() {
    List<FastPathBenchmark.Figure> figures = new ArrayList<>();
    List<FastPathBenchmark.Rate> rates = new ArrayList<>();

    PeerProcess.take("figure\tin line\t7\t1\t2\t3\t4\t5\t6", figures, rates);
    PeerProcess.take("value\tcommands/s\t9", figures, rates);
    PeerProcess.take("WARNING: something else", figures, rates);

    assertThat(figures).hasSize(1);
    assertThat(figures.get(0).name()).isEqualTo("peer: in line");
    assertThat(figures.get(0).count()).isEqualTo(7);
    assertThat(figures.get(0).nanos()).containsEntry("p50", 1L).containsEntry("worst", 6L);
    assertThat(rates).containsExactly(new FastPathBenchmark.Rate("peer: commands/s", 9));
  }
}
