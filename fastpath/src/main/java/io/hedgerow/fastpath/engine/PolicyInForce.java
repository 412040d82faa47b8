package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.wire.PolicyChangedDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.state.gate.GateLimits;

/**
 * The limits in force, and those to come. A policy that cannot be obeyed closes everything until a
 * newer one takes effect. For the engine's thread.
 */
final class PolicyInForce {

  private GateLimits limits;
  private long version;
  private GateLimits nextLimits;
  private long nextVersion;
  private long nextFromMicros = Long.MAX_VALUE;
  private long newest;

  /** Only a newer version than all before is taken. */
  void apply(PolicyChangedDecoder change) {
    if (change.version() <= newest) {
      return;
    }
    newest = change.version();
    nextVersion = newest;
    nextFromMicros = change.effectiveFromMicros();
    nextLimits = change.valid() == YesNo.YES ? LimitNumbers.read(change) : null;
  }

  /** Time has come so far; whether another policy is in force now. */
  boolean advance(long nowMicros) {
    if (nowMicros < nextFromMicros) {
      return false;
    }
    limits = nextLimits;
    version = nextVersion;
    nextFromMicros = Long.MAX_VALUE;
    return true;
  }

  /** Null: nothing is allowed. */
  GateLimits limits() {
    return limits;
  }

  /** 0: none yet. */
  long version() {
    return version;
  }
}
