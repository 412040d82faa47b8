package io.hedgerow.fastpath.journal;

import static io.hedgerow.fastpath.journal.JournalFixture.SMALL;
import static io.hedgerow.fastpath.journal.JournalFixture.entries;
import static io.hedgerow.fastpath.journal.JournalFixture.readFrom;
import static io.hedgerow.fastpath.journal.JournalFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bookmark holds what was set last, or says that it cannot. */
@Tag("IDEM-1")
class BookmarkTest {

  @TempDir Path folder;

  @Test
  void shouldResumeWhereItsOwnerWas() {
    write(folder, 20);
    Bookmark.open(folder, "publisher").moveTo(12);

    long done = Bookmark.open(folder, "publisher").sequence();

    assertThat(readFrom(folder, done + 1)).isEqualTo(entries(13, 20));
    Journal.open(folder, SMALL).close();
  }

  @Test
  void shouldBeginBeforeTheFirstRecord() {
    assertThat(Bookmark.open(folder, "new").sequence()).isZero();
  }

  @Test
  void shouldKeepBookmarksApart() {
    Bookmark.open(folder, "a").moveTo(1);
    Bookmark.open(folder, "b").moveTo(999_999_999_999L);

    assertThat(Bookmark.open(folder, "a").sequence()).isEqualTo(1);
    assertThat(Bookmark.open(folder, "b").sequence()).isEqualTo(999_999_999_999L);
  }

  @Test
  void shouldRefuseToGoBackwards() {
    Bookmark bookmark = Bookmark.open(folder, "a");
    bookmark.moveTo(10);
    bookmark.moveTo(10);

    assertThatThrownBy(() -> bookmark.moveTo(9)).hasMessageContaining("from 10 on, seen 9");
    assertThat(Bookmark.open(folder, "a").sequence()).isEqualTo(10);
  }

  @Test
  void shouldIgnoreAReplacementThatWasNotFinished() throws IOException {
    Bookmark.open(folder, "a").moveTo(10);
    Files.writeString(folder.resolve("a.bookmark.new"), "bookm");

    Bookmark bookmark = Bookmark.open(folder, "a");

    assertThat(bookmark.sequence()).isEqualTo(10);
    bookmark.moveTo(11);
    assertThat(Bookmark.open(folder, "a").sequence()).isEqualTo(11);
  }

  @Test
  void shouldRefuseEveryChangedByte() throws IOException {
    Bookmark.open(folder, "a").moveTo(123_456);
    Path file = folder.resolve("a.bookmark");
    byte[] bytes = Files.readAllBytes(file);

    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> Bookmark.open(folder, "a"))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("Damaged bookmark");
    }
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> Bookmark.open(folder, "a")).hasMessageContaining("seen \"\"");
  }

  @Test
  void shouldRefuseNamesThatLeaveTheFolder() {
    for (String name : new String[] {"", "../a", "A", "a.b", "a/b", "-a"}) {
      assertThatThrownBy(() -> Bookmark.open(folder, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("seen \"" + name + "\"");
    }
  }

  @Test
  void shouldSayThatItCannotBeReplaced() throws IOException {
    Bookmark bookmark = Bookmark.open(folder, "a");
    bookmark.moveTo(3);
    Files.createDirectory(folder.resolve("a.bookmark.new"));

    assertThatThrownBy(() -> bookmark.moveTo(4)).hasMessageContaining("Cannot replace");
    assertThat(bookmark.sequence()).isEqualTo(3);
    assertThat(Bookmark.open(folder, "a").sequence()).isEqualTo(3);
  }
}
