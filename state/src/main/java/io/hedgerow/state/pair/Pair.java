package io.hedgerow.state.pair;

import io.hedgerow.schemas.execution.SignalPurpose;

/**
 * A pair, for reading. One object is reused for many pairs: what it says is only valid during the
 * call that hands it over.
 */
public interface Pair {

  /** The number it was opened under. */
  long correlationNumber();

  /** OPEN or REDUCE. */
  SignalPurpose purpose();

  /** 1 or 2. */
  int legs();

  /** The order of a leg, 0 or 1. */
  PairOrder leg(int leg);

  /**
   * What a leg has traded to its own side, less what was taken back, less what has gone to the
   * residual book; base asset.
   */
  long heldE8(int leg);

  /** Held by the first leg less held by the second; 0 for a single leg: unhedged, base asset. */
  long imbalanceE8();

  /** What this pair has given to the residual book over its lives: positive is long, base asset. */
  long residualE8();

  /** How often it ended. More than once: a late report re-opened it. */
  int ends();
}
