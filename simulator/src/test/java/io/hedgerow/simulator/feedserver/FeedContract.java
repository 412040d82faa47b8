package io.hedgerow.simulator.feedserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.client.BackOff;
import io.hedgerow.connectors.feed.client.FeedClient;
import io.hedgerow.connectors.feed.client.FeedClock;
import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.connectors.feed.client.FeedMarket;
import io.hedgerow.connectors.feed.client.FeedSettings;
import io.hedgerow.connectors.feed.client.FeedSubscription;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every venue's feed must hold, over real sockets: the books that a job rebuilds from what the
 * client delivers are the books of the venue, whatever went wrong before; never crossed.
 */
abstract class FeedContract {

  private static final int MESSAGES_PER_SECOND = 20;
  private static final int ALL_PPM = 1_000_000;
  private static final long MARKET_STEP_MICROS = 20_000;
  private static final int MAX_FRAME_CHARS = 200_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InstrumentCatalog catalog = InstrumentCatalog.loadDefault();
  private final FeedMarket market;
  private final ServedMarket served;
  private final List<Instrument> instruments;
  private final AtomicBoolean trading = new AtomicBoolean(true);
  private final RebuiltBooks books = new RebuiltBooks();

  private FeedServer server;
  private FeedPump pump;
  private Thread pumping;
  private FeedClient client;
  private Thread running;

  FeedContract(FeedMarket market, ServedMarket served, String... symbols) {
    this.market = market;
    this.served = served;
    this.instruments =
        List.of(symbols).stream()
            .map(symbol -> catalog.find(market.venue(), symbol).orElseThrow())
            .toList();
  }

