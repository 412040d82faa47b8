package io.hedgerow.simulator.venue;

/** How a venue limits the requests of one account. */
public sealed interface RateLimitStyle {

  /**
   * Each request has a weight, their sum within a fixed window is limited; who goes on asking after
   * that is banned.
   *
   * @param limit of the weights in one window
   * @param windowMicros windows are counted from the epoch
   * @param orderWeight of a new order or a replacement
   * @param cancelWeight of a cancel
   * @param statusWeight of a status request
   * @param refusalsBeforeBan in one window
   * @param banMicros how long a ban lasts; 0: none
   */
  record WeightPerWindow(
      int limit,
      long windowMicros,
      int orderWeight,
      int cancelWeight,
      int statusWeight,
      int refusalsBeforeBan,
      long banMicros)
      implements RateLimitStyle {}

  /**
   * New orders within a fixed window are counted; an order that is filled, if only in part, is
   * given back.
   *
   * @param limit of the orders in one window
   * @param windowMicros windows are counted from the epoch
   */
  record UnfilledOrders(int limit, long windowMicros) implements RateLimitStyle {}

  /**
   * Each request adds to a counter that decays; a young order is dear to cancel.
   *
   * @param limit of the counter
   * @param decayMilliPerSecond thousandths that the counter loses each second
   * @param orderCost of a new order
   * @param cancelCost of a cancel or a replacement
   * @param youngCancelCost of the same within {@code youngMicros} of the order
   * @param youngMicros how long an order is young
   */
  record DecayingCredits(
      int limit,
      int decayMilliPerSecond,
      int orderCost,
      int cancelCost,
      int youngCancelCost,
      long youngMicros)
      implements RateLimitStyle {}
}
