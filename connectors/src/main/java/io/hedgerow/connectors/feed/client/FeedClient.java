package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.InstrumentCatalog;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings market data of venues to a consumer, over websockets that it keeps alive (NET-1, NET-4,
 * NET-6).
 *
 * <p>A lost or silent link is opened again after a growing wait; a book whose messages leave
 * something out gets a new whole one: fetched over HTTP at Binance, by a new subscription at OKX
 * and Bybit. Messages are handed over at once, also while a book waits for its whole one; where the
 * book is kept they are put together by their numbers.
 *
 * <p>{@link #run} belongs to one thread, from which all calls to the consumer come; {@link #stop},
 * {@link #counts} and {@link #status} may be called from any.
 */
public final class FeedClient implements Runnable {

  /**
   * How the feed stands.
   *
   * @param links of how many there are
   * @param openLinks of them
   * @param books wanted
   * @param followedBooks that follow a whole book
   */
  public record Status(int links, int openLinks, int books, int followedBooks) {}

  private static final long WAIT_NANOS = 5_000_000;
  private static final long KEEP_UP_NANOS = 10_000_000;

  private final FeedClock clock;
  private final FeedSettings settings;
  private final Inbox inbox;
  private final FeedOutput out;
  private final List<FeedStream> streams = new ArrayList<>();
  private final int books;
  private volatile boolean stopped;
  private volatile FeedCounts counts = FeedCounts.NONE;
  private volatile Status status;

  /**
   * A feed that connects when it is run.
   *
   * @throws IllegalArgumentException if nothing is wanted
   */
  public FeedClient(
      InstrumentCatalog catalog,
      List<FeedSubscription> wanted,
      FeedSettings settings,
      FeedClock clock,
      FeedConsumer consumer) {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("expected a market, saw none");
    }
    this.clock = clock;
    this.settings = settings;
    this.inbox = new Inbox(clock.micros());
    this.out = new FeedOutput(consumer);
    HttpClient http = HttpClient.newBuilder().connectTimeout(settings.connectWithin()).build();
    for (FeedSubscription one : wanted) {
      FeedProtocol protocol = one.market().protocol(catalog);
      for (FeedRoute route : protocol.routes()) {
        streams.add(
            new FeedStream(one, protocol, route, settings, http, inbox, clock.nanos(), out));
      }
    }
    this.books = wanted.stream().mapToInt(one -> one.instruments().size()).sum();
    this.status = new Status(streams.size(), 0, books, 0);
  }

  /**
   * Runs until stopped or interrupted, or until the consumer throws; then closes the links.
   *
   * @throws RuntimeException what the consumer threw
   */
  @Override
  public void run() {
    try {
      long nextTickNanos = clock.nanos().getAsLong();
      long keepUpNanos = nextTickNanos;
      while (!stopped) {
        inbox.next(WAIT_NANOS);
        long nowNanos = clock.nanos().getAsLong();
        if (nowNanos >= nextTickNanos) {
          nextTickNanos = nowNanos + settings.tickEvery().toNanos();
          inbox.add(out::tick);
        }
        if (nowNanos >= keepUpNanos) {
          keepUpNanos = nowNanos + KEEP_UP_NANOS;
          keepUp(nowNanos);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.forEach(FeedStream::close);
      publish();
    }
  }

  /** Lets {@link #run} come to its end soon. */
  public void stop() {
    stopped = true;
  }

  /** The counts of a moment ago. */
  public FeedCounts counts() {
    return counts;
  }

  /** How it stood a moment ago. */
  public Status status() {
    return status;
  }

  private void keepUp(long nowNanos) {
    for (FeedStream stream : streams) {
      inbox.add(atMicros -> stream.keepUp(nowNanos, atMicros));
    }
    publish();
  }

  private void publish() {
    counts = out.counts();
    status =
        new Status(
            streams.size(),
            (int) streams.stream().filter(FeedStream::isOpen).count(),
            books,
            streams.stream().mapToInt(FeedStream::following).sum());
  }
}
