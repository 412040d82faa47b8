package io.hedgerow.simulator.feedserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;

/** The websockets of a feed server, on a free port of the loopback. Safe from any thread. */
final class SocketServer extends WebSocketServer {

  /** Who deals with what clients say. */
  interface Receiver {
    void opened(WebSocket link);

    void said(WebSocket link, String text);

    void closed(WebSocket link);

    /** Whether pings are left without an answer. */
    boolean isMute();

    /** Whether nobody gets through. */
    boolean isAway();
  }

  private static final int ONE_DECODER = 1;
  private static final int PIECES = 3;

  /** Frames that may wait for a client that does not read. */
  private static final int MAX_WAITING = 4_096;

  private static final int ABNORMAL = 1006;
  private static final int NO_SUCH_PATH = 1008;
  private static final Duration START_WITHIN = Duration.ofSeconds(10);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  private final Receiver receiver;
  private final Set<String> paths;
  private final CountDownLatch started = new CountDownLatch(1);
  private final Set<WebSocket> links = ConcurrentHashMap.newKeySet();
  private final Set<WebSocket> slow = ConcurrentHashMap.newKeySet();

  SocketServer(Set<String> paths, Receiver receiver) {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ONE_DECODER);
    this.paths = paths;
    this.receiver = receiver;
    setReuseAddr(true);
    setDaemon(true);
    setConnectionLostTimeout(0);
  }

  void startAndWait() {
    start();
    try {
      if (!started.await(START_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the websocket server did not start in " + START_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stopAndWait() {
    try {
      stop((int) STOP_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts all links without a goodbye. */
  void cut() {
    links.forEach(link -> link.closeConnection(ABNORMAL, ""));
  }

  /**
   * Cuts the links for which too much waits. The library locks a link while it closes it, and tells
   * the receiver then: not to be called with a lock that the receiver takes.
   */
  void cutSlow() {
    slow.forEach(
        link -> {
          link.closeConnection(ABNORMAL, "too much waits");
          slow.remove(link);
        });
  }

  int links() {
    return links.size();
  }

  void ping() {
    links.stream().filter(link -> link.isOpen() && !isSlow(link)).forEach(WebSocket::sendPing);
  }

  /**
   * Sends a message, in one frame or in several. A link that is gone meanwhile, or for which too
   * much waits, is passed over.
   */
  void send(WebSocket link, String text, boolean inPieces) {
    if (!link.isOpen() || isSlow(link)) {
      return;
    }
    if (!inPieces) {
      link.send(text);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int size = Math.max(1, bytes.length / PIECES);
    for (int from = 0; from < bytes.length; from += size) {
      int length = Math.min(size, bytes.length - from);
      boolean last = from + length == bytes.length;
      link.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap(bytes, from, length).slice(), last);
    }
  }

  private boolean isSlow(WebSocket link) {
    boolean full = ((WebSocketImpl) link).outQueue.size() >= MAX_WAITING;
    if (full) {
      slow.add(link);
    }
    return full;
  }

  @Override
  public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
      WebSocket link, Draft draft, ClientHandshake request) throws InvalidDataException {
    if (receiver.isAway()) {
      throw new InvalidDataException(CloseFrame.REFUSE, "the venue is away");
    }
    return super.onWebsocketHandshakeReceivedAsServer(link, draft, request);
  }

  @Override
  public void onWebsocketPing(WebSocket link, Framedata ping) {
    if (!receiver.isMute() && !isSlow(link)) {
      super.onWebsocketPing(link, ping);
    }
    cutSlow();
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void onOpen(WebSocket link, ClientHandshake handshake) {
    if (!paths.contains(link.getResourceDescriptor())) {
      link.close(NO_SUCH_PATH, "no such path: " + link.getResourceDescriptor());
      return;
    }
    links.add(link);
    receiver.opened(link);
  }

  @Override
  public void onMessage(WebSocket link, String text) {
    receiver.said(link, text);
  }

  @Override
  public void onClose(WebSocket link, int code, String reason, boolean remote) {
    links.remove(link);
    receiver.closed(link);
  }

  /** A broken link is closed by the library; the server itself goes on. */
  @Override
  public void onError(WebSocket link, Exception error) {
    if (link != null) {
      links.remove(link);
      receiver.closed(link);
    }
  }
}
