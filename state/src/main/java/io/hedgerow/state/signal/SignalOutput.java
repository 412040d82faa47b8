package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.Signal;
import java.util.function.Consumer;

/** Where signals go, and where it is counted what was not signalled. */
public interface SignalOutput extends Consumer<Signal> {

  /** A request that was not made; counted by whoever wants to. */
  default void none(NoSignal why) {}
}
