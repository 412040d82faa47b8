package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.EncryptMethod;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.HeartBtInt;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Password;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ResetSeqNumFlag;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Username;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Connects a client's session to its venue, again and again with growing pauses. One thread. */
final class VenueConnector {

  private static final long CONNECT_TIMEOUT_MICROS = 5_000_000;

  private final FixClientSettings settings;
  private final FixSession session;
  private SocketChannel connecting;
  private FixLink link;
  private boolean away;
  private boolean resetAtLogon;
  private long pauseMicros;
  private long nextAttemptMicros;
  private long attemptMicros;

  VenueConnector(FixClientSettings settings, FixSession session) {
    this.settings = settings;
    this.session = session;
    pauseMicros = settings.firstRetryMicros();
  }

  void poll(long nowMicros) {
    if (away || session.state() != FixSession.State.DETACHED) {
      return;
    }
    try {
      if (connecting == null && nowMicros >= nextAttemptMicros) {
        attemptMicros = nowMicros;
        connecting = SocketChannel.open();
        connecting.configureBlocking(false);
        connecting.connect(settings.venue());
      }
      if (connecting != null && connecting.finishConnect()) {
        connected(nowMicros);
      } else if (connecting != null && nowMicros - attemptMicros > CONNECT_TIMEOUT_MICROS) {
        abandon();
        later(nowMicros);
      }
    } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
      abandon();
      later(nowMicros);
    }
  }

  private void connected(long nowMicros) throws IOException {
    link = new FixLink(connecting, settings.limits(), session);
    connecting = null;
    // The next pause counts from here, whether this attempt gets as far as a logon or not.
    later(nowMicros);
    if (resetAtLogon) {
      // An attempt that got no answer has used numbers.
      session.resetSequences();
    }
    session.attach(link, nowMicros);
    session.heartbeatMicros(settings.heartbeatSeconds() * 1_000_000L);
    FIXMessage logon = session.prepareAdministrative(FIX44MsgTypes.Logon);
    logon.addField(EncryptMethod).setChar('0');
    logon.addField(HeartBtInt).setInt(settings.heartbeatSeconds());
    if (resetAtLogon) {
      logon.addField(ResetSeqNumFlag).setBoolean(true);
    }
    logon.addField(Username).setString(settings.username());
    logon.addField(Password).setString(settings.password());
    if (settings.cancelOnDisconnect()) {
      logon.addField(FixClientSettings.CANCEL_ORDERS_ON_DISCONNECT).setBoolean(true);
    }
    session.send(logon);
  }

  private void later(long nowMicros) {
    nextAttemptMicros = nowMicros + pauseMicros;
    pauseMicros = Math.min(2 * pauseMicros, settings.lastRetryMicros());
  }

  private void abandon() {
    try (SocketChannel failed = connecting) {
      connecting = null;
    } catch (IOException e) {
      // There was no connection to lose.
      connecting = null;
    }
  }

  /** The venue has accepted the logon. */
  void succeeded() {
    pauseMicros = settings.firstRetryMicros();
    resetAtLogon = false;
  }

  boolean resetting() {
    return resetAtLogon;
  }

  void resetAtLogon() {
    resetAtLogon = true;
  }

  void stayAway() {
    away = true;
    if (connecting != null) {
      abandon();
    }
  }

  void comeBack() {
    away = false;
    nextAttemptMicros = 0;
  }

  long garbledBytes() {
    return link == null ? 0 : link.garbledBytes();
  }
}
