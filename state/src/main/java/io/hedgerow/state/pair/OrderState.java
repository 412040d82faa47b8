package io.hedgerow.state.pair;

/** How an order stands, as far as we know. */
public enum OrderState {
  /** Sent, the venue has not answered. */
  SENT,
  /** The venue has it in force. */
  OPEN,
  /** Nobody knows until the venue tells: charged at its worst case, never sent again. */
  UNKNOWN,
  /** It has ended; a fill may still come and counts. */
  FINAL;

  /** Its place in the order of declaration; journals hold it, so new ones come last. */
  @SuppressWarnings("EnumOrdinal")
  public int number() {
    return ordinal();
  }
}
