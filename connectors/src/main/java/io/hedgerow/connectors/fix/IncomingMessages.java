package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.BeginSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.EndSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.GapFillFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.MsgSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.NewSeqNo;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.PossDupFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TestReqID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import io.hedgerow.connectors.fix.FixSession.State;

/**
 * What arrives in a session, by its sequence number: in turn, ahead of a gap, or come before. The
 * rules are those of {@link FixSession}. For one thread.
 */
final class IncomingMessages {

  private static final int COMP_ID_PROBLEM = 9;
  private static final int OTHER = 99;

  private final FixSession session;
  private final SessionMessages messages;
  private final SequenceStore store;
  private final SessionRole role;
  private final MissingMessages missing;

  IncomingMessages(
      FixSession session,
      SessionMessages messages,
      SequenceStore store,
      SessionRole role,
      MissingMessages missing) {
    this.session = session;
    this.messages = messages;
    this.store = store;
    this.role = role;
    this.missing = missing;
  }

  /** As {@link FixLink.Listener#malformed}. */
  void malformed(long sequence, int reason, int tag) {
    session.heard();
    boolean before = session.state() == State.AWAITING_LOGON;
    if (sequence == store.nextIn() && !before) {
      session.reject(sequence, "", tag, reason, "field cannot be read");
      advance(sequence + 1);
    } else if (sequence > store.nextIn() && !before) {
      gapBefore(sequence);
    } else if (sequence <= 0 || before) {
      session.logoutAndClose("unreadable message without a usable MsgSeqNum(34)");
    }
  }

