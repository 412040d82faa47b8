package io.hedgerow.connectors.fix;

/** How long an order stands, with TimeInForce(59). */
public enum OrderTimeInForce {
  /** Until it is filled or cancelled. */
  GTC('1'),
  /** What cannot be filled at once is cancelled. */
  IOC('3'),
  /** All at once or nothing. */
  FOK('4');

  private final char code;

  OrderTimeInForce(char code) {
    this.code = code;
  }

  /** TimeInForce(59). */
  public char code() {
    return code;
  }
}
