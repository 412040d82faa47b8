package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.SMALL;
import static io.hedgerow.fastpath.journal.JournalFixture.append;
import static io.hedgerow.fastpath.journal.JournalFixture.claim;
import static io.hedgerow.fastpath.journal.JournalFixture.entries;
import static io.hedgerow.fastpath.journal.JournalFixture.entry;
import static io.hedgerow.fastpath.journal.JournalFixture.read;
import static io.hedgerow.fastpath.journal.JournalFixture.readFrom;
import static io.hedgerow.fastpath.journal.JournalFixture.segment;
import static io.hedgerow.fastpath.journal.JournalFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.fastpath.journal.JournalFixture.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what is read, and what cannot be written is told. */
@Tag("IDEM-1")
@Tag("LAT-7")
class JournalTest {

  @TempDir Path folder;

  @Test
  void shouldReadWhatWasWrittenOverManySegments() {
    write(folder, 500);

    assertThat(read(folder)).isEqualTo(entries(1, 500));
    assertThat(segment(folder, 5)).exists();
  }

  @Test
  void shouldReadFromAnyRecord() {
    write(folder, 150);

    for (long from = 1; from <= 151; from++) {
      assertThat(readFrom(folder, from)).isEqualTo(entries(from, 150));
    }
  }

  @Test
  void shouldRefuseToReadFromBehindTheEnd() {
    write(folder, 150);

    assertThatThrownBy(() -> JournalReader.from(folder, 152))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Expected record 152")
        .hasMessageContaining("end after record 150");
  }

  @Test
  void shouldTellWhoBeganTheSegment() {
    write(folder, 3);

    try (JournalReader reader = JournalReader.fromStart(folder)) {
      reader.poll((sequence, type, time, buffer, offset, length) -> {}, 1);
      assertThat(reader.engineRun()).isEqualTo(7);
      assertThat(reader.buildId()).isEqualTo("build-0a1b2c");
      assertThat(reader.nextSequence()).isEqualTo(2);
    }
  }

  @Test
  void shouldContinueAfterEachClose() {
    for (int round = 0; round < 20; round++) {
      try (Journal journal = Journal.open(folder, SMALL)) {
        assertThat(journal.recovery().lastSequence()).isEqualTo(round * 17L);
        assertThat(journal.recovery().cutBytes()).isZero();
        for (int i = 0; i < 17; i++) {
          append(journal);
        }
      }
    }

    assertThat(read(folder)).isEqualTo(entries(1, 340));
  }

  @Test
  void shouldContinueWithSegmentsOfAnotherSize() {
    write(folder, 100);
    try (Journal journal = Journal.open(folder, SMALL.withBytes(16_384, 1 << 20))) {
      for (int i = 0; i < 400; i++) {
        append(journal);
      }
    }
    write(folder, 100);

    assertThat(read(folder)).isEqualTo(entries(1, 600));
  }

