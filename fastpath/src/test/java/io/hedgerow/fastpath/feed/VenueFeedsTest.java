package io.hedgerow.fastpath.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BookChangedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.schemas.E8;
import io.hedgerow.simulator.feedserver.FeedServer;
import io.hedgerow.simulator.feedserver.ServedMarket;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.order.LegTerms;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The feeds that an engine is started with. */
@Tag("NET-1")
@Tag("LAT-1")
class VenueFeedsTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long STALE_MICROS = 2_000_000;

  private final Set<Integer> live = new ConcurrentSkipListSet<>();

  private boolean offer(int templateId, DirectBuffer buffer, int length) {
    BookChangedDecoder book =
        new BookChangedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    if (book.validity() == GateCode.BOOK_LIVE) {
      live.add((int) book.instrument());
    }
    return true;
  }

  private static Registry registry(String venue, String... instruments) {
    LegTerms terms = new LegTerms(1_000_000, 10_000, 10_000, 5 * E8.ONE, 1_000, false);
    return new Registry(
        List.of(new Registry.VenueEntry(venue, "main", 100, 10)),
        List.of(instruments).stream()
            .map(
                name -> new Registry.InstrumentEntry(venue, name, name, "BTC", "USDT", terms, 0, 0))
            .toList(),
        List.of());
  }

  @Test
  void shouldFollowEveryInstrumentOfTheRegistry() throws InterruptedException {
    MarketGenerator generator = new MarketGenerator(MarketSettings.usual(7, nowMicros()));
    try (FeedServer server = FeedServer.start(ServedMarket.OKX, generator.instruments());
        VenueFeeds feeds =
            new VenueFeeds(
                registry("OKX", "BTC-USDT", "ETH-USDT"),
                List.of(new FeedAddress("OKX", server.streamUrl(), server.restUrl())),
                STALE_MICROS,
                this::offer)) {
      feeds.start();
      long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
      while (live.size() < 2) {
        long nowMicros = nowMicros();
        server.publish(generator.step(nowMicros), nowMicros);
        assertThat(System.nanoTime()).as("in time, live: " + live).isLessThan(giveUpAt);
        Thread.sleep(5);
      }
      assertThat(feeds.failure()).isNull();
    }
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  @Test
  void shouldSayWhatHasNoFeed() {
    assertThatThrownBy(() -> open(registry("NOWHERE", "BTC-USDT"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("feed of NOWHERE: instruments.yaml has no NOWHERE|BTC-USDT");
    assertThatThrownBy(() -> open(registry("KRAKEN", "BTC-USDT"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("feed of KRAKEN: ");
    assertThatThrownBy(() -> open(registry("OKX", "BTC-USDT"), URI.create("http://localhost")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wss://host:port");
  }

  private VenueFeeds open(Registry registry, URI streamUrl) {
    String venue = registry.venues().get(0).name();
    return new VenueFeeds(
        registry, List.of(new FeedAddress(venue, streamUrl, null)), STALE_MICROS, this::offer);
  }
}