  /** As {@link FixLink.Listener#message}. */
  void message(FIXMessage message) {
    if (session.state() == State.DETACHED) {
      return;
    }
    session.heard();
    FIXValue number = message.valueOf(MsgSeqNum);
    long sequence = number == null ? 0 : FixDecimal.parseCount(number);
    if (sequence <= 0) {
      session.logoutAndClose("MsgSeqNum(34) missing or unreadable");
      return;
    }
    FIXValue type = message.valueAt(0);
    char code = type.length() == 1 ? type.charAt(0) : 0;
    if (session.state() == State.AWAITING_LOGON) {
      beforeLogon(message, code, sequence);
    } else if (!messages.areTheOtherEnds(message)) {
      session.reject(sequence, type, 0, COMP_ID_PROBLEM, "CompID problem");
      session.logoutAndClose("CompID problem");
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

  static boolean isYes(FIXValue value) {
    return value != null && value.contentEquals('Y');
  }

  private void beforeLogon(FIXMessage message, char code, long sequence) {
    if (code == FIX44MsgTypes.Logout) {
      FIXValue text = message.valueOf(Text);
      String words = text == null ? "no reason given" : text.toString();
      // Other ends say "MsgSeqNum too low, expecting 7 but received 1": then our store is old.
      session.close("logon refused: " + words, words.contains("too low"));
    } else if (code != FIX44MsgTypes.Logon || !messages.areTheOtherEnds(message)) {
      session.close("expected a Logon, saw " + message.valueAt(0));
    } else {
      logonArrived(message, sequence);
    }
  }

  private void logonArrived(FIXMessage message, long sequence) {
    String refusal = role.logon(message);
    if (refusal != null) {
      session.logoutAndClose(refusal);
    } else if (sequence < store.nextIn()) {
      refuseTooLow(sequence);
    } else if (session.state() != State.DETACHED) {
      session.enter(State.ACTIVE);
      if (sequence > store.nextIn()) {
        gapBefore(sequence);
      } else {
        store.nextIn(sequence + 1);
        role.caughtUp();
      }
    }
  }

  private void refuseTooLow(long sequence) {
    String problem =
        "MsgSeqNum(34) too low, expecting " + store.nextIn() + " but received " + sequence;
    session.sendLogout(problem);
    session.close(problem, true);
  }

  /** A reset without gap fill: the numbers before are given up. */
  private void reset(FIXMessage message, long sequence) {
    long next = newSequence(message);
    if (next < store.nextIn()) {
      refuseNewSequence(message, sequence);
    } else {
      advance(next);
    }
  }

  private static long newSequence(FIXMessage message) {
    FIXValue value = message.valueOf(NewSeqNo);
    return value == null ? 0 : FixDecimal.parseCount(value);
  }

  private void refuseNewSequence(FIXMessage message, long sequence) {
    int reason =
        message.valueOf(NewSeqNo) == null
            ? FixSession.REQUIRED_TAG_MISSING
            : FixSession.VALUE_INCORRECT;
    session.reject(sequence, "4", NewSeqNo, reason, "NewSeqNo(36) missing or too low");
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
    if (missing.before(sequence)) {
      session.askForTheMissing();
    }
  }

  private void behind(FIXMessage message, char code, long sequence) {
    if (code == FIX44MsgTypes.Logout) {
      logoutArrived(message);
    } else if (!isYes(message.valueOf(PossDupFlag))) {
      refuseTooLow(sequence);
    }
  }

  private void inSequence(FIXMessage message, FIXValue type, char code, long sequence) {
    long next = sequence + 1;
    if (message.valueOf(SendingTime) == null) {
      missingTag(sequence, type, SendingTime, "SendingTime(52) missing");
      advance(next);
      return;
    }
    switch (code) {
      case FIX44MsgTypes.Heartbeat -> {}
      case FIX44MsgTypes.TestRequest -> testRequested(message, sequence);
      case FIX44MsgTypes.ResendRequest -> resendAsked(message, sequence);
      case FIX44MsgTypes.Reject -> role.rejected(message);
      case FIX44MsgTypes.SequenceReset -> next = gapFilled(message, sequence);
      case FIX44MsgTypes.Logon -> session.reject(sequence, type, 0, OTHER, "already logged on");
      case FIX44MsgTypes.Logout -> {
        store.nextIn(next);
        logoutArrived(message);
        return;
      }
      default -> role.application(message, sequence, isYes(message.valueOf(PossDupFlag)));
    }
    advance(next);
  }

  private void missingTag(long sequence, CharSequence type, int tag, String text) {
    session.reject(sequence, type, tag, FixSession.REQUIRED_TAG_MISSING, text);
  }

  private void advance(long next) {
    store.nextIn(next);
    if (missing.closedBy(next) && session.state() == State.ACTIVE) {
      role.caughtUp();
    }
  }

  private void testRequested(FIXMessage message, long sequence) {
    FIXValue id = message.valueOf(TestReqID);
    if (id == null) {
      missingTag(sequence, "1", TestReqID, "TestReqID(112) missing");
    } else {
      session.send(messages.heartbeat(id));
    }
  }

  private long gapFilled(FIXMessage message, long sequence) {
    long next = newSequence(message);
    if (next <= sequence) {
      refuseNewSequence(message, sequence);
      return sequence + 1;
    }
    return next;
  }

  private void resendAsked(FIXMessage message, long sequence) {
    FIXValue begin = message.valueOf(BeginSeqNo);
    FIXValue end = message.valueOf(EndSeqNo);
    if (begin == null || end == null) {
      int tag = begin == null ? BeginSeqNo : EndSeqNo;
      missingTag(sequence, "2", tag, "ResendRequest without its range");
      return;
    }
    long first = FixDecimal.parseCount(begin);
    long last = FixDecimal.parseCount(end);
    long newest = store.nextOut() - 1;
    if (first < 1 || first > newest || last < 0 || (last > 0 && last < first)) {
      session.reject(
          sequence,
          "2",
          BeginSeqNo,
          FixSession.VALUE_INCORRECT,
          "ResendRequest of an impossible range");
      return;
    }
    role.resend(first, last == 0 ? newest : Math.min(last, newest));
  }

  private void logoutArrived(FIXMessage message) {
    FIXValue text = message.valueOf(Text);
    String words = text == null ? "" : ": " + text;
    if (session.state() == State.LOGGING_OUT) {
      session.close("logged out" + words);
    } else {
      session.sendLogout("");
      session.close("the other end logged out" + words, words.contains("too low"));
    }
  }
}
