package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * What the machine says. The owner journals first and then sends. Views are only valid during the
 * call. It must not call the machine from inside: what a call leads to (a broken link) is the next
 * input.
 */
public interface PairOutputs {

  /** Send this order; offsets are immediate-or-cancel. Said once for each order, ever. */
  void sendOrder(PairOrder order);

  /**
   * Cancel this order, which need not be one that was sent by this machine.
   *
   * @param requestNumber of the request itself, where the protocol wants one; from the same row as
   *     the numbers of orders
   */
  void cancelOrder(PairOrder order, long requestNumber);

  /** Ask the venue for this order. */
  void askStatus(PairOrder order);

  /**
   * More of an order was filled.
   *
   * @param moreE8 by which its filled quantity grew, base asset
   * @param priceE8 of the fill that told; 0 where a report without a price did (a final report that
   *     overtook its fill, an answer to a question)
   * @param executionHash of the report that told; 0 where it was no fill
   */
  void orderFilled(PairOrder order, long moreE8, long priceE8, long executionHash);

  /**
   * An order that is not kept was filled: it changes a position and no pair.
   *
   * @param moreE8 what was not said of it before, base asset; above 0
   */
  void strangerFilled(int instrument, OrderSide side, long moreE8);

  /** The state or the end of an order is another. */
  void orderChanged(PairOrder order);

  /** A pair that had ended is open again: a late report. */
  void pairReopened(Pair pair);

  /**
   * A pair has ended; once per life.
   *
   * @param amended an earlier end was said and is replaced by this one
   */
  void pairEnded(Pair pair, PairOutcome outcome, boolean amended);

  /**
   * The machine goes on and somebody has to know.
   *
   * @param correlationNumber of the pair; 0 where there is none
   * @param orderNumber as seen; 0 where it is about a pair
   * @param venue dense number; -1 where it is not known
   * @param seenE8 what was seen; see {@link Escalation}
   */
  void escalate(
      Escalation reason, long correlationNumber, long orderNumber, int venue, long seenE8);
}
