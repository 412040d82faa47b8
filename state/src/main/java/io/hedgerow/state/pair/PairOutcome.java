package io.hedgerow.state.pair;

/** How a pair ended; always with nothing open and nothing unhedged (HEDGE-6). */
public enum PairOutcome {
  /** Every leg full. */
  COMPLETE,
  /** Both legs filled alike, not full; or a single leg in part. */
  COMPLETE_PARTIAL,
  /** An excess was taken back, or the lagging leg of a REDUCE completed, by further orders. */
  NEUTRALIZED,
  /** Equal but for a rest below the venue's least quantity, which is in the residual book. */
  RESIDUAL,
  /** Nothing filled, and a venue refused a leg. */
  REJECTED,
  /** Nothing filled in time. */
  EXPIRED;

  private static final PairOutcome[] ALL = values();

  /** Its place in the order of declaration; journals hold it, so new ones come last. */
  @SuppressWarnings("EnumOrdinal")
  public int number() {
    return ordinal();
  }

  /**
   * The one of this number.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public static PairOutcome numbered(int number) {
    return ALL[number];
  }
}
