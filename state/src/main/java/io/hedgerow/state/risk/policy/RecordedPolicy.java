package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.risk.Measure;
import java.util.List;

/**
 * The part of a policy that a trigger's evidence holds: the values of one measure for one subject.
 * Asked for anything else it throws. Immutable, safe from any thread.
 */
public final class RecordedPolicy implements Policy {

  private final Measure measure;
  private final RiskPolicy record;
  private final MeasurePolicy values;

  private RecordedPolicy(Measure measure, RiskPolicy record) {
    this.measure = measure;
    this.record = record;
    this.values = PolicyTable.measurePolicy(record.getValues());
  }

  /**
   * Reads the options of a trigger.
   *
   * @throws IllegalArgumentException if they are not the nine of the measure in their order
   */
  public static RecordedPolicy of(
      Measure measure, PolicyMode mode, long version, List<PolicyValue> options) {
    List<String> expected = PolicyOptions.of(measure).stream().map(PolicyOption::name).toList();
    List<String> seen = options.stream().map(PolicyValue::getOption).toList();
    if (!seen.equals(expected)) {
      throw new IllegalArgumentException("expected the options " + expected + ", saw " + seen);
    }
    RiskPolicy content = PolicyRecords.draft(options, List.of(), List.of());
    return new RecordedPolicy(measure, PolicyRecords.publish(content, mode, version, 0, 0, ""));
  }

  @Override
  public RiskPolicy record() {
    return record;
  }

  @Override
  public MeasurePolicy of(Measure asked, String subject) {
    requireMeasure(asked);
    return values;
  }

  @Override
  public List<PolicyValue> valuesOf(Measure asked, String subject) {
    requireMeasure(asked);
    return record.getValues();
  }

  private void requireMeasure(Measure asked) {
    if (asked != measure) {
      throw new IllegalArgumentException(
          "expected " + measure.text() + ", whose values the evidence holds, saw " + asked.text());
    }
  }

  @Override
  public MachinePolicy machine() {
    throw new UnsupportedOperationException("the evidence holds no values of the machine");
  }

  @Override
  public SignalPolicy signals() {
    throw new UnsupportedOperationException("the evidence holds no values of the signals");
  }

  @Override
  public GateLimits gate() {
    throw new UnsupportedOperationException("the evidence holds no values of the gate");
  }

  @Override
  public OperatorKey key(String keyId) {
    return null;
  }
}
