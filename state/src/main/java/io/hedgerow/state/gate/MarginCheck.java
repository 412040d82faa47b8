package io.hedgerow.state.gate;

/**
 * Margin sufficiency (GATE-6): every leveraged leg keeps its buffer above maintenance. An order
 * that reduces is not held against it: a thin buffer is what it is there to mend.
 */
final class MarginCheck {

  private MarginCheck() {}

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    return in.needs(GateInput.MARGIN_BUFFER, leg)
            && in.value(GateInput.MARGIN_BUFFER, leg) < limits.costs().leastMarginBufferPpm()
        ? GateReason.MARGIN_BUFFER
        : GateReason.PASSED;
  }

  static boolean unleveraged(GateInputs in) {
    return in.value(GateInput.MARGIN_BUFFER, 0) == GateInputs.NOT_APPLICABLE
        && in.value(GateInput.MARGIN_BUFFER, 1) == GateInputs.NOT_APPLICABLE;
  }
}
