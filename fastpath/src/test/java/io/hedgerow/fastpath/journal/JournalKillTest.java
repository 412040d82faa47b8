package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.append;
import static io.hedgerow.fastpath.journal.JournalFixture.copy;
import static io.hedgerow.fastpath.journal.JournalFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that appends as fast as it can, several times on one journal. */
@Tag("IDEM-1")
class JournalKillTest {

  private static final int KILLS = 4;
  private static final JournalSettings SETTINGS =
      JournalSettings.of(2, "parent").withBytes(1 << 20, 1L << 30);

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void shouldKeepEveryRecordThatWasTold() throws Exception {
    long last = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      long told = killAfter(20_000L * kill, last);

      try (Journal journal = Journal.open(folder, SETTINGS)) {
        assertThat(journal.recovery().lastSequence()).isGreaterThanOrEqualTo(told);
        last = append(journal);
      }
      assertThat(countOf(folder)).isEqualTo(last);
    }
  }

  @Test
  @Timeout(60)
  void shouldNameTheProcessThatWrites() throws Exception {
    Process child = start();
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(out.readLine()).isEqualTo("from 1");
      assertThatThrownBy(() -> Journal.open(folder, SETTINGS))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("has a writer already, process " + child.pid());
    } finally {
      child.destroyForcibly().waitFor();
    }
    Journal.open(folder, SETTINGS).close();
  }

  /** Starts a child, kills it once it told so many more records, and returns the last one told. */
  private long killAfter(long records, long before) throws IOException, InterruptedException {
    Process child = start();
    long told = before;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(out.readLine()).isEqualTo("from " + (before + 1));
      boolean killed = false;
      String line = out.readLine();
      while (line != null) {
        // The pipe may end within a number: only a whole line counts, and it only grows.
        long sequence = Long.parseLong(line);
        told = sequence > told ? sequence : told;
        if (!killed && told > before + records) {
          // Through its handle: what it has told can still be read.
          child.toHandle().destroyForcibly();
          killed = true;
        }
        line = out.readLine();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return told;
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Xmx64m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EndlessAppender.class.getName());
    command.add(folder.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static long countOf(Path folder) {
    long[] count = {0};
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      RecordHandler comparing =
          (sequence, type, time, buffer, offset, length) -> {
            assertThat(copy(sequence, type, time, buffer, offset, length))
                .isEqualTo(entry(++count[0]));
          };
      while (reader.poll(comparing, 1_000) > 0) {
        // Until nothing more is there.
      }
    }
    return count[0];
  }
}
