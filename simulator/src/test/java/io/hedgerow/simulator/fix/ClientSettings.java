package io.hedgerow.simulator.fix;

import io.hedgerow.connectors.fix.FixClientSettings;

/** Settings of clients that differ in one thing. */
public final class ClientSettings {

  private ClientSettings() {}

  static FixClientSettings withHeartbeatSeconds(FixClientSettings settings, int seconds) {
    return of(settings, seconds, settings.cancelOnDisconnect());
  }

  public static FixClientSettings withCancelOnDisconnect(
      FixClientSettings settings, boolean cancel) {
    return of(settings, settings.heartbeatSeconds(), cancel);
  }

  private static FixClientSettings of(FixClientSettings settings, int seconds, boolean cancel) {
    return new FixClientSettings(
        settings.venue(),
        settings.senderCompId(),
        settings.targetCompId(),
        settings.username(),
        settings.password(),
        seconds,
        cancel,
        settings.maxOpenOrders(),
        settings.firstRetryMicros(),
        settings.lastRetryMicros(),
        settings.limits());
  }
}
