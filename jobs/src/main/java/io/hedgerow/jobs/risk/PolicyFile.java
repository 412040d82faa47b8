package io.hedgerow.jobs.risk;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.InvalidPolicyException;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.state.risk.policy.PolicySection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The policy as a person writes it, read strictly: every key of {@code flink-conf/policy.yaml} must
 * be there once, and nothing else; numbers are whole. Whether the values make sense is asked of
 * {@link io.hedgerow.state.risk.policy.Policy}. {@link PolicyText} writes it.
 */
public final class PolicyFile {

  private static final List<String> SECTIONS =
      Stream.of(
              Stream.of("measures"),
              Arrays.stream(PolicySection.values()).map(PolicySection::text),
              Stream.of("overrides", "operators", "consumers", "venues", "accounts"))
          .flatMap(names -> names)
          .toList();
  private static final List<String> OPERATOR_KEYS =
      List.of("operator", "key-id", "public-key", "roles");
  private static final List<String> OVERRIDE_KEYS = List.of("subject", "measure");

  private final List<String> problems = new ArrayList<>();

  private PolicyFile() {}

  /**
   * Reads the text of a file into a record that is not published yet: version 1, live, without
   * times.
   *
   * @throws InvalidPolicyException if it is no policy; it names every line and key
   */
  public static RiskPolicy parse(String text) {
    return new PolicyFile().policy(text);
  }

  private RiskPolicy policy(String text) {
    Map<String, Yaml> sections = section(document(text), "", SECTIONS);
    List<PolicyValue> values = new ArrayList<>(measures(sections.get("measures")));
    for (PolicySection each : PolicySection.values()) {
      values.addAll(values(sections.get(each.text()), each.text(), PolicyOptions.of(each)));
    }
    each(sections.get("overrides"), "overrides", this::override).forEach(values::addAll);
    List<OperatorKey> operators = each(sections.get("operators"), "operators", this::operator);
    List<String> consumers = each(sections.get("consumers"), "consumers", this::text);
    List<String> venues = each(sections.get("venues"), "venues", this::text);
    List<String> accounts = each(sections.get("accounts"), "accounts", this::text);
    if (!problems.isEmpty()) {
      problems.addAll(PolicyRecords.problemsOf(operators.stream().filter(this::isWhole).toList()));
      throw new InvalidPolicyException(problems);
    }
    return PolicyRecords.draft(values, operators, consumers, venues, accounts);
  }

  private Yaml document(String text) {
    try {
      return Yaml.parse(text, problems);
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException(List.of(e.getMessage()));
    }
  }

