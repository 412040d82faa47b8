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
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ResetSeqNumFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SenderCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SessionRejectReason;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TargetCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TestReqID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import java.io.IOException;

/**
 * The rules of a FIX 4.4 session, the same for both ends: sequence numbers, gaps, resets,
 * heartbeats, logout. A session outlives its connections. For one thread; time is an argument of
 * {@link #poll}.
 *
 * <ul>
 *   <li>A number above the expected one: everything from the gap on is asked for again, and what
 *       came early is dropped, for it comes again.
 *   <li>A number below: ignored if marked as a possible duplicate, otherwise Logout.
 *   <li>A gap fill counts only in sequence, else it would hide what was lost before it.
 *   <li>Unreadable fields: session Reject; the session goes on.
 * </ul>
 */
public final class FixSession implements FixLink.Listener {

  /** SessionRejectReason(373): a required field is missing. */
  public static final int REQUIRED_TAG_MISSING = 1;

  /** SessionRejectReason(373): the value is not one of those allowed. */
  public static final int VALUE_INCORRECT = 5;

  /** SessionRejectReason(373): the value cannot be read as what the field holds. */
  public static final int INCORRECT_DATA_FORMAT = 6;

  private static final int COMP_ID_PROBLEM = 9;
  private static final int OTHER = 99;
  private static final long LOGON_TIMEOUT_MICROS = 10_000_000;
  private static final long LOGOUT_TIMEOUT_MICROS = 2_000_000;
  private static final long RESEND_TIMEOUT_MICROS = 10_000_000;
  private static final int RESEND_ATTEMPTS = 3;

  /** Where a session stands. */
  public enum State {
    /** No connection. */
    DETACHED,
    /** Connected; the other end's Logon has not come. */
    AWAITING_LOGON,
    /** Logged on. */
    ACTIVE,
    /** We said Logout and wait for the answer. */
    LOGGING_OUT
  }

  private final String sender;
  private final String target;
  private final SequenceStore store;
  private final SessionRole role;
  private final FIXMessage application;
  private final FIXMessage administrative;
  private final TimestampText timestamp = new TimestampText();
  private State state = State.DETACHED;
  private FixLink link;
  private long heartbeatMicros = 30_000_000;
  private long nowMicros;
  private long stateSinceMicros;
  private long lastSentMicros;
  private long lastReceivedMicros;
  private boolean testRequestSent;
  private long gapEnd;
  private long gapAskedMicros;
  private int gapAttempts;

  /**
   * @param sender our CompID
   * @param target the other end's
   */
  public FixSession(
      String sender, String target, SequenceStore store, FixLimits limits, SessionRole role) {
    this.sender = sender;
    this.target = target;
    this.store = store;
    this.role = role;
    application = FixLink.newMessage(limits);
    administrative = FixLink.newMessage(limits);
  }

  /** Where the session stands. */
  public State state() {
    return state;
  }

  /** Logged on, and nothing that the other end sent before is missing. */
  public boolean caughtUp() {
    return state == State.ACTIVE && gapEnd == 0;
  }

  /** Bytes that can be sent at once; 0 without a connection. */
  public int freeBytes() {
    return link == null ? 0 : link.freeBytes();
  }

  /** Heartbeats are due after this silence. */
  public void heartbeatMicros(long micros) {
    heartbeatMicros = micros;
  }

  /** The session's time, as of the last poll. */
  public long nowMicros() {
    return nowMicros;
  }

  /** Both numbers begin again at 1; only while there is no connection. */
  public void resetSequences() {
    if (state == State.ACTIVE || state == State.LOGGING_OUT) {
      throw new IllegalStateException("expected no active session, saw " + state);
    }
    store.nextOut(1);
    store.nextIn(1);
  }

  /** A connection stands; the other end's Logon is awaited. */
  public void attach(FixLink next, long atMicros) {
    link = next;
    link.listener(this);
    nowMicros = atMicros;
    lastSentMicros = atMicros;
    lastReceivedMicros = atMicros;
    testRequestSent = false;
    gapEnd = 0;
    enter(State.AWAITING_LOGON);
  }

  private void enter(State next) {
    state = next;
    stateSinceMicros = nowMicros;
  }

  /** Reads, sends what waits, and does what the time asks for. */
  public void poll(long atMicros) {
    nowMicros = atMicros;
    if (link == null) {
      return;
    }
    String problem = link.poll();
    if (problem != null && link != null) {
      if (problem.equals("message too long")) {
        logoutAndClose(problem);
      } else {
        close(problem);
      }
    }
    if (link != null) {
      keepTime();
    }
  }

