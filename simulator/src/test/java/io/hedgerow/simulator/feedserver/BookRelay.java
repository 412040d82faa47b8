package io.hedgerow.simulator.feedserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a venue's whole books: its answers come late, not at all, or are old. */
final class BookRelay implements AutoCloseable {

  private static final int OK = 200;
  private static final String USED_WEIGHT = "X-MBX-USED-WEIGHT-1M";

  /** A book, and the weight that was used when it was fetched. */
  private record Answer(int status, byte[] body, String usedWeight) {}

  private final URI venue;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Map<URI, Answer> newest = new ConcurrentHashMap<>();
  private final Map<URI, Answer> old = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger oldAnswers = new AtomicInteger();
  private volatile int refusalStatus;
  private volatile Duration delay = Duration.ZERO;

  BookRelay(URI venue) throws IOException {
    this.venue = venue;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(workers);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers come so much later, but are of the time of the question. */
  void answerAfter(Duration chosen) {
    delay = chosen;
  }

  /** The next so many requests end with this HTTP status. */
  void refuse(int requests, int status) {
    refusalStatus = status;
    refusals.set(requests);
  }

  /** The next so many answers are what the venue has said before. */
  void answerAsOfNow(int answers) {
    old.clear();
    old.putAll(newest);
    oldAnswers.set(answers);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      if (takeOne(refusals)) {
        send(exchange, new Answer(refusalStatus, new byte[] {'{', '}'}, "1"));
        return;
      }
      URI asked = exchange.getRequestURI();
      Answer answer = takeOne(oldAnswers) ? old.get(asked) : fetch(asked);
      Thread.sleep(delay.toMillis());
      send(exchange, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private Answer fetch(URI asked) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(venue.resolve(asked)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    String weight = response.headers().firstValue(USED_WEIGHT).orElseThrow();
    Answer answer = new Answer(response.statusCode(), response.body(), weight);
    if (answer.status() == OK) {
      newest.put(asked, answer);
    }
    return answer;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set(USED_WEIGHT, answer.usedWeight());
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
