package io.hedgerow.fastpath.journal;

import org.agrona.concurrent.UnsafeBuffer;

/** One frame of a segment, looked at in place. Reused; one thread. */
final class Frame {

  /** What stands at an offset. */
  enum Kind {
    /** Nothing was committed here yet. */
    NOTHING,
    /** A whole record. */
    RECORD,
    /** The rest of the segment is not used: the next one follows. */
    END,
    /** Bytes that are no frame. */
    BAD
  }

  /** Stands for whichever sequence is there. */
  static final long ANY_SEQUENCE = -1;

  private UnsafeBuffer buffer;
  private int offset;
  private int length;
  private String problem = "";

  /** Looks at an offset, a multiple of 8 behind the header of the segment. */
  Kind look(Segment segment, int at, long expectedSequence) {
    buffer = segment.buffer();
    offset = at;
    length = 0;
    problem = "";
    if (segment.bytes() - at < FrameLayout.HEADER_BYTES) {
      return Kind.END;
    }
    if (buffer.capacity() - at < Integer.BYTES) {
      return Kind.NOTHING;
    }
    length = buffer.getIntAcquire(at + FrameLayout.LENGTH_OFFSET);
    if (length == 0) {
      return Kind.NOTHING;
    }
    int room = buffer.capacity() - at;
    if (length < FrameLayout.HEADER_BYTES || room < FrameLayout.HEADER_BYTES) {
      return bad("a length of 32 to " + (segment.bytes() - at), length);
    }
    boolean padding = type() == FrameLayout.PADDING;
    int expectedLength = padding ? segment.bytes() - at : FrameLayout.HEADER_BYTES + bodyLength();
    if (length != expectedLength || bodyLength() < 0 || (padding && bodyLength() != 0)) {
      return bad("length " + expectedLength + " for a body of " + bodyLength(), length);
    }
    if (!padding && length > room) {
      return bad("a length of 32 to " + room, length);
    }
    return check(segment, expectedSequence, padding);
  }

  private Kind check(Segment segment, long expectedSequence, boolean padding) {
    byte version = buffer.getByte(offset + FrameLayout.VERSION_OFFSET);
    if (version != FrameLayout.VERSION) {
      return bad("frame version " + FrameLayout.VERSION, version);
    }
    if (!padding && type() < 1) {
      return bad("a type of 1 to 32767", type());
    }
    int checksum =
        segment.checksum(
            offset + FrameLayout.TYPE_OFFSET, FrameLayout.CHECKED_HEADER_BYTES + bodyLength());
    int seen = buffer.getInt(offset + FrameLayout.CRC_OFFSET);
    if (seen != checksum) {
      problem =
          "expected checksum "
              + Integer.toHexString(checksum)
              + ", seen "
              + Integer.toHexString(seen);
      return Kind.BAD;
    }
    if (expectedSequence != ANY_SEQUENCE && sequence() != expectedSequence) {
      return bad("sequence " + expectedSequence, sequence());
    }
    return padding ? Kind.END : Kind.RECORD;
  }

  private Kind bad(String expected, long seen) {
    problem = "expected " + expected + ", seen " + seen;
    return Kind.BAD;
  }

  /** Whether a whole record stands at an offset; cheap where there is none. */
  boolean isRecord(Segment segment, int at) {
    UnsafeBuffer bytes = segment.buffer();
    if (bytes.capacity() - at < FrameLayout.HEADER_BYTES) {
      return false;
    }
    int frameLength = bytes.getInt(at + FrameLayout.LENGTH_OFFSET);
    return frameLength >= FrameLayout.HEADER_BYTES
        && frameLength - FrameLayout.HEADER_BYTES
            == bytes.getInt(at + FrameLayout.BODY_LENGTH_OFFSET)
        && look(segment, at, ANY_SEQUENCE) == Kind.RECORD;
  }

  /** Of {@link Kind#BAD}: what was expected and what was seen. */
  String problem() {
    return problem;
  }

  int type() {
    return buffer.getShort(offset + FrameLayout.TYPE_OFFSET);
  }

  long sequence() {
    return buffer.getLong(offset + FrameLayout.SEQUENCE_OFFSET);
  }

  long timeMicros() {
    return buffer.getLong(offset + FrameLayout.TIME_OFFSET);
  }

  int bodyOffset() {
    return offset + FrameLayout.HEADER_BYTES;
  }

  int bodyLength() {
    return buffer.getInt(offset + FrameLayout.BODY_LENGTH_OFFSET);
  }

  /** Offset of the frame after a record. */
  int nextOffset() {
    return offset + FrameLayout.aligned(length);
  }
}
