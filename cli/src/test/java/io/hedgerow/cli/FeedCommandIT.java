package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.client.FeedClock;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.feedserver.FeedServer;
import io.hedgerow.simulator.feedserver.ServedMarket;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The feed command, between a simulated venue's sockets and a real broker. */
class FeedCommandIT {

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  @Tag("NET-1")
  @Tag("NET-7")
  void shouldWriteAVenuesMarketDataIntoKafka() throws InterruptedException {
    FeedClock clock = FeedClock.system();
    MarketGenerator market =
        new MarketGenerator(MarketSettings.usual(3, clock.micros().getAsLong()));
    try (FeedServer server = FeedServer.start(ServedMarket.BINANCE_SPOT, market.instruments())) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread pumping = new Thread(() -> publish(market, server, clock, stopped), "market");
      pumping.start();

      Outcome fed =
          Outcome.of(
              "feed",
              "--venue",
              "binance",
              "--instruments",
              "BTC-USDT,ETH-USDT",
              "--url",
              server.streamUrl().toString(),
              "--rest-url",
              server.restUrl().toString(),
              "--seconds",
              "6",
              "--bootstrap-servers",
              kafka.bootstrapServers());

      stopped.set(true);
      pumping.join();
      assertThat(fed.code()).as(fed.err()).isZero();
      assertThat(fed.out()).startsWith("BINANCE: ").contains("0 rejected, 0 gaps, 0 links lost");
      assertThat(fed.err()).contains("/stream: connected in ");
    }

    assertThat(kafka.read(Topic.MARKET_BOOKS).events(BookUpdate.class))
        .extracting(BookUpdate::getKind)
        .contains(BookUpdateKind.SNAPSHOT, BookUpdateKind.DELTA);
    for (Topic topic : List.of(Topic.MARKET_BOOKS, Topic.MARKET_FUNDING, Topic.CHAIN_HEALTH)) {
      assertThat(kafka.read(topic).ticksByPartition())
          .as("ticks of %s", topic)
          .hasSize(topic.partitions())
          .allSatisfy((partition, ticks) -> assertThat(ticks).hasSizeGreaterThan(20));
    }
    assertThat(kafka.read(Topic.MARKET_TRADES).events(Trade.class)).isNotEmpty();
    assertThat(kafka.read(Topic.VENUE_HEALTH).events(VenueSample.class))
        .extracting(VenueSample::getEndpoint)
        .contains("WS connect", "GET /api/v3/depth");
  }

  @Test
  @Tag("NET-1")
  void shouldGoOnAfterAHugeMessageOnAllLinksOfOneAddress() throws InterruptedException {
    String huge = "[\"" + "x".repeat(5 << 20) + "\"]";
    FeedClock clock = FeedClock.system();
    MarketGenerator market =
        new MarketGenerator(MarketSettings.usual(3, clock.micros().getAsLong()));
    try (FeedServer server = FeedServer.start(ServedMarket.BYBIT, market.instruments())) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread pumping = new Thread(() -> publish(market, server, clock, stopped), "market");
      Thread saying = new Thread(() -> sayToBoth(server, huge), "huge");
      pumping.start();
      saying.start();

      Outcome fed =
          Outcome.of(
              "feed",
              "--venue",
              "bybit",
              "--instruments",
              "BTC-USDT,BTC-USDT-PERP",
              "--url",
              server.streamUrl().toString(),
              "--seconds",
              "6",
              "--bootstrap-servers",
              kafka.bootstrapServers());

      stopped.set(true);
      pumping.join();
      saying.join();
      assertThat(fed.code()).as(fed.err()).isZero();
      assertThat(fed.out())
          .startsWith("BYBIT: ")
          .contains("2 of 2 books followed; ")
          .contains(" 2 rejected, 0 gaps, 0 links lost");
    }

    List<TopicRecord> letters = kafka.read(Topic.MARKET_BOOKS.deadLetterName()).records();
    assertThat(letters)
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.bytes()).hasSize(64 * 1024);
              assertThat(letter.headers())
                  .containsEntry("dlq-reason", "OVERSIZE")
                  .containsEntry("dlq-payload-bytes", Integer.toString(4 << 20));
            });
  }

  private static void publish(
      MarketGenerator market, FeedServer server, FeedClock clock, AtomicBoolean stopped) {
    long newestMicros = Long.MIN_VALUE;
    while (!stopped.get()) {
      newestMicros = Math.max(newestMicros, clock.micros().getAsLong());
      server.publish(market.step(newestMicros), newestMicros);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static void sayToBoth(FeedServer server, String text) {
    long endNanos = System.nanoTime() + 30_000_000_000L;
    while (server.links() < 2 && System.nanoTime() < endNanos) {
      Thread.onSpinWait();
    }
    server.say(text);
  }

  @Test
  void shouldNotPutTheRealVenuesBooksUnderMessagesFromElsewhere() {
    Outcome refused =
        Outcome.of(
            "feed", "--venue", "BINANCE", "--instruments", "BTC-USDT", "--url", "ws://127.0.0.1:1");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "hedgerow: --url ws://127.0.0.1:1: add --rest-url HTTPS://HOST:PORT, where the whole"
                + " books of BINANCE are fetched"
                + System.lineSeparator());
  }

  @Test
  void shouldSayWhatItCannotDo() {
    assertRefused("--venue NASDAQ --instruments BTC-USDT", "no feed for it; expected one of");
    assertRefused("--venue OKX --instruments DOGE-USDT", "DOGE-USDT: OKX has BTC-USDT, ETH-USDT");
    assertRefused(
        "--venue OKX --instruments BTC-USDT --url localhost:1",
        "expected an address such as wss://host:port, saw localhost:1");
  }

  private static void assertRefused(String arguments, String expected) {
    Outcome refused = Outcome.of(("feed " + arguments).split(" "));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("hedgerow: ").contains(expected).hasLineCount(1);
  }
}
