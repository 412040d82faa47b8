package io.hedgerow.fastpath.engine;

import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInputs;

/** What the engine itself is: running, starting or halted. For the engine's thread. */
final class EngineState {

  private boolean started;
  private int causes;
  private long journalRoomPpm = GateInputs.MISSING;
  private long policyVersion = GateInputs.MISSING;

  long code() {
    if (causes != 0) {
      return GateCode.ENGINE_HALTED;
    }
    return started ? GateCode.ENGINE_RUNNING : GateCode.ENGINE_STARTING;
  }

  void started() {
    started = true;
  }

  void halt(HaltCause cause) {
    causes |= cause.bit();
  }

  void resume(HaltCause cause) {
    causes &= ~cause.bit();
  }

  boolean halted() {
    return causes != 0;
  }

  /** The bits of what was commanded and not lifted. */
  int causes() {
    return causes;
  }

  long journalRoomPpm() {
    return journalRoomPpm;
  }

  void journalRoomPpm(long ppm) {
    journalRoomPpm = ppm;
  }

  long policyVersion() {
    return policyVersion;
  }

  void policyVersion(long version) {
    policyVersion = version;
  }
}
