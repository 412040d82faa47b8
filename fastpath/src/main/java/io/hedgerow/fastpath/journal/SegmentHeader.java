package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The first 128 bytes of a segment.
 *
 * <pre>
 *   0         8         12           16      20    24         32              40        104   124
 *  +---------+---------+------------+-------+-----+----------+---------------+---------+-----+-----+
 *  | magic   | version | segment    | num-  |zero | engine   | first         | build   |zero |CRC- |
 *  | long    | int     | bytes int  | ber   |     | run long | sequence long | ID      |     |32C  |
 *  +---------+---------+------------+-------+-----+----------+---------------+---------+-----+-----+
 * </pre>
 *
 * The magic is written last: a segment whose magic is 0 is prepared and not begun. The checksum
 * covers bytes 8 to 124. Engine run and build are those that began the segment; a later run goes on
 * in it and tells its own start in a record.
 */
final class SegmentHeader {

  static final int BYTES = 128;
  static final int BUILD_ID_BYTES = 64;
  static final int VERSION = 1;

  /** "HGROWJNL". */
  static final long MAGIC = 0x4C4E_4A57_4F52_4748L;

  static final int VERSION_OFFSET = 8;
  private static final int SEGMENT_BYTES_OFFSET = 12;
  private static final int NUMBER_OFFSET = 16;
  private static final int RUN_OFFSET = 24;
  private static final int FIRST_SEQUENCE_OFFSET = 32;
  private static final int BUILD_ID_OFFSET = 40;
  private static final int CRC_OFFSET = 124;

  private final UnsafeBuffer bytes;

  private SegmentHeader(UnsafeBuffer bytes) {
    this.bytes = bytes;
  }

  /** Reads the header of a file; bytes beyond a short file count as zeros. */
  static SegmentHeader read(Path file) {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = 0;
      while (read >= 0 && buffer.hasRemaining()) {
        read = channel.read(buffer);
      }
    } catch (IOException e) {
      throw new JournalException("Cannot read " + file + ": " + e, e);
    }
    return new SegmentHeader(new UnsafeBuffer(buffer.array()));
  }

  /** Begins a segment that holds zeros. Allocates nothing. */
  static void write(Segment segment, long engineRun, long firstSequence, byte[] buildId) {
    UnsafeBuffer buffer = segment.buffer();
    buffer.putInt(VERSION_OFFSET, VERSION);
    buffer.putInt(SEGMENT_BYTES_OFFSET, segment.bytes());
    buffer.putInt(NUMBER_OFFSET, segment.number());
    buffer.putLong(RUN_OFFSET, engineRun);
    buffer.putLong(FIRST_SEQUENCE_OFFSET, firstSequence);
    buffer.putBytes(BUILD_ID_OFFSET, buildId);
    buffer.putInt(CRC_OFFSET, segment.checksum(VERSION_OFFSET, CRC_OFFSET - VERSION_OFFSET));
    buffer.putLongRelease(0, MAGIC);
  }

  /** Whether the segment was not begun. */
  boolean isBlank() {
    return bytes.getLong(0) == 0;
  }

  /** Whether this may be a header that was being written: nothing else was ever whole here. */
  boolean mayBeTorn() {
    long magic = bytes.getLong(0);
    int version = bytes.getInt(VERSION_OFFSET);
    boolean begun = magic == 0;
    for (int written = 1; written <= Long.BYTES; written++) {
      long mask = -1L >>> (Long.SIZE - Byte.SIZE * written);
      begun |= magic == (MAGIC & mask);
    }
    return begun && (version == 0 || version == VERSION) && !isWhole();
  }

  /** What is wrong with this header of the segment of that number, or an empty text. */
  String problem(int number) {
    long magic = bytes.getLong(0);
    if (magic != MAGIC) {
      return "expected the magic of a journal "
          + Long.toHexString(MAGIC)
          + ", seen "
          + Long.toHexString(magic);
    }
    int version = bytes.getInt(VERSION_OFFSET);
    if (version != VERSION) {
      return "expected format version " + VERSION + ", seen " + version;
    }
    if (!isWhole()) {
      return "expected a header with checksum "
          + Integer.toHexString(checksum())
          + ", seen "
          + Integer.toHexString(bytes.getInt(CRC_OFFSET));
    }
    int seenNumber = bytes.getInt(NUMBER_OFFSET);
    if (seenNumber != number) {
      return "expected segment " + number + ", seen " + seenNumber;
    }
    int size = segmentBytes();
    if (size < JournalSettings.PAGE_BYTES || size % FrameLayout.ALIGNMENT != 0) {
      return "expected the size of a segment, seen " + size;
    }
    return "";
  }

  private boolean isWhole() {
    return bytes.getLong(0) == MAGIC && bytes.getInt(CRC_OFFSET) == checksum();
  }

  private int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(bytes.byteArray(), VERSION_OFFSET, CRC_OFFSET - VERSION_OFFSET);
    return (int) crc.getValue();
  }

  /** Size of the segment file. */
  int segmentBytes() {
    return bytes.getInt(SEGMENT_BYTES_OFFSET);
  }

  /** Run of the engine that began the segment. */
  long engineRun() {
    return bytes.getLong(RUN_OFFSET);
  }

  /** Sequence of its first record. */
  long firstSequence() {
    return bytes.getLong(FIRST_SEQUENCE_OFFSET);
  }

  /** Build that began the segment. */
  String buildId() {
    byte[] text = new byte[BUILD_ID_BYTES];
    bytes.getBytes(BUILD_ID_OFFSET, text);
    return new String(text, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
