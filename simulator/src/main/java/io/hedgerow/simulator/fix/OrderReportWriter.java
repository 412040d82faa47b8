package io.hedgerow.simulator.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.AvgPx;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectRefID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CommCurrency;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CommType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Commission;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CumQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejResponseTo;
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
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefMsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SecondaryExecID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Side;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Symbol;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TransactTime;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import io.hedgerow.connectors.fix.DecimalText;
import io.hedgerow.connectors.fix.FixSession;
import io.hedgerow.connectors.fix.TimestampText;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.Reason;

/**
 * Turns a venue's reports into ExecutionReport(8), OrderCancelReject(9) and, where a question was
 * refused, BusinessMessageReject(j). For one thread.
 */
final class OrderReportWriter {

  private static final int MAX_TEXT = 200;
  private static final int OTHER = 99;
  private static final int UNKNOWN_ORDER = 5;
  private static final int BUSINESS_OTHER = 0;

  private final DecimalText decimal = new DecimalText();
  private final TimestampText time = new TimestampText();

  /**
   * Sends a report.
   *
   * @param requestSequence number of the request that is being answered; 0: none
   */
  void send(OrderReport report, FixSession session, long requestSequence) {
    if (report.kind() == Kind.STATUS_REJECTED) {
      questionRefused(report, session, requestSequence);
      return;
    }
    boolean refusal =
        report.kind() == Kind.CANCEL_REJECTED || report.kind() == Kind.REPLACE_REJECTED;
    FIXMessage message =
        session.prepare(refusal ? FIX44MsgTypes.OrderCancelReject : FIX44MsgTypes.ExecutionReport);
    message.addField(OrderID).setString(report.orderId().isEmpty() ? "NONE" : report.orderId());
    text(message, ClOrdID, report.clientOrderId());
    text(message, OrigClOrdID, report.originalClientOrderId());
    message.addField(OrdStatus).setChar(statusCode(report.status()));
    if (refusal) {
      message.addField(CxlRejResponseTo).setChar(report.kind() == Kind.CANCEL_REJECTED ? '1' : '2');
      message.addField(CxlRejReason).setInt(OTHER);
    } else {
      execution(report, message);
    }
    message.addField(TransactTime).setString(time.set(report.venueTimeMicros()));
    text(message, Text, report.reason());
    session.send(message);
  }

  /** Nothing is said of the order, least of all a status. */
  private static void questionRefused(OrderReport report, FixSession session, long sequence) {
    FIXMessage message = session.prepare(FIX44MsgTypes.BusinessMessageReject);
    if (sequence > 0) {
      message.addField(RefSeqNum).setInt(sequence);
    }
    message.addField(RefMsgType).setChar(FIX44MsgTypes.OrderStatusRequest);
    text(message, BusinessRejectRefID, report.clientOrderId());
    message.addField(BusinessRejectReason).setInt(BUSINESS_OTHER);
    text(message, Text, report.reason());
    session.send(message);
  }

  private void execution(OrderReport report, FIXMessage message) {
    message.addField(ExecID).setString(report.executionId());
    message.addField(ExecType).setChar(kindCode(report.kind()));
    message.addField(Symbol).setString(cut(report.instrument()));
    message.addField(Side).setChar(report.side() == OrderSide.BUY ? '1' : '2');
    number(message, OrderQty, report.quantityE8());
    if (report.priceE8() > 0) {
      number(message, Price, report.priceE8());
    }
    number(message, LeavesQty, leavesE8(report));
    number(message, CumQty, report.cumulativeQuantityE8());
    number(message, AvgPx, report.averagePriceE8());
    if (report.kind() == Kind.REJECTED) {
      message.addField(OrdRejReason).setInt(OTHER);
    }
    if (report.kind() == Kind.STATUS && report.status() == VenueOrderStatus.REJECTED) {
      boolean unknown = report.reason().equals(Reason.UNKNOWN_ORDER.name());
      message.addField(OrdRejReason).setInt(unknown ? UNKNOWN_ORDER : OTHER);
    }
    if (report.kind() == Kind.FILLED) {
      number(message, LastQty, report.fillQuantityE8());
      number(message, LastPx, report.fillPriceE8());
      message.addField(LastLiquidityInd).setChar(report.maker() ? '1' : '2');
      text(message, SecondaryExecID, report.tradeId());
      if (!report.feeAsset().isEmpty()) {
        number(message, Commission, report.feeE8());
        message.addField(CommType).setChar('3');
        text(message, CommCurrency, report.feeAsset());
      }
    }
  }

  private static long leavesE8(OrderReport report) {
    boolean open =
        report.status() == VenueOrderStatus.OPEN
            || report.status() == VenueOrderStatus.PARTIALLY_FILLED;
    return open ? Math.max(0, report.quantityE8() - report.cumulativeQuantityE8()) : 0;
  }

  private void number(FIXMessage message, int tag, long valueE8) {
    message.addField(tag).setString(decimal.set(valueE8));
  }

  private static void text(FIXMessage message, int tag, String value) {
    if (!value.isEmpty()) {
      message.addField(tag).setString(cut(value));
    }
  }

  /** What the wire cannot carry is replaced, what is long is cut. */
  private static String cut(String value) {
    boolean plain = value.length() <= MAX_TEXT;
    for (int i = 0; plain && i < value.length(); i++) {
      plain = value.charAt(i) >= ' ' && value.charAt(i) <= '~';
    }
    return plain
        ? value
        : value.substring(0, Math.min(value.length(), MAX_TEXT)).replaceAll("[^ -~]", "?");
  }

  private static char kindCode(Kind kind) {
    return switch (kind) {
      case ACCEPTED -> '0';
      case REJECTED -> '8';
      case FILLED -> 'F';
      case CANCELED -> '4';
      case REPLACED -> '5';
      case EXPIRED -> 'C';
      case STATUS -> 'I';
      case CANCEL_REJECTED, REPLACE_REJECTED, STATUS_REJECTED ->
          throw new IllegalArgumentException("no execution: " + kind);
    };
  }

  private static char statusCode(VenueOrderStatus status) {
    return switch (status) {
      case OPEN -> '0';
      case PARTIALLY_FILLED -> '1';
      case FILLED -> '2';
      case CANCELED -> '4';
      case REJECTED -> '8';
      case EXPIRED -> 'C';
    };
  }
}
