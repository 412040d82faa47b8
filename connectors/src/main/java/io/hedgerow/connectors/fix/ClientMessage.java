package io.hedgerow.connectors.fix;

import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;

/**
 * Every request that a client can make. None of them moves funds: a withdrawal cannot be expressed
 * (TRUTH-4). Apart from these a client only sends session messages and BusinessMessageReject(j),
 * the refusal of what it does not understand.
 */
public enum ClientMessage {
  NEW_ORDER(FIX44MsgTypes.NewOrderSingle),
  CANCEL(FIX44MsgTypes.OrderCancelRequest),
  REPLACE(FIX44MsgTypes.OrderCancelReplaceRequest),
  STATUS(FIX44MsgTypes.OrderStatusRequest);

  private final char type;

  ClientMessage(char type) {
    this.type = type;
  }

  /** MsgType(35). */
  public char type() {
    return type;
  }
}
