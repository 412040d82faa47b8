package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.AvgPx;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CommCurrency;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Commission;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CumQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ExecID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ExecType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.LastLiquidityInd;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.LastPx;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.LastQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.LeavesQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrdRejReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrdStatus;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrderID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrderQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Price;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SecondaryExecID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Side;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Symbol;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TransactTime;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * What an ExecutionReport(8) says, in scaled longs. One object is reused for all reports: values
 * and texts are only valid during the call that hands it over.
 */
public final class ExecutionReport {

  /** What happened: ExecType(150). */
  public enum Kind {
    /** The order is in force. */
    ACCEPTED,
    /** Filled, in part or whole. */
    FILLED,
    /** Cancelled, by us or the venue. */
    CANCELED,
    /** Replaced: the report describes the new order. */
    REPLACED,
    /** Refused. */
    REJECTED,
    /** Its rest expired. */
    EXPIRED,
    /** An answer to a status request. */
    STATUS,
    /** The venue has the request and has not decided; or another note that changes nothing. */
    PENDING,
    /** The venue takes back or corrects a fill: to be settled by reconciliation. */
    TRADE_CORRECTED
  }

  /** How the order stands: OrdStatus(39). */
  public enum Status {
    OPEN,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    REJECTED,
    EXPIRED,
    /** The venue has not decided. */
    PENDING;

    /** Nothing of the order can be filled any more, as far as the venue knows. */
    public boolean isFinal() {
      return this == FILLED || this == CANCELED || this == REJECTED || this == EXPIRED;
    }
  }

  private static final CharSequence NONE = "";

  /** OrdRejReason(103): unknown order. */
  private static final String UNKNOWN = "5";

  private Kind kind;
  private Status status;
  private OrderSide side;
  private CharSequence clientOrderId = NONE;
  private CharSequence originalClientOrderId = NONE;
  private CharSequence orderId = NONE;
  private CharSequence executionId = NONE;
  private CharSequence tradeId = NONE;
  private CharSequence instrument = NONE;
  private CharSequence feeAsset = NONE;
  private CharSequence text = NONE;
  private long priceE8;
  private long quantityE8;
  private long cumulativeQuantityE8;
  private long leavesQuantityE8;
  private long fillPriceE8;
  private long fillQuantityE8;
  private long averagePriceE8;
  private long feeE8;
  private long venueTimeMicros;
  private long sequence;
  private boolean maker;
  private boolean possiblyDuplicate;
  private boolean unknownOrder;

  private int problemTag;
  private String problem;

  /** Reads a message; false: it cannot be trusted, see {@link #problem}. */
  boolean read(FIXMessage message, long messageSequence, boolean duplicate) {
    problem = null;
    sequence = messageSequence;
    possiblyDuplicate = duplicate;
    clientOrderId = optional(message, ClOrdID);
    originalClientOrderId = optional(message, OrigClOrdID);
    orderId = required(message, OrderID);
    executionId = required(message, ExecID);
    tradeId = optional(message, SecondaryExecID);
    instrument = optional(message, Symbol);
    feeAsset = optional(message, CommCurrency);
    text = optional(message, Text);
    kind = kindOf(required(message, ExecType));
    status = statusOf(required(message, OrdStatus));
    side = sideOf(required(message, Side));
    priceE8 = number(message, Price, false);
    quantityE8 = number(message, OrderQty, false);
    cumulativeQuantityE8 = number(message, CumQty, true);
    leavesQuantityE8 = number(message, LeavesQty, true);
    averagePriceE8 = average(message);
    unknownOrder = kind == Kind.STATUS && UNKNOWN.contentEquals(optional(message, OrdRejReason));
    readFill(message);
    return problem == null;
  }

  private void readFill(FIXMessage message) {
    boolean filled = kind == Kind.FILLED;
    fillPriceE8 = filled ? number(message, LastPx, true) : 0;
    fillQuantityE8 = filled ? number(message, LastQty, true) : 0;
    if (filled && problem == null && (fillPriceE8 <= 0 || fillQuantityE8 <= 0)) {
      fail(fillPriceE8 <= 0 ? LastPx : LastQty, "a fill without price or quantity");
    }
    CharSequence fee = optional(message, Commission);
    feeE8 = fee.length() == 0 ? 0 : FixDecimal.parseE8(fee);
    if (feeE8 == FixDecimal.UNREADABLE) {
      fail(Commission, "unreadable number");
    }
    CharSequence liquidity = optional(message, LastLiquidityInd);
    maker = liquidity.length() == 1 && liquidity.charAt(0) == '1';
    CharSequence time = optional(message, TransactTime);
    venueTimeMicros = time.length() == 0 ? -1 : TimestampText.parseMicros(time);
  }

  private void fail(int tag, String what) {
    if (problem == null) {
      problemTag = tag;
      problem = what;
    }
  }

  private static CharSequence optional(FIXMessage message, int tag) {
    FIXValue value = message.valueOf(tag);
    return value == null ? NONE : value;
  }

  private CharSequence required(FIXMessage message, int tag) {
    FIXValue value = message.valueOf(tag);
    if (value == null) {
      fail(tag, "required field missing");
      return NONE;
    }
    return value;
  }

