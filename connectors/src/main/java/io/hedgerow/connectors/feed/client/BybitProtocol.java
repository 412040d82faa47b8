package io.hedgerow.connectors.feed.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.connectors.feed.BybitFeedParser;
import io.hedgerow.connectors.feed.FeedParser;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Bybit v5, one market: the stream begins with a whole book. */
final class BybitProtocol implements FeedProtocol {

  /** Spot takes no more in one request. */
  private static final int TOPICS_PER_REQUEST = 10;

  private final BybitFeedParser.Category category;
  private final FeedParser parser;

  BybitProtocol(InstrumentCatalog catalog, BybitFeedParser.Category category) {
    this.category = category;
    this.parser = new BybitFeedParser(catalog, category);
  }

  @Override
  public FeedParser parser() {
    return parser;
  }

  @Override
  public List<FeedRoute> routes() {
    return List.of(
        new FeedRoute(
            "/v5/public/" + category.name().toLowerCase(Locale.ROOT),
            Set.of(FeedRoute.Channel.BOOK, FeedRoute.Channel.TRADES, FeedRoute.Channel.PRICES)));
  }

  @Override
  public List<String> topics(Instrument instrument, Set<FeedRoute.Channel> channels) {
    String symbol = instrument.symbol().substring(instrument.symbol().indexOf('/') + 1);
    List<String> topics = new ArrayList<>();
    if (channels.contains(FeedRoute.Channel.BOOK)) {
      topics.add("orderbook." + instrument.streamDepth() + "." + symbol);
    }
    if (channels.contains(FeedRoute.Channel.TRADES)) {
      topics.add("publicTrade." + symbol);
    }
    if (channels.contains(FeedRoute.Channel.PRICES) && category != BybitFeedParser.Category.SPOT) {
      topics.add("tickers." + symbol);
    }
    return topics;
  }

  @Override
  public int topicsPerRequest() {
    return TOPICS_PER_REQUEST;
  }

  @Override
  public String request(boolean subscribe, List<String> topics, long id) {
    ObjectNode request = Requests.JSON.createObjectNode();
    request.put("op", subscribe ? "subscribe" : "unsubscribe").put("req_id", Long.toString(id));
    topics.forEach(request.putArray("args")::add);
    return Requests.text(request);
  }

  @Override
  public Optional<String> heartbeat() {
    return Optional.of("{\"op\":\"ping\"}");
  }

  @Override
  public boolean isHeartbeat(String payload) {
    return false;
  }

  @Override
  public Optional<String> refusal(JsonNode message) {
    return message.path("success").isBoolean() && !message.path("success").booleanValue()
        ? Optional.of(message.path("ret_msg").asText())
        : Optional.empty();
  }

  @Override
  public Optional<String> bookPath(Instrument instrument) {
    return Optional.empty();
  }

  @Override
  public Integer rateLimitUsedPpm(HttpHeaders headers) {
    return null;
  }
}