  @Test
  void shouldLeaveNothingOfAnAbortedRecord() {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal);
      assertThat(journal.claim(1, 900, 5)).isEqualTo(2);
      journal.body().setMemory(0, 900, (byte) -1);
      journal.abort();
      append(journal);
      append(journal);
    }

    assertThat(read(folder)).isEqualTo(entries(1, 3));
  }

  @Test
  void shouldGiveUpAClaimedRecordWhenClosed() {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal);
      journal.claim(1, 100, 5);
      journal.body().setMemory(0, 100, (byte) -1);
    }

    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(journal.recovery()).isEqualTo(new RecoveryReport(1, 1, 0, ""));
    }
  }

  @Test
  void shouldAppendFromABuffer() {
    UnsafeBuffer source = new UnsafeBuffer(new byte[] {9, 1, 2, 3, 9});
    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(journal.append(4, source, 1, 3, 77)).isEqualTo(1);
      assertThat(journal.append(Journal.MAX_TYPE, source, 0, 0, -1)).isEqualTo(2);
    }

    assertThat(read(folder))
        .containsExactly(new Entry(1, 4, 77, "010203"), new Entry(2, 32_767, -1, ""));
  }

  @Test
  void shouldNotLetAnEncoderWriteBeyondItsRecord() {
    try (Journal journal = Journal.open(folder, SMALL)) {
      journal.claim(1, 8, 0);

      assertThatThrownBy(() -> journal.body().putLong(1, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
      journal.commit();
      assertThatThrownBy(() -> journal.body().putByte(0, (byte) 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldRefuseMistakesOfItsCaller() {
    try (Journal journal = Journal.open(folder, SMALL)) {
      int longest = journal.maxBodyBytes();

      assertThat(longest).isEqualTo(992);
      assertThatThrownBy(() -> journal.claim(0, 1, 0))
          .hasMessageContaining("type")
          .hasMessageContaining("seen 0");
      assertThatThrownBy(() -> journal.claim(32_768, 1, 0)).hasMessageContaining("seen 32768");
      assertThatThrownBy(() -> journal.claim(1, -1, 0)).hasMessageContaining("seen -1");
      assertThatThrownBy(() -> journal.claim(1, longest + 1, 0)).hasMessageContaining("seen 993");
      assertThatThrownBy(journal::commit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(journal::abort).isInstanceOf(IllegalStateException.class);
      journal.claim(1, longest, 0);
      assertThatThrownBy(() -> journal.claim(1, 1, 0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldRefuseASecondThread() throws InterruptedException {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal);
      Thread other = new Thread(() -> journal.claim(1, 1, 0), "other");
      other.setUncaughtExceptionHandler((thread, problem) -> seen.set(problem));
      other.start();
      other.join();
    }

    assertThat(seen.get()).hasMessageContaining("seen other");
  }

  @Test
  void shouldRefuseWhenFullAndGoOnWithMoreRoom() {
    long written = 0;
    try (Journal journal = Journal.open(folder, SMALL.withBytes(4_096, 3 * 4_096 + 100))) {
      int room = journal.roomPpm();
      assertThat(room).isBetween(950_000, 1_000_000);
      long code = append(journal);
      while (code > 0) {
        written++;
        assertThat(journal.roomPpm()).isPositive().isLessThan(room);
        room = journal.roomPpm();
        code = append(journal);
      }
      assertThat(code).isEqualTo(Journal.FULL);
      assertThat(journal.roomPpm()).isZero();
      assertThat(journal.claim(1, 992, 0)).isEqualTo(Journal.FULL);
      assertThat(journal.nextSequence()).isEqualTo(written + 1);
    }
    assertThat(read(folder)).isEqualTo(entries(1, written));

    write(folder, 10);

    assertThat(read(folder)).isEqualTo(entries(1, written + 10));
  }

  @Test
  void shouldTakeNothingSmallerOnceItWasFull() {
    try (Journal journal = Journal.open(folder, SMALL.withBytes(4_096, 4_096))) {
      for (int i = 0; i < 3; i++) {
        journal.claim(1, 992, 0);
        journal.commit();
      }

      assertThat(journal.claim(1, 990, 0)).isEqualTo(Journal.FULL);
      assertThat(journal.claim(1, 0, 0)).isEqualTo(Journal.FULL);
      assertThat(journal.roomPpm()).isZero();
    }
  }

  @Test
  void shouldSayWhyNoSegmentCanBePrepared() throws IOException {
    Files.createDirectories(folder.resolve("journal"));
    Path journalFolder = folder.resolve("journal");
    try (Journal journal = Journal.open(journalFolder, SMALL)) {
      while (!Files.exists(segment(journalFolder, 2))) {
        Thread.onSpinWait();
      }
      Files.createDirectory(segment(journalFolder, 3));

      long code = append(journal);
      while (code > 0) {
        code = append(journal);
      }

      assertThat(code).isEqualTo(Journal.FAILED);
      assertThat(journal.failure())
          .hasMessageContaining("Cannot prepare")
          .hasMessageContaining("00000003.journal");
      assertThat(journal.roomPpm()).isLessThan(3_000);
      Files.delete(segment(journalFolder, 3));
    }
    long written = read(journalFolder).size();
    write(journalFolder, 5);
    assertThat(read(journalFolder)).isEqualTo(entries(1, written + 5));
  }

  @Test
  void shouldLetOneWriterIn() {
    Journal first = Journal.open(folder, SMALL);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> Journal.open(folder, SMALL))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("has a writer already, process " + ProcessHandle.current().pid());
    }
    append(first);
    first.close();
    first.close();

    write(folder, 1);
    assertThat(read(folder)).isEqualTo(entries(1, 2));
  }

  @Test
  void shouldLetTheNextWriterInAfterAFailedOpen() throws IOException {
    Files.writeString(folder.resolve("00000001.journal"), "not a journal");
    assertThatThrownBy(() -> Journal.open(folder, SMALL)).isInstanceOf(JournalException.class);
    Files.delete(folder.resolve("00000001.journal"));

    write(folder, 1);

    assertThat(read(folder)).containsExactly(entry(1));
  }

  @Test
  void shouldSayThatTheFolderIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Journal.open(file, SMALL))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Cannot make the journal folder " + file);
    assertThatThrownBy(() -> Journal.open(file.resolve("below"), SMALL))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Cannot make the journal folder");
  }

  @Test
  void shouldSayThatTheLockCannotBeWritten() throws IOException {
    Files.createDirectory(folder.resolve("journal.lock"));

    assertThatThrownBy(() -> Journal.open(folder, SMALL))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Cannot write to the journal folder " + folder);
  }

  @Test
  void shouldSayThatTheDiskIsTooSmall() {
    JournalSettings greedy = SMALL.withBytes(1 << 30, 4L << 40);

    assertThatThrownBy(() -> Journal.open(folder, greedy))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("No room for the journal")
        .hasMessageContaining("expected 4398046511104 usable bytes");
    assertThat(segment(folder, 1)).doesNotExist();
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    for (int size : new int[] {0, 4_095, 4_097, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> SMALL.withBytes(size, 1L << 40))
          .hasMessageContaining("seen " + size);
    }
    assertThatThrownBy(() -> SMALL.withBytes(8_192, 8_191)).hasMessageContaining("seen 8191");
    assertThatThrownBy(() -> SMALL.withForceEveryMillis(-1)).hasMessageContaining("seen -1");
    assertThatThrownBy(() -> JournalSettings.of(1, "a b")).hasMessageContaining("a b");
    assertThatThrownBy(() -> JournalSettings.of(1, "x".repeat(65))).hasMessageContaining("xxx");
  }

  @Test
  void shouldForceWhenAskedAndAtAnInterval() {
    try (Journal journal = Journal.open(folder, SMALL.withForceEveryMillis(1))) {
      for (int i = 0; i < 1_000; i++) {
        append(journal);
        if (i % 50 == 0) {
          journal.force();
        }
      }
    }

    assertThat(read(folder)).isEqualTo(entries(1, 1_000));
  }

  @Test
  void shouldKeepNoEmptySegmentAfterAClose() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      while (!Files.exists(segment(folder, 2))) {
        Thread.onSpinWait();
      }
      append(journal);
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly("00000001.journal", "journal.lock");
    }
  }

  @Test
  void shouldBringARecordAgainIfItsHandlerFailed() {
    write(folder, 3);
    List<Long> seen = new ArrayList<>();

    try (JournalReader reader = JournalReader.fromStart(folder)) {
      RecordHandler failing =
          (sequence, type, time, buffer, offset, length) -> {
            if (sequence == 2) {
              throw new IllegalStateException("not yet");
            }
            seen.add(sequence);
          };
      assertThatThrownBy(() -> reader.poll(failing, 9)).hasMessage("not yet");
      reader.poll((sequence, type, time, buffer, offset, length) -> seen.add(sequence), 9);
    }

    assertThat(seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldClaimWithoutWaitingWhenNoSegmentIsReady() {
    long notReady = 0;
    try (Journal journal = Journal.open(folder, SMALL)) {
      for (int i = 0; i < 2_000; i++) {
        if (journal.claim(1, 500, i) == Journal.NOT_READY) {
          notReady++;
          claim(journal, 1, 500, i);
        }
        if (journal.roomPpm() == 0) {
          break;
        }
        journal.commit();
      }
    }

    // Seven records a segment, each segment forced: the writer is ahead of the helper.
    assertThat(notReady).isPositive();
  }
}
