package io.hedgerow.connectors.fix;

/** What became of a wish to send. Numbers of the reasons are never reused. */
public enum SendResult {
  /** On its way; whether it arrived only an answer tells. */
  SENT,
  /** There is no session: nothing was sent. */
  NOT_LOGGED_ON,
  /** What the venue said while we were away is not known yet: new exposure waits. */
  RECOVERING,
  /** The venue does not read fast enough: nothing was sent. */
  BACK_PRESSURE,
  /** As many orders are open as there is room for: nothing was sent. */
  TOO_MANY_OPEN_ORDERS,
  /** The request breaks a rule of its own, such as a quantity of zero: nothing was sent. */
  INVALID
}
