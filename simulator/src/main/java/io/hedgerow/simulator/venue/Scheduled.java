package io.hedgerow.simulator.venue;

/** Something that is due at times of its own. */
interface Scheduled {

  /** When it is due next, µs since the epoch; {@link Long#MAX_VALUE}: never. */
  long nextAtMicros();

  /** Does what is due at {@link #nextAtMicros} and moves on. */
  void run();
}
