package io.hedgerow.state.gate;

/**
 * System state (GATE-1): the engine runs, its journal has room, the policy is the one in force, and
 * no scope that the order touches is restricted (RISK-6). An order that reduces passes in BSCB
 * where policy says so (RISK-4), never in DMM and never where exposure is frozen. A pair that was
 * executed too often waits for a person.
 */
final class SystemStateCheck {

  private SystemStateCheck() {}

  static GateReason ofPair(GateInputs in, GateLimits limits) {
    if (in.value(GateInput.ENGINE_STATE) == GateCode.ENGINE_FULL) {
      return GateReason.ENGINE_FULL;
    }
    if (in.value(GateInput.ENGINE_STATE) != GateCode.ENGINE_RUNNING) {
      return GateReason.ENGINE_HALTED;
    }
    if (in.value(GateInput.JOURNAL_ROOM) < limits.engine().leastJournalRoomPpm()) {
      return GateReason.JOURNAL_FULL;
    }
    if (restricted(in)) {
      if (!in.reducing()) {
        return GateReason.SYSTEM_RESTRICTED;
      }
      if (!reducible(in)) {
        return GateReason.EXPOSURE_NOT_REDUCED;
      }
    }
    if (in.value(GateInput.POLICY_VERSION) != limits.version()) {
      return GateReason.POLICY_DIFFERS;
    }
    return in.value(GateInput.REPEATS) > limits.engine().maxRepeats()
        ? GateReason.REPEATED_EXECUTION
        : GateReason.PASSED;
  }

  /** Whether any scope is: NORMAL with exposure that is not simply managed counts as well. */
  static boolean restricted(GateInputs in) {
    return in.value(GateInput.RISK_STATE) != GateCode.STATE_NORMAL
        || in.value(GateInput.EXISTING_EXPOSURE) != GateCode.EXPOSURE_MANAGED;
  }

  private static boolean reducible(GateInputs in) {
    long state = in.value(GateInput.RISK_STATE);
    return (state == GateCode.STATE_NORMAL || state == GateCode.STATE_BSCB)
        && in.value(GateInput.EXISTING_EXPOSURE) == GateCode.EXPOSURE_REDUCED;
  }
}
