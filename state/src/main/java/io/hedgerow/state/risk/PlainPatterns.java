package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The four {@link PatternShape}s without CEP, for a replay that has no Flink: the same edges give
 * the same triggers, which a property test of the CEP patterns proves (RISK-2).
 *
 * <p>A breach is counted in one match only, the earliest that it completes. One that lies further
 * back than the window of a new breach is out of the game.
 *
 * <p>Bound: two breaches a key for repeated ones; for the other shapes those that have neither
 * cleared nor expired. Not safe for concurrent use.
 */
public final class PlainPatterns {

  private static final int REPEATED_BREACHES = 3;

  private final Map<String, Deque<RiskEdge>> pendingByKey = new TreeMap<>();

  /** Takes the next edge, in the order of time; hands over the triggers that it completes. */
  public void take(RiskEdge edge, Consumer<RiskTrigger> out) {
    for (PatternShape shape : Measure.of(edge.getMeasure()).shapes()) {
      List<RiskEdge> match = match(shape, edge);
      if (!match.isEmpty()) {
        RiskTriggers.raised(shape, match).forEach(out);
      }
    }
  }

  private List<RiskEdge> match(PatternShape shape, RiskEdge edge) {
    EdgeKind kind = edge.getEdge().getKind();
    if (kind == EdgeKind.BREACH) {
      return switch (shape) {
        case AT_ONCE -> List.of(edge);
        case HELD -> wait(shape, edge);
        case REPEATED -> repeated(edge);
        case SPREAD -> spread(edge);
      };
    }
    return shape == PatternShape.HELD ? held(kind, edge) : List.of();
  }

  private List<RiskEdge> wait(PatternShape shape, RiskEdge breach) {
    pendingByKey.computeIfAbsent(key(shape, breach), key -> new ArrayDeque<>()).addLast(breach);
    return List.of();
  }

  private List<RiskEdge> held(EdgeKind kind, RiskEdge edge) {
    if (kind != EdgeKind.CLEAR && kind != EdgeKind.HELD) {
      return List.of();
    }
    Deque<RiskEdge> pending = pendingByKey.remove(key(PatternShape.HELD, edge));
    return pending == null || kind == EdgeKind.CLEAR
        ? List.of()
        : List.of(pending.peekFirst(), edge);
  }

  private List<RiskEdge> repeated(RiskEdge breach) {
    Deque<RiskEdge> pending = inWindow(PatternShape.REPEATED, breach);
    if (pending.size() + 1 < REPEATED_BREACHES) {
      return wait(PatternShape.REPEATED, breach);
    }
    List<RiskEdge> match = new ArrayList<>(pending);
    match.add(breach);
    pendingByKey.remove(key(PatternShape.REPEATED, breach));
    return match;
  }

  private List<RiskEdge> spread(RiskEdge breach) {
    for (RiskEdge first : inWindow(PatternShape.SPREAD, breach)) {
      if (!first.getEdge().getComponent().equals(breach.getEdge().getComponent())) {
        pendingByKey.remove(key(PatternShape.SPREAD, breach));
        return List.of(first, breach);
      }
    }
    return wait(PatternShape.SPREAD, breach);
  }

  /** The breaches that wait, without those that are too old for this one. */
  private Deque<RiskEdge> inWindow(PatternShape shape, RiskEdge breach) {
    String key = key(shape, breach);
    Deque<RiskEdge> pending = pendingByKey.getOrDefault(key, new ArrayDeque<>());
    Iterator<RiskEdge> each = pending.iterator();
    while (each.hasNext()) {
      long sinceMicros = breach.getEdge().getAtMicros() - each.next().getEdge().getAtMicros();
      if (sinceMicros > breach.getWithinMicros()) {
        each.remove();
      }
    }
    return pending;
  }

  /** Mode, measure and subject; and the component, unless the shape is about several of them. */
  private static String key(PatternShape shape, RiskEdge edge) {
    String subject =
        shape.id() + "|" + edge.getMode() + "|" + edge.getMeasure() + "|" + edge.getSubject();
    return shape == PatternShape.SPREAD ? subject : subject + "|" + edge.getEdge().getComponent();
  }
}
