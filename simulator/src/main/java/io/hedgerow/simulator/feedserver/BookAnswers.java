package io.hedgerow.simulator.feedserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Answers requests for whole books, on a free port of the loopback. Safe from any thread. */
final class BookAnswers implements AutoCloseable {

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final String SYMBOL = "symbol=";
  private static final String USED_WEIGHT = "X-MBX-USED-WEIGHT-1M";
  private static final int WEIGHT = 50;
  private static final long MINUTE_MICROS = 60_000_000;

  private final HttpServer server;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "feed-server-http");
            thread.setDaemon(true);
            return thread;
          });
  private final FeedFaults faults;
  private final Function<String, String> books;
  private final LongSupplier nowMicros;
  private long minute;
  private int weight;

  /**
   * @param path where books are asked for
   * @param books the answer for a symbol; null if there is no such book
   * @param nowMicros the market's time, by which the used weight is counted
   */
  BookAnswers(
      String path, FeedFaults faults, Function<String, String> books, LongSupplier nowMicros) {
    this.nowMicros = nowMicros;
    this.faults = faults;
    this.books = books;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(path, this::answer);
    server.setExecutor(workers);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (faults.isAway()) {
      exchange.close();
      return;
    }
    String book = books.apply(symbol(exchange));
    exchange.getResponseHeaders().set(USED_WEIGHT, Integer.toString(usedWeight()));
    if (book == null) {
      send(exchange, BAD_REQUEST, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
    } else {
      send(exchange, OK, book);
    }
  }

  /** With this request, in the minute that the market is in. */
  private synchronized int usedWeight() {
    long now = Math.floorDiv(nowMicros.getAsLong(), MINUTE_MICROS);
    if (now != minute) {
      minute = now;
      weight = 0;
    }
    weight += WEIGHT;
    return weight;
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String symbol(HttpExchange exchange) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    for (String part : query.split("&")) {
      if (part.startsWith(SYMBOL)) {
        return part.substring(SYMBOL.length());
      }
    }
    return "";
  }
}
