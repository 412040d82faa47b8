package io.hedgerow.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where recorded market data lies: what the user names, or {@code ../shared/data}. */
final class DataFolder {

  private DataFolder() {}

  /**
   * The folder; null if none was named and the default is absent.
   *
   * @throws UserException if the named folder is none
   */
  static Path orNull(Path named) {
    if (named != null) {
      if (!Files.isDirectory(named.resolve("books"))) {
        throw new UserException(
            named + " is no data folder: expected it to hold books/ with recorded files");
      }
      return named;
    }
    Path usual = Path.of(System.getProperty("hedgerow.home", "."), "..", "shared", "data");
    return Files.isDirectory(usual.resolve("books")) ? usual.normalize() : null;
  }
}
