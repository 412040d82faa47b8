package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.SystemState;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every transition, once (RISK-1 … RISK-4). Which scope an event is applied to, and whether an
 * approval or a validation holds, is decided before; what it then does to that scope stands here.
 *
 * <p>Immutable, safe from any thread.
 */
public final class TransitionTable {

  /** What follows from an event. */
  public enum Outcome {
    NORMAL,
    BSCB,
    DMM,
    /** It must not happen in this state. */
    REFUSED
  }

  private static final Map<MachineEventKind, Map<SystemState, Outcome>> TABLE =
      new EnumMap<>(MachineEventKind.class);

  static {
    Outcome normal = Outcome.NORMAL;
    Outcome bscb = Outcome.BSCB;
    Outcome dmm = Outcome.DMM;
    Outcome no = Outcome.REFUSED;
    //                                          in NORMAL  BSCB    DMM
    row(MachineEventKind.LOCAL_TRIGGER, /*      */ bscb, bscb, dmm);
    row(MachineEventKind.SCOPED_TRIGGER, /*     */ bscb, bscb, dmm);
    row(MachineEventKind.SYSTEMIC_TRIGGER, /*   */ dmm, dmm, dmm);
    row(MachineEventKind.UNCLASSIFIED_TRIGGER, /**/ dmm, dmm, dmm);
    row(MachineEventKind.REPORTING_TRIGGER, /*  */ normal, bscb, dmm);
    row(MachineEventKind.WARNING, /*            */ normal, bscb, dmm);
    row(MachineEventKind.CAUSE_CLEARED, /*      */ no, bscb, dmm);
    row(MachineEventKind.RETIREMENT_PROPOSED, /**/ no, bscb, dmm);
    row(MachineEventKind.CAUSE_RETIRED, /*      */ no, bscb, dmm);
    row(MachineEventKind.REPEATED, /*           */ no, dmm, no);
    row(MachineEventKind.HALT_COMMAND, /*       */ dmm, dmm, dmm);
    row(MachineEventKind.APPROVED, /*           */ no, no, dmm);
    row(MachineEventKind.APPROVAL_LAPSED, /*    */ no, no, dmm);
    row(MachineEventKind.RESUMED, /*            */ no, no, normal);
    row(MachineEventKind.VALIDATED, /*          */ no, normal, no);
    row(MachineEventKind.CONTROL_TIMEOUT, /*    */ dmm, dmm, dmm);
    row(MachineEventKind.NO_POLICY, /*          */ dmm, dmm, dmm);
    row(MachineEventKind.INVALID_POLICY, /*     */ dmm, dmm, dmm);
    row(MachineEventKind.CLOCK_STOPPED, /*      */ dmm, dmm, dmm);
    row(MachineEventKind.KEPT_IN_BSCB, /*       */ bscb, no, no);
    row(MachineEventKind.KEPT_IN_DMM, /*        */ dmm, dmm, no);
    for (MachineEventKind kind : MachineEventKind.values()) {
      if (!TABLE.containsKey(kind)) {
        throw new IllegalStateException("no row for " + kind);
      }
    }
  }

  private TransitionTable() {}

  private static void row(MachineEventKind kind, Outcome inNormal, Outcome inBscb, Outcome inDmm) {
    Map<SystemState, Outcome> row = new EnumMap<>(SystemState.class);
    row.put(SystemState.NORMAL, inNormal);
    row.put(SystemState.BSCB, inBscb);
    row.put(SystemState.DMM, inDmm);
    TABLE.put(kind, row);
  }

  /** What follows from this event in this state. */
  public static Outcome outcome(SystemState state, MachineEventKind kind) {
    return TABLE.get(kind).get(state);
  }

  /**
   * The state after this event.
   *
   * @throws IllegalStateException if the table refuses it
   */
  public static SystemState next(SystemState state, MachineEventKind kind) {
    return switch (outcome(state, kind)) {
      case NORMAL -> SystemState.NORMAL;
      case BSCB -> SystemState.BSCB;
      case DMM -> SystemState.DMM;
      case REFUSED -> throw new IllegalStateException(kind + " must not happen in " + state);
    };
  }

  /** Whether it may happen in this state. */
  public static boolean allows(SystemState state, MachineEventKind kind) {
    return outcome(state, kind) != Outcome.REFUSED;
  }

  /** Whether it leaves every state as it is: it is reported and touches no scope. */
  public static boolean onlyReports(MachineEventKind kind) {
    for (SystemState state : SystemState.values()) {
      if (!allows(state, kind) || next(state, kind) != state) {
        return false;
      }
    }
    return true;
  }
}
