package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the end of a journal. First everything is read and nothing is changed: each segment from
 * the first, each frame, its checksum and its sequence. What a crash can leave is then cut: bytes
 * behind the last whole record, a missing tail of the last file, a segment that was prepared or
 * whose header was being written. A bad frame that a whole record follows, in this segment or a
 * later one, is damage, and an exception.
 *
 * <p>A record whose end cannot be told from a crash is cut as one: the very last record of a
 * journal, if its bytes were changed on the disk. The report says what was cut.
 */
final class JournalRecovery {

  private final Path folder;
  private final Frame frame = new Frame();
  private final List<Path> files;
  private int begun;
  private int endBytes;
  private int endOffset;
  private long nextSequence = 1;
  private long cutBytes;
  private String cutAt = "";

  private JournalRecovery(Path folder) {
    this.folder = folder;
    this.files = SegmentFiles.list(folder);
  }

  /**
   * Finds the end of the journal in a folder and cuts what stands behind it.
   *
   * @throws JournalException naming file, offset, what was expected and what was seen
   */
  static JournalRecovery of(Path folder) {
    JournalRecovery recovery = new JournalRecovery(folder);
    try {
      recovery.findSegments();
      recovery.findEnd();
      recovery.cut();
    } catch (IOException e) {
      throw new JournalException("Cannot recover the journal in " + folder + ": " + e, e);
    }
    return recovery;
  }

  RecoveryReport report() {
    return new RecoveryReport(begun, nextSequence - 1, cutBytes, cutAt);
  }

  /** Number of the last segment that was begun; 0 if there is none. */
  int lastSegment() {
    return begun;
  }

  /** Size of the last segment. */
  int lastSegmentBytes() {
    return endBytes;
  }

  /** Where the next frame of the last segment goes; its size if it is used up. */
  int endOffset() {
    return endOffset;
  }

  long nextSequence() {
    return nextSequence;
  }

  /** Counts the segments that were begun: all before the first that was not. */
  private void findSegments() throws IOException {
    List<String> notBegun = new ArrayList<>();
    for (int number = 1; number <= files.size(); number++) {
      Path file = files.get(number - 1);
      SegmentHeader header = SegmentHeader.read(file);
      String problem = header.problem(number);
      if (problem.isEmpty()) {
        if (!notBegun.isEmpty()) {
          throw JournalException.damage(
              files.get(begun),
              0,
              notBegun.get(0) + ", though " + file.getFileName() + " was begun after it");
        }
        begun = number;
      } else if (header.mayBeTorn()) {
        notBegun.add(problem);
      } else {
        throw JournalException.damage(file, 0, problem);
      }
    }
    for (int i = 0; i < notBegun.size(); i++) {
      refuseRecords(files.get(begun + i), begun + i + 1, notBegun.get(i));
    }
  }

  /** A segment without header must hold no record. */
  private void refuseRecords(Path file, int number, String problem) throws IOException {
    int size = (int) Math.min(Integer.MAX_VALUE - FrameLayout.ALIGNMENT, Files.size(file));
    if (size == 0) {
      return;
    }
    Segment segment = Segment.toRead(file, number, size);
    try {
      refuseRecordsAfter(segment, 0, SegmentHeader.BYTES, problem);
      noteCut(segment, 0, problem);
    } finally {
      segment.unmap();
    }
  }

  private void findEnd() throws IOException {
    for (int number = 1; number <= begun; number++) {
      Path file = files.get(number - 1);
      SegmentHeader header = SegmentHeader.read(file);
      endBytes = header.segmentBytes();
      long size = Files.size(file);
      boolean last = number == begun;
      if (size > endBytes || (size < endBytes && !last)) {
        throw JournalException.damage(file, size, "expected " + endBytes + " bytes, seen " + size);
      }
      if (header.firstSequence() != nextSequence) {
        throw JournalException.damage(
            file,
            SegmentHeader.BYTES,
            "expected a segment from sequence "
                + nextSequence
                + ", seen "
                + header.firstSequence());
      }
      Segment segment = Segment.toRead(file, number, endBytes);
      try {
        walk(segment, last);
      } finally {
        segment.unmap();
      }
    }
  }

  private void walk(Segment segment, boolean last) {
    int offset = SegmentHeader.BYTES;
    Frame.Kind kind = frame.look(segment, offset, nextSequence);
    while (kind == Frame.Kind.RECORD) {
      nextSequence++;
      offset = frame.nextOffset();
      kind = frame.look(segment, offset, nextSequence);
    }
    if (kind == Frame.Kind.END) {
      endOffset = endBytes;
      return;
    }
    String problem =
        kind == Frame.Kind.BAD
            ? frame.problem()
            : "expected a frame of sequence " + nextSequence + ", seen length 0";
    if (!last) {
      throw JournalException.damage(
          segment.file(), offset, problem + ", though later segments follow");
    }
    refuseRecordsAfter(segment, offset, offset + FrameLayout.ALIGNMENT, problem);
    noteCut(segment, offset, problem);
    endOffset = offset;
  }

  private void refuseRecordsAfter(Segment segment, int offset, int from, String problem) {
    int capacity = segment.buffer().capacity();
    for (int at = from; at < capacity; at += FrameLayout.ALIGNMENT) {
      if (frame.isRecord(segment, at)) {
        throw JournalException.damage(
            segment.file(),
            offset,
            problem + ", though record " + frame.sequence() + " follows at " + at);
      }
    }
  }

  private void noteCut(Segment segment, int offset, String problem) {
    UnsafeBuffer buffer = segment.buffer();
    int end = buffer.capacity();
    while (end > offset && buffer.getByte(end - 1) == 0) {
      end--;
    }
    if (end > offset) {
      cutBytes += end - offset;
      cutAt = segment.file() + " at offset " + offset + ": " + problem;
    }
  }

  /** Sets to zero what stands behind the end, and removes segments that were not begun. */
  private void cut() throws IOException {
    for (Path file : files.subList(begun, files.size())) {
      Files.delete(file);
    }
    if (begun == 0) {
      return;
    }
    Path file = files.get(begun - 1);
    boolean shorter = Files.size(file) < endBytes;
    if (shorter || (cutBytes > 0 && endOffset < endBytes)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        Segment.writeZeros(channel, Math.min(endOffset, channel.size()), endBytes);
        channel.force(true);
      }
    }
    SegmentFiles.forceNames(folder);
  }
}
