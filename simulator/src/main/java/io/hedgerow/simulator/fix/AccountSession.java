package io.hedgerow.simulator.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.BusinessRejectRefID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.EncryptMethod;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.HeartBtInt;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigSendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.PossDupFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefMsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ResetSeqNumFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.FixDecimal;
import io.hedgerow.connectors.fix.FixLimits;
import io.hedgerow.connectors.fix.FixLink;
import io.hedgerow.connectors.fix.FixSession;
import io.hedgerow.connectors.fix.SessionRole;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The venue's side of one account's session; it outlives connections. For one thread. */
final class AccountSession implements SessionRole {

  private static final int INVALID_MSG_TYPE = 11;
  private static final int UNSUPPORTED_MESSAGE_TYPE = 3;
  private static final long MAX_HEARTBEAT_SECONDS = 300;

  /** Who takes requests, and learns that a client is gone whose orders are to be cancelled. */
  interface Venue {
    void submit(OrderRequest request);

    boolean cancelsOnDisconnect();

    /** The venue's clock minus ours, now. */
    long clockOffsetMicros();

    void gone(String account);
  }

  private final String account;
  private final SentMessages sent;
  private final Venue venue;
  private final FixSession session;
  private final OrderRequestReader reader = new OrderRequestReader();
  private final OrderReportWriter writer = new OrderReportWriter();
  private final FIXMessage kept;
  private final FIXMessage again;
  private boolean cancelOnDisconnect;
  private long requestSequence;

  AccountSession(
      String account, String venueCompId, SentMessages sent, FixLimits limits, Venue venue) {
    this.account = account;
    this.sent = sent;
    this.venue = venue;
    session = new FixSession(venueCompId, account, sent, limits, this);
    kept = FixLink.newMessage(limits);
    again = FixLink.newMessage(limits);
  }

  boolean connected() {
    return session.state() != FixSession.State.DETACHED;
  }

  /** A connection whose first message was this account's Logon, with the right credentials. */
  void attach(FixLink link, FIXMessage logon, long nowMicros) {
    session.clockOffsetMicros(venue.clockOffsetMicros());
    session.attach(link, nowMicros);
    session.message(logon);
  }

  void poll(long nowMicros) {
    session.clockOffsetMicros(venue.clockOffsetMicros());
    session.poll(nowMicros);
  }

  void report(OrderReport report) {
    writer.send(report, session, requestSequence);
  }

  /** Ends the connection without a word. */
  void cut() {
    session.close("the network is down");
  }

  void logout(String reason) {
    session.logout(reason);
    session.close(reason);
  }

  @Override
  public String logon(FIXMessage logon) {
    FIXValue heartbeat = logon.valueOf(HeartBtInt);
    long seconds = heartbeat == null ? -1 : FixDecimal.parseCount(heartbeat);
    FIXValue encryption = logon.valueOf(EncryptMethod);
    if (seconds < 1 || seconds > MAX_HEARTBEAT_SECONDS) {
      return "HeartBtInt(108) missing or not within 1 to " + MAX_HEARTBEAT_SECONDS;
    }
    if (encryption == null || !encryption.contentEquals('0')) {
      return "EncryptMethod(98) missing or not 0";
    }
    boolean reset = FixSession.resetsSequences(logon);
    if (reset) {
      sent.clear();
      session.resetSequences();
    } else if (logon.getMsgSeqNum() < sent.nextIn()) {
      return null; // the session refuses it, with both numbers
    }
    session.heartbeatMicros(seconds * 1_000_000);
    FIXValue flag = logon.valueOf(FixClientSettings.CANCEL_ORDERS_ON_DISCONNECT);
    boolean asked = flag != null && flag.contentEquals('Y');
    cancelOnDisconnect = asked && venue.cancelsOnDisconnect();
    FIXMessage answer = session.prepareAdministrative(FIX44MsgTypes.Logon);
    answer.addField(EncryptMethod).setChar('0');
    answer.addField(HeartBtInt).setInt(seconds);
    if (reset) {
      answer.addField(ResetSeqNumFlag).setBoolean(true);
    }
    if (asked) {
      answer.addField(FixClientSettings.CANCEL_ORDERS_ON_DISCONNECT).setBoolean(cancelOnDisconnect);
    }
    session.send(answer);
    return null;
  }

  @Override
  public void caughtUp() {}

