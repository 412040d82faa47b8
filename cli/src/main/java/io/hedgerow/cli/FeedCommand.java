package io.hedgerow.cli;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.client.FeedClient;
import io.hedgerow.connectors.feed.client.FeedClock;
import io.hedgerow.connectors.feed.client.FeedCounts;
import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.connectors.feed.client.FeedMarket;
import io.hedgerow.connectors.feed.client.FeedSettings;
import io.hedgerow.connectors.feed.client.FeedSubscription;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Market data of a venue, or of a simulated one, into any Kafka. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = "Write a venue's market data into Kafka as it comes, until Ctrl-C.",
    footer = {
      "",
      "Example: hedgerow feed --venue BINANCE --instruments BTC-USDT,ETH-USDT",
      "Clock ticks go into every input topic."
    })
final class FeedCommand implements Runnable {

  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
  private static final Duration HOOK_WAITS = Duration.ofSeconds(20);

  @Mixin private BrokerOptions broker;

  @Option(
      names = "--venue",
      required = true,
      paramLabel = "VENUE",
      description = "The venue, as in instruments.yaml.")
  private String venue;

  @Option(
      names = "--instruments",
      required = true,
      split = ",",
      paramLabel = "INSTRUMENT",
      description = "What to subscribe to: BTC-USDT,ETH-USDT-PERP.")
  private List<String> names;

  @Option(
      names = "--url",
      paramLabel = "WSS://HOST:PORT",
      description = "Where the websockets are; default: the venue's own address.")
  private URI url;

  @Option(
      names = "--rest-url",
      paramLabel = "HTTPS://HOST:PORT",
      description =
          "Where whole books are fetched; default, without --url: the venue's own address.")
  private URI restUrl;

  @Option(
      names = "--seconds",
      description = "End after so many seconds (0: at Ctrl-C).",
      defaultValue = "0")
  private int seconds;

  @Override
  public void run() {
    InstrumentCatalog catalog = InstrumentCatalog.loadDefault();
    List<FeedSubscription> wanted = wanted(catalog);
    String servers = broker.bootstrapServers();
    try (TopicAdmin admin = TopicAdmin.connect(servers)) {
      admin.createCatalogue();
    }
    CountDownLatch closed = new CountDownLatch(1);
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/feed/" + venue())) {
      KafkaFeed kafka = new KafkaFeed(producer, venue(), FeedCommand::tell);
      FeedClient client =
          new FeedClient(
              catalog,
              wanted,
              FeedSettings.usual(new SplittableRandom()),
              FeedClock.system(),
              kafka);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(client, closed), "stop-feed"));
      feed(client);
    } finally {
      closed.countDown();
    }
  }

  /** Runs the client in a thread of its own and reports until it ends. */
  private void feed(FeedClient client) {
    FeedThread thread = new FeedThread("feed", client);
    thread.start();
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long reportNanos = System.nanoTime() + REPORT_EVERY.toNanos();
    while (!thread.ended() && (seconds == 0 || System.nanoTime() < endNanos)) {
      pause();
      if (System.nanoTime() >= reportNanos) {
        reportNanos += REPORT_EVERY.toNanos();
        System.err.println(line(client));
      }
    }
    client.stop();
    thread.join();
    System.out.println(line(client));
    thread.requireHealthy();
  }

  private List<FeedSubscription> wanted(InstrumentCatalog catalog) {
    List<FeedMarket> markets = FeedMarket.of(venue());
    if (markets.isEmpty()) {
      throw new UserException("--venue " + venue + ": no feed for it; expected one of " + venues());
    }
    List<Instrument> instruments = names.stream().map(name -> find(catalog, name)).toList();
    List<FeedSubscription> wanted = new ArrayList<>();
    for (FeedMarket market : markets) {
      List<Instrument> traded = instruments.stream().filter(market::trades).distinct().toList();
      if (!traded.isEmpty()) {
        requireRestUrl(market, traded.get(0), catalog);
        wanted.add(subscription(market, traded));
      }
    }
    return wanted;
  }

  /** Books of the real venue do not belong under messages that come from elsewhere. */
  private void requireRestUrl(FeedMarket market, Instrument instrument, InstrumentCatalog catalog) {
    if (url != null && restUrl == null && market.fetchesBooks(instrument, catalog)) {
      throw UserException.ofUsage(
          "--url "
              + url
              + ": add --rest-url HTTPS://HOST:PORT, where the whole books of "
              + venue()
              + " are fetched");
    }
  }

  private FeedSubscription subscription(FeedMarket market, List<Instrument> instruments) {
    try {
      return new FeedSubscription(
          market,
          url == null ? market.streamUrl() : url,
          restUrl == null ? market.restUrl() : restUrl,
          instruments);
    } catch (IllegalArgumentException e) {
      throw new UserException("--url or --rest-url: " + e.getMessage());
    }
  }

  private Instrument find(InstrumentCatalog catalog, String name) {
    String wanted = name.trim().toUpperCase(Locale.ROOT);
    return catalog.instrumentsOf(venue()).stream()
        .filter(instrument -> instrument.id().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "--instruments "
                        + name.trim()
                        + ": "
                        + venue()
                        + " has "
                        + catalog.instrumentsOf(venue()).stream()
                            .map(Instrument::id)
                            .collect(Collectors.joining(", "))));
  }

  private String venue() {
    return venue.toUpperCase(Locale.ROOT);
  }

  private static String venues() {
    return Arrays.stream(FeedMarket.values())
        .map(FeedMarket::venue)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static void stop(FeedClient client, CountDownLatch closed) {
    client.stop();
    try {
      closed.await(HOOK_WAITS.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what a person should know at once; the rest stands in the counts. */
  private static void tell(FeedEvent event) {
    String what =
        switch (event.kind()) {
          case CONNECTED -> "connected in " + event.detail();
          case CONNECT_FAILED -> "cannot connect, trying again: " + event.detail();
          case LOST -> "lost, connecting again: " + event.detail();
          case REFUSED -> "the venue refuses a subscription: " + event.detail();
          case SNAPSHOT_FAILED -> "no whole book, asking again: " + event.detail();
          case GAP, SYNCED, RESUBSCRIBED, SNAPSHOT_BEHIND -> null;
        };
    if (what != null) {
      System.err.println(event.source() + ": " + what);
    }
  }

  private String line(FeedClient client) {
    FeedClient.Status status = client.status();
    FeedCounts counts = client.counts();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d links open, %d of %d books followed; %,d messages, %,d records, %,d"
            + " rejected, %,d gaps, %,d links lost",
        venue(),
        status.openLinks(),
        status.links(),
        status.followedBooks(),
        status.books(),
        counts.messages(),
        counts.records(),
        counts.rejected(),
        counts.gaps(),
        counts.losses());
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
