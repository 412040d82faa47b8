package io.hedgerow.connectors.feed.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.connectors.feed.BinanceFeedParser;
import io.hedgerow.connectors.feed.FeedParser;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Binance spot and USDⓈ-M futures: diffs in the stream, whole books over HTTP. The futures' books
 * and trades come over one link and their prices over another, as Binance has asked since April
 * 2026.
 */
final class BinanceProtocol implements FeedProtocol {

  private static final int MILLION = 1_000_000;
  private static final int TOPICS_PER_REQUEST = 100;
  private static final String USED_WEIGHT = "X-MBX-USED-WEIGHT-1M";
  private static final int SPOT_WEIGHT = 6_000;
  private static final int FUTURES_WEIGHT = 2_400;

  private final boolean futures;
  private final FeedParser parser;

  BinanceProtocol(InstrumentCatalog catalog, BinanceFeedParser.Market market) {
    this.futures = market == BinanceFeedParser.Market.USDM;
    this.parser = new BinanceFeedParser(catalog, market);
  }

  @Override
  public FeedParser parser() {
    return parser;
  }

  @Override
  public List<FeedRoute> routes() {
    Set<FeedRoute.Channel> books = Set.of(FeedRoute.Channel.BOOK, FeedRoute.Channel.TRADES);
    return futures
        ? List.of(
            new FeedRoute("/public/stream", books),
            new FeedRoute("/market/stream", Set.of(FeedRoute.Channel.PRICES)))
        : List.of(new FeedRoute("/stream", books));
  }

  @Override
  public List<String> topics(Instrument instrument, Set<FeedRoute.Channel> channels) {
    String symbol = instrument.symbol().toLowerCase(Locale.ROOT);
    List<String> topics = new ArrayList<>();
    if (channels.contains(FeedRoute.Channel.BOOK)) {
      topics.add(symbol + "@depth@100ms");
    }
    if (channels.contains(FeedRoute.Channel.TRADES)) {
      topics.add(symbol + "@trade");
    }
    if (channels.contains(FeedRoute.Channel.PRICES)) {
      topics.add(symbol + "@markPrice@1s");
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
    request.put("method", subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE");
    topics.forEach(request.putArray("params")::add);
    return Requests.text(request.put("id", id));
  }

  @Override
  public Optional<String> heartbeat() {
    return Optional.empty();
  }

  @Override
  public boolean isHeartbeat(String payload) {
    return false;
  }

  @Override
  public Optional<String> refusal(JsonNode message) {
    JsonNode error = message.has("error") ? message.path("error") : message;
    return error.has("code") && error.has("msg")
        ? Optional.of(error.path("code").asText() + " " + error.path("msg").asText())
        : Optional.empty();
  }

  @Override
  public Optional<String> bookPath(Instrument instrument) {
    String path = futures ? "/fapi/v1/depth" : "/api/v3/depth";
    return Optional.of(
        path + "?symbol=" + instrument.symbol() + "&limit=" + instrument.snapshotDepth());
  }

  @Override
  public Integer rateLimitUsedPpm(HttpHeaders headers) {
    OptionalLong used = headers.firstValueAsLong(USED_WEIGHT);
    long budget = futures ? FUTURES_WEIGHT : SPOT_WEIGHT;
    return used.isEmpty()
        ? null
        : (int) Math.min(MILLION, Math.max(0, used.getAsLong()) * MILLION / budget);
  }
}
