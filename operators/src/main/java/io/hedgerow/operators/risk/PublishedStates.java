package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.RiskState;
import java.io.Serializable;
import java.util.List;

/** What consumers obey, as it stands on {@code risk.state}; asked once, at a restart (RISK-1). */
@FunctionalInterface
public interface PublishedStates extends Serializable {

  /**
   * The record that is obeyed in each scope.
   *
   * @throws Exception if that cannot be said: the job must not go on then
   */
  List<RiskState> read() throws Exception;
}
