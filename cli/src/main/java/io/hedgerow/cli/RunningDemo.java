package io.hedgerow.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The one demo that may run from this folder, and where its broker's address is found meanwhile.
 *
 * <p>A lock that ends with the process says whether it runs; the address is only a hint and may be
 * left behind by a demo that was killed.
 */
final class RunningDemo implements AutoCloseable {

  private final FileChannel lock;

  private RunningDemo(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Makes this process the one that runs it.
   *
   * @throws UserException if another one does
   */
  static RunningDemo claim() throws IOException {
    Files.createDirectories(folder());
    FileChannel channel =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        Files.deleteIfExists(addressFile());
        return new RunningDemo(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: as taken as by any other.
    }
    channel.close();
    throw new UserException(
        "a demo already runs here"
            + broker().map(address -> ", with its broker at " + address).orElse("")
            + ": stop it with Ctrl-C in its terminal, or look at it with: hedgerow state depth");
  }

  /** Tells other commands where its broker is. */
  void announce(String bootstrapServers) throws IOException {
    Files.writeString(addressFile(), bootstrapServers);
  }

  /** The address that a running demo, or one that was killed, has announced. */
  static Optional<String> broker() {
    try {
      return Optional.of(Files.readString(addressFile()).trim());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether one runs now, and has not only left its address behind. */
  static boolean isAlive() {
    Path file = lockFile();
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // held by this very process
    } catch (IOException e) {
      return false; // nobody can tell
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(addressFile());
    lock.close();
  }

  private static Path folder() {
    return Path.of(System.getProperty("hedgerow.home", "."), ".hedgerow");
  }

  private static Path lockFile() {
    return folder().resolve("demo.lock");
  }

  private static Path addressFile() {
    return folder().resolve("demo-broker");
  }
}
