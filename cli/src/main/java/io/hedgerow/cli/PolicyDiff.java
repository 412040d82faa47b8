package io.hedgerow.cli;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What of two policies differs: values, operators, consumers, venues and accounts; not version and
 * times.
 */
final class PolicyDiff {

  private static final String NONE = "-";

  /**
   * One difference.
   *
   * @param what option and subject, operator's key, consumer, venue or account
   * @param before {@code -} if it was not there
   * @param after {@code -} if it is not there
   */
  record Change(String what, String before, String after) {}

  private PolicyDiff() {}

  static List<Change> of(RiskPolicy before, RiskPolicy after) {
    List<Change> changes = new ArrayList<>(changes(values(before), values(after)));
    changes.addAll(changes(operators(before), operators(after)));
    changes.addAll(
        changes(named("consumer", before.getConsumers()), named("consumer", after.getConsumers())));
    changes.addAll(changes(named("venue", before.getVenues()), named("venue", after.getVenues())));
    changes.addAll(
        changes(named("account", before.getAccounts()), named("account", after.getAccounts())));
    return changes;
  }

  private static List<Change> changes(Map<String, String> before, Map<String, String> after) {
    Set<String> all = new LinkedHashSet<>(before.keySet());
    all.addAll(after.keySet());
    return all.stream()
        .filter(what -> !Objects.equals(before.get(what), after.get(what)))
        .map(
            what ->
                new Change(what, before.getOrDefault(what, NONE), after.getOrDefault(what, NONE)))
        .toList();
  }

  private static Map<String, String> values(RiskPolicy policy) {
    Map<String, String> values = new LinkedHashMap<>();
    for (PolicyValue value : policy.getValues()) {
      String of = value.getSubject().isEmpty() ? "" : " of " + value.getSubject();
      values.put(value.getOption() + of, value.getValue() + " " + value.getUnit());
    }
    return values;
  }

  private static Map<String, String> operators(RiskPolicy policy) {
    Map<String, String> operators = new LinkedHashMap<>();
    for (OperatorKey key : policy.getOperators()) {
      operators.put(
          "operator key " + key.getKeyId(),
          key.getOperator() + " " + key.getRoles() + " " + key.getPublicKey());
    }
    return operators;
  }

  private static Map<String, String> named(String what, List<String> names) {
    Map<String, String> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(what + " " + name, "named"));
    return named;
  }
}
