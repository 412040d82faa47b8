package io.hedgerow.state.gate;

/** Whose age is bounded: the limits stand in {@link GateLimits.Ages} (NET-7). */
public enum GateAge {
  BOOK,
  REFERENCE,
  /** The view of a venue's health. */
  VENUE,
  /** A venue's statement of balances and margin, and what is summed from such statements. */
  ACCOUNT,
  /** The stream of {@code risk.state}, heartbeats included. */
  RISK_FEED,
  SIGNAL,
  RECONCILIATION
}
