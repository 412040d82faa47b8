package io.hedgerow.simulator.feedserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server does with clients that no feed of ours would be. */
class FeedServerTest {

  private static final long MINUTE_MICROS = 60_000_000;
  private static final long START_MICROS = 1_790_000_000_000_000L / MINUTE_MICROS * MINUTE_MICROS;
  private static final int CHARS = 20_000;
  private static final int MESSAGES = 6_000;

  private final FeedServer server =
      FeedServer.start(
          ServedMarket.BINANCE_SPOT,
          new MarketGenerator(MarketSettings.usual(3, START_MICROS)).instruments());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @Tag("NET-6")
  void shouldCountTheUsedWeightByTheMarketsMinute() throws IOException, InterruptedException {
    server.publish(List.of(), START_MICROS);
    List<String> first = List.of(usedWeight(), usedWeight());
    server.publish(List.of(), START_MICROS + MINUTE_MICROS - 1);
    String last = usedWeight();
    server.publish(List.of(), START_MICROS + MINUTE_MICROS);

    assertThat(first).containsExactly("50", "100");
    assertThat(last).isEqualTo("150");
    assertThat(usedWeight()).isEqualTo("50");
  }

  @Test
  void shouldCutOffAClientThatDoesNotRead() throws IOException {
    String text = "[\"" + "x".repeat(CHARS) + "\"]";
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.streamUrl().getPort())) {
      deaf.getOutputStream()
          .write(
              ("GET /stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .getBytes(US_ASCII));
      FeedReader.until("a link", () -> server.links() == 1);

      for (int message = 0; message < MESSAGES; message++) {
        server.say(text);
      }

      assertThat(server.links()).isZero();
    }
    try (FeedReader reader = new FeedReader(server.streamUrl(), "/stream")) {
      FeedReader.until("a link", () -> server.links() == 1);
      server.say("[7]");
      assertThat(reader.await(message -> message.isArray()).get(0).asInt()).isEqualTo(7);
    }
  }

  @Test
  @Tag("FAIL-1")
  void shouldNotBeReachedWhileItIsAway() throws IOException, InterruptedException {
    try (FeedReader reader = new FeedReader(server.streamUrl(), "/stream")) {
      server.reachable(false);

      reader.awaitClosed();
      assertThatThrownBy(() -> new FeedReader(server.streamUrl(), "/stream"))
          .isInstanceOf(CompletionException.class);
      assertThatThrownBy(this::usedWeight).isInstanceOf(IOException.class);
    }
    server.reachable(true);

    try (FeedReader reader = new FeedReader(server.streamUrl(), "/stream")) {
      assertThat(usedWeight()).isEqualTo("50");
    }
  }

  private String usedWeight() throws IOException, InterruptedException {
    URI book = URI.create(server.restUrl() + "/api/v3/depth?symbol=BTCUSDT");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(book).build(), HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("X-MBX-USED-WEIGHT-1M")
        .orElseThrow();
  }
}
