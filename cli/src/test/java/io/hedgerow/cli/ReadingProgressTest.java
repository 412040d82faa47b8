package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long T0 = 1_790_000_000_000_000L;

  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final ReadingProgress progress =
      new ReadingProgress("127.0.0.1:9092", lines::add, nanos::get);

  @Test
  void shouldSayNothingOfAShortRead() {
    nanos.set(2 * SECOND);
    progress.read(1_000, T0, T0, T0 + 100);

    assertThat(lines).isEmpty();
  }

  @Test
  void shouldSayNowAndThenHowFarItIs() {
    progress.read(1_000, Long.MIN_VALUE, T0, T0 + 10_000_000);
    nanos.set(3 * SECOND);
    progress.read(1_000, Long.MIN_VALUE, T0, T0 + 10_000_000);
    nanos.set(4 * SECOND);
    progress.read(1_000, T0 + 1_000_000, T0, T0 + 10_000_000);
    nanos.set(6 * SECOND);
    progress.read(1_000, T0 + 4_000_000, T0, T0 + 10_000_000);

    assertThat(lines)
        .containsExactly(
            "Reading 127.0.0.1:9092: 2,000 records",
            "Reading 127.0.0.1:9092: 4,000 records, at 2026-09-21T14:13:24Z (40 %)");
  }
}
