package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectRefID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.CxlRejResponseTo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrdStatus;
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
  private static final long FIRST_PAUSE_MICROS = 1_000_000;
  private static final long LAST_PAUSE_MICROS = 32_000_000;

  private final FixClientSettings settings;
  private final OpenOrders orders;
  private final OrderEvents events;
  private final ExecutionReport report = new ExecutionReport();
  private final OpenOrders.Asker asker = this::ask;
  private FixSession session;
  private VenueConnector connector;
  private boolean cancelsOnDisconnect;
  private long pauseMicros = FIRST_PAUSE_MICROS;
  private long askAtMicros;

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
            && session.nowMicros() >= askAtMicros
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
    FIXValue granted = logon.valueOf(FixClientSettings.CANCEL_ORDERS_ON_DISCONNECT);
    cancelsOnDisconnect =
        settings.cancelOnDisconnect() && granted != null && granted.contentEquals('Y');
    connector.succeeded();
    orders.askForAll();
    return null;
  }

  boolean cancelsOnDisconnect() {
    return cancelsOnDisconnect;
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
    boolean answer = report.kind() == ExecutionReport.Kind.STATUS;
    boolean refused = report.status() == ExecutionReport.Status.REJECTED;
    if (answer && refused && !report.unknownOrder() && orders.wasAccepted(report.clientOrderId())) {
      contradicted(message, sequence);
      return;
    }
    if (answer) {
      pauseMicros = FIRST_PAUSE_MICROS;
    }
    if (report.kind() == ExecutionReport.Kind.REPLACED) {
      orders.remove(report.originalClientOrderId());
    }
    if (report.status().isFinal()) {
      orders.remove(report.clientOrderId());
      orders.remove(report.originalClientOrderId());
    } else if (report.status() != ExecutionReport.Status.PENDING) {
      orders.accepted(report.clientOrderId());
    }
    events.execution(report);
  }

  /** What was accepted cannot have been refused; it may stand still, so it is asked for again. */
  private void contradicted(FIXMessage message, long sequence) {
    String problem = "an accepted order as rejected";
    session.reject(sequence, message.valueAt(0), OrdStatus, FixSession.VALUE_INCORRECT, problem);
    askLater(report.clientOrderId());
    events.unreadable(sequence, report.clientOrderId(), problem + ", tag " + OrdStatus);
  }

  /** The next question waits, longer each time: the venue may refuse it for being one too many. */
  private void askLater(CharSequence id) {
    orders.askFor(id);
    if (session.nowMicros() >= askAtMicros) {
      askAtMicros = session.nowMicros() + pauseMicros;
      pauseMicros = Math.min(2 * pauseMicros, LAST_PAUSE_MICROS);
    }
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
    FIXValue type = message.valueOf(RefMsgType);
    if (business && type != null && type.contentEquals(ClientMessage.STATUS.type())) {
      questionRefused(message);
      return;
    }
    long reference = count(message, RefSeqNum);
    String id = reference < 0 ? "" : orders.sentAs(reference);
    if (!id.isEmpty()) {
      orders.remove(id);
    }
    int reason = count(message, business ? BusinessRejectReason : SessionRejectReason);
    events.messageRejected(reference, id, business, reason, text(message));
  }

  /** A refused question says nothing of the order. */
  private void questionRefused(FIXMessage message) {
    FIXValue id = message.valueOf(BusinessRejectRefID);
    CharSequence order = id == null ? NONE : id;
    if (id == null) {
      orders.askForAll();
    }
    askLater(order);
    int reason = count(message, BusinessRejectReason);
    events.messageRejected(count(message, RefSeqNum), order, true, reason, text(message));
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
