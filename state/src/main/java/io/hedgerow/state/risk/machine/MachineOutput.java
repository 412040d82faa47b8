package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;

/** Where the machine's records go, complete and in their order. Called by the machine's thread. */
public interface MachineOutput {

  /** What is allowed in a scope now, or still: a repeat bears a version that was there before. */
  void state(RiskState state);

  /** What was applied to a scope. */
  void transition(RiskTransition transition);

  /** A trigger with its sequence. */
  void trigger(RiskTrigger trigger);

  /** What people should read. */
  void alert(Alert alert);
}
