package io.hedgerow.fastpath.feed;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.client.FeedClient;
import io.hedgerow.connectors.feed.client.FeedClock;
import io.hedgerow.connectors.feed.client.FeedMarket;
import io.hedgerow.connectors.feed.client.FeedSettings;
import io.hedgerow.connectors.feed.client.FeedSubscription;
import io.hedgerow.fastpath.bridge.KafkaBridge;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.InstrumentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The feeds whose books go straight to the engine, on one thread (LAT-1, NET-1). {@link #start} and
 * {@link #close} belong to whoever owns it.
 */
public final class VenueFeeds implements AutoCloseable {

  private static final long JOIN_MILLIS = 10_000;

  private final FeedClient client;
  private final Thread thread;
  private volatile Throwable failure;

  /**
   * Subscribes to everything that the registry has of these venues, once it is started.
   *
   * @param staleAfterMicros without an update for so long a book is closed
   * @throws IllegalArgumentException if there is no feed for a venue or one of its instruments, or
   *     an address cannot be used
   */
  public VenueFeeds(
      Registry registry,
      List<FeedAddress> addresses,
      long staleAfterMicros,
      KafkaBridge.Inputs inputs) {
    InstrumentCatalog catalog = InstrumentCatalog.loadDefault();
    List<FeedSubscription> wanted = new ArrayList<>();
    addresses.forEach(address -> wanted.addAll(subscriptions(registry, catalog, address)));
    FeedClock clock = FeedClock.system();
    Set<String> venues =
        addresses.stream().map(FeedAddress::venue).collect(Collectors.toUnmodifiableSet());
    FeedBooks books =
        new FeedBooks(registry, venues, staleAfterMicros, clock.micros().getAsLong(), inputs);
    client =
        new FeedClient(catalog, wanted, FeedSettings.usual(new SplittableRandom()), clock, books);
    thread = new Thread(this::run, "hedgerow-feeds");
  }

  private static List<FeedSubscription> subscriptions(
      Registry registry, InstrumentCatalog catalog, FeedAddress address) {
    List<Instrument> traded = new ArrayList<>();
    int venue = registry.venue(address.venue());
    for (Registry.Instrument instrument : registry.instruments()) {
      if (instrument.venue() == venue) {
        traded.add(
            catalog
                .find(address.venue(), instrument.name())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "feed of "
                                + address.venue()
                                + ": instruments.yaml has no "
                                + InstrumentKey.of(address.venue(), instrument.name()))));
      }
    }
    List<FeedSubscription> subscriptions = new ArrayList<>();
    for (FeedMarket market : FeedMarket.of(address.venue())) {
      List<Instrument> here = traded.stream().filter(market::trades).toList();
      if (!here.isEmpty()) {
        subscriptions.add(
            new FeedSubscription(
                market,
                address.streamUrl() == null ? market.streamUrl() : address.streamUrl(),
                address.restUrl() == null ? market.restUrl() : address.restUrl(),
                here));
        traded.removeAll(here);
      }
    }
    if (subscriptions.isEmpty() || !traded.isEmpty()) {
      throw new IllegalArgumentException(
          "feed of " + address.venue() + ": there is none for " + traded);
    }
    return subscriptions;
  }

  /** Begins to connect. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      client.run();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Why it ended by itself; null: it did not. */
  public Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws InterruptedException {
    client.stop();
    thread.join(JOIN_MILLIS);
  }
}
