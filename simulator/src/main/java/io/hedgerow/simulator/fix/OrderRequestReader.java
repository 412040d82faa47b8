package io.hedgerow.simulator.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.Account;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ExecInst;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrdType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrderQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Price;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Symbol;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TransactTime;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import com.paritytrading.philadelphia.fix44.FIX44Tags;
import io.hedgerow.connectors.fix.FixDecimal;
import io.hedgerow.connectors.fix.FixSession;
import io.hedgerow.connectors.fix.TimestampText;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;

/**
 * Turns application messages into requests. What cannot be turned gets a reason in the words of
 * FIX; nothing throws. For one thread.
 */
final class OrderRequestReader {

  /** BusinessRejectReason(380): a field is missing that this kind of order needs. */
  static final int CONDITIONALLY_REQUIRED_MISSING = 5;

  private static final int TAG_APPEARS_TWICE = 13;
  private static final int MAX_TEXT = 64;

  private FIXMessage message;
  private boolean failed;
  private boolean business;
  private int tag;
  private int reason;
  private String text = "";

  /** The last message was refused with BusinessMessageReject, not session Reject. */
  boolean business() {
    return business;
  }

  int tag() {
    return tag;
  }

  int reason() {
    return reason;
  }

  String text() {
    return text;
  }

  /** The request; null if it was refused. */
  OrderRequest read(FIXMessage from, char type, String account) {
    message = from;
    failed = false;
    business = false;
    checkUnique();
    String clientOrderId = id(ClOrdID);
    String instrument = word(Symbol);
    OrderSide side = side();
    FIXValue stated = message.valueOf(Account);
    if (stated != null && !stated.contentEquals(account)) {
      fail(Account, FixSession.VALUE_INCORRECT, "not the account of this session");
    }
    OrderRequest request =
        switch (type) {
          case FIX44MsgTypes.NewOrderSingle -> newOrder(account, clientOrderId, instrument, side);
          case FIX44MsgTypes.OrderCancelRequest ->
              new OrderRequest.CancelOrder(
                  account, clientOrderId, id(OrigClOrdID), instrument, side);
          case FIX44MsgTypes.OrderCancelReplaceRequest ->
              replacement(account, clientOrderId, instrument, side);
          default -> new OrderRequest.StatusRequest(account, clientOrderId, instrument, side);
        };
    if (type != FIX44MsgTypes.OrderStatusRequest) {
      checkTransactTime();
    }
    return failed ? null : request;
  }

  private OrderRequest newOrder(
      String account, String clientOrderId, String instrument, OrderSide side) {
    OrderType type = orderType();
    TimeInForce time = timeInForce();
    boolean postOnly = instructed('6');
    boolean reduceOnly = instructed('E');
    long quantityE8 = number(OrderQty);
    long priceE8 = type == OrderType.LIMIT ? price() : 0;
    return new OrderRequest.NewOrder(
        account,
        clientOrderId,
        instrument,
        side,
        type,
        time,
        postOnly,
        reduceOnly,
        priceE8,
        quantityE8);
  }

  private OrderRequest replacement(
      String account, String clientOrderId, String instrument, OrderSide side) {
    if (orderType() == OrderType.MARKET) {
      fail(OrdType, FixSession.VALUE_INCORRECT, "a resting order has a limit");
    }
    return new OrderRequest.ReplaceOrder(
        account, clientOrderId, id(OrigClOrdID), instrument, side, price(), number(OrderQty));
  }

  private void fail(int atTag, int why, String words) {
    if (!failed) {
      failed = true;
      tag = atTag;
      reason = why;
      text = words;
    }
  }

  /** None of the messages that we take has a repeating group in use, so no tag comes twice. */
  private void checkUnique() {
    for (int i = 1; i < message.getFieldCount(); i++) {
      if (message.indexOf(message.tagAt(i)) < i) {
        fail(message.tagAt(i), TAG_APPEARS_TWICE, "tag appears more than once");
        return;
      }
    }
  }

  private FIXValue required(int wanted) {
    FIXValue value = message.valueOf(wanted);
    if (value == null) {
      fail(wanted, FixSession.REQUIRED_TAG_MISSING, "required tag missing");
    }
    return value;
  }

  private String id(int wanted) {
    FIXValue value = required(wanted);
    if (value == null) {
      return "";
    }
    boolean well = value.length() == 16;
    for (int i = 0; well && i < 16; i++) {
      char c = value.charAt(i);
      well = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
    if (!well) {
      fail(wanted, FixSession.VALUE_INCORRECT, "expected 16 characters 0-9 A-Z");
    }
    return value.toString();
  }

  private String word(int wanted) {
    FIXValue value = required(wanted);
    if (value != null && value.length() > MAX_TEXT) {
      fail(wanted, FixSession.VALUE_INCORRECT, "too long");
      return "";
    }
    return value == null ? "" : value.toString();
  }

  private OrderSide side() {
    FIXValue value = required(FIX44Tags.Side);
    boolean buy = value != null && value.contentEquals('1');
    if (value != null && !buy && !value.contentEquals('2')) {
      fail(FIX44Tags.Side, FixSession.VALUE_INCORRECT, "expected 1 or 2");
    }
    return buy ? OrderSide.BUY : OrderSide.SELL;
  }

  private OrderType orderType() {
    FIXValue value = required(OrdType);
    boolean market = value != null && value.contentEquals('1');
    if (value != null && !market && !value.contentEquals('2')) {
      fail(OrdType, FixSession.VALUE_INCORRECT, "expected 1 or 2");
    }
    return market ? OrderType.MARKET : OrderType.LIMIT;
  }

  private TimeInForce timeInForce() {
    FIXValue value = message.valueOf(FIX44Tags.TimeInForce);
    if (value == null || value.contentEquals('1')) {
      return TimeInForce.GTC;
    }
    if (value.contentEquals('3')) {
      return TimeInForce.IOC;
    }
    if (!value.contentEquals('4')) {
      fail(FIX44Tags.TimeInForce, FixSession.VALUE_INCORRECT, "expected 1, 3 or 4");
    }
    return TimeInForce.FOK;
  }

  /** An instruction that is not known must not be ignored: it would be another order. */
  private boolean instructed(char code) {
    FIXValue value = message.valueOf(ExecInst);
    boolean found = false;
    for (int i = 0; value != null && i < value.length(); i++) {
      char c = value.charAt(i);
      boolean separator = i % 2 == 1;
      if (separator ? c != ' ' : c != '6' && c != 'E') {
        fail(ExecInst, FixSession.VALUE_INCORRECT, "expected 6, E or both");
      }
      found |= !separator && c == code;
    }
    return found;
  }

  private long price() {
    if (message.valueOf(Price) == null && !failed) {
      business = true;
      fail(Price, CONDITIONALLY_REQUIRED_MISSING, "a limit order needs Price(44)");
    }
    return number(Price);
  }

  private long number(int wanted) {
    FIXValue value = required(wanted);
    if (value == null) {
      return 0;
    }
    long number = FixDecimal.parseE8(value);
    if (number == FixDecimal.UNREADABLE) {
      fail(wanted, FixSession.INCORRECT_DATA_FORMAT, "no number of at most eight decimals");
    } else if (number <= 0) {
      fail(wanted, FixSession.VALUE_INCORRECT, "expected a positive number");
    }
    return number;
  }

  private void checkTransactTime() {
    FIXValue value = required(TransactTime);
    if (value != null && TimestampText.parseMicros(value) < 0) {
      fail(TransactTime, FixSession.INCORRECT_DATA_FORMAT, "no UTC timestamp");
    }
  }
}
