package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.SMALL;
import static io.hedgerow.fastpath.journal.JournalFixture.entries;
import static io.hedgerow.fastpath.journal.JournalFixture.offsets;
import static io.hedgerow.fastpath.journal.JournalFixture.read;
import static io.hedgerow.fastpath.journal.JournalFixture.segment;
import static io.hedgerow.fastpath.journal.JournalFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage before the end is named and never repaired; what a crash leaves is no damage. */
@Tag("IDEM-1")
class JournalDamageTest {

  @TempDir Path folder;

  @BeforeEach
  void writeSegments() {
    write(folder, 170);
    assertThat(segment(folder, 4)).exists();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(() -> Journal.open(folder, SMALL))
        .isInstanceOf(JournalException.class);
  }

  private void change(int number, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(segment(folder, number));
    bytes[offset] = (byte) value;
    Files.write(segment(folder, number), bytes);
  }

  @Test
  void shouldNameTheRecordWhoseBytesChanged() throws IOException {
    int offset = offsets(segment(folder, 4)).get(1);
    change(4, offset + 17, 99);

    assertRefused()
        .hasMessageContaining("00000004.journal at offset " + offset + ": expected checksum")
        .hasMessageContaining(", seen ")
        .hasMessageContaining(" follows at " + offsets(segment(folder, 4)).get(2));
    assertThatThrownBy(() -> read(folder)).hasMessageContaining("at offset " + offset);
  }

  @Test
  void shouldNameTheLengthThatChanged() throws IOException {
    int offset = offsets(segment(folder, 2)).get(3);
    change(2, offset + 3, 127);

    assertRefused()
        .hasMessageContaining("00000002.journal at offset " + offset)
        .hasMessageContaining("expected length")
        .hasMessageContaining("though later segments follow");
  }

  @Test
  void shouldNotTakeALostLengthForTheEnd() throws IOException {
    int offset = offsets(segment(folder, 4)).get(0);
    change(4, offset, 0);

    assertRefused().hasMessageContaining("seen length 0, though record");
  }

  @Test
  void shouldNameAMissingSegment() throws IOException {
    Files.delete(segment(folder, 2));

    assertRefused()
        .hasMessageContaining("expected segment")
        .hasMessageContaining("00000002.journal, seen")
        .hasMessageContaining("00000003.journal");
    assertThatThrownBy(() -> read(folder)).hasMessageContaining("00000002.journal");
  }

  @Test
  void shouldNameAMissingFirstSegment() throws IOException {
    Files.delete(segment(folder, 1));

    assertRefused().hasMessageContaining("00000001.journal, seen");
  }

  @Test
  void shouldNameASegmentThatIsShort() throws IOException {
    byte[] bytes = Files.readAllBytes(segment(folder, 2));
    Files.write(segment(folder, 2), java.util.Arrays.copyOf(bytes, 4_000));

    assertRefused().hasMessageContaining("expected 4096 bytes, seen 4000");
    assertThatThrownBy(() -> read(folder)).hasMessageContaining("seen 4000");
  }

  @Test
  void shouldNameASegmentOfAnotherPlace() throws IOException {
    Files.copy(segment(folder, 2), segment(folder, 3), StandardCopyOption.REPLACE_EXISTING);

    assertRefused().hasMessageContaining("expected segment 3, seen 2");
  }

  @Test
  void shouldNameASegmentOfAnotherJournal(@TempDir Path other) throws IOException {
    write(other, 30);
    try (Journal journal = Journal.open(other, SMALL)) {
      for (int i = 0; i < 20; i++) {
        JournalFixture.claim(journal, 1, 900, 0);
        journal.commit();
      }
    }
    Files.copy(segment(other, 3), segment(folder, 3), StandardCopyOption.REPLACE_EXISTING);

    assertRefused().hasMessageContaining("expected a segment from sequence");
  }

  @Test
  void shouldNameAFileThatIsNoSegment() throws IOException {
    Files.writeString(segment(folder, 5), "Dear engine, this is a letter.");
    assertRefused().hasMessageContaining("00000005.journal").hasMessageContaining("magic");
    Files.delete(segment(folder, 5));

    Files.writeString(folder.resolve("notes.txt"), "");
    assertRefused().hasMessageContaining("seen notes.txt");
  }

  @Test
  void shouldNameAnotherFormatVersion() throws IOException {
    change(4, 8, 2);

    assertRefused().hasMessageContaining("expected format version 1, seen 2");
    assertThatThrownBy(() -> read(folder)).hasMessageContaining("seen 2");
  }

  @Test
  void shouldNotTakeALostHeaderForAnUnusedSegment() throws IOException {
    for (int i = 0; i < SegmentHeader.BYTES; i++) {
      change(4, i, 0);
    }

    assertRefused().hasMessageContaining("00000004.journal").hasMessageContaining("though record");
  }

  @Test
  void shouldTakeAPreparedSegmentForWhatItIs() throws IOException {
    Files.write(segment(folder, 5), new byte[4_096]);

    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(journal.recovery()).isEqualTo(new RecoveryReport(4, 170, 0, ""));
    }
    assertThat(read(folder)).isEqualTo(entries(1, 170));
  }

  @Test
  void shouldTakeAHalfPreparedSegmentForWhatItIs() throws IOException {
    Files.write(segment(folder, 5), new byte[100]);
    write(folder, 100);

    assertThat(read(folder)).isEqualTo(entries(1, 270));
  }

  @Test
  void shouldGoOnAfterAKillBetweenPaddingAndTheNextHeader() throws IOException {
    long before = SegmentHeader.read(segment(folder, 4)).firstSequence() - 1;
    Files.write(segment(folder, 4), new byte[4_096]);

    try (JournalReader reader = JournalReader.from(folder, before)) {
      assertThat(reader.poll((s, t, m, b, o, l) -> {}, 9)).isEqualTo(1);
      write(folder, 5);
      assertThat(reader.poll((s, t, m, b, o, l) -> {}, 9)).isEqualTo(5);
    }
    assertThat(read(folder)).isEqualTo(entries(1, before + 5));
  }
}
