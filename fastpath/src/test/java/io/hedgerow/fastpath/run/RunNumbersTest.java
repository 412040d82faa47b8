package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of starts that never return. */
@Tag("IDEM-2")
class RunNumbersTest {

  @TempDir private Path folder;

  @Test
  void shouldGrowWithEachStartAlsoOverANewJournal() {
    RunNumbers runs = RunNumbers.in(folder.resolve("last-run"));

    assertThat(runs.next(3_000_000)).isEqualTo(3_000_000);
    assertThat(runs.next(3_000_001)).isEqualTo(3_000_001);
    // A new journal knows of none; the clock may have been set back, too.
    assertThat(RunNumbers.in(folder.resolve("last-run")).next(3_000_000)).isEqualTo(3_000_002);
    assertThat(runs.next(1)).isEqualTo(3_000_003);
    assertThat(runs.next(4_000_000)).isEqualTo(4_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-3", "0", "99999999999"})
  void shouldNotStartWithoutKnowingTheLast(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("last-run"), content);

    assertThatThrownBy(() -> RunNumbers.in(file).next(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("last-run");
    assertThat(file).hasContent(content);
  }
}
