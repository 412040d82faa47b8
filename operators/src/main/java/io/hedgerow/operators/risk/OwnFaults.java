package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import io.hedgerow.state.risk.policy.Policy;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a subtask of the classifier cannot do in full, told as edges of {@code integrity-fault}:
 * each closes everything (TRIG-15) until it is over.
 *
 * <p>Not kept over a restart: the first word that a rule holds is then told, whatever was before.
 * Not safe for concurrent use.
 */
final class OwnFaults {

  /** A rule that may break; its text is the component of the edge. */
  enum Rule {
    /** Observations wait for event time, at most so many. */
    WAITING("room-for-waiting-observations"),
    /** Each subject is held. */
    SUBJECTS("room-for-subjects");

    private final String text;

    Rule(String text) {
      this.text = text;
    }
  }

  private static final String PART = "risk-classify-";

  private final String part;
  private final Consumer<RiskEdge> send;

  /** When each broken rule broke; {@code null} while that is not known. */
  private final Map<Rule, Long> brokenSinceMicros = new EnumMap<>(Rule.class);

  /**
   * @param subtask which one of the classifier
   */
  OwnFaults(int subtask, Consumer<RiskEdge> send) {
    this.part = PART + subtask;
    this.send = send;
    for (Rule rule : Rule.values()) {
      brokenSinceMicros.put(rule, Long.MIN_VALUE);
    }
  }

  /** Whether every rule is known to hold. */
  boolean areOver() {
    return brokenSinceMicros.isEmpty();
  }

  /**
   * A rule is broken; told once.
   *
   * @param policy in force; null: nothing is told, for everything is closed
   */
  void broken(Rule rule, long atMicros, Policy policy) {
    long since = brokenSinceMicros.getOrDefault(rule, Long.MIN_VALUE);
    if (policy != null && since == Long.MIN_VALUE) {
      brokenSinceMicros.put(rule, atMicros);
      send.accept(edge(EdgeKind.BREACH, rule, 1, atMicros, atMicros, policy));
    }
  }

  /** A rule holds; told once. */
  void sound(Rule rule, long atMicros, Policy policy) {
    Long since = policy == null ? null : brokenSinceMicros.remove(rule);
    if (since != null) {
      long sinceMicros = since == Long.MIN_VALUE ? atMicros : since;
      send.accept(edge(EdgeKind.CLEAR, rule, 0, atMicros, sinceMicros, policy));
    }
  }

  private RiskEdge edge(
      EdgeKind kind, Rule rule, long value, long atMicros, long sinceMicros, Policy policy) {
    Measure measure = Measure.INTEGRITY_FAULT;
    MeasurePolicy values = policy.of(measure, part);
    EdgeEvidence evidence =
        new EdgeEvidence(
            kind,
            rule.text,
            atMicros,
            value,
            kind == EdgeKind.BREACH ? values.breach() : values.clear(),
            measure.unit().text(),
            ByteBuffer.allocate(0),
            List.of());
    return new RiskEdge(
        measure.text(),
        part,
        policy.record().getMode(),
        sinceMicros,
        values.withinMicros(),
        policy.record().getVersion(),
        policy.valuesOf(measure, part),
        evidence);
  }
}
