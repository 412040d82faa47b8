package io.hedgerow.benchmarks.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine allocates once it is warm, journal and gate included. */
@Tag("LAT-1")
@Tag("LAT-6")
class EngineAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 100_000;
  private static final int KINDS = 10;
  private static final int WARM_UP = 2;
  private static final int TRIES = 3;

  @Test
  void shouldAllocateNothingOverSignalsFillsFaultsAndTimers(@TempDir Path folder) {
    try (EngineLoad load = new EngineLoad(folder, 8L << 30, 1_000)) {
      for (int i = 0; i < WARM_UP; i++) {
        play(load);
      }
      List<Long> bytes = new ArrayList<>();
      for (int i = 0; i < TRIES; i++) {
        long before = allocated();
        play(load);
        bytes.add(allocated() - before);
      }

      assertThat(bytes).hasSize(TRIES).containsOnly(0L);
      assertThat(load.openPairs()).isZero();
      assertThat(load.accepted()).isGreaterThan(ROUNDS / 2);
    }
  }

  private static void play(EngineLoad load) {
    for (int i = 0; i < ROUNDS; i++) {
      load.mixedRound(i % KINDS);
    }
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
