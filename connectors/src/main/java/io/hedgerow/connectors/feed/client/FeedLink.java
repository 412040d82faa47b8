package io.hedgerow.connectors.feed.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * One websocket that is opened again whenever it is lost: back-off, heartbeats, and the watchdog
 * for a link that says nothing any more.
 *
 * <pre>
 *   DOWN ──wait is over──▶ CONNECTING ──open──▶ OPEN
 *     ▲                        │failed           │closed, broken, silent
 *     └────────────────────────┴─────────────────┘
 * </pre>
 *
 * <p>Each connection has a number; what an earlier one still says is not heard. For the thread that
 * runs the feed; sockets speak to it through the inbox.
 */
final class FeedLink {

  /** Who uses the link; called in the thread that runs the feed. */
  interface User {
    void opened(long tookMicros, long atMicros);

    void message(String text, boolean oversize, long atMicros);

    void binary(long atMicros);

    void connectFailed(String reason, boolean timeout, long tookMicros, long atMicros);

    void lost(String reason, long atMicros);
  }

  private enum State {
    DOWN,
    CONNECTING,
    OPEN
  }

  /** Binance takes five requests a second. */
  private static final long REQUEST_SPACING_NANOS = 250_000_000L;

  private static final int NANOS_PER_MICRO = 1_000;
  private static final long CLOSE_WITHIN_SECONDS = 2;

  private final URI url;
  private final Optional<String> heartbeat;
  private final FeedSettings settings;
  private final HttpClient http;
  private final Inbox inbox;
  private final LongSupplier nanos;
  private final User user;
  private final Deque<String> requests = new ArrayDeque<>();
  private State state = State.DOWN;
  private int connection;
  private int failures;
  private long connectAtNanos;
  private long heardAtNanos;
  private long beatAtNanos;
  private long requestAtNanos;
  private WebSocket socket;
  private CompletableFuture<WebSocket> sending;
  private CompletableFuture<?> connecting;

