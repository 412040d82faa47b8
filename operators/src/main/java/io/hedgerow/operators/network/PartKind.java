package io.hedgerow.operators.network;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.NetworkPart;
import java.io.Serializable;
import java.util.Map;

/**
 * What {@link NetworkPartOperator} must know of one kind of part: how it begins, comes back and
 * takes input. The shell between Flink and {@code state/}; it decides nothing itself.
 *
 * @param <I> the input
 * @param <P> the part
 */
public interface PartKind<I, P extends NetworkPart> extends Serializable {

  /** What an input did to its part. */
  enum Effect {
    /** Nothing: a duplicate, or older than what is known. */
    IGNORED,
    /** Not used, but its time counts: the state has changed, the view has not. */
    NOTED,
    /** Nothing: what it says cannot be true. */
    IMPLAUSIBLE,
    /** Kept for later: the state has changed, the view has not. */
    KEPT,
    /** The view has changed; it may wait for others. */
    CHANGED,
    /** The view changed its validity: it is published at once, unless the key was just now. */
    URGENT
  }

  /** Where a part's by-products go. */
  interface Emissions {
    /**
     * Something a person should know about the view as it is now. It leaves with that view, or is
     * dropped with it if another takes its place before; what the key's last alert said is not said
     * again.
     */
    void alert(Alert alert);

    /** A look at the venue's clock. Only those of books go anywhere. */
    void clock(ClockSample sample);
  }

  /** The key of an input. */
  String keyOf(I input);

  /** A part that knows nothing yet. */
  P create(String key);

  /** The part that was flushed as these pages. */
  P restore(String key, Iterable<Map.Entry<Long, byte[]>> pages);

  /** The part is gone for good: what it shares with others is free again. */
  default void forget(P part) {}

  /** Gives the input to the part. */
  Effect apply(P part, I input, Emissions emissions);
}
