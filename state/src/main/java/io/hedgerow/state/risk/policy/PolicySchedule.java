package io.hedgerow.state.risk.policy;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which policy of one mode is in force at which event time: a policy takes effect at one point of
 * the stream, wherever it is asked for. Not safe for concurrent use.
 */
public final class PolicySchedule {

  private final TreeMap<Long, Policy> byEffectiveMicros = new TreeMap<>();
  private long newestVersion;

  /**
   * Adds a policy; one that is not newer than those it has had is ignored.
   *
   * @param earliestMicros the first event time that has not passed here: it cannot take effect
   *     before
   * @return whether it was newer
   */
  public boolean add(Policy policy, long earliestMicros) {
    long version = policy.record().getVersion();
    if (version <= newestVersion) {
      return false;
    }
    newestVersion = version;
    long effectiveMicros = Math.max(policy.record().getEffectiveFromMicros(), earliestMicros);
    byEffectiveMicros.tailMap(effectiveMicros, true).clear();
    byEffectiveMicros.put(effectiveMicros, policy);
    return true;
  }

  /** The policy in force at this event time, or null. */
  public Policy at(long micros) {
    Map.Entry<Long, Policy> inForce = byEffectiveMicros.floorEntry(micros);
    return inForce == null ? null : inForce.getValue();
  }

  /** Forgets what was replaced before this time. */
  public void forgetBefore(long micros) {
    Long inForce = byEffectiveMicros.floorKey(micros);
    if (inForce != null) {
      byEffectiveMicros.headMap(inForce, false).clear();
    }
  }

  /** Ends all of it, as when a shadow run is dropped; older versions still do not come back. */
  public void clear() {
    byEffectiveMicros.clear();
  }

  /** Policies in force or to come. */
  public Iterable<Policy> policies() {
    return byEffectiveMicros.values();
  }
}
