package io.hedgerow.fastpath.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing and reading cost no memory, over changes of the segment too for the writer. */
@Tag("LAT-7")
class JournalAllocationTest {

  private static final int RECORDS = 100_000;
  private static final int BODY_BYTES = 64;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void shouldWriteWithoutAllocating() {
    UnsafeBuffer source = new UnsafeBuffer(new byte[BODY_BYTES]);
    JournalSettings settings = JournalSettings.of(1, "test").withBytes(1 << 20, 128 << 20);
    try (Journal journal = Journal.open(folder, settings)) {
      append(journal, source);

      long before = THREADS.getCurrentThreadAllocatedBytes();
      long last = append(journal, source);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(last).isEqualTo(2L * RECORDS);
      assertThat(bytes).isZero();
    }
  }

  @Test
  void shouldReadASegmentWithoutAllocating() {
    UnsafeBuffer source = new UnsafeBuffer(new byte[BODY_BYTES]);
    JournalSettings settings = JournalSettings.of(1, "test").withBytes(64 << 20, 64 << 20);
    long[] sum = {0};
    RecordHandler adding =
        (sequence, type, time, buffer, offset, length) -> sum[0] += buffer.getByte(offset);
    try (Journal journal = Journal.open(folder, settings);
        JournalReader reader = JournalReader.fromStart(folder)) {
      append(journal, source);
      append(journal, source);
      reader.poll(adding, RECORDS);

      long before = THREADS.getCurrentThreadAllocatedBytes();
      int count = reader.poll(adding, RECORDS);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(count).isEqualTo(RECORDS);
      assertThat(bytes).isZero();
    }
  }

  private static long append(Journal journal, UnsafeBuffer source) {
    long sequence = 0;
    for (int i = 0; i < RECORDS; i++) {
      source.putLong(0, i);
      sequence = journal.append(1, source, 0, BODY_BYTES, i);
      while (sequence == Journal.NOT_READY) {
        Thread.onSpinWait();
        sequence = journal.append(1, source, 0, BODY_BYTES, i);
      }
    }
    return sequence;
  }
}
