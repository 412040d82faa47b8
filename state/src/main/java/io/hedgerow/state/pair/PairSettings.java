package io.hedgerow.state.pair;

/**
 * Bounds and times of the machine. Everything is allocated from the bounds at construction, about
 * 600 bytes a pair.
 *
 * @param maxPairs slots: pairs that are open, or ended less than {@code retentionMicros} ago
 * @param venues dense numbers of venues are below this
 * @param instruments dense numbers of instruments are below this
 * @param maxResiduals instruments that may have a rest at the same time
 * @param keptOffsets offsets of one pair, or of one instrument's rests, whose late fills are still
 *     known; the oldest is forgotten first
 * @param maxOffsets offsets in a row without pause; then it is escalated, and each pause is twice
 *     as long as the one before
 * @param cancelTimeoutMicros a cancel not answered for so long makes its order unknown
 * @param verifyEveryMicros between two questions for an unknown order
 * @param unknownDeadlineMicros unknown, or with a cancel in vain, for so long: escalated
 * @param offsetTimeoutMicros an offset that has not ended by then is cancelled
 * @param retryEveryMicros between two looks for a price or for room to send
 * @param maxPauseMicros longest pause between two offsets; between two looks at a rest that is too
 *     small
 * @param nakedLimitMicros unhedged for so long: escalated (ORD-4)
 * @param retentionMicros an ended pair is kept for so long, for late fills
 */
public record PairSettings(
    int maxPairs,
    int venues,
    int instruments,
    int maxResiduals,
    int keptOffsets,
    int maxOffsets,
    long cancelTimeoutMicros,
    long verifyEveryMicros,
    long unknownDeadlineMicros,
    long offsetTimeoutMicros,
    long retryEveryMicros,
    long maxPauseMicros,
    long nakedLimitMicros,
    long retentionMicros) {

  private static final int MAX_PAIRS = 1 << 20;
  private static final int MAX_DENSE = 1 << 14;
  private static final int MAX_OFFSETS = 16;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public PairSettings {
    check("maxPairs", maxPairs, MAX_PAIRS);
    check("venues", venues, MAX_DENSE);
    check("instruments", instruments, MAX_DENSE);
    check("maxResiduals", maxResiduals, MAX_DENSE);
    check("keptOffsets", keptOffsets, MAX_OFFSETS);
    check("maxOffsets", maxOffsets, MAX_OFFSETS);
    check("cancelTimeoutMicros", cancelTimeoutMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("verifyEveryMicros", verifyEveryMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("unknownDeadlineMicros", unknownDeadlineMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("offsetTimeoutMicros", offsetTimeoutMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("retryEveryMicros", retryEveryMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("maxPauseMicros", maxPauseMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("nakedLimitMicros", nakedLimitMicros, PairPlan.MAX_TIMEOUT_MICROS);
    check("retentionMicros", retentionMicros, PairPlan.MAX_TIMEOUT_MICROS);
  }

  private static void check(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("expected " + name + " in 1 … " + most + ", saw " + value);
    }
  }

  /** The pause after so many offsets in a row: none within the allowed, then doubled each time. */
  long pauseMicros(int offsets) {
    if (offsets < maxOffsets) {
      return 0;
    }
    int doublings = Math.min(offsets - maxOffsets, Integer.SIZE / 2);
    return Math.min(maxPauseMicros, retryEveryMicros << doublings);
  }
}
