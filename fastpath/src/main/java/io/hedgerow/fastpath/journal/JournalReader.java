package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a journal in order, one that is closed or one that is being written by another thread or
 * process. Checksum and sequence of every record are checked. Never blocks, needs no lock, writes
 * nothing. One thread.
 *
 * <p>A journal that a crash left with a torn end reads well up to it; a bad frame is then an
 * exception, until a writer has opened the journal and cut it.
 */
public final class JournalReader implements AutoCloseable {

  private final Path folder;
  private final Frame frame = new Frame();
  private Segment segment;
  private SegmentHeader header;
  private int number;
  private int offset;
  private long nextSequence;

  private JournalReader(Path folder, int number, long firstSequence) {
    this.folder = folder;
    this.number = number;
    this.nextSequence = firstSequence;
  }

  /**
   * Reads from the first record.
   *
   * @throws JournalException if the folder cannot be read, a segment is missing or a file is none
   *     of the journal's
   */
  public static JournalReader fromStart(Path folder) {
    return from(folder, 1);
  }

  /**
   * Reads from a record on; it may be the next one to be written.
   *
   * @throws JournalException as {@link #fromStart}, and if the journal ends before it
   * @throws IllegalArgumentException if the sequence is less than 1
   */
  public static JournalReader from(Path folder, long sequence) {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be at least 1, seen " + sequence);
    }
    List<Path> files = SegmentFiles.list(folder);
    int number = 1;
    long first = 1;
    for (int candidate = 2; candidate <= files.size(); candidate++) {
      SegmentHeader header = headerOf(files.get(candidate - 1), candidate);
      if (header == null || header.firstSequence() > sequence) {
        break;
      }
      number = candidate;
      first = header.firstSequence();
    }
    JournalReader reader = new JournalReader(folder, number, first);
    boolean found = false;
    try {
      reader.skipTo(sequence);
      found = true;
      return reader;
    } finally {
      if (!found) {
        reader.close();
      }
    }
  }

  /**
   * Hands over the records that are there, up to a number.
   *
   * @return how many; 0 if nothing new was committed
   * @throws JournalException if a frame is damaged, naming file, offset, expected and seen
   */
  public int poll(RecordHandler handler, int maxRecords) {
    int count = 0;
    while (count < maxRecords && toRecord()) {
      handler.onRecord(
          nextSequence,
          frame.type(),
          frame.timeMicros(),
          segment.buffer(),
          frame.bodyOffset(),
          frame.bodyLength());
      offset = frame.nextOffset();
      nextSequence++;
      count++;
    }
    return count;
  }

  /** Sequence of the record that the next poll begins with. */
  public long nextSequence() {
    return nextSequence;
  }

  /** Run of the engine that began the segment in which the last record stood; 0 before any. */
  public long engineRun() {
    return header == null ? 0 : header.engineRun();
  }

  /** Build that began the segment in which the last record stood; empty before any. */
  public String buildId() {
    return header == null ? "" : header.buildId();
  }

  /** Ends the reading; the journal is not touched. */
  @Override
  public void close() {
    if (segment != null) {
      segment.unmap();
      segment = null;
    }
  }

  private void skipTo(long sequence) {
    while (nextSequence < sequence) {
      if (!toRecord()) {
        throw new JournalException(
            "Expected record "
                + sequence
                + " in "
                + folder
                + ", seen an end after record "
                + (nextSequence - 1));
      }
      offset = frame.nextOffset();
      nextSequence++;
    }
  }

  /** Whether the frame is at the next record; goes on to later segments. */
  private boolean toRecord() {
    while (segment != null || openNext()) {
      Frame.Kind kind = frame.look(segment, offset, nextSequence);
      if (kind == Frame.Kind.BAD) {
        throw JournalException.damage(segment.file(), offset, frame.problem());
      }
      if (kind != Frame.Kind.END) {
        return kind == Frame.Kind.RECORD;
      }
      segment.unmap();
      segment = null;
      number++;
    }
    return false;
  }

  private boolean openNext() {
    Path file = SegmentFiles.file(folder, number);
    SegmentHeader next = Files.exists(file) ? headerOf(file, number) : null;
    if (next == null) {
      return false;
    }
    if (next.firstSequence() != nextSequence) {
      throw JournalException.damage(
          file,
          SegmentHeader.BYTES,
          "expected a segment from sequence " + nextSequence + ", seen " + next.firstSequence());
    }
    try {
      long size = Files.size(file);
      if (size != next.segmentBytes()) {
        throw JournalException.damage(
            file, size, "expected " + next.segmentBytes() + " bytes, seen " + size);
      }
      segment = Segment.toRead(file, number, next.segmentBytes());
    } catch (IOException e) {
      throw new JournalException("Cannot read " + file + ": " + e, e);
    }
    header = next;
    offset = SegmentHeader.BYTES;
    return true;
  }

  /** The header of a segment, or null if it was not begun. */
  private static SegmentHeader headerOf(Path file, int number) {
    SegmentHeader header = SegmentHeader.read(file);
    if (header.isBlank()) {
      return null;
    }
    // The magic is written last: with it seen, a second look sees all the rest.
    header = SegmentHeader.read(file);
    String problem = header.problem(number);
    if (!problem.isEmpty()) {
      throw JournalException.damage(file, 0, problem);
    }
    return header;
  }
}
