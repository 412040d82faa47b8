package io.hedgerow.state.pair;

/** Whether a pair was opened, and else why not. Nothing is sent unless it was. */
public enum OpenResult {
  OPENED,
  /** The plan makes no sense; see {@link PairPlan}. */
  INVALID_PLAN,
  /** {@link PairBook#halt} was called. */
  HALTED,
  /** A pair of this correlation number is open, or ended a short while ago (IDEM-1). */
  REPEATED,
  /** The session of a venue is down, or nothing may be sent there. */
  VENUE_CLOSED,
  /** Every slot holds a pair that is open or ended a short while ago. */
  POOL_FULL,
  /** Open orders of the instrument would exceed {@link PairPlan#MAX_OPEN_E8}. */
  TOO_MUCH_OPEN;

  private static final OpenResult[] ALL = values();

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
  public static OpenResult numbered(int number) {
    return ALL[number];
  }
}
