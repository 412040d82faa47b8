package io.hedgerow.fastpath.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.client.BackOff;
import io.hedgerow.connectors.feed.client.FeedClient;
import io.hedgerow.connectors.feed.client.FeedClock;
import io.hedgerow.connectors.feed.client.FeedMarket;
import io.hedgerow.connectors.feed.client.FeedSettings;
import io.hedgerow.connectors.feed.client.FeedSubscription;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BookChangedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.schemas.E8;
import io.hedgerow.simulator.feedserver.FeedServer;
import io.hedgerow.simulator.feedserver.ServedMarket;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.order.LegTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Books from a venue's feed over real websockets, as the engine is told them. */
@Tag("NET-1")
@Tag("NET-2")
class FeedBooksTest {

  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long STALE_MICROS = 500_000;
  private static final FeedClock CLOCK = FeedClock.system();

  private record Told(long validity, long sequence, long receivedMicros, long bidE8, long askE8) {}

  private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> tookMicros = Collections.synchronizedList(new ArrayList<>());
  private final Instrument instrument =
      InstrumentCatalog.loadDefault().find("OKX", "BTC-USDT").orElseThrow();
  private volatile boolean full;
  private volatile boolean trading = true;
  private volatile boolean open = true;
  private FeedServer server;
  private FeedBooks books;
  private FeedClient client;
  private Thread market;
  private Thread feed;

  private boolean offer(int templateId, DirectBuffer buffer, int length) {
    if (full) {
      return false;
    }
    BookChangedDecoder book =
        new BookChangedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    long receivedMicros = book.receivedAtMicros();
    tookMicros.add(CLOCK.micros().getAsLong() - receivedMicros);
    int validity = book.validity();
    long sequence = book.venueSequence();
    BookChangedDecoder.BidsDecoder bids = book.bids();
    long bidE8 = bids.hasNext() ? bids.next().priceE8() : 0;
    while (bids.hasNext()) {
      bids.next();
    }
    BookChangedDecoder.AsksDecoder asks = book.asks();
    long askE8 = asks.hasNext() ? asks.next().priceE8() : 0;
    told.add(new Told(validity, sequence, receivedMicros, bidE8, askE8));
    return true;
  }

  @BeforeEach
  void start() {
    long startMicros = CLOCK.micros().getAsLong();
    List<SimulatedAsset> assets =
        SimulatedAsset.usual().stream().filter(asset -> asset.symbol().equals("BTC")).toList();
    MarketGenerator generator =
        new MarketGenerator(MarketSettings.usual(7, startMicros).with(assets, 50));
    server = FeedServer.start(ServedMarket.OKX, generator.instruments());
    market =
        new Thread(
            () -> {
              while (open) {
                if (trading) {
                  long nowMicros = CLOCK.micros().getAsLong();
                  server.publish(generator.step(nowMicros), nowMicros);
                }
                LockSupport.parkNanos(5_000_000);
              }
            });
    market.start();
    LegTerms terms = new LegTerms(1_000_000, 10_000, 10_000, 5 * E8.ONE, 1_000, false);
    Registry registry =
        new Registry(
            List.of(new Registry.VenueEntry("OKX", "main", 1_000_000, 100_000)),
            List.of(
                new Registry.InstrumentEntry(
                    "OKX", instrument.id(), instrument.symbol(), "BTC", "USDT", terms, 0, 0)),
            List.of(new Registry.ReferenceEntry("BTC", "USDT", "INDEX")));
    books = new FeedBooks(registry, Set.of("OKX"), STALE_MICROS, startMicros, this::offer);
    FeedSubscription wanted =
        new FeedSubscription(
            FeedMarket.OKX, server.streamUrl(), server.restUrl(), List.of(instrument));
    FeedSettings settings =
        new FeedSettings(
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            200_000,
            Duration.ofMillis(5),
            new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), new SplittableRandom(1)));
    client =
        new FeedClient(InstrumentCatalog.loadDefault(), List.of(wanted), settings, CLOCK, books);
    feed = new Thread(client, "feed");
    feed.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    open = false;
    client.stop();
    feed.join();
    market.join();
    server.close();
    assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.sequence, b.sequence));
    for (Told book : told) {
      assertThat(book.bidE8 < book.askE8 || book.validity != GateCode.BOOK_LIVE).isTrue();
      assertThat(book.validity == GateCode.BOOK_LIVE || book.bidE8 == 0).isTrue();
    }
  }

  private Told newest() {
    return told.isEmpty() ? null : told.get(told.size() - 1);
  }

  private boolean live() {
    Told newest = newest();
    return newest != null && newest.validity == GateCode.BOOK_LIVE;
  }

  private boolean closed() {
    return !live();
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUpAt);
      Thread.sleep(2);
    }
  }

  @Test
  @Tag("LAT-1")
  void shouldTellEachChangeSoonAfterItCame() throws InterruptedException {
    await(() -> told.size() > 200);

    List<Long> took = new ArrayList<>(tookMicros.subList(100, 200));
    Collections.sort(took);
    System.out.printf("received to offered, µs: p50 %d, p90 %d%n", took.get(50), took.get(90));
    assertThat(took.get(50)).isLessThan(20_000);
    assertThat(live()).isTrue();
  }

  @Test
  @Tag("TRIG-15")
  void shouldCloseABookThatFallsSilentAndOpenItWhenTheVenueGoesOn() throws InterruptedException {
    await(this::live);

    trading = false;
    await(this::closed);
    trading = true;

    await(this::live);
  }

  @Test
  @Tag("FAIL-1")
  void shouldCloseWithTheLinkAndOpenWithAWholeBook() throws InterruptedException {
    await(this::live);

    server.reachable(false);
    server.disconnect();
    await(this::closed);
    server.reachable(true);

    await(this::live);
  }

  @Test
  void shouldTellTheNewestOnceThereIsRoomAndNeverAnOldOne() throws InterruptedException {
    await(this::live);
    full = true;
    int before = told.size();
    await(() -> books.conflated() > 20);
    assertThat(told).hasSize(before);
    long roomAtMicros = CLOCK.micros().getAsLong();

    full = false;
    await(() -> told.size() > before);

    assertThat(roomAtMicros - told.get(before).receivedMicros).isLessThan(1_000_000);
    await(this::live);
  }

  @Test
  void shouldOutliveWhatIsNoMessage() throws InterruptedException {
    await(this::live);

    server.say("{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"data\":[{}]}");
    server.say("nonsense");

    await(() -> books.refused() > 0);
    await(this::live);
  }
}
