package io.hedgerow.simulator.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.MsgSeqNum;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.MsgType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Password;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SenderCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.SendingTime;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TargetCompID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Text;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Username;

import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXValue;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import io.hedgerow.connectors.fix.FixLink;
import io.hedgerow.connectors.fix.TimestampText;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * A connection that has not said yet whose it is. Its first message must be a Logon with the right
 * credentials; anything else ends it, and so do garbage and silence. For one thread.
 */
final class PendingLogon implements FixLink.Listener {

  private static final long TIMEOUT_MICROS = 5_000_000;
  private static final long MAX_GARBLED_BYTES = 4_096;

  /** Takes a connection over. */
  interface Accounts {
    /** Returns null if the account takes the connection; else why not. */
    String take(String account, FixLink link, FIXMessage logon);
  }

  private final AcceptorSettings settings;
  private final Accounts accounts;
  private final FixLink link;
  private final FIXMessage refusal;
  private final long sinceMicros;
  private long nowMicros;
  private boolean done;

  PendingLogon(SocketChannel channel, AcceptorSettings settings, Accounts accounts, long nowMicros)
      throws IOException {
    this.settings = settings;
    this.accounts = accounts;
    this.sinceMicros = nowMicros;
    this.nowMicros = nowMicros;
    link = new FixLink(channel, settings.limits(), this);
    refusal = FixLink.newMessage(settings.limits());
  }

  /** Returns whether the connection is pending still. */
  boolean poll(long atMicros) {
    nowMicros = atMicros;
    String problem = link.poll();
    if (done) {
      return false;
    }
    boolean hopeless =
        problem != null
            || nowMicros - sinceMicros > TIMEOUT_MICROS
            || link.garbledBytes() > MAX_GARBLED_BYTES;
    if (hopeless) {
      close();
    }
    return !done;
  }

  void close() {
    done = true;
    link.close();
  }

  @Override
  public void malformed(long sequence, int reason, int tag) {
    close();
  }

  @Override
  public void message(FIXMessage message) {
    if (done) {
      return;
    }
    if (!message.valueAt(0).contentEquals(FIX44MsgTypes.Logon)) {
      close();
      return;
    }
    FIXValue from = message.valueOf(SenderCompID);
    FIXValue to = message.valueOf(TargetCompID);
    if (from == null || to == null || !to.contentEquals(settings.venueCompId())) {
      refuse(from, "unknown CompID");
    } else if (!knows(message, from.toString())) {
      refuse(from, "unknown account or wrong password");
    } else {
      String problem = accounts.take(from.toString(), link, message);
      if (problem == null) {
        done = true;
      } else {
        refuse(from, problem);
      }
    }
  }

  private boolean knows(FIXMessage logon, String account) {
    Map<String, String> passwords = settings.passwords();
    FIXValue username = logon.valueOf(Username);
    FIXValue password = logon.valueOf(Password);
    String expected = passwords.get(account);
    return expected != null
        && username != null
        && password != null
        && username.contentEquals(account)
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8),
            password.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Uses no number of the account's session: whoever this is, it is not the account. */
  private void refuse(FIXValue to, String reason) {
    refusal.reset();
    refusal.addField(MsgType).setChar(FIX44MsgTypes.Logout);
    refusal.addField(SenderCompID).setString(settings.venueCompId());
    refusal.addField(TargetCompID).setString(to == null ? "UNKNOWN" : to);
    refusal.addField(MsgSeqNum).setInt(1);
    refusal.addField(SendingTime).setString(new TimestampText().set(nowMicros));
    refusal.addField(Text).setString(reason);
    try {
      link.send(refusal);
    } catch (IOException e) {
      // It learns by the closed connection.
      done = true;
    }
    close();
  }
}
