package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.SignalCost;
import java.util.List;

/**
 * A pair of legs, and what it would earn. Immutable.
 *
 * @param direction of the first leg
 * @param second null where only one leg is left to reduce
 * @param notionalE8 of each leg
 * @param edgePpm of the notional, after every cost
 * @param text one sentence for a person
 */
record Opportunity(
    Direction direction,
    Leg first,
    Leg second,
    String quote,
    long notionalE8,
    long edgePpm,
    RouteClass route,
    List<SignalCost> costs,
    String text) {

  /** One instrument at one venue. */
  record Leg(String venue, String instrument) {

    @Override
    public String toString() {
      return venue + "|" + instrument;
    }
  }

  /** What tells one opportunity of a source from another. */
  String key() {
    return first + ">" + (second == null ? "" : second);
  }
}
