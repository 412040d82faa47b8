package io.hedgerow.state.gate;

/**
 * Structural alpha viability (GATE-8): after all costs enough is left to be worth it. An order that
 * reduces is not after an edge.
 */
final class EdgeCheck {

  private EdgeCheck() {}

  static GateReason ofPair(GateInputs in, GateLimits limits) {
    return !in.reducing() && in.value(GateInput.EDGE) < limits.costs().leastEdgePpm()
        ? GateReason.EDGE
        : GateReason.PASSED;
  }
}
