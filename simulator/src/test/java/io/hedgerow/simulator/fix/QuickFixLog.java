package io.hedgerow.simulator.fix;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import quickfix.Log;
import quickfix.LogFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;

/** What QuickFIX/J sent and received, and how it is set up here: with full validation. */
final class QuickFixLog implements Log, LogFactory {

  final List<String> lines = new CopyOnWriteArrayList<>();

  static SessionSettings settings(String type, SessionID session, int port) {
    SessionSettings settings = new SessionSettings();
    settings.setString("ConnectionType", type);
    settings.setString("SocketConnectHost", "127.0.0.1");
    settings.setLong("SocketConnectPort", port);
    settings.setString("SocketAcceptAddress", "127.0.0.1");
    settings.setLong("SocketAcceptPort", port);
    settings.setString("StartTime", "00:00:00");
    settings.setString("EndTime", "00:00:00");
    settings.setLong("HeartBtInt", 1);
    settings.setLong("ReconnectInterval", 1);
    settings.setString("UseDataDictionary", "Y");
    settings.setString("DataDictionary", "FIX44.xml");
    settings.setString("ValidateFieldsOutOfOrder", "Y");
    settings.setString("ValidateFieldsHaveValues", "Y");
    settings.setString("ValidateIncomingMessage", "Y");
    settings.setString("RejectInvalidMessage", "Y");
    settings.setString("CheckLatency", "Y");
    settings.setString("CheckCompID", "Y");
    settings.setString("RequiresOrigSendingTime", "Y");
    // Cancel on disconnect, tag 8013, is a venue's own field; all others must be in the dictionary.
    settings.setString("ValidateUserDefinedFields", "N");
    settings.setString(session, "BeginString", session.getBeginString());
    settings.setString(session, "SenderCompID", session.getSenderCompID());
    settings.setString(session, "TargetCompID", session.getTargetCompID());
    return settings;
  }

  static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  static void until(String what, Runnable step, BooleanSupplier holds, Supplier<String> otherwise) {
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    while (!holds.getAsBoolean()) {
      step.run();
      Thread.onSpinWait();
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("not within 20 s: " + what + "; seen " + otherwise.get());
      }
    }
  }

  List<String> sentOfType(String type) {
    return ofType("out ", type);
  }

  List<String> receivedOfType(String type) {
    return ofType("in ", type);
  }

  private List<String> ofType(String direction, String type) {
    return lines.stream()
        .filter(line -> line.startsWith(direction) && line.contains("|35=" + type + "|"))
        .toList();
  }

  @Override
  public Log create(SessionID session) {
    return this;
  }

  @Override
  public void clear() {}

  @Override
  public void onIncoming(String message) {
    lines.add("in " + message.replace('\u0001', '|'));
  }

  @Override
  public void onOutgoing(String message) {
    lines.add("out " + message.replace('\u0001', '|'));
  }

  @Override
  public void onEvent(String text) {
    lines.add("event " + text);
  }

  @Override
  public void onErrorEvent(String text) {
    lines.add("error " + text);
  }
}