  private void keepTime() {
    long inStateMicros = nowMicros - stateSinceMicros;
    if (state == State.AWAITING_LOGON && inStateMicros > LOGON_TIMEOUT_MICROS) {
      close("no Logon within " + LOGON_TIMEOUT_MICROS / 1_000_000 + " s");
    } else if (state == State.LOGGING_OUT && inStateMicros > LOGOUT_TIMEOUT_MICROS) {
      close("Logout was not answered");
    } else if (state == State.ACTIVE) {
      keepAlive();
    }
  }

  private void keepAlive() {
    long silentMicros = nowMicros - lastReceivedMicros;
    if (silentMicros > heartbeatMicros * 24 / 10) {
      close("no answer to a TestRequest");
      return;
    }
    if (silentMicros > heartbeatMicros * 12 / 10 && !testRequestSent) {
      testRequestSent = true;
      header(administrative, FIX44MsgTypes.TestRequest, store.nextOut());
      administrative.addField(TestReqID).setString(timestamp);
      send(administrative);
    }
    if (nowMicros - lastSentMicros >= heartbeatMicros) {
      header(administrative, FIX44MsgTypes.Heartbeat, store.nextOut());
      send(administrative);
    }
    if (gapEnd > 0 && nowMicros - gapAskedMicros > RESEND_TIMEOUT_MICROS) {
      if (gapAttempts == RESEND_ATTEMPTS) {
        logoutAndClose("the gap from " + store.nextIn() + " was not filled");
      } else {
        askAgain();
      }
    }
  }

  /** An application message with its header, to be completed and sent before the next one. */
  public FIXMessage prepare(char type) {
    header(application, type, store.nextOut());
    return application;
  }

  /** An administrative message, likewise. */
  public FIXMessage prepareAdministrative(char type) {
    header(administrative, type, store.nextOut());
    return administrative;
  }

  private void header(FIXMessage message, char type, long sequence) {
    timestamp.set(nowMicros);
    message.reset();
    message.addField(MsgType).setChar(type);
    message.addField(SenderCompID).setString(sender);
    message.addField(TargetCompID).setString(target);
    message.addField(MsgSeqNum).setInt(sequence);
    message.addField(SendingTime).setString(timestamp);
  }

  /** The present moment as it stands in SendingTime(52). */
  public CharSequence timestamp() {
    return timestamp.set(nowMicros);
  }

  /**
   * Sends a prepared message under the next number. Without a connection the number is used all the
   * same: the other end will ask for what it missed.
   */
  public void send(FIXMessage message) {
    long sequence = store.nextOut();
    store.nextOut(sequence + 1);
    role.sending(message, sequence);
    transmit(message);
  }

  /** Sends a message again, under the number that it carries. */
  public void resend(FIXMessage message) {
    transmit(message);
  }

  /** Tells the other end that numbers {@code first} to {@code last} are not sent again. */
  public void gapFill(long first, long last) {
    header(administrative, FIX44MsgTypes.SequenceReset, first);
    administrative.addField(PossDupFlag).setBoolean(true);
    administrative.addField(OrigSendingTime).setString(timestamp);
    administrative.addField(GapFillFlag).setBoolean(true);
    administrative.addField(NewSeqNo).setInt(last + 1);
    transmit(administrative);
  }

  private void transmit(FIXMessage message) {
    if (link == null) {
      return;
    }
    try {
      link.send(message);
      lastSentMicros = nowMicros;
    } catch (IOException e) {
      close("connection lost: " + e.getMessage());
    }
  }

  /**
   * Refuses a message of the other end: session Reject.
   *
   * @param tag at fault; 0 for none
   */
  public void reject(long sequence, CharSequence type, int tag, int reason, CharSequence text) {
    header(administrative, FIX44MsgTypes.Reject, store.nextOut());
    administrative.addField(RefSeqNum).setInt(sequence);
    if (tag > 0) {
      administrative.addField(RefTagID).setInt(tag);
    }
    if (type.length() > 0 && type.length() <= 2) {
      administrative.addField(RefMsgType).setString(type);
    }
    administrative.addField(SessionRejectReason).setInt(reason);
    administrative.addField(Text).setString(text);
    send(administrative);
  }

  /** Begins to log out; the connection closes when the other end has answered. */
  public void logout(CharSequence text) {
    if (state == State.ACTIVE) {
      sendLogout(text);
      if (link != null) {
        enter(State.LOGGING_OUT);
      }
    }
  }

  private void sendLogout(CharSequence text) {
    header(administrative, FIX44MsgTypes.Logout, store.nextOut());
    if (text.length() > 0) {
      administrative.addField(Text).setString(text);
    }
    send(administrative);
  }