  private long number(FIXMessage message, int tag, boolean required) {
    CharSequence value = required ? required(message, tag) : optional(message, tag);
    if (value.length() == 0) {
      return 0;
    }
    long number = FixDecimal.parseE8(value);
    if (number < 0) {
      fail(tag, "unreadable or negative number");
      return 0;
    }
    return number;
  }

  private long average(FIXMessage message) {
    CharSequence value = required(message, AvgPx);
    long number = value.length() == 0 ? 0 : FixDecimal.parseTowardZeroE8(value);
    if (number < 0) {
      fail(AvgPx, "unreadable or negative number");
    }
    return number;
  }

  private Kind kindOf(CharSequence value) {
    Kind known =
        switch (value.length() == 1 ? value.charAt(0) : ' ') {
          case '0' -> Kind.ACCEPTED;
          case 'F' -> Kind.FILLED;
          case '4' -> Kind.CANCELED;
          case '5' -> Kind.REPLACED;
          case '8' -> Kind.REJECTED;
          case 'C', '3' -> Kind.EXPIRED;
          case 'I' -> Kind.STATUS;
          case 'A', '6', 'E', 'D' -> Kind.PENDING;
          case 'G', 'H' -> Kind.TRADE_CORRECTED;
          default -> null;
        };
    if (known == null) {
      fail(ExecType, "unknown ExecType(150)");
    }
    return known;
  }

  private Status statusOf(CharSequence value) {
    Status known =
        switch (value.length() == 1 ? value.charAt(0) : ' ') {
          case '0', '5' -> Status.OPEN;
          case '1' -> Status.PARTIALLY_FILLED;
          case '2' -> Status.FILLED;
          case '4' -> Status.CANCELED;
          case '8' -> Status.REJECTED;
          case 'C', '3' -> Status.EXPIRED;
          case 'A', '6', 'E', '9' -> Status.PENDING;
          default -> null;
        };
    if (known == null) {
      fail(OrdStatus, "unknown OrdStatus(39)");
    }
    return known;
  }

  private OrderSide sideOf(CharSequence value) {
    char code = value.length() == 1 ? value.charAt(0) : ' ';
    if (code != '1' && code != '2') {
      fail(Side, "unknown Side(54)");
      return null;
    }
    return code == '1' ? OrderSide.BUY : OrderSide.SELL;
  }

  int problemTag() {
    return problemTag;
  }

  String problem() {
    return problem;
  }

  /** What happened. */
  public Kind kind() {
    return kind;
  }

  /** How the order stands; a final status does not say that nothing was filled. */
  public Status status() {
    return status;
  }

  /** The order's side. */
  public OrderSide side() {
    return side;
  }

  /** Of the order, or of the request that changed it; empty for foreign activity. */
  public CharSequence clientOrderId() {
    return clientOrderId;
  }

  /** Of the order that was cancelled or replaced; else empty. */
  public CharSequence originalClientOrderId() {
    return originalClientOrderId;
  }

  /** The venue's ID of the order. */
  public CharSequence orderId() {
    return orderId;
  }

  /** The venue's ID of this report. */
  public CharSequence executionId() {
    return executionId;
  }

  /** The venue's ID of the trade, SecondaryExecID(527); empty where it gives none. */
  public CharSequence tradeId() {
    return tradeId;
  }

  /** The instrument's name at the venue. */
  public CharSequence instrument() {
    return instrument;
  }

  /** Asset of the fee; empty where there is none. */
  public CharSequence feeAsset() {
    return feeAsset;
  }

  /** The venue's words; empty where there are none. */
  public CharSequence text() {
    return text;
  }

  /** Limit; 0 for a market order or where the venue does not say. */
  public long priceE8() {
    return priceE8;
  }

  /** Ordered; 0 where the venue does not say. */
  public long quantityE8() {
    return quantityE8;
  }

  /** Filled so far. */
  public long cumulativeQuantityE8() {
    return cumulativeQuantityE8;
  }

  /** Can still be filled. */
  public long leavesQuantityE8() {
    return leavesQuantityE8;
  }

  /** Of this fill; 0 where it is none. */
  public long fillPriceE8() {
    return fillPriceE8;
  }

  /** Of this fill; 0 where it is none. */
  public long fillQuantityE8() {
    return fillQuantityE8;
  }

  /** Of all fills, cut after the eighth decimal. */
  public long averagePriceE8() {
    return averagePriceE8;
  }

  /** Paid for this fill; negative: a rebate. */
  public long feeE8() {
    return feeE8;
  }

  /** µs since the epoch by the venue's clock; -1 where it does not say. */
  public long venueTimeMicros() {
    return venueTimeMicros;
  }

  /** MsgSeqNum(34). */
  public long sequence() {
    return sequence;
  }

  /** The fill was for a resting order. */
  public boolean maker() {
    return maker;
  }

  /** In answer to a question: the venue knows no such order. */
  public boolean unknownOrder() {
    return unknownOrder;
  }

  /** The venue sends it again. */
  public boolean possiblyDuplicate() {
    return possiblyDuplicate;
  }
}
