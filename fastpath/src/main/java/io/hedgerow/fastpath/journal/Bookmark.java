package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * How far somebody has read a journal: the sequence of the last record that he is done with, in a
 * file {@code NAME.bookmark} which is replaced as a whole and forced to the disk. After a kill or a
 * power cut it holds the last sequence that was set or the one before. One thread, one owner of a
 * name.
 */
public final class Bookmark {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final String FORMAT = "bookmark 1 ";

  private final Path folder;
  private final Path file;
  private long sequence;

  private Bookmark(Path folder, Path file, long sequence) {
    this.folder = folder;
    this.file = file;
    this.sequence = sequence;
  }

  /**
   * Opens a bookmark, which may not exist yet; the folder may be the journal's and must exist.
   *
   * @param name lower-case letters, digits and hyphens, at most 64
   * @throws JournalException if the file is there and is no bookmark
   */
  public static Bookmark open(Path folder, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be 1 to 64 of a-z, 0-9 and hyphens, seen \"" + name + "\"");
    }
    Path file = folder.resolve(name + ".bookmark");
    return new Bookmark(folder, file, Files.exists(file) ? read(file) : 0);
  }

  /** The last record that its owner is done with; 0 before the first. */
  public long sequence() {
    return sequence;
  }

  /**
   * Moves forward.
   *
   * @throws IllegalArgumentException if that would be backwards
   * @throws JournalException if the file cannot be replaced; the old one then stands
   */
  public void moveTo(long newSequence) {
    if (newSequence < sequence) {
      throw new IllegalArgumentException(
          "Expected a sequence from " + sequence + " on, seen " + newSequence);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text(newSequence).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      SegmentFiles.forceNames(folder);
    } catch (IOException e) {
      throw new JournalException("Cannot replace " + file + ": " + e, e);
    }
    sequence = newSequence;
  }

  private static long read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new JournalException("Cannot read " + file + ": " + e, e);
    }
    String[] parts = text.split(" ", -1);
    if (parts.length == 4 && parts[2].matches("\\d{1,18}")) {
      long seen = Long.parseLong(parts[2]);
      if (text.equals(text(seen))) {
        return seen;
      }
    }
    throw new JournalException(
        "Damaged bookmark: expected \""
            + FORMAT
            + "SEQUENCE CHECKSUM\" in "
            + file
            + ", seen \""
            + text.substring(0, Math.min(text.length(), 80))
            + "\"");
  }

  private static String text(long sequence) {
    String content = FORMAT + sequence;
    CRC32C crc = new CRC32C();
    crc.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + " " + Long.toHexString(crc.getValue()) + "\n";
  }
}
