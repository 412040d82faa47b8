package io.hedgerow.state.risk;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import java.util.List;

/**
 * Makes triggers of edges: what a pattern matched, or a single edge that warns or clears. The same
 * edges give the same trigger, byte for byte (RISK-2). Stateless, safe from any thread.
 */
public final class RiskTriggers {

  private RiskTriggers() {}

  /**
   * The triggers of a match, one for each scope that its subject stands for.
   *
   * @param edges as they were matched, in the order of time
   */
  public static List<RiskTrigger> raised(PatternShape shape, List<RiskEdge> edges) {
    return make(TriggerStatus.RAISED, shape.id(), edges);
  }

  /**
   * What a WARN edge says: reported, restricts nothing (MON-7). Nothing where the policy warns at
   * the very threshold of the breach: the breach speaks for itself.
   */
  public static List<RiskTrigger> warned(RiskEdge edge) {
    String breach = edge.getMeasure() + ".breach";
    boolean sameAsBreach =
        edge.getOptions().stream()
            .anyMatch(
                value ->
                    value.getOption().equals(breach)
                        && value.getValue() == edge.getEdge().getThreshold());
    if (sameAsBreach) {
      return List.of();
    }
    return make(TriggerStatus.WARNED, "edge@1", List.of(edge));
  }

  /** What a CLEAR edge says: the breach since {@code sinceMicros} is over. */
  public static List<RiskTrigger> cleared(RiskEdge edge) {
    return make(TriggerStatus.CLEARED, "edge@1", List.of(edge));
  }

  /**
   * What tells inputs of the machine of one time apart, so that their order does not depend on the
   * run; what ends at the very moment at which the next begins ends first.
   */
  public static String identity(RiskTrigger trigger) {
    return (trigger.getStatus() == TriggerStatus.CLEARED ? "1" : "2") + trigger.getEventId();
  }

  /** The same of an edge that says that a subject is fine: it comes behind the triggers. */
  public static String identity(RiskEdge steady) {
    return "3" + steady.getMeasure() + steady.getSubject() + steady.getEdge().getComponent();
  }

  /**
   * The trigger as the machine publishes it.
   *
   * @param triggerId its own, or of a CLEARED one that of what was raised
   * @param sequence its place among all that the machine publishes
   */
  public static RiskTrigger published(RiskTrigger trigger, String triggerId, long sequence) {
    return RiskTrigger.newBuilder(trigger)
        .setTriggerId(triggerId)
        .setSequence(sequence)
        .setText(TriggerSentence.of(trigger))
        .setEventId(
            EventIds.of("RiskTrigger", triggerId + "|" + trigger.getStatus().name(), sequence))
        .build();
  }

  private static List<RiskTrigger> make(
      TriggerStatus status, String pattern, List<RiskEdge> edges) {
    RiskEdge last = edges.get(edges.size() - 1);
    Measure measure = Measure.of(last.getMeasure());
    List<Scope> scopes = Scopes.of(measure, last.getSubject(), last.getEdge().getComponent());
    if (scopes.isEmpty()) {
      return List.of(make(status, pattern, edges, Scope.SYSTEM, Classification.UNCLASSIFIED));
    }
    return scopes.stream()
        .map(scope -> make(status, pattern, edges, scope, measure.classification()))
        .toList();
  }

  private static RiskTrigger make(
      TriggerStatus status,
      String pattern,
      List<RiskEdge> edges,
      Scope scope,
      Classification classification) {
    RiskEdge last = edges.get(edges.size() - 1);
    Measure measure = Measure.of(last.getMeasure());
    String identity =
        String.join(
            "|",
            last.getMode().name(),
            measure.text(),
            last.getSubject(),
            last.getEdge().getComponent(),
            scope.type().name(),
            scope.name(),
            pattern);
    String triggerId = EventIds.of("RiskTrigger", identity, edges.get(0).getEdge().getAtMicros());
    RiskTrigger trigger =
        RiskTrigger.newBuilder()
            .setTriggerId(triggerId)
            .setSequence(0)
            .setTrigger(measure.trigger())
            .setMeasure(measure.text())
            .setStatus(status)
            .setMode(last.getMode())
            .setSeverity(severity(status, measure))
            .setClassification(classification)
            .setScopeType(scope.type())
            .setScope(scope.name())
            .setSubject(last.getSubject())
            .setPattern(pattern)
            .setText("")
            .setPolicyVersion(last.getPolicyVersion())
            .setOptions(last.getOptions())
            .setEdges(edges.stream().map(RiskEdge::getEdge).toList())
            .setRaisedAtMicros(last.getEdge().getAtMicros())
            .setEventId(
                EventIds.of("RiskTrigger " + status, triggerId, last.getEdge().getAtMicros()))
            .build();
    trigger.setText(TriggerSentence.of(trigger));
    return trigger;
  }

  private static Severity severity(TriggerStatus status, Measure measure) {
    return switch (status) {
      case RAISED -> measure.severity();
      case WARNED -> Severity.WARNING;
      case CLEARED -> Severity.INFO;
    };
  }
}
