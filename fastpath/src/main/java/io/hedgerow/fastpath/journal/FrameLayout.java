package io.hedgerow.fastpath.journal;

import java.nio.ByteOrder;

/**
 * The bytes of a segment: its header, then frames, then zeros. Little endian; frames begin at
 * multiples of 8.
 *
 * <pre>
 *  offset of   0         4         8     10   11   12        16                  24
 *  a frame    +---------+---------+-----+----+----+---------+-------------------+------------------+
 *             | length  | CRC32C  |type |zero|vers| body    | sequence          | timeMicros       |
 *             | int     | int     |short|byte|byte| length  | long              | long             |
 *             +---------+---------+-----+----+----+---------+-------------------+------------------+
 *             | body ...                                    | zeros up to a multiple of 8          |
 *         32  +---------------------------------------------+--------------------------------------+
 * </pre>
 *
 * <ul>
 *   <li><b>length</b>: 32 + body length. Written last, with release semantics: 0 means that nothing
 *       was committed here, so that a reader beside the writer never sees half a record.
 *   <li><b>CRC32C</b>: of bytes 8 to the end of the body. The body length stands in it, so that a
 *       changed length is noticed as well.
 *   <li><b>type</b>: 1 to 32,767, the caller's; −1 is padding, from which the next segment follows.
 *       Its length goes to the end of the segment, its body length is 0. Where fewer than 32 bytes
 *       are left, the next segment follows without padding.
 *   <li><b>sequence</b>: +1 for each record over all segments, from 1. Padding bears that of the
 *       record after it and uses none up.
 * </ul>
 */
final class FrameLayout {

  static final int LENGTH_OFFSET = 0;
  static final int CRC_OFFSET = 4;
  static final int TYPE_OFFSET = 8;
  static final int ZERO_OFFSET = 10;
  static final int VERSION_OFFSET = 11;
  static final int BODY_LENGTH_OFFSET = 12;
  static final int SEQUENCE_OFFSET = 16;
  static final int TIME_OFFSET = 24;
  static final int HEADER_BYTES = 32;

  /** Length of what the checksum covers before the body. */
  static final int CHECKED_HEADER_BYTES = HEADER_BYTES - TYPE_OFFSET;

  static final int ALIGNMENT = 8;
  static final byte VERSION = 1;
  static final short PADDING = -1;

  static {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException(
          "The journal needs a little-endian machine, seen " + ByteOrder.nativeOrder());
    }
  }

  private FrameLayout() {}

  /** The offset of the frame after one of this length. */
  static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
