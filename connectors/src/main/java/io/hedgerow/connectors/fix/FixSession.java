package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.ResetSeqNumFlag;

import com.paritytrading.philadelphia.FIXMessage;
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

  private static final long LOGON_TIMEOUT_MICROS = 10_000_000;
  private static final long LOGOUT_TIMEOUT_MICROS = 2_000_000;

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

  private final SequenceStore store;
  private final SessionRole role;
  private final SessionMessages messages;
  private final MissingMessages missing = new MissingMessages();
  private final IncomingMessages incoming;
  private State state = State.DETACHED;
  private FixLink link;
  private long heartbeatMicros = 30_000_000;
  private long nowMicros;
  private long clockOffsetMicros;
  private long stateSinceMicros;
  private long lastSentMicros;
  private long lastReceivedMicros;
  private boolean testRequestSent;

  /**
   * @param sender our CompID
   * @param target the other end's
   */
  public FixSession(
      String sender, String target, SequenceStore store, FixLimits limits, SessionRole role) {
    this.store = store;
    this.role = role;
    messages = new SessionMessages(sender, target, store, limits);
    incoming = new IncomingMessages(this, messages, store, role, missing);
  }

  /** Where the session stands. */
  public State state() {
    return state;
  }

  /** Logged on, and nothing that the other end sent before is missing. */
  public boolean caughtUp() {
    return state == State.ACTIVE && !missing.any();
  }

  /** Bytes that can be sent at once; 0 without a connection. */
  public int freeBytes() {
    return link == null ? 0 : link.freeBytes();
  }

  /** Heartbeats are due after this silence. */
  public void heartbeatMicros(long micros) {
    heartbeatMicros = micros;
  }

  /** SendingTime(52) minus the time that we are polled with; 0 at first. */
  public void clockOffsetMicros(long micros) {
    clockOffsetMicros = micros;
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
    now(atMicros);
    lastSentMicros = atMicros;
    lastReceivedMicros = atMicros;
    testRequestSent = false;
    missing.forget();
    enter(State.AWAITING_LOGON);
  }

  @Override
  public void message(FIXMessage message) {
    incoming.message(message);
  }

  @Override
  public void malformed(long sequence, int reason, int tag) {
    incoming.malformed(sequence, reason, tag);
  }

  private void now(long atMicros) {
    nowMicros = atMicros;
    messages.time(atMicros + clockOffsetMicros);
  }

  void enter(State next) {
    state = next;
    stateSinceMicros = nowMicros;
  }

  /** Reads, sends what waits, and does what the time asks for. */
  public void poll(long atMicros) {
    now(atMicros);
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
      send(messages.testRequest());
    }
    if (nowMicros - lastSentMicros >= heartbeatMicros) {
      send(messages.heartbeat(null));
    }
    if (missing.isOverdue(nowMicros)) {
      if (missing.isHopeless()) {
        logoutAndClose("the gap from " + store.nextIn() + " was not filled");
      } else {
        askForTheMissing();
      }
    }
  }

  void askForTheMissing() {
    missing.asked(nowMicros);
    send(messages.resendRequest());
  }

  /** An application message with its header, to be completed and sent before the next one. */
  public FIXMessage prepare(char type) {
    return messages.application(type);
  }

  /** An administrative message, likewise. */
  public FIXMessage prepareAdministrative(char type) {
    return messages.administrative(type);
  }

  /** The present moment as it stands in SendingTime(52). */
  public CharSequence timestamp() {
    return messages.timestamp();
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
    transmit(messages.gapFill(first, last));
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
    send(messages.reject(sequence, type, tag, reason, text));
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

  void sendLogout(CharSequence text) {
    send(messages.logout(text));
  }

  void logoutAndClose(String reason) {
    sendLogout(reason);
    close(reason);
  }

  /** Ends the connection without a Logout. */
  public void close(String reason) {
    close(reason, false);
  }

  void close(String reason, boolean sequencesDisagree) {
    if (link != null) {
      FixLink old = link;
      link = null;
      old.close();
      missing.forget();
      enter(State.DETACHED);
      role.closed(reason, sequencesDisagree);
    }
  }

  /** The other end lives. */
  void heard() {
    lastReceivedMicros = nowMicros;
    testRequestSent = false;
  }

  /** Whether a Logon asks both ends to begin again at 1. */
  public static boolean resetsSequences(FIXMessage logon) {
    return IncomingMessages.isYes(logon.valueOf(ResetSeqNumFlag));
  }
}
