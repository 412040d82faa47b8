package io.hedgerow.connectors.feed.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.connectors.feed.FeedParser;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.OkxFeedParser;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OKX v5: the stream begins with a whole book. A topic is written {@code channel:instId}. */
final class OkxProtocol implements FeedProtocol {

  private static final int TOPICS_PER_REQUEST = 50;
  private static final String SWAP = "-SWAP";

  private final FeedParser parser;

  OkxProtocol(InstrumentCatalog catalog) {
    this.parser = new OkxFeedParser(catalog);
  }

  @Override
  public FeedParser parser() {
    return parser;
  }

  @Override
  public List<FeedRoute> routes() {
    return List.of(
        new FeedRoute(
            "/ws/v5/public",
            Set.of(FeedRoute.Channel.BOOK, FeedRoute.Channel.TRADES, FeedRoute.Channel.PRICES)));
  }

  @Override
  public List<String> topics(Instrument instrument, Set<FeedRoute.Channel> channels) {
    List<String> topics = new ArrayList<>();
    if (channels.contains(FeedRoute.Channel.BOOK)) {
      topics.add("books:" + instrument.symbol());
    }
    if (channels.contains(FeedRoute.Channel.TRADES)) {
      topics.add("trades:" + instrument.symbol());
    }
    if (channels.contains(FeedRoute.Channel.PRICES)) {
      boolean swap = instrument.symbol().endsWith(SWAP);
      if (swap) {
        topics.add("funding-rate:" + instrument.symbol());
        topics.add("mark-price:" + instrument.symbol());
      } else {
        topics.add("index-tickers:" + instrument.symbol());
      }
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
    request.put("op", subscribe ? "subscribe" : "unsubscribe");
    ArrayNode arguments = request.putArray("args");
    for (String topic : topics) {
      int colon = topic.indexOf(':');
      arguments
          .addObject()
          .put("channel", topic.substring(0, colon))
          .put("instId", topic.substring(colon + 1));
    }
    return Requests.text(request);
  }

  @Override
  public Optional<String> heartbeat() {
    return Optional.of("ping");
  }

  @Override
  public boolean isHeartbeat(String payload) {
    return payload.equals("pong");
  }

  @Override
  public Optional<String> refusal(JsonNode message) {
    return message.path("event").asText().equals("error")
        ? Optional.of(message.path("code").asText() + " " + message.path("msg").asText())
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
