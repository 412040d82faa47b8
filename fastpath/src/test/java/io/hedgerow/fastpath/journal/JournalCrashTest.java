package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.SMALL;
import static io.hedgerow.fastpath.journal.JournalFixture.append;
import static io.hedgerow.fastpath.journal.JournalFixture.entries;
import static io.hedgerow.fastpath.journal.JournalFixture.mirror;
import static io.hedgerow.fastpath.journal.JournalFixture.offsets;
import static io.hedgerow.fastpath.journal.JournalFixture.read;
import static io.hedgerow.fastpath.journal.JournalFixture.segment;
import static io.hedgerow.fastpath.journal.JournalFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crash at each byte of the last segment: whatever stood whole before it is there, nothing is
 * invented, and the journal goes on.
 */
@Tag("IDEM-1")
class JournalCrashTest {

  /** What became of a file from one byte on. */
  enum Crash {
    /** The file ends there. */
    TRUNCATED,
    /** Everything from there on was never written. */
    ZEROED,
    /** From there on stands something else, up to the end of what was written. */
    GARBLED;

    byte[] of(byte[] bytes, int position, int end) {
      if (this == TRUNCATED) {
        return Arrays.copyOf(bytes, position);
      }
      byte[] result = bytes.clone();
      for (int i = position; i < end; i++) {
        result[i] = this == ZEROED ? 0 : (byte) (bytes[i] ^ 0x5A);
      }
      return result;
    }
  }

  @TempDir Path folder;
  private Path original;
  private Path copy;
  private int last;
  private long firstOfLast;
  private List<Integer> offsets;

  @BeforeEach
  void writeThreeSegments() throws IOException {
    original = folder.resolve("original");
    copy = folder.resolve("copy");
    write(original, 0);
    try (Journal journal = Journal.open(original, SMALL)) {
      while (!Files.exists(segment(original, 4))) {
        append(journal);
      }
      long more = journal.nextSequence() + 8;
      while (journal.nextSequence() < more) {
        append(journal);
      }
    }
    last = 3;
    while (Files.exists(segment(original, last + 1))) {
      last++;
    }
    firstOfLast = SegmentHeader.read(segment(original, last)).firstSequence();
    offsets = offsets(segment(original, last));
  }

  @ParameterizedTest
  @EnumSource(Crash.class)
  void shouldKeepEverythingBeforeACrashAtAnyByte(Crash crash) throws IOException {
    byte[] bytes = Files.readAllBytes(segment(original, last));
    int end = offsets.get(offsets.size() - 1);
    mirror(original, copy);
    int from = crash == Crash.GARBLED ? SegmentHeader.BYTES : 0;

    for (int position = from; position <= end; position++) {
      for (int number = 1; number <= last; number++) {
        Files.write(segment(copy, number), Files.readAllBytes(segment(original, number)));
      }
      Files.deleteIfExists(segment(copy, last + 1));
      byte[] crashed = crash.of(bytes, position, end);
      Files.write(segment(copy, last), crashed);
      long whole = firstOfLast - 1 + wholeRecords(bytes, crashed);

      RecoveryReport report;
      try (Journal journal = Journal.open(copy, SMALL)) {
        report = journal.recovery();
        append(journal);
        append(journal);
      }

      assertThat(report.lastSequence()).as("%s at %d", crash, position).isEqualTo(whole);
      assertThat(read(copy)).as("%s at %d", crash, position).isEqualTo(entries(1, whole + 2));
      assertCutIsReported(report, crashed, (int) (whole - firstOfLast + 1));
    }
  }

  /** Records whose every byte is as it was; alignment between records means nothing. */
  private long wholeRecords(byte[] bytes, byte[] crashed) {
    byte[] seen = Arrays.copyOf(crashed, bytes.length);
    if (!Arrays.equals(seen, 0, SegmentHeader.BYTES, bytes, 0, SegmentHeader.BYTES)) {
      return 0;
    }
    int count = 0;
    while (count + 1 < offsets.size()) {
      int offset = offsets.get(count);
      int sequenceLength =
          FrameLayout.HEADER_BYTES + JournalFixture.bodyLength(firstOfLast + count);
      if (!Arrays.equals(
          seen, offset, offset + sequenceLength, bytes, offset, offset + sequenceLength)) {
        return count;
      }
      count++;
    }
    return count;
  }

  private void assertCutIsReported(RecoveryReport report, byte[] crashed, int wholeRecords) {
    boolean headerWhole = report.segments() == last;
    int endOfWhole = headerWhole ? offsets.get(wholeRecords) : 0;
    int cut = crashed.length;
    while (cut > endOfWhole && crashed[cut - 1] == 0) {
      cut--;
    }
    assertThat(report.cutBytes()).isEqualTo(Math.max(0, cut - endOfWhole));
    assertThat(report.cutAt().isEmpty()).isEqualTo(report.cutBytes() == 0);
  }
}
