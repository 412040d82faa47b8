package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Unit;
import java.util.Optional;

/**
 * One option of a policy. Immutable, safe from any thread.
 *
 * @param section the text of a measure, or of a {@link PolicySection}
 * @param part its name inside the section: {@code breach}
 * @param unit what its value is counted in
 * @param flag whether it is a switch: 0 off, 1 on, counted in {@link Unit#COUNT}
 * @param min smallest value
 * @param max largest value
 * @param standard the value of the shipped policy
 * @param requirement whose requirement it serves: {@code TRIG-1}
 * @param description one sentence
 */
public record PolicyOption(
    String section,
    String part,
    Unit unit,
    boolean flag,
    long min,
    long max,
    long standard,
    String requirement,
    String description) {

  /** How it stands in records: {@code realized-volatility.breach}. */
  public String name() {
    return section + "." + part;
  }

  /**
   * Its key in a section of the policy file, with its unit: {@code breach-ppm}; counts have none.
   */
  public String key() {
    return unit == Unit.COUNT ? part : part + "-" + unit.text();
  }

  /** The measure that it is of; empty for those of a {@link PolicySection}. */
  public Optional<Measure> measure() {
    return PolicySection.named(section).isPresent()
        ? Optional.empty()
        : Optional.of(Measure.of(section));
  }

  /** A value of it, for a subject, or with an empty subject for everybody. */
  public PolicyValue value(String subject, long value) {
    return new PolicyValue(name(), subject, value, unit.text());
  }
}
