package io.hedgerow.state.risk.trial;

import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.Scope;

/**
 * A time in which a scope was not NORMAL.
 *
 * @param scope what was restricted
 * @param state how far
 * @param fromMicros event time, µs since the epoch
 * @param toMicros its end; {@link #OPEN} if it had none
 */
public record Restriction(Scope scope, SystemState state, long fromMicros, long toMicros) {

  /** No end inside the stretch. */
  public static final long OPEN = Long.MAX_VALUE;

  /** What makes it the same one at another time. */
  public String key() {
    return scope + "|" + state;
  }
}
