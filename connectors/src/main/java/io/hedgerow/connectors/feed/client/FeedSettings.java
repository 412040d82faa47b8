package io.hedgerow.connectors.feed.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The times and limits of a feed.
 *
 * @param connectWithin how long a link may take to open
 * @param heartbeatEvery how often the client says that it is there
 * @param linkSilence without any frame for so long a link is taken for dead and opened anew
 * @param bookSilence without a message that continues it for so long a book is subscribed to anew
 * @param wholeBookWithin how long a whole book may take, fetched or in the stream
 * @param fetchEvery how often a followed book is fetched again, for whoever missed the first one
 * @param resyncPause least time between two requests for the same whole book
 * @param maxFrameChars longer messages are cut and rejected
 * @param tickEvery how often {@link FeedConsumer#tick} is called
 * @param backOff of links and of requests
 */
public record FeedSettings(
    Duration connectWithin,
    Duration heartbeatEvery,
    Duration linkSilence,
    Duration bookSilence,
    Duration wholeBookWithin,
    Duration fetchEvery,
    Duration resyncPause,
    int maxFrameChars,
    Duration tickEvery,
    BackOff backOff) {

  private static final int MAX_FRAME_CHARS = 8 << 20;

  /** Checks that the heartbeat is heard before the link is taken for dead. */
  public FeedSettings {
    if (heartbeatEvery.compareTo(linkSilence) >= 0) {
      throw new IllegalArgumentException(
          "expected heartbeats more often than the link may be silent, "
              + linkSilence
              + ", saw "
              + heartbeatEvery);
    }
    if (maxFrameChars < 1 || maxFrameChars > MAX_FRAME_CHARS) {
      throw new IllegalArgumentException(
          "expected frames of 1 to " + MAX_FRAME_CHARS + " characters, saw " + maxFrameChars);
    }
  }

  /** What suits the venues' own documentation. */
  public static FeedSettings usual(RandomGenerator random) {
    return new FeedSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(40),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        4 << 20,
        Duration.ofMillis(20),
        new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30), random));
  }
}
