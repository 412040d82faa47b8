package io.hedgerow.state.network;

/** What an input did to its part of the network state. */
public enum Outcome {
  /** The view has changed, or at least its time and version. */
  APPLIED,
  /** Applied, and the part was stale before: consumers should hear of it at once (NET-7). */
  REVIVED,
  /** Nothing: it was applied before. */
  DUPLICATE,
  /** Nothing: something newer is known already. */
  OUT_OF_ORDER,
  /** Nothing: its figures are beyond what can be true. */
  INVALID
}
