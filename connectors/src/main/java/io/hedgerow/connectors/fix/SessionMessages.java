package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.BeginSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.EndSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.GapFillFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.MsgSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.MsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.NewSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigSendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.PossDupFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefMsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.RefTagID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SenderCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SessionRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TargetCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TestReqID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;

/**
 * Writes the messages of a session: each with its header, the administrative ones whole. A message
 * is to be sent before the next one of its kind is written. For one thread; allocates nothing.
 */
final class SessionMessages {

  private final String sender;
  private final String target;
  private final SequenceStore store;
  private final FIXMessage application;
  private final FIXMessage administrative;
  private final TimestampText timestamp = new TimestampText();
  private long timeMicros;

  SessionMessages(String sender, String target, SequenceStore store, FixLimits limits) {
    this.sender = sender;
    this.target = target;
    this.store = store;
    application = FixLink.newMessage(limits);
    administrative = FixLink.newMessage(limits);
  }

  /** SendingTime(52) of what is written from now on, µs since the epoch. */
  void time(long atMicros) {
    timeMicros = atMicros;
  }

  /** As it stands in SendingTime(52). */
  CharSequence timestamp() {
    return timestamp.set(timeMicros);
  }

  /** Whether a message comes from this session's other end, and is for this one. */
  boolean areTheOtherEnds(FIXMessage message) {
    FIXValue from = message.valueOf(SenderCompID);
    FIXValue to = message.valueOf(TargetCompID);
    return from != null && to != null && from.contentEquals(target) && to.contentEquals(sender);
  }

  FIXMessage application(char type) {
    return header(application, type, store.nextOut());
  }

  FIXMessage administrative(char type) {
    return header(administrative, type, store.nextOut());
  }

  private FIXMessage header(FIXMessage message, char type, long sequence) {
    timestamp.set(timeMicros);
    message.reset();
    message.addField(MsgType).setChar(type);
    message.addField(SenderCompID).setString(sender);
    message.addField(TargetCompID).setString(target);
    message.addField(MsgSeqNum).setInt(sequence);
    message.addField(SendingTime).setString(timestamp);
    return message;
  }

  FIXMessage testRequest() {
    administrative(FIX44MsgTypes.TestRequest).addField(TestReqID).setString(timestamp);
    return administrative;
  }

  /**
   * A sign of life.
   *
   * @param testRequestId of the TestRequest that it answers; null for none
   */
  FIXMessage heartbeat(FIXValue testRequestId) {
    administrative(FIX44MsgTypes.Heartbeat);
    if (testRequestId != null) {
      administrative.addField(TestReqID).set(testRequestId);
    }
    return administrative;
  }

  /** Asks for everything from the next expected number on. */
  FIXMessage resendRequest() {
    administrative(FIX44MsgTypes.ResendRequest);
    administrative.addField(BeginSeqNo).setInt(store.nextIn());
    administrative.addField(EndSeqNo).setInt(0);
    return administrative;
  }

  /** As {@link FixSession#gapFill}. */
  FIXMessage gapFill(long first, long last) {
    header(administrative, FIX44MsgTypes.SequenceReset, first);
    administrative.addField(PossDupFlag).setBoolean(true);
    administrative.addField(OrigSendingTime).setString(timestamp);
    administrative.addField(GapFillFlag).setBoolean(true);
    administrative.addField(NewSeqNo).setInt(last + 1);
    return administrative;
  }

  /** As {@link FixSession#reject}. */
  FIXMessage reject(long sequence, CharSequence type, int tag, int reason, CharSequence text) {
    administrative(FIX44MsgTypes.Reject);
    administrative.addField(RefSeqNum).setInt(sequence);
    if (tag > 0) {
      administrative.addField(RefTagID).setInt(tag);
    }
    if (type.length() > 0 && type.length() <= 2) {
      administrative.addField(RefMsgType).setString(type);
    }
    administrative.addField(SessionRejectReason).setInt(reason);
    administrative.addField(Text).setString(text);
    return administrative;
  }

  FIXMessage logout(CharSequence text) {
    administrative(FIX44MsgTypes.Logout);
    if (text.length() > 0) {
      administrative.addField(Text).setString(text);
    }
    return administrative;
  }
}