  FeedLink(
      URI url,
      Optional<String> heartbeat,
      FeedSettings settings,
      HttpClient http,
      Inbox inbox,
      LongSupplier nanos,
      User user) {
    this.url = url;
    this.heartbeat = heartbeat;
    this.settings = settings;
    this.http = http;
    this.inbox = inbox;
    this.nanos = nanos;
    this.user = user;
    this.connectAtNanos = nanos.getAsLong();
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Counts which connection this is, so that late answers can be told from new ones. */
  int connection() {
    return connection;
  }

  /** Sends a request when it is its turn. */
  void request(String text) {
    requests.add(text);
  }

  /** Data came that could be used: the next loss begins with a short wait again. */
  void healthy() {
    failures = 0;
  }

  /** Does what is due. */
  void keepUp(long nowNanos, long nowMicros) {
    if (state == State.DOWN && nowNanos >= connectAtNanos) {
      connect(nowNanos);
    } else if (state == State.OPEN) {
      long silentNanos = nowNanos - heardAtNanos;
      if (silentNanos >= settings.linkSilence().toNanos()) {
        lose("nothing came for " + settings.linkSilence().toMillis() + " ms", nowMicros);
      } else {
        sendDue(nowNanos);
      }
    }
  }

  /** Drops the link, to be opened again after a while. */
  void lose(String reason, long atMicros) {
    if (state == State.OPEN) {
      socket.abort();
      down();
      user.lost(reason, atMicros);
    }
  }

  /** Says goodbye and waits a moment for it to be sent. */
  void close() {
    if (state == State.OPEN) {
      try {
        sending
            .thenCompose(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
            .orTimeout(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)
            .join();
      } catch (CompletionException e) {
        socket.abort();
      }
    } else if (connecting != null) {
      connecting.cancel(true);
    }
    connection++;
    state = State.DOWN;
    connectAtNanos = Long.MAX_VALUE;
  }

  private void connect(long nowNanos) {
    state = State.CONNECTING;
    int number = ++connection;
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .connectTimeout(settings.connectWithin())
            .buildAsync(url, listener(number));
    connecting =
        opening
            .copy()
            .orTimeout(settings.connectWithin().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (open, error) -> {
                  if (error == null) {
                    inbox.add(at -> onOpen(number, open, nowNanos, at));
                  } else {
                    abandon(opening);
                    inbox.add(at -> onConnectFailed(number, error, nowNanos, at));
                  }
                });
  }

  /** A socket that opens after all is not wanted any more. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  private static void abandon(CompletableFuture<WebSocket> opening) {
    opening.thenAccept(WebSocket::abort);
  }

  private void onOpen(int number, WebSocket open, long askedNanos, long atMicros) {
    if (number != connection || state != State.CONNECTING) {
      open.abort();
      return;
    }
    long nowNanos = nanos.getAsLong();
    state = State.OPEN;
    socket = open;
    sending = CompletableFuture.completedFuture(open);
    heardAtNanos = nowNanos;
    beatAtNanos = nowNanos + settings.heartbeatEvery().toNanos();
    requestAtNanos = nowNanos;
    open.request(FrameListener.WINDOW);
    user.opened((nowNanos - askedNanos) / NANOS_PER_MICRO, atMicros);
  }

  private void onConnectFailed(int number, Throwable error, long askedNanos, long atMicros) {
    if (number != connection || state != State.CONNECTING) {
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    boolean timeout =
        cause instanceof HttpTimeoutException
            || cause instanceof java.util.concurrent.TimeoutException;
    String text = timeout ? "no answer in time" : cause.getMessage();
    down();
    user.connectFailed(
        text == null ? cause.getClass().getSimpleName() : text,
        timeout,
        (nanos.getAsLong() - askedNanos) / NANOS_PER_MICRO,
        atMicros);
  }

  private void down() {
    state = State.DOWN;
    failures++;
    connection++;
    requests.clear();
    connectAtNanos = nanos.getAsLong() + settings.backOff().delayNanos(failures);
  }

  private void sendDue(long nowNanos) {
    if (!sending.isDone()) {
      return;
    }
    if (nowNanos >= beatAtNanos) {
      beatAtNanos = nowNanos + settings.heartbeatEvery().toNanos();
      send(
          heartbeat.isPresent()
              ? socket.sendText(heartbeat.get(), true)
              : socket.sendPing(ByteBuffer.allocate(0)));
    } else if (!requests.isEmpty() && nowNanos >= requestAtNanos) {
      requestAtNanos = nowNanos + REQUEST_SPACING_NANOS;
      send(socket.sendText(requests.poll(), true));
    }
  }

  private void send(CompletableFuture<WebSocket> sent) {
    int number = connection;
    sending =
        sent.whenComplete(
            (open, error) -> {
              if (error != null) {
                inbox.add(
                    at -> ifCurrent(number, at, now -> lose("could not send: " + error, now)));
              }
            });
  }

  private FrameListener listener(int number) {
    return new FrameListener(
        settings.maxFrameChars(),
        new FrameListener.Receiver() {
          @Override
          public void message(String text, boolean oversize) {
            inbox.add(
                at -> ifCurrent(number, at, now -> heard(() -> user.message(text, oversize, now))));
          }

          @Override
          public void binary() {
            inbox.add(at -> ifCurrent(number, at, now -> heard(() -> user.binary(now))));
          }

          @Override
          public void heartbeat() {
            inbox.add(at -> ifCurrent(number, at, now -> heard(() -> {})));
          }

          @Override
          public void lost(String reason) {
            inbox.add(at -> ifCurrent(number, at, now -> lose(reason, now)));
          }
        });
  }

  private void heard(Runnable work) {
    heardAtNanos = nanos.getAsLong();
    WebSocket from = socket;
    work.run();
    from.request(1);
  }

  /** What an earlier connection says is not heard. */
  private void ifCurrent(int number, long atMicros, LongConsumer work) {
    if (number == connection && state == State.OPEN) {
      work.accept(atMicros);
    }
  }

  @Override
  public String toString() {
    return url.toString();
  }

  /** The address with this path and query behind it. */
  static URI at(URI base, String pathAndQuery) {
    String start = base.toString();
    return URI.create(
        (start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + pathAndQuery);
  }
}