  private void logoutAndClose(String reason) {
    sendLogout(reason);
    close(reason);
  }

  /** Ends the connection without a Logout. */
  public void close(String reason) {
    close(reason, false);
  }

  private void close(String reason, boolean sequencesDisagree) {
    if (link != null) {
      FixLink old = link;
      link = null;
      old.close();
      gapEnd = 0;
      enter(State.DETACHED);
      role.closed(reason, sequencesDisagree);
    }
  }

  @Override
  public void malformed(long sequence, int reason, int tag) {
    heard();
    if (sequence == store.nextIn() && state != State.AWAITING_LOGON) {
      reject(sequence, "", tag, reason, "field cannot be read");
      advance(sequence + 1);
    } else if (sequence > store.nextIn() && state != State.AWAITING_LOGON) {
      gapBefore(sequence);
    } else if (sequence <= 0 || state == State.AWAITING_LOGON) {
      logoutAndClose("unreadable message without a usable MsgSeqNum(34)");
    }
  }

  private void heard() {
    lastReceivedMicros = nowMicros;
    testRequestSent = false;
  }

  @Override
  public void message(FIXMessage message) {
    if (link == null) {
      return;
    }
    heard();
    FIXValue number = message.valueOf(MsgSeqNum);
    long sequence = number == null ? 0 : FixDecimal.parseCount(number);
    if (sequence <= 0) {
      logoutAndClose("MsgSeqNum(34) missing or unreadable");
      return;
    }
    FIXValue type = message.valueAt(0);
    char code = type.length() == 1 ? type.charAt(0) : 0;
    if (state == State.AWAITING_LOGON) {
      beforeLogon(message, code, sequence);
    } else if (!fromTheOtherEnd(message)) {
      reject(sequence, type, 0, COMP_ID_PROBLEM, "CompID problem");
      logoutAndClose("CompID problem");
    } else if (code == FIX44MsgTypes.SequenceReset && !isYes(message.valueOf(GapFillFlag))) {
      reset(message, sequence);
    } else if (sequence > store.nextIn()) {
      ahead(message, code, sequence);
    } else if (sequence < store.nextIn()) {
      behind(message, code, sequence);
    } else {
      inSequence(message, type, code, sequence);
    }
  }

  private boolean fromTheOtherEnd(FIXMessage message) {
    FIXValue from = message.valueOf(SenderCompID);
    FIXValue to = message.valueOf(TargetCompID);
    return from != null && to != null && from.contentEquals(target) && to.contentEquals(sender);
  }

  private static boolean isYes(FIXValue value) {
    return value != null && value.contentEquals('Y');
  }

  private void beforeLogon(FIXMessage message, char code, long sequence) {
    if (code == FIX44MsgTypes.Logout) {
      FIXValue text = message.valueOf(Text);
      String words = text == null ? "no reason given" : text.toString();
      // Other ends say "MsgSeqNum too low, expecting 7 but received 1": then our store is old.
      close("logon refused: " + words, words.contains("too low"));
    } else if (code != FIX44MsgTypes.Logon || !fromTheOtherEnd(message)) {
      close("expected a Logon, saw " + message.valueAt(0));
    } else {
      logonArrived(message, sequence);
    }
  }

  private void logonArrived(FIXMessage message, long sequence) {
    String refusal = role.logon(message);
    if (refusal != null) {
      logoutAndClose(refusal);
    } else if (sequence < store.nextIn()) {
      sendLogout(tooLow(sequence));
      close(tooLow(sequence), true);
    } else if (link != null) {
      enter(State.ACTIVE);
      if (sequence > store.nextIn()) {
        gapBefore(sequence);
      } else {
        store.nextIn(sequence + 1);
        role.caughtUp();
      }
    }
  }

  private String tooLow(long sequence) {
    return "MsgSeqNum(34) too low, expecting " + store.nextIn() + " but received " + sequence;
  }

  /** A reset without gap fill: the numbers before are given up. */
  private void reset(FIXMessage message, long sequence) {
    FIXValue value = message.valueOf(NewSeqNo);
    long next = value == null ? 0 : FixDecimal.parseCount(value);
    if (next < store.nextIn()) {
      int reason = value == null ? REQUIRED_TAG_MISSING : VALUE_INCORRECT;
      reject(sequence, message.valueAt(0), NewSeqNo, reason, "NewSeqNo(36) missing or too low");
    } else {
      advance(next);
    }
  }

  private void ahead(FIXMessage message, char code, long sequence) {
    if (code == FIX44MsgTypes.Logout) {
      logoutArrived(message);
      return;
    }
    if (code == FIX44MsgTypes.ResendRequest) {
      // Answered at once: if both ends miss something, each would wait for the other.
      resendAsked(message, sequence);
    }
    gapBefore(sequence);
  }

