package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejResponseTo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefMsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SessionRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Side;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Symbol;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import io.hedgerow.schemas.venue.OrderSide;

/** The client's side of a session: turns messages into events, answers resend requests. */
final class ClientRole implements SessionRole {

  private static final CharSequence NONE = "";

  private final FixClientSettings settings;
  private final OpenOrders orders;
  private final OrderEvents events;
  private final ExecutionReport report = new ExecutionReport();
  private final OpenOrders.Asker asker = this::ask;
  private FixSession session;
  private VenueConnector connector;

  ClientRole(FixClientSettings settings, OpenOrders orders, OrderEvents events) {
    this.settings = settings;
    this.orders = orders;
    this.events = events;
  }

  void bind(FixSession ownSession, VenueConnector ownConnector) {
    session = ownSession;
    connector = ownConnector;
  }

  OpenOrders.Asker asker() {
    return asker;
  }

  private boolean ask(CharSequence id, String instrument, OrderSide side) {
    boolean room =
        session.state() == FixSession.State.ACTIVE
            && session.freeBytes() > settings.limits().unsentBytes() / 2;
    if (room) {
      sendStatusRequest(id, instrument, side);
    }
    return room;
  }

  void sendStatusRequest(CharSequence id, String instrument, OrderSide side) {
    FIXMessage message = session.prepare(ClientMessage.STATUS.type());
    message.addField(ClOrdID).setString(id);
    message.addField(Symbol).setString(instrument);
    message.addField(Side).setChar(side == OrderSide.BUY ? '1' : '2');
    session.send(message);
  }

  @Override
  public String logon(FIXMessage logon) {
    if (FixSession.resetsSequences(logon) && !connector.resetting()) {
      connector.stayAway();
      return "ResetSeqNumFlag(141) was not asked for";
    }
    connector.succeeded();
    orders.askForAll();
    return null;
  }

  @Override
  public void caughtUp() {
    events.loggedOn();
  }

  /** What the venue has missed is stale by now: it learns that it does not come (ORD-6). */
  @Override
  public void resend(long first, long last) {
    session.gapFill(first, last);
    orders.askForAll();
  }

  @Override
  public void sending(FIXMessage message, long sequence) {}

  @Override
  public void closed(String reason, boolean sequencesDisagree) {
    if (sequencesDisagree) {
      connector.stayAway();
    }
    events.loggedOff(reason, sequencesDisagree);
  }

  @Override
  public void application(FIXMessage message, long sequence, boolean duplicate) {
    FIXValue type = message.valueAt(0);
    switch (type.length() == 1 ? type.charAt(0) : 0) {
      case FIX44MsgTypes.ExecutionReport -> execution(message, sequence, duplicate);
      case FIX44MsgTypes.OrderCancelReject -> cancelRejected(message, sequence);
      case FIX44MsgTypes.BusinessMessageReject -> refused(message, true);
      default -> businessReject(sequence, type);
    }
  }

  private void businessReject(long sequence, FIXValue type) {
    FIXMessage reject = session.prepare(FIX44MsgTypes.BusinessMessageReject);
    reject.addField(RefSeqNum).setInt(sequence);
    reject.addField(RefMsgType).set(type);
    reject.addField(BusinessRejectReason).setInt(3);
    reject.addField(Text).setString("unsupported message type");
    session.send(reject);
  }

  private void execution(FIXMessage message, long sequence, boolean duplicate) {
    if (!report.read(message, sequence, duplicate)) {
      unreadable(message, sequence, report.problemTag(), report.problem());
      return;
    }
    if (report.kind() == ExecutionReport.Kind.REPLACED) {
      orders.remove(report.originalClientOrderId());
    }
    if (report.status().isFinal()) {
      orders.remove(report.clientOrderId());
      orders.remove(report.originalClientOrderId());
    }
    events.execution(report);
  }

  private void unreadable(FIXMessage message, long sequence, int tag, String problem) {
    FIXValue id = message.valueOf(ClOrdID);
    int reason =
        message.valueOf(tag) == null
            ? FixSession.REQUIRED_TAG_MISSING
            : FixSession.INCORRECT_DATA_FORMAT;
    session.reject(sequence, message.valueAt(0), tag, reason, problem);
    orders.askForAll();
    events.unreadable(sequence, id == null ? NONE : id, problem + ", tag " + tag);
  }

  private void cancelRejected(FIXMessage message, long sequence) {
    FIXValue id = message.valueOf(ClOrdID);
    FIXValue original = message.valueOf(OrigClOrdID);
    FIXValue to = message.valueOf(CxlRejResponseTo);
    if (id == null || original == null || to == null) {
      int tag = id == null ? ClOrdID : original == null ? OrigClOrdID : CxlRejResponseTo;
      unreadable(message, sequence, tag, "required field missing");
      return;
    }
    boolean replacement = to.contentEquals('2');
    if (replacement) {
      orders.remove(id);
    }
    events.cancelRejected(id, original, replacement, count(message, CxlRejReason), text(message));
  }

  @Override
  public void rejected(FIXMessage reject) {
    refused(reject, false);
  }

  private void refused(FIXMessage message, boolean business) {
    long reference = count(message, RefSeqNum);
    String id = reference < 0 ? "" : orders.sentAs(reference);
    if (!id.isEmpty()) {
      orders.remove(id);
    }
    int reason = count(message, business ? BusinessRejectReason : SessionRejectReason);
    events.messageRejected(reference, id, business, reason, text(message));
  }

  private static int count(FIXMessage message, int tag) {
    FIXValue value = message.valueOf(tag);
    return value == null ? -1 : (int) Math.min(FixDecimal.parseCount(value), Integer.MAX_VALUE);
  }

  private static CharSequence text(FIXMessage message) {
    FIXValue value = message.valueOf(Text);
    return value == null ? NONE : value;
  }
}