  private List<PolicyValue> measures(Yaml given) {
    List<String> names = Arrays.stream(Measure.values()).map(Measure::text).toList();
    Map<String, Yaml> sections = section(given, "measures", names);
    List<PolicyValue> values = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      String path = "measures." + measure.text();
      values.addAll(values(sections.get(measure.text()), path, PolicyOptions.of(measure)));
    }
    return values;
  }

  private List<PolicyValue> values(Yaml given, String path, List<PolicyOption> options) {
    Map<String, Yaml> fields =
        section(given, path, options.stream().map(PolicyOption::key).toList());
    return options.stream()
        .map(option -> option.value("", number(fields.get(option.key()), path, option)))
        .toList();
  }

  private List<PolicyValue> override(Yaml given, String path) {
    if (!(given instanceof Yaml.Section section)) {
      return wrong(given, path, "a section", List.of());
    }
    requireKeys(section, path, OVERRIDE_KEYS);
    String subject = text(section.fields().get("subject"), path + ".subject");
    List<PolicyOption> options = optionsOf(section.fields().get("measure"), path + ".measure");
    if (options.isEmpty()) {
      return List.of();
    }
    List<PolicyValue> values = new ArrayList<>();
    section
        .fields()
        .forEach(
            (key, value) -> {
              if (!OVERRIDE_KEYS.contains(key)) {
                options.stream()
                    .filter(option -> option.key().equals(key))
                    .findFirst()
                    .ifPresentOrElse(
                        option -> values.add(option.value(subject, number(value, path, option))),
                        () -> unknown(value, path, key));
              }
            });
    return values.isEmpty() ? wrong(given, path, "at least one value", values) : values;
  }

  private List<PolicyOption> optionsOf(Yaml given, String path) {
    String name = text(given, path);
    return Arrays.stream(Measure.values())
        .filter(measure -> measure.text().equals(name))
        .findFirst()
        .map(PolicyOptions::of)
        .orElseGet(() -> wrong(given, path, "a measure", List.of()));
  }

  private OperatorKey operator(Yaml given, String path) {
    Map<String, Yaml> fields = section(given, path, OPERATOR_KEYS);
    List<OperatorRole> roles = each(fields.get("roles"), path + ".roles", this::role);
    boolean named = !(fields.get("roles") instanceof Yaml.Items) || roles.contains(null);
    return new OperatorKey(
        text(fields.get("operator"), path + ".operator"),
        text(fields.get("key-id"), path + ".key-id"),
        text(fields.get("public-key"), path + ".public-key"),
        named ? List.of(OperatorRole.values()) : roles); // what is wrong with them is named
  }

  /** What is missing or of another kind is named already. */
  private boolean isWhole(OperatorKey key) {
    return !key.getOperator().isEmpty()
        && !key.getKeyId().isEmpty()
        && !key.getPublicKey().isEmpty();
  }

  private OperatorRole role(Yaml given, String path) {
    String name = text(given, path);
    return Arrays.stream(OperatorRole.values())
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseGet(
            () -> wrong(given, path, "one of " + Arrays.toString(OperatorRole.values()), null));
  }

  /** What a list holds; its items are named {@code path[0]}. */
  private <T> List<T> each(Yaml given, String path, Reader<T> reader) {
    if (!(given instanceof Yaml.Items list)) {
      return wrong(given, path, "a list", List.of());
    }
    List<T> read = new ArrayList<>();
    for (Yaml item : list.items()) {
      read.add(reader.read(item, path + "[" + read.size() + "]"));
    }
    return read;
  }

  private interface Reader<T> {
    T read(Yaml given, String path);
  }

  /** The fields of a section that has exactly these keys. */
  private Map<String, Yaml> section(Yaml given, String path, List<String> keys) {
    if (!(given instanceof Yaml.Section section)) {
      return wrong(given, path.isEmpty() ? "the file" : path, "a section", Map.of());
    }
    requireKeys(section, path, keys);
    Set<String> unknown = new LinkedHashSet<>(section.fields().keySet());
    unknown.removeAll(keys);
    unknown.forEach(key -> unknown(section.fields().get(key), path, key));
    return section.fields();
  }

  private void requireKeys(Yaml.Section section, String path, Collection<String> keys) {
    for (String key : keys) {
      if (!section.fields().containsKey(key)) {
        problems.add(
            "line " + section.line() + ": expected the key " + join(path, key) + ", saw none");
      }
    }
  }

  private void unknown(Yaml at, String path, String key) {
    problems.add("line " + at.line() + ": unknown key " + join(path, key));
  }

  private long number(Yaml given, String path, PolicyOption option) {
    String name = join(path, option.key());
    return option.flag()
        ? scalar(given, name, "true or false", Boolean.class, on -> on ? 1L : 0L, 0L)
        : scalar(given, name, "a whole number", Long.class, Function.identity(), 0L);
  }

  private String text(Yaml given, String path) {
    return scalar(given, path, "a text", String.class, Function.identity(), "");
  }

  private <V, T> T scalar(
      Yaml given, String path, String expected, Class<V> type, Function<V, T> as, T otherwise) {
    return given instanceof Yaml.Scalar scalar && type.isInstance(scalar.value())
        ? as.apply(type.cast(scalar.value()))
        : wrong(given, path, expected, otherwise);
  }

  /** Names what is of another kind; what is missing was named where it is missing. */
  private <T> T wrong(Yaml given, String path, String expected, T otherwise) {
    if (given != null) {
      String seen =
          given instanceof Yaml.Scalar scalar
              ? scalar.text()
              : given instanceof Yaml.Items ? "a list" : "a section";
      problems.add(
          "line " + given.line() + ": " + path + ": expected " + expected + ", saw " + seen);
    }
    return otherwise;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
