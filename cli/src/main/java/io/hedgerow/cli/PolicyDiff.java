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

/** What of two policies differs: values, operators and consumers; not version and times. */
final class PolicyDiff {

  private static final String NONE = "-";

  /**
   * One difference.
   *
   * @param what option and subject, operator's key, or consumer
   * @param before {@code -} if it was not there
   * @param after {@code -} if it is not there
   */
  record Change(String what, String before, String after) {}

  private PolicyDiff() {}

  static List<Change> of(RiskPolicy before, RiskPolicy after) {
    List<Change> changes = new ArrayList<>(changes(values(before), values(after)));
    changes.addAll(changes(operators(before), operators(after)));
    changes.addAll(changes(consumers(before), consumers(after)));
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

  private static Map<String, String> consumers(RiskPolicy policy) {
    Map<String, String> consumers = new LinkedHashMap<>();
    policy.getConsumers().forEach(consumer -> consumers.put("consumer " + consumer, "named"));
    return consumers;
  }
}
