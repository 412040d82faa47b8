package io.hedgerow.connectors.fix;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Sequence numbers in a small mapped file: written without a system call, so that the fast path can
 * own it, and there after {@code kill -9}. A loss of power may lose the newest numbers; the venue
 * then says that ours are too low, and an operator resets the session.
 *
 * <pre>
 *   0        8           16         24
 *   | magic  | session   | next out | next in |
 * </pre>
 *
 * <p>One process at a time holds the file. For one thread.
 */
public final class FileSequenceStore implements SequenceStore, AutoCloseable {

  private static final long MAGIC = 0x4845_4447_4653_0001L; // HEDGFS, version 1
  private static final int SESSION = 8;
  private static final int OUT = 16;
  private static final int IN = 24;
  private static final int SIZE = 32;

  private final FileChannel channel;
  private final FileLock lock;
  private final MappedByteBuffer map;

  private FileSequenceStore(FileChannel channel, FileLock lock, MappedByteBuffer map) {
    this.channel = channel;
    this.lock = lock;
    this.map = map;
  }

  /**
   * Opens the file of a session, or begins one at 1 and 1.
   *
   * @param session names the two ends, such as {@code ACCOUNT>VENUE}
   * @throws IOException if the file is in use, is none of ours, belongs to another session or holds
   *     impossible numbers
   */
  public static FileSequenceStore open(Path file, String session) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = lock(channel, file);
      long size = channel.size();
      require(size == 0 || size == SIZE, file, "is no sequence store: " + size + " B");
      MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 0, SIZE);
      if (isUnborn(map, hash(session))) {
        map.putLong(OUT, 1).putLong(IN, 1).putLong(SESSION, hash(session)).putLong(0, MAGIC);
        map.force();
      }
      require(map.getLong(0) == MAGIC, file, "is no sequence store");
      require(map.getLong(SESSION) == hash(session), file, "is not of session " + session);
      require(map.getLong(OUT) > 0 && map.getLong(IN) > 0, file, "holds impossible numbers");
      return new FileSequenceStore(channel, lock, map);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** New, or its process was killed before it had written the magic, which comes last. */
  private static boolean isUnborn(MappedByteBuffer map, long hash) {
    long session = map.getLong(SESSION);
    long out = map.getLong(OUT);
    long in = map.getLong(IN);
    return map.getLong(0) == 0
        && (session == 0 || session == hash)
        && (out == 0 || out == 1)
        && (in == 0 || in == 1);
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      require(lock != null, file, "is in use");
      return lock;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      throw new IOException(file + " is in use", e);
    }
  }

  private static void require(boolean holds, Path file, String problem) throws IOException {
    if (!holds) {
      throw new IOException(file + " " + problem);
    }
  }

  private static long hash(String session) {
    CRC32 crc = new CRC32();
    crc.update(session.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  @Override
  public long nextOut() {
    return map.getLong(OUT);
  }

  @Override
  public long nextIn() {
    return map.getLong(IN);
  }

  @Override
  public void nextOut(long number) {
    map.putLong(OUT, number);
  }

  @Override
  public void nextIn(long number) {
    map.putLong(IN, number);
  }

  /** Writes through to the disk and lets the file go. */
  @Override
  public void close() throws IOException {
    try (channel) {
      map.force();
      lock.release();
    }
  }
}
