package io.hedgerow.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Where the recorded real data lies: the folder in the system property {@code hedgerow.data}.
 *
 * <p>A test that asks for a file which is not there is skipped with a message, never failed: the
 * data is no part of the project. Stateless, safe from any thread.
 */
public final class RecordedData {

  /** The system property that names the folder; the build sets it. */
  public static final String PROPERTY = "hedgerow.data";

  private RecordedData() {}

  /** The file of this name below the folder ({@code books/brl/x.jsonl.gz}), or skips the test. */
  public static Path fileOrSkip(String name) {
    Path file = folderOrSkip().resolve(name);
    Assumptions.assumeTrue(
        Files.exists(file), () -> "skipped: the recorded data has no " + name + " (" + file + ")");
    return file;
  }

  /** The folder, or skips the test. */
  public static Path folderOrSkip() {
    String folder = System.getProperty(PROPERTY, "");
    Assumptions.assumeFalse(
        folder.isEmpty(), () -> "skipped: system property " + PROPERTY + " is not set");
    Path path = Path.of(folder);
    Assumptions.assumeTrue(
        Files.isDirectory(path),
        () -> "skipped: no recorded data at " + path + " (system property " + PROPERTY + ")");
    return path;
  }
}
