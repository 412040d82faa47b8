package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.wire.PolicyChangedDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.state.gate.GateLimits;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits in force, and those to come by the time from which on they rule. A policy that cannot
 * be obeyed closes everything until a newer one takes effect. A newer version takes the place of
 * those that were to rule from its time on, not of those that rule before. For the engine's thread;
 * allocates only when a policy comes.
 */
final class PolicyInForce {

  private record Limits(long version, GateLimits limits) {}

  private final TreeMap<Long, Limits> toCome = new TreeMap<>();
  private Limits inForce = new Limits(0, null);
  private long nextFromMicros = Long.MAX_VALUE;
  private long newest;
  private boolean unreadable;

  /**
   * Only a newer version than all before is taken. After one that could not be read, that which was
   * the newest before is good enough: it came later.
   */
  void apply(PolicyChangedDecoder change, long nowMicros) {
    long past = nowMicros == Mirror.NEVER ? 0 : nowMicros;
    if (change.version() == Mirror.UNREADABLE) {
      unreadable = true;
      toCome.clear();
      toCome.put(past, new Limits(inForce.version, null));
      nextFromMicros = past;
      return;
    }
    if (change.version() < newest || (change.version() == newest && !unreadable)) {
      return;
    }
    newest = change.version();
    unreadable = false;
    boolean valid = change.valid() == YesNo.YES;
    long fromMicros = Math.max(change.effectiveFromMicros(), past);
    toCome.tailMap(fromMicros, true).clear();
    toCome.put(fromMicros, new Limits(newest, valid ? LimitNumbers.read(change) : null));
    nextFromMicros = toCome.firstKey();
  }

  /** Time has come so far; whether another policy is in force now. */
  boolean advance(long nowMicros) {
    if (nowMicros < nextFromMicros) {
      return false;
    }
    Map.Entry<Long, Limits> due = toCome.floorEntry(nowMicros);
    inForce = due.getValue();
    toCome.headMap(due.getKey(), true).clear();
    nextFromMicros = toCome.isEmpty() ? Long.MAX_VALUE : toCome.firstKey();
    return true;
  }

  /** Null: nothing is allowed. */
  GateLimits limits() {
    return inForce.limits;
  }

  /** 0: none yet. */
  long version() {
    return inForce.version;
  }
}
