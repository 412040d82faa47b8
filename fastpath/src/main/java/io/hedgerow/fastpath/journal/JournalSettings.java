package io.hedgerow.fastpath.journal;

import java.nio.charset.StandardCharsets;

/**
 * How a journal is written.
 *
 * @param segmentBytes size of a segment file: a multiple of 4,096, up to 1 GiB
 * @param maxBytes bound of all segment files together, up to 4 TiB; rounded down to whole segments
 * @param forceEveryMillis how often the helper thread writes to the disk what was committed; 0 is
 *     never, which survives the kill of the process but not a power cut
 * @param engineRun number of the run of the engine, written into each segment that it begins
 * @param buildId build of the engine, printable ASCII, at most 64 characters
 */
public record JournalSettings(
    int segmentBytes, long maxBytes, long forceEveryMillis, long engineRun, String buildId) {

  static final int PAGE_BYTES = 4_096;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final long MAX_BYTES = 4L << 40;
  private static final int DEFAULT_SEGMENT_BYTES = 256 << 20;
  private static final long DEFAULT_MAX_BYTES = 16L << 30;

  /**
   * Refuses what is out of range.
   *
   * @throws IllegalArgumentException naming the setting and its value
   */
  public JournalSettings {
    require(
        segmentBytes >= PAGE_BYTES
            && segmentBytes <= MAX_SEGMENT_BYTES
            && segmentBytes % PAGE_BYTES == 0,
        "segmentBytes must be a multiple of 4096 up to 1 GiB, seen " + segmentBytes);
    require(
        maxBytes >= segmentBytes && maxBytes <= MAX_BYTES,
        "maxBytes must be " + segmentBytes + " (one segment) to 4 TiB, seen " + maxBytes);
    require(
        maxBytes / segmentBytes <= SegmentFiles.MAX_NUMBER,
        "maxBytes must be at most 99,999,999 segments, seen " + maxBytes);
    require(
        forceEveryMillis >= 0 && forceEveryMillis <= 3_600_000,
        "forceEveryMillis must be 0 to 3,600,000, seen " + forceEveryMillis);
    require(
        buildId.length() <= SegmentHeader.BUILD_ID_BYTES
            && buildId.chars().allMatch(c -> c > ' ' && c < 127),
        "buildId must be at most 64 printable ASCII characters, seen \"" + buildId + "\"");
  }

  /** Segments of 256 MiB, 16 GiB in all, written to the disk when the kernel likes. */
  public static JournalSettings of(long engineRun, String buildId) {
    return new JournalSettings(DEFAULT_SEGMENT_BYTES, DEFAULT_MAX_BYTES, 0, engineRun, buildId);
  }

  /** The same with other sizes. */
  public JournalSettings withBytes(int newSegmentBytes, long newMaxBytes) {
    return new JournalSettings(newSegmentBytes, newMaxBytes, forceEveryMillis, engineRun, buildId);
  }

  /** The same with another interval of writing to the disk. */
  public JournalSettings withForceEveryMillis(long newForceEveryMillis) {
    return new JournalSettings(segmentBytes, maxBytes, newForceEveryMillis, engineRun, buildId);
  }

  /** Longest body of a record: with its header it is at most a quarter of a segment. */
  public int maxBodyBytes() {
    return segmentBytes / 4 - FrameLayout.HEADER_BYTES;
  }

  byte[] buildIdBytes() {
    return buildId.getBytes(StandardCharsets.US_ASCII);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
