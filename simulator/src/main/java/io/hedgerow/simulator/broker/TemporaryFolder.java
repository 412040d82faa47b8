package io.hedgerow.simulator.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder that is deleted when it is closed, with all that lies in it.
 *
 * <p>Kafka and Flink clean up behind themselves for a moment after they have stopped: a file that
 * vanishes meanwhile is no fault, and a folder into which one is written meanwhile is emptied
 * again, a few times.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final int ATTEMPTS = 5;

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Creates a folder of this name and a random number where the system keeps temporary files. */
  public static TemporaryFolder create(String name) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(name));
    } catch (IOException e) {
      throw new UncheckedIOException("could not create a temporary folder: " + e, e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes it. Closing again does nothing. */
  @Override
  public void close() {
    for (int attempt = 1; ; attempt++) {
      try {
        delete();
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw undeletable(e);
        }
      } catch (IOException e) {
        throw undeletable(e);
      }
    }
  }

  private void delete() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private UncheckedIOException undeletable(IOException e) {
    return new UncheckedIOException("could not delete " + path + ": " + e, e);
  }
}
