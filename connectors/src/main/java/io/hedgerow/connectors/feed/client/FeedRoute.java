package io.hedgerow.connectors.feed.client;

import java.util.Set;

/**
 * One link of a venue's feed and what comes over it.
 *
 * @param path appended to the stream's address
 * @param channels what is subscribed to on it
 */
record FeedRoute(String path, Set<Channel> channels) {

  /** What a venue publishes of an instrument. */
  enum Channel {
    BOOK,
    TRADES,
    /** Funding, mark and index prices. */
    PRICES
  }

  FeedRoute {
    channels = Set.copyOf(channels);
  }

  boolean hasBooks() {
    return channels.contains(Channel.BOOK);
  }
}
