package io.hedgerow.state.gate;

import java.util.Arrays;

/**
 * What the gate says of one order: the outcome of each of the nine checks (GATE-1 to GATE-9). An
 * order is accepted only if all nine passed; the first that failed is the reason of the rejection.
 *
 * <p>Allocated once and used again for each decision. A decision that was not made yet is none that
 * accepts. Not safe for concurrent use.
 */
public final class GateDecision {

  /** Stands for a check that did not fail on one leg. */
  public static final int NO_LEG = -1;

  private static final GateCheck[] CHECKS = GateCheck.values();

  private final GateReason[] reasons = new GateReason[CHECKS.length];
  private final int[] legs = new int[CHECKS.length];

  /** Not judged, so not accepted. */
  public GateDecision() {
    clear();
  }

  void clear() {
    Arrays.fill(reasons, GateReason.NOT_JUDGED);
    Arrays.fill(legs, NO_LEG);
  }

  void record(GateCheck check, GateReason reason, int leg) {
    reasons[check.index()] = reason;
    legs[check.index()] = leg;
  }

  /** Whether the order may leave. */
  public boolean accepted() {
    return firstFailure() == null;
  }

  /** The first check that was not passed; null if the order is accepted. */
  public GateCheck firstFailure() {
    for (GateCheck check : CHECKS) {
      if (!reasons[check.index()].passed()) {
        return check;
      }
    }
    return null;
  }

  /** How a check came out. */
  public GateReason reason(GateCheck check) {
    return reasons[check.index()];
  }

  /** What is recorded of a check: {@link GateReason#number()}, below 100 if it passed. */
  public int number(GateCheck check) {
    return reasons[check.index()].number();
  }

  /** The leg on which a check failed, 0 or 1; {@link #NO_LEG} if it passed or failed on none. */
  public int leg(GateCheck check) {
    return legs[check.index()];
  }
}
