package io.hedgerow.fastpath.engine;

import io.hedgerow.state.pair.PairOrder;

/**
 * The sessions to the venues, as the engine uses them: called after the request stands in the
 * journal. What becomes of it is the next input. A replay has links that send nothing.
 */
public interface VenueLinks {

  /** Sends a new order. */
  void send(PairOrder order);

  /** Asks to cancel an order; the request has a number of its own. */
  void cancel(PairOrder order, long requestNumber);

  /** Asks how an order stands. */
  void ask(PairOrder order);

  /** Links that send nothing. */
  VenueLinks NONE =
      new VenueLinks() {
        @Override
        public void send(PairOrder order) {}

        @Override
        public void cancel(PairOrder order, long requestNumber) {}

        @Override
        public void ask(PairOrder order) {}
      };
}
