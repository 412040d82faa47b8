package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.risk.Measure;
import java.util.List;

/**
 * A valid policy, ready to be asked. Immutable, safe from any thread.
 *
 * <p>Made from a {@link RiskPolicy} record, which holds every option of {@link PolicyOptions} once
 * for everybody (subject empty) and any of them again for a subject of its own.
 */
public interface Policy {

  /**
   * Reads a record.
   *
   * @throws InvalidPolicyException if an option is missing, unknown, of another unit or out of its
   *     range, or if options contradict each other; the message names each of them
   */
  static Policy of(RiskPolicy record) {
    return PolicyTable.read(record);
  }

  /** The record that it was made from. */
  RiskPolicy record();

  /** The values of a measure for a subject; a component has none of its own. */
  MeasurePolicy of(Measure measure, String subject);

  /** The same as options, for the evidence of a trigger. */
  List<PolicyValue> valuesOf(Measure measure, String subject);

  /** What the machine obeys. */
  MachinePolicy machine();

  /** What the signals job obeys. */
  SignalPolicy signals();

  /** What the gate of the fast path obeys. */
  GateLimits gate();

  /** The operator's key of this ID, or null. */
  OperatorKey key(String keyId);
}
