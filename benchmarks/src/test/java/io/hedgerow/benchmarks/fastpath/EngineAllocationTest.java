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

  /** While the compilers are at work a round may allocate; afterwards none does. */
  private static final int IN_A_ROW = 3;

  private static final int MOST_TRIES = 10;

  @Test
  void shouldAllocateNothingOverSignalsFillsFaultsAndTimers(@TempDir Path folder) {
    try (EngineLoad load = new EngineLoad(folder, 8L << 30, 1_000)) {
      List<Long> bytes = new ArrayList<>();
      while (bytes.size() < MOST_TRIES && !isSettled(bytes)) {
        long before = allocated();
        play(load);
        bytes.add(allocated() - before);
      }

      assertThat(isSettled(bytes)).as("bytes of each 100,000 rounds: " + bytes).isTrue();
      assertThat(load.openPairs()).isZero();
      assertThat(load.accepted()).isGreaterThan(ROUNDS / 2);
    }
  }

  private static boolean isSettled(List<Long> bytes) {
    int size = bytes.size();
    return size >= IN_A_ROW
        && bytes.subList(size - IN_A_ROW, size).stream().allMatch(each -> each == 0);
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
