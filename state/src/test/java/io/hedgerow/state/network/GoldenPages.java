package io.hedgerow.state.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pages as an earlier build wrote them, in {@code src/test/resources/pages}: state on disk outlives
 * the code that wrote it. A new page format gets a new file; the old ones stay and must be read.
 */
public final class GoldenPages {

  private static final Path FOLDER = Path.of("src/test/resources/pages");

  private GoldenPages() {}

  /**
   * The pages in this file; written from the part first if {@code hedgerow.golden.write} is set.
   */
  public static HeldPages read(String name, NetworkPart today) throws IOException {
    Path file = FOLDER.resolve(name);
    HeldPages written = HeldPages.of(today);
    if (Boolean.getBoolean("hedgerow.golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, written.toText());
    }
    assertThat(file).as("write it once with -Dhedgerow.golden.write=true").exists();
    return HeldPages.ofText(Files.readString(file));
  }
}
