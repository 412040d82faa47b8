package io.hedgerow.benchmarks.fix;

import quickfix.Log;
import quickfix.LogFactory;
import quickfix.SessionID;

/** Keeps QuickFIX/J from writing every message to the screen, which it does by default. */
final class SilentLog implements Log, LogFactory {

  @Override
  public Log create(SessionID session) {
    return this;
  }

  @Override
  public void clear() {}

  @Override
  public void onIncoming(String message) {}

  @Override
  public void onOutgoing(String message) {}

  @Override
  public void onEvent(String text) {}

  @Override
  public void onErrorEvent(String text) {}
}
