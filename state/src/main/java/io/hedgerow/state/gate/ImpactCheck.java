package io.hedgerow.state.gate;

/**
 * Impact estimate (GATE-7): the leg's slippage bound is no wider than the signal's, the policy's
 * and the ceiling of 0.30 % (ORD-3), the walk through the book stays inside it, the depth is there,
 * and impact and depth are of the state of the book that was judged before (GATE-2).
 */
final class ImpactCheck {

  private ImpactCheck() {}

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    long boundPpm = in.value(GateInput.SLIPPAGE_BOUND, leg);
    if (boundPpm > limits.costs().maxImpactPpm()
        || boundPpm > in.value(GateInput.SIGNAL_MAX_SLIPPAGE)) {
      return GateReason.SLIPPAGE_BOUND;
    }
    long book = in.value(GateInput.BOOK_SEQUENCE, leg);
    if (in.sequence(GateInput.WALK_IMPACT, leg) != book
        || in.sequence(GateInput.DEPTH_AVAILABLE, leg) != book) {
      return GateReason.WALK_OUTDATED;
    }
    if (in.value(GateInput.WALK_IMPACT, leg) > boundPpm) {
      return GateReason.IMPACT;
    }
    long quantityE8 = in.value(GateInput.ORDER_QUANTITY, leg);
    if (quantityE8 <= 0 || quantityE8 < in.value(GateInput.ORDER_MINIMUM, leg)) {
      return GateReason.TOO_SMALL;
    }
    long neededE8 = in.value(GateInput.DEPTH_NEEDED, leg);
    return neededE8 < quantityE8 || in.value(GateInput.DEPTH_AVAILABLE, leg) < neededE8
        ? GateReason.DEPTH
        : GateReason.PASSED;
  }
}