  static FeedSettings quick() {
    return new FeedSettings(
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        Duration.ofMillis(20),
        MAX_FRAME_CHARS,
        Duration.ofMillis(5),
        new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), new SplittableRandom(1)));
  }

  @BeforeEach
  void open() {
    long startMicros = FeedClock.system().micros().getAsLong();
    List<SimulatedAsset> assets =
        SimulatedAsset.usual().stream()
            .filter(asset -> List.of("BTC", "ETH").contains(asset.symbol()))
            .toList();
    MarketGenerator generator =
        new MarketGenerator(MarketSettings.usual(7, startMicros).with(assets, MESSAGES_PER_SECOND));
    AtomicLong marketMicros = new AtomicLong(startMicros);
    server = FeedServer.start(served, generator.instruments());
    pump =
        new FeedPump(
            generator,
            List.of(server),
            () -> trading.get() ? marketMicros.addAndGet(MARKET_STEP_MICROS) : marketMicros.get());
    pumping = new Thread(pump, "market");
    pumping.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    if (client != null) {
      client.stop();
      running.join(PATIENCE.toMillis());
    }
    pump.stop();
    pumping.join(PATIENCE.toMillis());
    server.close();
    assertThat(books.faults()).isEmpty();
  }

  @Test
  @Tag("NET-1")
  void shouldDeliverTheBooksThatTheVenueShows() {
    startFeed();

    assertBooksEqual();
    assertThat(books.deadLetters()).isEmpty();
    assertThat(books.events(FeedEvent.Kind.GAP)).isEmpty();
    assertThat(books.isTicking()).isTrue();
  }

  @Test
  @Tag("NET-4")
  void shouldDeliverTradesAndPrices() {
    startFeed();

    await("trades", () -> books.records("Trade") > 3);
    if (instruments.stream().anyMatch(instrument -> instrument.id().endsWith("-PERP"))) {
      await("funding", () -> books.records("FundingUpdate") > 1);
      await("mark prices", () -> books.records("ReferencePrice") > 1);
    }
    assertThat(books.deadLetters()).isEmpty();
  }

  @Test
  @Tag("NET-1")
  void shouldResyncAfterAGap() {
    startFeed();

    loseChanges();

    await("a gap", () -> !books.events(FeedEvent.Kind.GAP).isEmpty());
    assertBooksEqual();
    assertThat(books.events(FeedEvent.Kind.LOST)).isEmpty();
  }

  @Test
  @Tag("NET-1")
  void shouldResyncWhileFramesAreLostAndHeartbeatsAreFine() {
    startFeed();

    server.faults().drop(110_000);
    await("gaps", () -> books.events(FeedEvent.Kind.GAP).size() > 2);
    server.faults().drop(0);

    assertBooksEqual();
    assertThat(books.events(FeedEvent.Kind.LOST)).isEmpty();
  }

  @Test
  @Tag("NET-7")
  void shouldSubscribeAnewWhenAFeedIsStaleAndItsLinkIsFine() {
    startFeed();

    server.faults().stale(true);
    await(
        "a new subscription for each book",
        () -> books.events(FeedEvent.Kind.RESUBSCRIBED).size() >= instruments.size());
    server.faults().stale(false);

    assertBooksEqual();
    assertThat(books.events(FeedEvent.Kind.LOST)).isEmpty();
  }

  @Test
  @Tag("NET-6")
  void shouldConnectAgainWhenItsLinkIsCut() {
    startFeed();

    server.disconnect();
    await("a loss", () -> !books.events(FeedEvent.Kind.LOST).isEmpty());

    assertBooksEqual();
    assertThat(books.samples())
        .filteredOn(sample -> sample.getEndpoint().equals("WS connect"))
        .hasSizeGreaterThan(client.status().links())
        .allSatisfy(sample -> assertThat(sample.getOutcome()).isEqualTo(Outcome.OK));
  }

  @Test
  @Tag("NET-7")
  void shouldConnectAgainWhenItsLinkSaysNothing() {
    startFeed();

    server.faults().mute(true);
    await("a loss", () -> !books.events(FeedEvent.Kind.LOST).isEmpty());
    server.faults().mute(false);

    assertThat(books.events(FeedEvent.Kind.LOST).get(0).detail())
        .isEqualTo("nothing came for 3000 ms");
    assertBooksEqual();
  }

  @Test
  @Tag("NET-1")
  void shouldGoOnWhenTheServiceStartsAnew() {
    startFeed();
    assertBooksEqual();

    server.restart();

    assertBooksEqual();
  }

  @Test
  @Tag("NET-1")
  void shouldPutMessagesInPiecesTogether() {
    server.faults().inPieces(true);

    startFeed();

    assertBooksEqual();
    assertThat(books.deadLetters()).isEmpty();
  }

  @Test
  @Tag("NET-1")
  void shouldKeepBrokenAndHugeMessagesApart() {
    startFeed();

    server.say("{\"no\":");
    server.say("[\"" + "x".repeat(MAX_FRAME_CHARS) + "\"]");
    int links = client.status().links();
    await("dead letters", () -> client.counts().rejected() == 2L * links);

    assertThat(new TreeSet<>(books.deadLetters()))
        .containsExactly(
            "MALFORMED: no JSON: Unexpected end-of-input within/between Object entries,"
                + " got: {\"no\":",
            "OVERSIZE: expected a message of at most 200000 characters, got more");
    assertBooksEqual();
    assertThat(books.events(FeedEvent.Kind.LOST)).isEmpty();
  }

  @Test
  void shouldSayThatTheVenueRefusesASubscription() {
    Instrument unknown =
        catalog.instrumentsOf(market.venue()).stream()
            .filter(market::trades)
            .filter(instrument -> instrument.asset().equals("SOL"))
            .findFirst()
            .orElseThrow();

    startFeed(List.of(unknown), server);

    await("a refusal", () -> !books.events(FeedEvent.Kind.REFUSED).isEmpty());
  }

  @Test
  @Tag("NET-6")
  void shouldGoOnTryingWhileNobodyAnswers() {
    FeedServer gone = FeedServer.start(served, List.of());
    gone.close();

    startFeed(instruments, gone);

    await("attempts", () -> books.events(FeedEvent.Kind.CONNECT_FAILED).size() > 3);
    assertThat(books.samples()).extracting(VenueSample::getOutcome).containsOnly(Outcome.ERROR);
  }

  @Test
  void shouldSayGoodbye() throws InterruptedException {
    startFeed();
    await("links", () -> server.links() == client.status().links());

    client.stop();
    running.join(PATIENCE.toMillis());

    assertThat(running.isAlive()).isFalse();
    await("no link", () -> server.links() == 0);
  }

  final FeedServer server() {
    return server;
  }

  final RebuiltBooks books() {
    return books;
  }

  final FeedClient client() {
    return client;
  }

  final void startFeed() {
    startFeed(instruments, server);
  }

  private void startFeed(List<Instrument> wanted, FeedServer from) {
    client =
        new FeedClient(
            catalog,
            List.of(new FeedSubscription(market, from.streamUrl(), restUrl(from), wanted)),
            quick(),
            FeedClock.system(),
            books);
    running = new Thread(client, "feed");
    running.start();
    if (wanted == instruments && from == server) {
      await("books", () -> client.status().followedBooks() == instruments.size());
    }
  }

  /** Where whole books are fetched. */
  URI restUrl(FeedServer from) {
    return from.restUrl();
  }

  /** Changes of the books are lost on their way. */
  final void loseChanges() {
    String symbol = instruments.get(0).symbol();
    long before = server.book(symbol).sequence();
    server.faults().drop(ALL_PPM);
    await("changes", () -> server.book(symbol).sequence() > before);
    server.faults().drop(0);
  }

  /** Lets the market go on for a while, stops it, and waits until all has arrived. */
  final void assertBooksEqual() {
    trading.set(true);
    int before = books.records(BookUpdate.class.getSimpleName());
    await("books to move", () -> books.records("BookUpdate") > before + 20 * instruments.size());
    trading.set(false);
    try {
      await("the same books", () -> seen().equals(shown()));
    } catch (AssertionError e) {
      assertThat(seen()).isEqualTo(shown());
      throw e;
    } finally {
      trading.set(true);
    }
  }

  private Map<String, Object> seen() {
    Map<String, Object> seen = new TreeMap<>();
    instruments.forEach(
        instrument -> seen.put(instrument.key(), String.valueOf(books.seen(instrument.key()))));
    return seen;
  }

  private Map<String, Object> shown() {
    Map<String, Object> shown = new TreeMap<>();
    instruments.forEach(
        instrument ->
            shown.put(
                instrument.key(),
                RebuiltBooks.Seen.of(server.book(instrument.symbol()), instrument.contractSizeE8())
                    .toString()));
    return shown;
  }

  final void await(String what, BooleanSupplier condition) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNanos) {
        throw new AssertionError(
            "waited in vain for " + what + "; " + client.status() + " " + client.counts());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
