package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.MachinePolicy;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.List;

/** The same values for every measure and subject. */
record FixedPolicy(MeasurePolicy values, long version) implements Policy {

  @Override
  public RiskPolicy record() {
    return RiskPolicy.newBuilder()
        .setPolicyId("live")
        .setVersion(version)
        .setMode(PolicyMode.LIVE)
        .setEffectiveFromMicros(0)
        .setValues(List.of())
        .setOperators(List.of())
        .setConsumers(List.of())
        .setPublishedAtMicros(0)
        .setPublishedBy("test")
        .setEventId("0".repeat(32))
        .build();
  }

  @Override
  public MeasurePolicy of(Measure measure, String subject) {
    return values;
  }

  @Override
  public List<PolicyValue> valuesOf(Measure measure, String subject) {
    return List.of();
  }

  @Override
  public MachinePolicy machine() {
    throw new UnsupportedOperationException("no machine here");
  }

  @Override
  public SignalPolicy signals() {
    throw new UnsupportedOperationException("no signals here");
  }

  @Override
  public io.hedgerow.state.gate.GateLimits gate() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OperatorKey key(String keyId) {
    return null;
  }
}
