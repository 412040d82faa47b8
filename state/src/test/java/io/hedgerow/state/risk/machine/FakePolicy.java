package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.MachinePolicy;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.List;

/** A policy of which only the machine's part is there. */
record FakePolicy(RiskPolicy record, MachinePolicy machine) implements Policy {

  @Override
  public MeasurePolicy of(Measure measure, String subject) {
    throw new UnsupportedOperationException("the machine asks for no thresholds");
  }

  @Override
  public List<PolicyValue> valuesOf(Measure measure, String subject) {
    throw new UnsupportedOperationException("the machine asks for no thresholds");
  }

  @Override
  public SignalPolicy signals() {
    throw new UnsupportedOperationException("the machine asks for no signals");
  }

  @Override
  public io.hedgerow.state.gate.GateLimits gate() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OperatorKey key(String keyId) {
    return record.getOperators().stream()
        .filter(key -> key.getKeyId().equals(keyId))
        .findFirst()
        .orElse(null);
  }
}
