package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.state.risk.Measure;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The values of a record by option and subject. What does not fit the catalogue is left out and
 * named as a problem.
 */
final class PolicyIndex {

  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9|._:/@-]{0,127}");

  private final Map<String, PolicyValue> forAll = new LinkedHashMap<>();
  private final Map<Measure, Map<String, Map<String, PolicyValue>>> exceptions =
      new EnumMap<>(Measure.class);
  private final Set<String> doubtful = new HashSet<>();
  private final List<String> problems;

  PolicyIndex(List<PolicyValue> values, List<String> problems) {
    this.problems = problems;
    values.forEach(this::take);
    for (PolicyOption option : PolicyOptions.all()) {
      if (!forAll.containsKey(option.name())) {
        problem(option, option.name() + ": expected a value for everybody, saw none");
      }
    }
  }

  /** Whether each value of a measure is there and valid by itself. */
  boolean sound(Measure measure) {
    return !doubtful.contains(measure.text());
  }

  /** The same of a section. */
  boolean sound(PolicySection section) {
    return !doubtful.contains(section.text());
  }

  /** Who has values of his own for this measure. */
  Iterable<String> subjects(Measure measure) {
    return exceptions.getOrDefault(measure, Map.of()).keySet();
  }

  /** The nine values of a measure for a subject; an empty subject is everybody. */
  List<PolicyValue> values(Measure measure, String subject) {
    Map<String, PolicyValue> own =
        exceptions.getOrDefault(measure, Map.of()).getOrDefault(subject, Map.of());
    return PolicyOptions.of(measure).stream()
        .map(PolicyOption::name)
        .map(name -> own.getOrDefault(name, forAll.get(name)))
        .toList();
  }

  /** The value for everybody. */
  long value(PolicyOption option) {
    return forAll.get(option.name()).getValue();
  }

  private void problem(PolicyOption option, String text) {
    doubtful.add(option.section());
    problems.add(text);
  }

  private void take(PolicyValue value) {
    PolicyOption option = PolicyOptions.named(value.getOption()).orElse(null);
    String name = nameOf(value);
    if (option == null) {
      problems.add(name + ": there is no such option");
      return;
    }
    String unit = option.unit().text();
    if (!value.getUnit().equals(unit)) {
      problem(option, name + ": expected the unit " + unit + ", saw " + value.getUnit());
    }
    if (value.getValue() < option.min() || value.getValue() > option.max()) {
      String range = option.min() + " to " + option.max() + " " + unit;
      problem(option, name + ": expected " + range + ", saw " + value.getValue());
    }
    if (place(option, value) != null) {
      problem(option, name + ": expected one value, saw several");
    }
  }

  /** The value that was there before, or null. */
  private PolicyValue place(PolicyOption option, PolicyValue value) {
    String subject = value.getSubject();
    if (subject.isEmpty()) {
      return forAll.putIfAbsent(option.name(), value);
    }
    if (option.measure().isEmpty()) {
      problems.add(nameOf(value) + ": only measures have exceptions");
      return null;
    }
    if (!SUBJECT.matcher(subject).matches()) {
      problems.add(nameOf(value) + ": expected a subject like SIM-ALPHA|BTC-USDT");
      return null;
    }
    return exceptions
        .computeIfAbsent(option.measure().get(), measure -> new TreeMap<>())
        .computeIfAbsent(subject, of -> new LinkedHashMap<>())
        .putIfAbsent(option.name(), value);
  }

  private static String nameOf(PolicyValue value) {
    return value.getSubject().isEmpty()
        ? value.getOption()
        : value.getOption() + " of " + value.getSubject();
  }
}
