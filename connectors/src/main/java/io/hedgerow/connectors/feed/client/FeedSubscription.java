package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.Instrument;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What is wanted of one market.
 *
 * @param streamUrl where its websockets are: {@code ws} or {@code wss}, without the market's path
 * @param restUrl where it answers requests: {@code http} or {@code https}
 * @param instruments at least one, all of this market
 */
public record FeedSubscription(
    FeedMarket market, URI streamUrl, URI restUrl, List<Instrument> instruments) {

  /** Checks that the addresses can be used and that the market trades what is wanted. */
  public FeedSubscription {
    instruments = List.copyOf(instruments);
    requireScheme(streamUrl, Set.of("ws", "wss"));
    requireScheme(restUrl, Set.of("http", "https"));
    if (instruments.isEmpty()) {
      throw new IllegalArgumentException("expected an instrument of " + market + ", saw none");
    }
    for (Instrument instrument : instruments) {
      if (!market.trades(instrument)) {
        throw new IllegalArgumentException(
            "expected instruments of " + market + ", saw " + instrument.key());
      }
    }
  }

  /** At the venue's own addresses. */
  public static FeedSubscription ofVenue(FeedMarket market, List<Instrument> instruments) {
    return new FeedSubscription(market, market.streamUrl(), market.restUrl(), instruments);
  }

  private static void requireScheme(URI url, Set<String> schemes) {
    if (url.getScheme() == null || url.getHost() == null || !schemes.contains(url.getScheme())) {
      throw new IllegalArgumentException(
          "expected an address such as "
              + (schemes.contains("ws") ? "wss" : "https")
              + "://host:port, saw "
              + url);
    }
  }
}
