package io.hedgerow.testkit.flink;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** The state of an operator at one checkpoint barrier, to restore another harness from. */
public final class OperatorSnapshot {

  private final OperatorSubtaskState state;

  OperatorSnapshot(OperatorSubtaskState state) {
    this.state = state;
  }

  OperatorSubtaskState state() {
    return state;
  }

  /** The size of everything in it, bytes. */
  public long stateBytes() {
    return state.getStateSize();
  }

  /** What this checkpoint wrote anew, bytes: with incremental checkpoints less than its size. */
  public long writtenBytes() {
    return state.getCheckpointedSize();
  }
}