  @Override
  public void application(FIXMessage message, long sequence, boolean duplicate) {
    FIXValue type = message.valueAt(0);
    char code = type.length() == 1 ? type.charAt(0) : 0;
    switch (code) {
      case FIX44MsgTypes.NewOrderSingle,
          FIX44MsgTypes.OrderCancelRequest,
          FIX44MsgTypes.OrderCancelReplaceRequest,
          FIX44MsgTypes.OrderStatusRequest ->
          request(message, type, code, sequence);
      default -> unknown(message, type, sequence);
    }
  }

  private void request(FIXMessage message, FIXValue type, char code, long sequence) {
    OrderRequest request = reader.read(message, code, account);
    if (request != null) {
      requestSequence = request instanceof StatusRequest ? sequence : 0;
      venue.submit(request);
      requestSequence = 0;
    } else if (reader.business()) {
      businessReject(message, sequence, reader.reason(), reader.text());
    } else {
      session.reject(sequence, type, reader.tag(), reader.reason(), reader.text());
    }
  }

  /** A type that FIX 4.4 has gets a business reject, one that it has not a session reject. */
  private void unknown(FIXMessage message, FIXValue type, long sequence) {
    if (ofFix44(type)) {
      businessReject(message, sequence, UNSUPPORTED_MESSAGE_TYPE, "unsupported message type");
    } else {
      session.reject(sequence, type, 35, INVALID_MSG_TYPE, "no message type of FIX 4.4");
    }
  }

  private static boolean ofFix44(FIXValue type) {
    char first = type.charAt(0);
    if (type.length() == 1) {
      return (first >= '0' && first <= '9')
          || (first >= 'A' && first <= 'Z')
          || (first >= 'a' && first <= 'z');
    }
    char second = type.length() == 2 ? type.charAt(1) : 0;
    return (first == 'A' && second >= 'A' && second <= 'Z')
        || (first == 'B' && second >= 'A' && second <= 'H');
  }

  private void businessReject(FIXMessage message, long sequence, int reason, String text) {
    FIXMessage reject = session.prepare(FIX44MsgTypes.BusinessMessageReject);
    reject.addField(RefSeqNum).setInt(sequence);
    reject.addField(RefMsgType).set(message.valueAt(0));
    FIXValue id = message.valueOf(ClOrdID);
    if (id != null) {
      reject.addField(BusinessRejectRefID).set(id);
    }
    reject.addField(BusinessRejectReason).setInt(reason);
    reject.addField(Text).setString(text);
    session.send(reject);
  }

  @Override
  public void rejected(FIXMessage reject) {}

  @Override
  public void sending(FIXMessage message, long sequence) {
    FIXValue type = message.valueAt(0);
    if (!administrative(type)) {
      sent.keep(message, sequence);
    }
  }

  /** Reject(3) is re-sent like an application message: it answers one. */
  private static boolean administrative(FIXValue type) {
    char code = type.length() == 1 ? type.charAt(0) : ' ';
    return code == 'A' || (code >= '0' && code <= '5' && code != FIX44MsgTypes.Reject);
  }

  @Override
  public void resend(long first, long last) {
    long gapFrom = first;
    for (long sequence = first; sequence <= last && connected(); sequence++) {
      byte[] fields = sent.sentAs(sequence);
      if (fields == null) {
        continue;
      }
      if (gapFrom < sequence) {
        session.gapFill(gapFrom, sequence - 1);
      }
      resend(fields);
      gapFrom = sequence + 1;
    }
    if (gapFrom <= last) {
      session.gapFill(gapFrom, last);
    }
  }

  private void resend(byte[] fields) {
    try {
      kept.get(ByteBuffer.wrap(fields));
    } catch (IOException e) {
      throw new IllegalStateException("a message of our own cannot be read", e);
    }
    again.reset();
    for (int i = 0; i < kept.getFieldCount(); i++) {
      int tag = kept.tagAt(i);
      if (tag == SendingTime) {
        again.addField(PossDupFlag).setBoolean(true);
        again.addField(SendingTime).setString(session.timestamp());
        again.addField(OrigSendingTime).set(kept.valueAt(i));
      } else {
        again.addField(tag).set(kept.valueAt(i));
      }
    }
    session.resend(again);
  }

  @Override
  public void closed(String reason, boolean sequencesDisagree) {
    if (cancelOnDisconnect) {
      venue.gone(account);
    }
    cancelOnDisconnect = false;
  }
}
