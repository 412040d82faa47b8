package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.claim;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader beside the writer sees each record once, whole and in order. */
@Tag("IDEM-1")
class JournalTailTest {

  private static final int RECORDS = 1_000_000;
  private static final int CYCLE = 57;

  @TempDir Path folder;

  /** Compares each record with what must stand there. */
  private static final class Expecting implements RecordHandler {
    private long next = 1;

    @Override
    public void onRecord(
        long sequence, int type, long timeMicros, DirectBuffer buffer, int offset, int length) {
      boolean same = sequence == next && type == 1 + next % 5 && timeMicros == next * 3;
      same &= length == next % CYCLE;
      for (int i = 0; i < length && same; i++) {
        same = buffer.getByte(offset + i) == (byte) (next + i);
      }
      if (!same) {
        throw new IllegalStateException(
            "expected record " + next + ", seen " + sequence + " of length " + length);
      }
      next++;
    }
  }

  @Test
  @Timeout(120)
  void shouldSeeExactlyWhatIsWritten() throws InterruptedException {
    JournalSettings settings =
        JournalSettings.of(1, "test").withBytes(1 << 20, 256 << 20).withForceEveryMillis(20);
    AtomicReference<Throwable> problem = new AtomicReference<>();
    Expecting expecting = new Expecting();

    try (Journal journal = Journal.open(folder, settings)) {
      Thread tail = new Thread(() -> readAll(expecting), "tail");
      tail.setUncaughtExceptionHandler((thread, seen) -> problem.set(seen));
      tail.start();
      for (long sequence = 1; sequence <= RECORDS; sequence++) {
        int length = (int) (sequence % CYCLE);
        claim(journal, (int) (1 + sequence % 5), length, sequence * 3);
        for (int i = 0; i < length; i++) {
          journal.body().putByte(i, (byte) (sequence + i));
        }
        journal.commit();
      }
      tail.join();
    }

    assertThat(problem.get()).isNull();
    assertThat(expecting.next).isEqualTo(RECORDS + 1);
  }

  private void readAll(Expecting expecting) {
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (expecting.next <= RECORDS) {
        if (reader.poll(expecting, 100) == 0) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
