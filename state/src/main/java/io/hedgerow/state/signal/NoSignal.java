package io.hedgerow.state.signal;

/** Why a request to reduce was not made, although an account or a trigger asks for it (MON-7). */
public enum NoSignal {
  /** A position would be reduced alone, and it is not known yet that nothing hedges it. */
  WAITS,
  /** The position's mark or its quote asset is unknown. */
  UNJUDGED,
  /** An account or a trigger was left out: as many are held as the settings allow. */
  CROWDED
}
