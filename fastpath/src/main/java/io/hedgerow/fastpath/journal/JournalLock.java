package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one writer in. The kernel gives the lock back when the process ends, however it ends.
 *
 * <p>On Linux a process loses its lock as soon as it closes <em>any</em> channel to the file. So a
 * second writer of the same process must not open it: it is turned away by {@link #HELD} before.
 */
final class JournalLock {

  /** Folders whose lock this process holds; bounded by the journals that it has open. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private JournalLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the lock of a folder, which must exist. */
  static JournalLock take(Path folder) {
    try {
      Path real = folder.toRealPath();
      if (!HELD.add(real)) {
        throw taken(folder, Long.toString(ProcessHandle.current().pid()));
      }
      FileChannel channel = null;
      try {
        channel = lock(folder, real.resolve(SegmentFiles.LOCK));
      } finally {
        if (channel == null) {
          HELD.remove(real);
        }
      }
      return new JournalLock(real, channel);
    } catch (IOException e) {
      throw new JournalException("Cannot write to the journal folder " + folder + ": " + e, e);
    }
  }

  private static FileChannel lock(Path folder, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      if (!locked) {
        throw taken(folder, Files.readString(file, StandardCharsets.US_ASCII));
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static JournalException taken(Path folder, String process) {
    return new JournalException(
        "The journal in "
            + folder
            + " has a writer already, process "
            + process
            + "; only one may write");
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException("Cannot release the lock of " + folder + ": " + e, e);
    } finally {
      HELD.remove(folder);
    }
  }
}
