package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Binance's own best bid and ask after an update: what a rebuilt book must agree with (NET-1). It
 * has no record in the contract; tests and checks read it from the recorded messages.
 *
 * @param updateId the update after which it holds
 */
public record BinanceBookTicker(
    String symbol,
    long updateId,
    long bidPriceE8,
    long bidQuantityE8,
    long askPriceE8,
    long askQuantityE8) {

  /** The best bid and ask in a stream message; empty for any other message and a broken one. */
  public static Optional<BinanceBookTicker> read(String payload) {
    try {
      JsonNode root = FeedJson.read(payload);
      JsonNode data = root.has("data") ? root.path("data") : root;
      return isOne(data) ? Optional.of(of(data)) : Optional.empty();
    } catch (FeedRejection e) {
      return Optional.empty();
    }
  }

  /** Spot has no event type in it. */
  static boolean isOne(JsonNode data) {
    return data.has("u") && data.has("B") && data.has("A") && !data.has("U");
  }

  private static BinanceBookTicker of(JsonNode data) throws FeedRejection {
    return new BinanceBookTicker(
        FeedJson.text(data, "s"),
        FeedJson.whole(data, "u", 0),
        FeedJson.priceE8(data.path("b"), "b"),
        FeedJson.quantityE8(data.path("B"), "B"),
        FeedJson.priceE8(data.path("a"), "a"),
        FeedJson.quantityE8(data.path("A"), "A"));
  }
}
