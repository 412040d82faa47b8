package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import java.util.Map;

/** The shipped policy for tests, with changed values. */
public final class Policies {

  private Policies() {}

  /** Published at the moment from which on it rules. */
  public static RiskPolicy live(long version, long effectiveMicros, Map<String, Long> changes) {
    return of(PolicyMode.LIVE, version, effectiveMicros, changes);
  }

  /** The same in a mode. */
  public static RiskPolicy of(
      PolicyMode mode, long version, long effectiveMicros, Map<String, Long> changes) {
    return PolicyRecords.publish(
        PolicyRecords.draft(values(changes), List.of(), List.of()),
        mode,
        version,
        effectiveMicros,
        effectiveMicros,
        "test");
  }

  /** What ends a shadow run. */
  static RiskPolicy noShadow(long version, long effectiveMicros) {
    return PolicyRecords.publish(
        PolicyRecords.draft(List.of(), List.of(), List.of()),
        PolicyMode.SHADOW,
        version,
        effectiveMicros,
        effectiveMicros,
        "test");
  }

  private static List<PolicyValue> values(Map<String, Long> changes) {
    List<PolicyValue> standard = PolicyRecords.standard().getValues();
    List<String> names = standard.stream().map(PolicyValue::getOption).toList();
    if (!names.containsAll(changes.keySet())) {
      throw new IllegalArgumentException("expected options of the policy, saw " + changes.keySet());
    }
    return standard.stream()
        .map(
            value ->
                PolicyValue.newBuilder(value)
                    .setValue(changes.getOrDefault(value.getOption(), value.getValue()))
                    .build())
        .toList();
  }
}
