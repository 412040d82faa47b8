package io.hedgerow.connectors.fix;

import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;

/**
 * Every application message that a client can send. None of them moves funds: a withdrawal cannot
 * be expressed (TRUTH-4).
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
