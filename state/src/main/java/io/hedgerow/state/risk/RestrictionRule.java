package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import java.util.Optional;

/**
 * What a consumer of {@code risk.state} obeys in one scope when a record comes (RISK-1, RISK-6).
 *
 * <pre>
 *   not newer than what it has            what it has; if it is the same, as of the later time
 *   newer                                 the record
 *   newer, and the job is catching up     the more restrictive of both; DMM if it has none
 * </pre>
 *
 * After a kill the job may begin with a state that is older than what it had published. Its records
 * are newer nevertheless, but until it has repeated everything they may only restrict.
 */
public final class RestrictionRule {

  private RestrictionRule() {}

  /**
   * What is obeyed from now on; its version is the one to acknowledge.
   *
   * @param before what was obeyed in this scope until now
   */
  public static RiskState obeyed(Optional<RiskState> before, RiskState record) {
    if (before.isPresent() && record.getVersion() <= before.get().getVersion()) {
      return repeated(before.get(), record);
    }
    if (!record.getCatchingUp()) {
      return record;
    }
    if (before.isEmpty()) {
      return closed(record);
    }
    return restrictsAsMuch(record, before.get())
        ? record
        : RiskState.newBuilder(before.get())
            .setVersion(record.getVersion())
            .setPolicyVersion(record.getPolicyVersion())
            .setAsOfMicros(record.getAsOfMicros())
            .setCatchingUp(true)
            .build();
  }

  /** A repeat is a sign of life, and no change; of an older version it is none: of a job before. */
  private static RiskState repeated(RiskState before, RiskState record) {
    boolean alive =
        record.getVersion() == before.getVersion()
            && record.getAsOfMicros() > before.getAsOfMicros();
    return alive
        ? RiskState.newBuilder(before).setAsOfMicros(record.getAsOfMicros()).build()
        : before;
  }

  private static boolean restrictsAsMuch(RiskState record, RiskState before) {
    int state = record.getState().compareTo(before.getState());
    boolean exposure = record.getExistingExposure().compareTo(before.getExistingExposure()) >= 0;
    return state > 0 || (state == 0 && exposure);
  }

  private static RiskState closed(RiskState record) {
    return RiskState.newBuilder(record)
        .setState(SystemState.DMM)
        .setNewEntries(NewEntries.BLOCKED)
        .setExistingExposure(ExistingExposure.FROZEN)
        .setMonitoring(Monitoring.HALTED)
        .setOperator(OperatorNeed.REQUIRED)
        .build();
  }
}
