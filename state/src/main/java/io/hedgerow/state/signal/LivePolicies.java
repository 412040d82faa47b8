package io.hedgerow.state.signal;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which live policy the signals obey at which event time: a policy takes effect at one point of the
 * stream, and one that is not valid closes from there until a newer valid one takes effect (SIG-1).
 * Shadow policies change nothing.
 *
 * <p>Bounded by who writes {@code risk.policy}: what was replaced is forgotten with event time, no
 * policy takes effect more than {@link PolicyRecords#MAX_DELAY_MICROS} after its publication, and
 * of those whose version is out of range one is held. Not safe for concurrent use.
 */
public final class LivePolicies {

  /** No change is to come. */
  public static final long NEVER = Long.MAX_VALUE;

  /** One of them; policy null: it is not valid, and closes. */
  private record Entry(RiskPolicy record, Policy policy) {}

  private final TreeMap<Long, Entry> byEffectiveMicros = new TreeMap<>();
  private long newestVersion;

  /**
   * Adds a valid policy; one that is not newer than those it has had, or not live, is ignored.
   *
   * @param earliestMicros the first event time that has not passed: it cannot take effect before
   * @return whether it changed anything
   */
  public boolean add(Policy policy, long earliestMicros) {
    RiskPolicy record = policy.record();
    if (record.getMode() != PolicyMode.LIVE || record.getVersion() <= newestVersion) {
      return false;
    }
    newestVersion = record.getVersion();
    long effectiveMicros = Math.max(record.getEffectiveFromMicros(), earliestMicros);
    byEffectiveMicros.tailMap(effectiveMicros, true).clear();
    byEffectiveMicros.put(effectiveMicros, new Entry(record, policy));
    return true;
  }

  /**
   * Closes by a policy that is not valid, if it is live and newer than those it has had. One of a
   * version behind which there is no room for another closes too, but any newer valid policy ends
   * it, and of several only the earliest closes.
   *
   * @param earliestMicros the first event time that has not passed
   * @return whether it changed anything
   */
  public boolean close(RiskPolicy invalid, long earliestMicros) {
    long version = invalid.getVersion();
    if (invalid.getMode() != PolicyMode.LIVE || version <= newestVersion) {
      return false;
    }
    long dueMicros =
        PolicyRecords.isTooLate(invalid)
            ? invalid.getPublishedAtMicros()
            : invalid.getEffectiveFromMicros();
    long effectiveMicros = Math.max(dueMicros, earliestMicros);
    if (isInRange(version)) {
      newestVersion = version;
      byEffectiveMicros.tailMap(effectiveMicros, true).clear();
    } else {
      Long heldMicros = closedOutOfRangeMicros();
      if (heldMicros != null && heldMicros <= effectiveMicros) {
        return false;
      }
      byEffectiveMicros.remove(heldMicros == null ? effectiveMicros : heldMicros);
    }
    byEffectiveMicros.put(effectiveMicros, new Entry(withoutContent(invalid), null));
    return true;
  }

  /** Whether a newer one may follow. */
  private static boolean isInRange(long version) {
    return version < PolicyRecords.MAX_VERSION;
  }

  /** From when on one of a version out of range closes; null: none is held. */
  private Long closedOutOfRangeMicros() {
    for (Map.Entry<Long, Entry> each : byEffectiveMicros.entrySet()) {
      Entry entry = each.getValue();
      if (entry.policy == null && !isInRange(entry.record.getVersion())) {
        return each.getKey();
      }
    }
    return null;
  }

  /** What is left of a policy that may hold a megabyte of anything; it is as invalid. */
  private static RiskPolicy withoutContent(RiskPolicy invalid) {
    return PolicyRecords.publish(
        PolicyRecords.draft(List.of(), List.of(), List.of()),
        PolicyMode.LIVE,
        invalid.getVersion(),
        invalid.getEffectiveFromMicros(),
        invalid.getPublishedAtMicros(),
        "");
  }

  /** The policy in force at this event time; null: there is none, and there are no signals. */
  public Policy at(long micros) {
    Map.Entry<Long, Entry> inForce = byEffectiveMicros.floorEntry(micros);
    return inForce == null ? null : inForce.getValue().policy();
  }

  /** When the next one takes effect after this event time, or {@link #NEVER}. */
  public long nextChangeMicros(long afterMicros) {
    Long next = byEffectiveMicros.higherKey(afterMicros);
    return next == null ? NEVER : next;
  }

  /** Forgets what was replaced before this time. */
  public void forgetBefore(long micros) {
    Long inForce = byEffectiveMicros.floorKey(micros);
    if (inForce != null) {
      byEffectiveMicros.headMap(inForce, false).clear();
    }
  }

  /**
   * Those in force or to come by the time from which on each rules; given to a new one in this
   * order, with that time as the earliest, they make it equal.
   */
  public Map<Long, RiskPolicy> records() {
    Map<Long, RiskPolicy> records = new TreeMap<>();
    byEffectiveMicros.forEach((micros, entry) -> records.put(micros, entry.record()));
    return records;
  }
}
