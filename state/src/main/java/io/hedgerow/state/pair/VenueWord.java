package io.hedgerow.state.pair;

/** What a venue answers when it is asked for an order. */
public enum VenueWord {
  OPEN,
  /** It has not decided. */
  PENDING,
  FILLED,
  CANCELED,
  EXPIRED,
  REJECTED,
  /** It knows no such order. Believed when said twice, with time between (LESSONS: not found). */
  UNKNOWN_ORDER
}
