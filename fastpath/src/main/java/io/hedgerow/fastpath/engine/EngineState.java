package io.hedgerow.fastpath.engine;

import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInputs;

/** What the engine itself is: running, starting or halted. For the engine's thread. */
final class EngineState {

  private boolean started;
  private boolean halted;
  private long journalRoomPpm = GateInputs.MISSING;
  private long policyVersion = GateInputs.MISSING;

  long code() {
    if (halted) {
      return GateCode.ENGINE_HALTED;
    }
    return started ? GateCode.ENGINE_RUNNING : GateCode.ENGINE_STARTING;
  }

  void started() {
    started = true;
  }

  void halt() {
    halted = true;
  }

  void resume() {
    halted = false;
  }

  boolean halted() {
    return halted;
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
