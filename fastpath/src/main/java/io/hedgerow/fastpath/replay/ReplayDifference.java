package io.hedgerow.fastpath.replay;

import java.util.HexFormat;

/**
 * Where a replay and its journal part.
 *
 * @param sequence of the record in the journal
 * @param text what was expected and what was seen
 */
public record ReplayDifference(long sequence, String text) {

  static ReplayDifference notWritten(long sequence, int templateId) {
    return new ReplayDifference(
        sequence, "expected output " + templateId + " before this input, which was not written");
  }

  static ReplayDifference doesNotFollow(long sequence, int templateId) {
    return new ReplayDifference(
        sequence, "output " + templateId + " does not follow from the inputs before it");
  }

  static ReplayDifference unknownInput(long sequence, int templateId) {
    return new ReplayDifference(sequence, "input " + templateId + " is not known to this build");
  }

  static ReplayDifference other(
      long sequence, int expectedId, byte[] expected, int seenId, byte[] seen) {
    int at = 0;
    while (at < expected.length && at < seen.length && expected[at] == seen[at]) {
      at++;
    }
    return new ReplayDifference(
        sequence,
        "expected output "
            + expectedId
            + " of "
            + expected.length
            + " bytes, saw output "
            + seenId
            + " of "
            + seen.length
            + " bytes, first other at byte "
            + at
            + ": expected "
            + hex(expected, at)
            + ", saw "
            + hex(seen, at));
  }

  private static String hex(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + 8);
    return from >= to ? "nothing" : HexFormat.of().formatHex(bytes, from, to);
  }
}
