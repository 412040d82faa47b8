package io.hedgerow.state.pair;

/** How an order ended; none of them says that nothing was filled. */
public enum OrderEnd {
  /** It has not ended. */
  NONE,
  FILLED,
  CANCELED,
  EXPIRED,
  REJECTED,
  /** The venue said twice, with time between, that it knows no such order. */
  LOST;

  private static final OrderEnd[] ALL = values();

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
  public static OrderEnd numbered(int number) {
    return ALL[number];
  }
}
