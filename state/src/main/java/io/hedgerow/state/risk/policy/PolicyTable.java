package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.risk.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as tables by measure. A look-up is one of an enum and, only where a measure has
 * exceptions, one of a string; it allocates nothing.
 */
final class PolicyTable implements Policy {

  private static final int MAX_PROBLEMS_TOLD = 300;
  private static final int MAX_TEXT_CHARS = 40_000;
  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_MILLI = 1_000;

  private final RiskPolicy record;
  private final Map<Measure, Row> rows = new EnumMap<>(Measure.class);
  private final Map<String, OperatorKey> keys = new HashMap<>();
  private final MachinePolicy machine;
  private final SignalPolicy signals;
  private final GateLimits gate;

  private PolicyTable(RiskPolicy record, PolicyIndex index) {
    this.record = record;
    for (Measure measure : Measure.values()) {
      Map<String, Values> exceptions = new HashMap<>();
      index
          .subjects(measure)
          .forEach(subject -> exceptions.put(subject, Values.of(index.values(measure, subject))));
      rows.put(measure, new Row(Values.of(index.values(measure, "")), exceptions));
    }
    record.getOperators().forEach(key -> keys.put(key.getKeyId(), key));
    this.machine = machinePolicy(index);
    this.signals = SignalOptions.policy(index);
    this.gate = GateOptions.limits(record.getVersion(), index);
  }

  private record Values(MeasurePolicy policy, List<PolicyValue> options) {
    static Values of(List<PolicyValue> options) {
      return new Values(measurePolicy(options), options);
    }
  }

  private record Row(Values forAll, Map<String, Values> exceptions) {
    Values of(String subject) {
      return exceptions.isEmpty() ? forAll : exceptions.getOrDefault(subject, forAll);
    }
  }

  static Policy read(RiskPolicy given) {
    RiskPolicy record = RiskPolicy.newBuilder(given).build();
    List<String> problems = new ArrayList<>();
    PolicyCheck check = new PolicyCheck(problems);
    check.identity(record);
    check.size(record);
    PolicyIndex index = new PolicyIndex(record.getValues(), problems);
    check.measures(index);
    check.signals(index);
    check.operators(record.getOperators());
    check.consumers(record.getConsumers());
    check.reporters(record);
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(text(problems), problems);
    }
    return new PolicyTable(record, index);
  }

  /** A record of a megabyte may be wrong in a hundred thousand ways: the first are enough. */
  private static String text(List<String> problems) {
    String all =
        String.join("; ", problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS_TOLD)));
    String clipped =
        all.length() > MAX_TEXT_CHARS ? all.substring(0, MAX_TEXT_CHARS) + " ..." : all;
    int left = problems.size() - MAX_PROBLEMS_TOLD;
    return left > 0 ? clipped + "; and " + left + " more" : clipped;
  }

  @Override
  public RiskPolicy record() {
    return record;
  }

  @Override
  public MeasurePolicy of(Measure measure, String subject) {
    return rows.get(measure).of(subject).policy();
  }

  @Override
  public List<PolicyValue> valuesOf(Measure measure, String subject) {
    return rows.get(measure).of(subject).options();
  }

  @Override
  public MachinePolicy machine() {
    return machine;
  }

  @Override
  public SignalPolicy signals() {
    return signals;
  }

  @Override
  public GateLimits gate() {
    return gate;
  }

  @Override
  public OperatorKey key(String keyId) {
    return keys.get(keyId);
  }

  /** The nine values of a measure, in the order of {@link MeasurePart}. */
  static MeasurePolicy measurePolicy(List<PolicyValue> values) {
    return new MeasurePolicy(
        at(values, MeasurePart.WARN),
        at(values, MeasurePart.BREACH),
        at(values, MeasurePart.CLEAR),
        Math.toIntExact(at(values, MeasurePart.CONFIRM)),
        Math.toIntExact(at(values, MeasurePart.OF)),
        at(values, MeasurePart.HOLD) * MICROS_PER_SECOND,
        at(values, MeasurePart.DWELL) * MICROS_PER_SECOND,
        at(values, MeasurePart.WINDOW) * MICROS_PER_SECOND,
        at(values, MeasurePart.WITHIN) * MICROS_PER_SECOND);
  }

  @SuppressWarnings("EnumOrdinal") // the list is made of the enum's values
  private static long at(List<PolicyValue> values, MeasurePart part) {
    return values.get(part.ordinal()).getValue();
  }

  private static MachinePolicy machinePolicy(PolicyIndex index) {
    return new MachinePolicy(
        Math.toIntExact(index.value(PolicyOptions.REPEAT_COUNT)),
        index.value(PolicyOptions.REPEAT_WITHIN) * MICROS_PER_SECOND,
        index.value(PolicyOptions.QUIET) * MICROS_PER_SECOND,
        index.value(PolicyOptions.RECONCILED_WITHIN) * MICROS_PER_SECOND,
        index.value(PolicyOptions.HEALTHY_WITHIN) * MICROS_PER_SECOND,
        index.value(PolicyOptions.ACKNOWLEDGE_WITHIN) * MICROS_PER_MILLI,
        index.value(PolicyOptions.APPROVAL) * MICROS_PER_SECOND,
        index.value(PolicyOptions.SILENT_AFTER),
        index.value(PolicyOptions.REDUCE_IN_BSCB) == 1,
        index.value(PolicyOptions.REDUCE_IN_DMM) == 1);
  }
}
