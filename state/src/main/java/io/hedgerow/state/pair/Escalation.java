package io.hedgerow.state.pair;

/** What the machine cannot settle alone. The owner locks, reports and calls for a person. */
public enum Escalation {
  /** An order has been unknown, or its cancel unanswered, for longer than allowed. Asked on. */
  ORDER_UNKNOWN,
  /** More than ordered, which is impossible: what was ordered counts. Seen: what was told. */
  OVERFILL,
  /** A report that cannot be true. Not counted; the venue is asked. Seen: the quantity. */
  IMPOSSIBLE_REPORT,
  /** A report for an order that is ours and no longer kept. Seen: the cumulative quantity. */
  FORGOTTEN_ORDER,
  /** A report for an order that is not ours. Seen: the cumulative quantity. */
  FOREIGN_ORDER,
  /** A position has been one-sided for longer than allowed. Seen: the unhedged quantity. */
  NAKED_TOO_LONG,
  /** The offsets allowed did not suffice. Offset on, with pauses. Seen: the unhedged quantity. */
  ORPHANED,
  /** The residual book has no room for a rest. Tried on. Seen: the rest. */
  RESIDUALS_FULL,
  /** A venue tells of an order at another venue. Changes nothing. Seen: the quantity. */
  FOREIGN_REPORT;

  private static final Escalation[] ALL = values();

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
  public static Escalation numbered(int number) {
    return ALL[number];
  }
}
