package io.hedgerow.fastpath.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what an append costs on this machine; nothing of it is asserted. */
@Tag("LAT-7")
class JournalCostTest {

  private static final int RECORDS = 500_000;
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  @Test
  void shouldTellWhatAnAppendCosts() {
    for (int bodyBytes : new int[] {64, 256}) {
      JournalSettings settings = JournalSettings.of(1, "test").withBytes(512 << 20, 512 << 20);
      try (Journal journal = Journal.open(folder.resolve("b" + bodyBytes), settings)) {
        for (int round = 1; round <= ROUNDS; round++) {
          measure(journal, bodyBytes, round);
        }
        assertThat(journal.nextSequence()).isEqualTo(1L + RECORDS * ROUNDS);
      }
    }
  }

  private static void measure(Journal journal, int bodyBytes, int round) {
    long[] nanos = new long[RECORDS];
    long begun = System.nanoTime();
    for (int i = 0; i < RECORDS; i++) {
      long from = System.nanoTime();
      journal.claim(1, bodyBytes, i);
      for (int offset = 0; offset < bodyBytes; offset += Long.BYTES) {
        journal.body().putLong(offset, i);
      }
      journal.commit();
      nanos[i] = System.nanoTime() - from;
    }
    long each = (System.nanoTime() - begun) / RECORDS;
    Arrays.sort(nanos);
    System.out.printf(
        "append of %d bytes, round %d: mean %d ns, p50 %d, p99 %d, p99.9 %d, worst %d (with two"
            + " calls of the clock)%n",
        bodyBytes,
        round,
        each,
        nanos[RECORDS / 2],
        nanos[RECORDS / 100 * 99],
        nanos[RECORDS / 1_000 * 999],
        nanos[RECORDS - 1]);
  }
}
