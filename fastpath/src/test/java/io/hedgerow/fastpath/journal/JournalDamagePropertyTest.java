package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.SMALL;
import static io.hedgerow.fastpath.journal.JournalFixture.append;
import static io.hedgerow.fastpath.journal.JournalFixture.entries;
import static io.hedgerow.fastpath.journal.JournalFixture.mirror;
import static io.hedgerow.fastpath.journal.JournalFixture.read;
import static io.hedgerow.fastpath.journal.JournalFixture.segment;
import static io.hedgerow.fastpath.journal.JournalFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any byte of any segment changed, lost, or everything from it on: the journal opens with a prefix
 * of what was written, or it refuses and changes nothing.
 */
@Tag("IDEM-1")
class JournalDamagePropertyTest {

  private static final int RECORDS = 230;
  private static Path folder;
  private static Path original;
  private static Path copy;
  private static int segments;

  @BeforeContainer
  static void writeOnce() throws IOException {
    folder = Files.createTempDirectory("journal");
    original = folder.resolve("original");
    copy = folder.resolve("copy");
    write(original, RECORDS);
    while (Files.exists(segment(original, segments + 1))) {
      segments++;
    }
  }

  @AfterContainer
  static void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 1_500)
  void shouldOpenWithAPrefixOrRefuse(
      @ForAll @IntRange(max = 1 << 16) int segmentChoice,
      @ForAll @IntRange(max = 4_095) int position,
      @ForAll @IntRange(max = 2) int way,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    int number = segmentChoice % segments + 1;
    mirror(original, copy);
    byte[] bytes = Files.readAllBytes(segment(copy, number));
    byte[] changed = change(bytes, position, way, flip);
    Files.write(segment(copy, number), changed);

    long last;
    try (Journal journal = Journal.open(copy, SMALL)) {
      last = journal.recovery().lastSequence();
      append(journal);
    } catch (JournalException refused) {
      assertThat(refused).hasMessageContaining("Damaged journal").hasMessageContaining("expected");
      assertThat(Files.readAllBytes(segment(copy, number))).isEqualTo(changed);
      assertThat(number < segments || way == 2).isTrue();
      return;
    }

    assertThat(last).isBetween(number < segments ? RECORDS : firstOfLast() - 1, (long) RECORDS);
    assertThat(read(copy)).isEqualTo(entries(1, last + 1));
  }

  private static long firstOfLast() {
    return SegmentHeader.read(segment(original, segments)).firstSequence();
  }

  private static byte[] change(byte[] bytes, int position, int way, int flip) {
    if (way == 0) {
      return Arrays.copyOf(bytes, position);
    }
    byte[] changed = bytes.clone();
    if (way == 1) {
      Arrays.fill(changed, position, changed.length, (byte) 0);
    } else {
      changed[position] ^= (byte) flip;
    }
    return changed;
  }
}
