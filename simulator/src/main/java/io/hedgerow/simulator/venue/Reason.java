package io.hedgerow.simulator.venue;

/** Why a venue refuses a request or ends an order; reports carry the name. */
public enum Reason {
  UNKNOWN_ACCOUNT,
  UNKNOWN_INSTRUMENT,
  /** It is not 16 characters {@code [0-9A-Z]}. */
  BAD_CLIENT_ORDER_ID,
  DUPLICATE_CLIENT_ORDER_ID,
  /** The instrument knows no such order, or not in this combination. */
  ORDER_KIND_NOT_ALLOWED,
  /** It is not a positive multiple of the tick. */
  BAD_PRICE,
  /** It is not a positive multiple of the lot. */
  BAD_QUANTITY,
  NOTIONAL_TOO_SMALL,
  NOTIONAL_TOO_LARGE,
  /** What the account could come to hold is more than the venue carries. */
  POSITION_TOO_LARGE,
  /** There is no position that the order and those before it would only make smaller. */
  REDUCE_ONLY,
  POST_ONLY_WOULD_TAKE,
  NO_MARK_PRICE,
  INSUFFICIENT_BALANCE,
  INSUFFICIENT_MARGIN,
  UNKNOWN_ORDER,
  /** The order that is named has another instrument or side. */
  NOT_THAT_ORDER,
  /** The order has ended already. */
  TOO_LATE,
  RATE_LIMITED,
  /** Too many requests after the limit: nothing is taken for a while. */
  BANNED,
  TOO_MANY_UNFILLED_ORDERS,
  MAINTENANCE,
  CANCEL_ONLY,
  POST_ONLY,
  /** It would have met an order of its own account. */
  SELF_TRADE,
  /** Nothing more to take at its price. */
  NO_LIQUIDITY,
  DISCONNECTED,
  LIQUIDATION,
  DELEVERAGING,
  RESTART
}
