package io.hedgerow.connectors.feed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the recorded data lies; a test that needs it is skipped where it is absent. */
public final class RecordedData {

  private RecordedData() {}

  /** A folder of the recorded data. */
  public static Path folder(String name) {
    String root = System.getProperty("hedgerow.data", "");
    assumeTrue(!root.isEmpty(), "skipped: the system property hedgerow.data is not set");
    Path folder = Path.of(root).resolve(name);
    assumeTrue(Files.isDirectory(folder), "skipped: no recorded data at " + folder);
    return folder;
  }

  /** The folder of all recorded data. */
  public static Path root() {
    return folder("books").getParent();
  }
}
