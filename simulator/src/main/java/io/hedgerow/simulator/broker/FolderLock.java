package io.hedgerow.simulator.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second broker, of this JVM or of another, out of a data folder. */
final class FolderLock implements AutoCloseable {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock of(Path folder) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(folder, channel);
      }
      return new FolderLock(channel);
    } catch (OverlappingFileLockException e) {
      throw taken(folder, channel);
    } catch (IOException e) {
      throw new EmbeddedBrokerException(
          "expected a folder to write to, saw " + folder + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedBrokerException("could not release the data folder: " + e, e);
    }
  }

  private static EmbeddedBrokerException taken(Path folder, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      return new EmbeddedBrokerException("could not release the data folder: " + e, e);
    }
    return new EmbeddedBrokerException(
        "expected a data folder of its own, saw "
            + folder
            + " in use by another broker; stop that one or give another folder");
  }
}