  private void gapBefore(long sequence) {
    boolean asked = gapEnd > 0;
    gapEnd = Math.max(gapEnd, sequence);
    if (!asked) {
      gapAttempts = 0;
      askAgain();
    }
  }

  private void askAgain() {
    gapAttempts++;
    gapAskedMicros = nowMicros;
    header(administrative, FIX44MsgTypes.ResendRequest, store.nextOut());
    administrative.addField(BeginSeqNo).setInt(store.nextIn());
    administrative.addField(EndSeqNo).setInt(0);
    send(administrative);
  }

  private void behind(FIXMessage message, char code, long sequence) {
    if (code == FIX44MsgTypes.Logout) {
      logoutArrived(message);
    } else if (!isYes(message.valueOf(PossDupFlag))) {
      sendLogout(tooLow(sequence));
      close(tooLow(sequence), true);
    }
  }

  private void inSequence(FIXMessage message, FIXValue type, char code, long sequence) {
    long next = sequence + 1;
    if (message.valueOf(SendingTime) == null) {
      reject(sequence, type, SendingTime, REQUIRED_TAG_MISSING, "SendingTime(52) missing");
      advance(next);
      return;
    }
    switch (code) {
      case FIX44MsgTypes.Heartbeat -> {}
      case FIX44MsgTypes.TestRequest -> testRequested(message, sequence);
      case FIX44MsgTypes.ResendRequest -> resendAsked(message, sequence);
      case FIX44MsgTypes.Reject -> role.rejected(message);
      case FIX44MsgTypes.SequenceReset -> next = gapFilled(message, sequence);
      case FIX44MsgTypes.Logon -> reject(sequence, type, 0, OTHER, "already logged on");
      case FIX44MsgTypes.Logout -> {
        store.nextIn(next);
        logoutArrived(message);
        return;
      }
      default -> role.application(message, sequence, isYes(message.valueOf(PossDupFlag)));
    }
    advance(next);
  }

  private void advance(long next) {
    store.nextIn(next);
    if (gapEnd > 0 && next > gapEnd) {
      gapEnd = 0;
      if (state == State.ACTIVE) {
        role.caughtUp();
      }
    }
  }

  private void testRequested(FIXMessage message, long sequence) {
    FIXValue id = message.valueOf(TestReqID);
    if (id == null) {
      reject(sequence, "1", TestReqID, REQUIRED_TAG_MISSING, "TestReqID(112) missing");
      return;
    }
    header(administrative, FIX44MsgTypes.Heartbeat, store.nextOut());
    administrative.addField(TestReqID).set(id);
    send(administrative);
  }

  private long gapFilled(FIXMessage message, long sequence) {
    FIXValue value = message.valueOf(NewSeqNo);
    long next = value == null ? 0 : FixDecimal.parseCount(value);
    if (next <= sequence) {
      int reason = value == null ? REQUIRED_TAG_MISSING : VALUE_INCORRECT;
      reject(sequence, "4", NewSeqNo, reason, "NewSeqNo(36) missing or too low");
      return sequence + 1;
    }
    return next;
  }

  private void resendAsked(FIXMessage message, long sequence) {
    FIXValue begin = message.valueOf(BeginSeqNo);
    FIXValue end = message.valueOf(EndSeqNo);
    if (begin == null || end == null) {
      int tag = begin == null ? BeginSeqNo : EndSeqNo;
      reject(sequence, "2", tag, REQUIRED_TAG_MISSING, "ResendRequest without its range");
      return;
    }
    long first = FixDecimal.parseCount(begin);
    long last = FixDecimal.parseCount(end);
    long newest = store.nextOut() - 1;
    if (first < 1 || first > newest || last < 0 || (last > 0 && last < first)) {
      reject(sequence, "2", BeginSeqNo, VALUE_INCORRECT, "ResendRequest of an impossible range");
      return;
    }
    role.resend(first, last == 0 ? newest : Math.min(last, newest));
  }

  private void logoutArrived(FIXMessage message) {
    FIXValue text = message.valueOf(Text);
    String words = text == null ? "" : ": " + text;
    if (state == State.LOGGING_OUT) {
      close("logged out" + words);
    } else {
      sendLogout("");
      close("the other end logged out" + words, words.contains("too low"));
    }
  }

  /** Whether a Logon asks both ends to begin again at 1. */
  public static boolean resetsSequences(FIXMessage logon) {
    return isYes(logon.valueOf(ResetSeqNumFlag));
  }
}
