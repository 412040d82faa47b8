package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.util.EnumSet;
import java.util.Set;

/** What an instrument may allow an order to be. */
public enum OrderKind {
  MARKET,
  GTC,
  IOC,
  FOK,
  POST_ONLY,
  REDUCE_ONLY;

  /** All that this order is. */
  static Set<OrderKind> of(NewOrder order) {
    EnumSet<OrderKind> kinds = EnumSet.noneOf(OrderKind.class);
    if (order.type() == OrderType.MARKET) {
      kinds.add(MARKET);
    }
    if (order.type() == OrderType.LIMIT || order.timeInForce() == TimeInForce.FOK) {
      kinds.add(valueOf(order.timeInForce().name()));
    }
    if (order.postOnly()) {
      kinds.add(POST_ONLY);
    }
    if (order.reduceOnly()) {
      kinds.add(REDUCE_ONLY);
    }
    return kinds;
  }
}
