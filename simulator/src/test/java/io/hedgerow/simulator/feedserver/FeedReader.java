package io.hedgerow.simulator.feedserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A websocket client that keeps all it is told. Safe from any thread. */
public final class FeedReader implements WebSocket.Listener, AutoCloseable {

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean closed;

  /**
   * Connects.
   *
   * @throws java.util.concurrent.CompletionException if it is refused
   */
  public FeedReader(URI server, String path) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(server + path), this)
            .join();
  }

  /** Says something and waits for an answer of this kind. */
  public JsonNode ask(String request, Predicate<JsonNode> answer) {
    socket.sendText(request, true).join();
    return await(answer);
  }

  /** Waits for a message. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    until("a message", () -> messages.stream().anyMatch(wanted));
    return messages.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits until the link is gone. */
  public void awaitClosed() {
    until("the end of the link", () -> closed);
  }

  /** All there were, in their order. */
  public List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  /** Waits for something. */
  public static void until(String what, BooleanSupplier holds) {
    long endNanos = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > endNanos) {
        throw new AssertionError("waited in vain for " + what);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(Json.read(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed = true;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
