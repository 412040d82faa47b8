package io.hedgerow.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.feedserver.FeedReader;
import io.hedgerow.simulator.feedserver.FeedServer;
import io.hedgerow.simulator.feedserver.ServedMarket;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.venue.ScenarioFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a scenario does to market data, in Kafka and on websockets alike. */
class ServedFaultsTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long SECOND_MICROS = 1_000_000;
  private static final long STEP_MICROS = 10_000;
  private static final String PATH = "/v5/public/linear";
  private static final String SYMBOL = "linear/BTCUSDT";
  private static final String KEY = "SIM-ALPHA|BTC-USDT-PERP";

  private static final List<SimulatedAsset> ASSETS =
      SimulatedAsset.usual().stream()
          .filter(asset -> List.of("BTC", "ETH").contains(asset.symbol()))
          .toList();

  private final List<SpecificRecord> received = new ArrayList<>();
  private final List<SpecificRecord> sent = new ArrayList<>();
  private SimulatedWorld world;
  private VenueServers servers;
  private long nowMicros = START_MICROS;

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  @Tag("NET-1")
  void shouldLoseTheSameShareOfFramesEverywhere() throws IOException {
    open("{fault: dropped-frames, venue: SIM-ALPHA, from: 0s, to: 1h, chance-ppm: 750000}", 40);
    stepTo(11);

    try (FeedReader reader = subscribed()) {
      long before = server().book(SYMBOL).sequence();
      stepTo(51);
      long numbers = server().book(SYMBOL).sequence() - before;
      long updates = told(reader, 11, 60).stream().filter(book -> number(book) > before).count();

      assertThat(numbers).isGreaterThan(500);
      assertThat((double) updates / numbers).isBetween(0.19, 0.31);
    }
    assertThat((double) books(received).size() / books(sent).size()).isBetween(0.19, 0.31);
  }

  @Test
  @Tag("NET-7")
  void shouldSayNothingButHeartbeatsWhileAllIsStale() throws IOException {
    open(
        """
        {fault: stale-feed, venue: SIM-ALPHA, from: 0s, to: 1h, instrument: ETH-USDT}
          - {fault: stale-feed, venue: SIM-ALPHA, from: 13s, to: 17s}
        """,
        10);
    stepTo(11);

    try (FeedReader reader = subscribed()) {
      stepTo(15);
      JsonNode pong =
          reader.ask("{\"op\":\"ping\"}", answer -> answer.path("op").asText().equals("ping"));
      stepTo(20);

      assertThat(pong.path("ret_msg").asText()).isEqualTo("pong");
      assertThat(told(reader, 11, 13)).isNotEmpty();
      assertThat(told(reader, 13, 17)).isEmpty();
      assertThat(told(reader, 17, 20)).isNotEmpty();
    }
  }

  @Test
  @Tag("FAIL-1")
  void shouldReceiveNothingOfAVenueThatIsDisconnectedAndTradesOn() throws IOException {
    open("{fault: disconnect, venue: SIM-ALPHA, from: 13s, to: 17s}", 10);
    stepTo(11);
    long known;

    try (FeedReader reader = subscribed()) {
      stepTo(14);
      reader.awaitClosed();
      known = server().book(SYMBOL).sequence();
      assertThatThrownBy(() -> new FeedReader(server().streamUrl(), PATH))
          .isInstanceOf(CompletionException.class);
    }
    stepTo(18);

    try (FeedReader reader = subscribed()) {
      JsonNode whole = reader.await(message -> message.path("type").asText().equals("snapshot"));
      assertThat(number(whole)).isGreaterThan(known);
    }
    assertThat(books(received).stream().filter(book -> isInside(book, 13, 17))).isEmpty();
    assertThat(books(sent).stream().filter(book -> isInside(book, 13, 17))).isNotEmpty();
    assertThat(books(received).stream().filter(book -> !isInside(book, 13, 17)).toList())
        .isEqualTo(books(sent).stream().filter(book -> !isInside(book, 13, 17)).toList());
    assertThat(received.stream().filter(VenueSample.class::isInstance).map(VenueSample.class::cast))
        .filteredOn(sample -> sample.getVenue().equals("SIM-ALPHA") && isInside(sample, 13, 17))
        .isNotEmpty()
        .allMatch(sample -> sample.getOutcome() == Outcome.TIMEOUT);
  }

  @Test
  @Tag("FAIL-1")
  void shouldDateMessagesByAClockThatIsOff() throws IOException {
    open("{fault: clock-step, venue: SIM-ALPHA, from: 13s, to: 17s, step: -3s}", 10);
    stepTo(11);

    try (FeedReader reader = subscribed()) {
      stepTo(20);
      List<Long> millis =
          told(reader, 0, 60).stream().map(message -> message.path("ts").asLong()).toList();
      List<Long> jumps =
          IntStream.range(1, millis.size())
              .mapToObj(i -> millis.get(i) - millis.get(i - 1))
              .filter(step -> step < 0 || step > 2_000)
              .toList();

      assertThat(jumps).hasSize(2);
      assertThat(jumps.get(0)).isBetween(-3_000L, -2_500L);
      assertThat(jumps.get(1)).isBetween(3_000L, 3_500L);
    }
  }

  @Test
  @Tag("FAIL-1")
  void shouldCountAnewAfterARestart() throws IOException {
    open("{fault: restart, venue: SIM-ALPHA, from: 13s, to: 17s}", 10);
    stepTo(16);
    long before = server().book(SYMBOL).sequence();

    stepTo(17);

    try (FeedReader reader = subscribed()) {
      JsonNode whole = reader.await(message -> message.path("type").asText().equals("snapshot"));
      assertThat(before).isGreaterThan(1_000_000);
      assertThat(number(whole)).isBetween(1L, 100L);
    }
  }

  private void open(String fault, int messagesPerSecond) throws IOException {
    String yaml = "seed: 3\nfaults:\n  - " + fault;
    world =
        new SimulatedWorld(
            MarketSettings.usual(7, START_MICROS).with(ASSETS, messagesPerSecond),
            ScenarioFile.parse(yaml, START_MICROS, SimulatedWorld.venues()));
    servers = VenueServers.open(world);
  }

  private void stepTo(long seconds) {
    while (nowMicros < START_MICROS + seconds * SECOND_MICROS) {
      nowMicros += STEP_MICROS;
      received.addAll(servers.step(nowMicros));
      sent.addAll(world.newestMarket());
    }
  }

  private FeedServer server() {
    return servers.feeds().get(ServedMarket.BYBIT);
  }

  private FeedReader subscribed() {
    FeedReader reader = new FeedReader(server().streamUrl(), PATH);
    reader.ask(
        "{\"op\":\"subscribe\",\"args\":[\"orderbook.50.BTCUSDT\"]}",
        answer -> answer.path("op").asText().equals("subscribe"));
    return reader;
  }

  /** The messages of the book from one second to another, when all have arrived. */
  private List<JsonNode> told(FeedReader reader, long fromSeconds, long toSeconds) {
    server().say("{\"end\":" + nowMicros + "}");
    reader.await(message -> message.path("end").asLong() == nowMicros);
    return reader.messages().stream()
        .filter(message -> message.path("topic").asText().startsWith("orderbook"))
        .filter(message -> message.path("type").asText().equals("delta"))
        .filter(message -> isInside(message.path("ts").asLong() * 1_000, fromSeconds, toSeconds))
        .toList();
  }

  private static long number(JsonNode message) {
    return message.path("data").path("u").asLong();
  }

  private static List<BookUpdate> books(List<SpecificRecord> records) {
    return records.stream()
        .filter(BookUpdate.class::isInstance)
        .map(BookUpdate.class::cast)
        .filter(book -> RecordKeys.keyOf(book).equals(KEY))
        .toList();
  }

  private static boolean isInside(SpecificRecord record, long fromSeconds, long toSeconds) {
    return isInside(RecordKeys.eventTimeMicrosOf(record), fromSeconds, toSeconds);
  }

  private static boolean isInside(long atMicros, long fromSeconds, long toSeconds) {
    return atMicros >= START_MICROS + fromSeconds * SECOND_MICROS
        && atMicros < START_MICROS + toSeconds * SECOND_MICROS;
  }
}
