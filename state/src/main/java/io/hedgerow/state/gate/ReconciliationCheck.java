package io.hedgerow.state.gate;

/**
 * Reconciliation status (GATE-9): the latest pass ended clean, no order at the venue is of unknown
 * fate, and the venue was swept since the engine started (TRUTH-3). It binds orders that reduce as
 * well: what they would reduce must be true.
 */
final class ReconciliationCheck {

  private ReconciliationCheck() {}

  static GateReason ofLeg(GateInputs in, int leg) {
    if (in.value(GateInput.RECONCILIATION_STATUS, leg) != GateCode.RECONCILIATION_CLEAN) {
      return GateReason.RECONCILIATION_LOCKED;
    }
    if (in.value(GateInput.UNRESOLVED_ORDERS, leg) > 0) {
      return GateReason.UNRESOLVED_ORDERS;
    }
    return in.value(GateInput.VENUE_SWEPT, leg) != GateCode.YES
        ? GateReason.NOT_SWEPT
        : GateReason.PASSED;
  }
}
