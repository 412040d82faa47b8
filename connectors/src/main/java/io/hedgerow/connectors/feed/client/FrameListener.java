package io.hedgerow.connectors.feed.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Puts the pieces of a message together, up to a limit, and hands whole messages on. The socket
 * calls it from one thread at a time; it asks for a piece more only when one was dealt with.
 */
final class FrameListener implements WebSocket.Listener {

  /** Pieces that may be under way at once. */
  static final int WINDOW = 64;

  /** What becomes of what the socket says. */
  interface Receiver {

    /**
     * A whole message.
     *
     * @param oversize whether it was longer than the limit; then only its beginning is there
     */
    void message(String text, boolean oversize);

    /** A message of bytes, of which no venue sends any. */
    void binary();

    /** A ping or a pong. */
    void heartbeat();

    /** The link is gone. */
    void lost(String reason);
  }

  private final int maxChars;
  private final Receiver receiver;
  private final StringBuilder text = new StringBuilder();
  private boolean oversize;

  FrameListener(int maxChars, Receiver receiver) {
    this.maxChars = maxChars;
    this.receiver = receiver;
  }

  /** Nothing is asked for before the feed knows that the link is open. */
  @Override
  public void onOpen(WebSocket socket) {}

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    int room = maxChars - text.length();
    oversize |= data.length() > room;
    text.append(data, 0, Math.min(room, data.length()));
    if (last) {
      receiver.message(text.toString(), oversize);
      text.setLength(0);
      oversize = false;
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    if (last) {
      receiver.binary();
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    receiver.heartbeat();
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    receiver.heartbeat();
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
    receiver.lost("the venue closed it: " + statusCode + (reason.isEmpty() ? "" : " " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    receiver.lost(String.valueOf(error.getMessage() == null ? error : error.getMessage()));
  }
}
