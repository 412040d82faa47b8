package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One mapped segment file. Bytes and checksums belong to one thread at a time; {@link #force} and
 * {@link #unmap} may come from another one and exclude each other.
 */
final class Segment {

  private static final int ZERO_BLOCK_BYTES = 1 << 16;

  private final Path file;
  private final int number;
  private final int bytes;
  private final MappedByteBuffer mapped;
  private final UnsafeBuffer buffer;
  private final ByteBuffer checked;
  private final CRC32C crc = new CRC32C();
  private boolean unmapped;

  private Segment(Path file, int number, int bytes, MappedByteBuffer mapped) {
    this.file = file;
    this.number = number;
    this.bytes = bytes;
    this.mapped = mapped;
    this.buffer = new UnsafeBuffer(mapped);
    this.checked = mapped.duplicate();
  }

  /** Makes a file of zeros whose blocks exist on the disk and whose pages are in memory. */
  static Segment create(Path file, int number, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      writeZeros(channel, 0, bytes);
      channel.force(true);
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      Segment segment = new Segment(file, number, bytes, mapped);
      for (int page = 0; page < bytes; page += JournalSettings.PAGE_BYTES) {
        segment.buffer.putLong(page, 0);
      }
      return segment;
    }
  }

  /** Maps a whole segment to go on writing. */
  static Segment toWrite(Path file, int number, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Segment(
          file, number, bytes, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
    }
  }

  /** Maps what there is of a segment, which may be shorter than it should. */
  static Segment toRead(Path file, int number, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long there = Math.min(bytes, channel.size());
      return new Segment(file, number, bytes, channel.map(FileChannel.MapMode.READ_ONLY, 0, there));
    }
  }

  /** Writes zeros from one offset to another. */
  static void writeZeros(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZERO_BLOCK_BYTES);
    long offset = from;
    while (offset < to) {
      zeros.clear().limit((int) Math.min(ZERO_BLOCK_BYTES, to - offset));
      offset += channel.write(zeros, offset);
    }
  }

  Path file() {
    return file;
  }

  int number() {
    return number;
  }

  /** Size that the file should have. */
  int bytes() {
    return bytes;
  }

  UnsafeBuffer buffer() {
    return buffer;
  }

  /** CRC32C of a range. Allocates nothing. */
  int checksum(int offset, int length) {
    checked.limit(offset + length).position(offset);
    crc.reset();
    crc.update(checked);
    return (int) crc.getValue();
  }

  /** Writes the header of a frame whose body is in place; its length last, with release. */
  void writeFrame(
      int offset, int frameLength, int type, int bodyLength, long sequence, long timeMicros) {
    buffer.putShort(offset + FrameLayout.TYPE_OFFSET, (short) type);
    buffer.putByte(offset + FrameLayout.ZERO_OFFSET, (byte) 0);
    buffer.putByte(offset + FrameLayout.VERSION_OFFSET, FrameLayout.VERSION);
    buffer.putInt(offset + FrameLayout.BODY_LENGTH_OFFSET, bodyLength);
    buffer.putLong(offset + FrameLayout.SEQUENCE_OFFSET, sequence);
    buffer.putLong(offset + FrameLayout.TIME_OFFSET, timeMicros);
    int checksum =
        checksum(offset + FrameLayout.TYPE_OFFSET, FrameLayout.CHECKED_HEADER_BYTES + bodyLength);
    buffer.putInt(offset + FrameLayout.CRC_OFFSET, checksum);
    buffer.putIntRelease(offset + FrameLayout.LENGTH_OFFSET, frameLength);
  }

  /** Writes to the disk what is in the pages; nothing if already unmapped, which forces first. */
  synchronized void force() {
    if (!unmapped) {
      mapped.force();
    }
  }

  /** Ends the mapping; nothing may touch the bytes any more. */
  synchronized void unmap() {
    if (!unmapped) {
      unmapped = true;
      IoUtil.unmap(mapped);
    }
  }
}
