package io.hedgerow.connectors.fix;

import com.paritytrading.philadelphia.FIXConfig;
import com.paritytrading.philadelphia.FIXConnection;
import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXVersion;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * One TCP connection that carries FIX messages: whole and well-formed ones in, framed ones out. It
 * knows nothing of sessions. For one thread, never blocks.
 */
public final class FixLink {

  /** Who takes what arrives. */
  public interface Listener {

    /** A well-formed message; it is only valid during the call. */
    void message(FIXMessage message);

    /**
     * A message whose frame is right and whose fields cannot be read.
     *
     * @param sequence its MsgSeqNum(34); 0 if it has none
     * @param reason SessionRejectReason(373)
     * @param tag of the unreadable field; 0 if the tag itself is unreadable
     */
    void malformed(long sequence, int reason, int tag);
  }

  private final SocketChannel channel;
  private final FrameGuard guard;
  private final Outbox outbox;
  private final FIXConnection connection;
  private Listener listener;

  /**
   * @param channel connected
   * @throws IOException if the socket refuses its options
   */
  public FixLink(SocketChannel channel, FixLimits limits, Listener listener) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.channel = channel;
    this.listener = listener;
    guard = new FrameGuard(channel, limits);
    outbox = new Outbox(channel, limits.unsentBytes());
    connection = new FIXConnection(guard, outbox, config(limits), message -> hand(message), 0);
  }

  private void hand(FIXMessage message) {
    listener.message(message);
  }

  private static FIXConfig config(FixLimits limits) {
    return new FIXConfig.Builder()
        .setVersion(FIXVersion.FIX_4_4)
        .setMaxFieldCount(limits.fields())
        .setFieldCapacity(limits.valueBytes())
        .setRxBufferCapacity(2 * limits.messageBytes())
        .setTxBufferCapacity(limits.messageBytes())
        .setCheckSumEnabled(false) // the guard has checked it
        .build();
  }

  /** An empty message of the size that links with these limits can send. */
  public static FIXMessage newMessage(FixLimits limits) {
    return new FIXMessage(limits.fields(), limits.valueBytes());
  }

  /** From now on what arrives goes to another listener. */
  public void listener(Listener next) {
    listener = next;
  }

  /**
   * Sends what waits and hands on what has arrived.
   *
   * @return null while the connection stands; else why it does not
   */
  public String poll() {
    try {
      outbox.flush();
      int read;
      do {
        read = connection.receive();
        if (guard.malformedReason() != FrameGuard.NONE) {
          int reason = guard.malformedReason();
          guard.forgetMalformed();
          listener.malformed(guard.malformedSequence(), reason, guard.malformedTag());
        }
      } while (read >= 0 && guard.hasMore());
      if (guard.oversized()) {
        return "message too long";
      }
      return read < 0 ? "the other end closed the connection" : null;
    } catch (IOException e) {
      return "connection lost: " + e.getMessage();
    }
  }

  /**
   * Sends a message that carries its header fields; BodyLength and CheckSum are added here.
   *
   * @throws IOException if the connection is gone or the other end does not read
   */
  public void send(FIXMessage message) throws IOException {
    connection.send(message);
  }

  /** Bytes that can still be sent while the other end reads nothing. */
  public int freeBytes() {
    return outbox.freeBytes();
  }

  /** Bytes that were no message. */
  public long garbledBytes() {
    return guard.garbledBytes();
  }

  /** Closes the connection, after one attempt to send what waits. */
  public void close() {
    try (channel) {
      outbox.flush();
    } catch (IOException e) {
      // The connection was to end, and has ended.
      listener = SILENT;
    }
    listener = SILENT;
  }

  private static final Listener SILENT =
      new Listener() {
        @Override
        public void message(FIXMessage message) {}

        @Override
        public void malformed(long sequence, int reason, int tag) {}
      };
}
