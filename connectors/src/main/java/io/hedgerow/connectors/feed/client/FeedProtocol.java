package io.hedgerow.connectors.feed.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.connectors.feed.FeedParser;
import io.hedgerow.connectors.feed.Instrument;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one market of a venue is spoken to. Stateless, safe from any thread. */
interface FeedProtocol {

  /** Translates its messages. */
  FeedParser parser();

  /** The links that it needs. */
  List<FeedRoute> routes();

  /** The names of an instrument's streams. */
  List<String> topics(Instrument instrument, Set<FeedRoute.Channel> channels);

  /** How many names one request may hold. */
  int topicsPerRequest();

  /** A request to begin or end these streams. */
  String request(boolean subscribe, List<String> topics, long id);

  /** What the client says to show that it is there; empty: a websocket ping. */
  Optional<String> heartbeat();

  /** Whether a message only answers a heartbeat. */
  boolean isHeartbeat(String payload);

  /** What the venue says if this is the refusal of a subscription. */
  Optional<String> refusal(JsonNode message);

  /** Where a whole book is fetched, path and query; empty: it comes in the stream. */
  Optional<String> bookPath(Instrument instrument);

  /** Which share of the venue's budget an answer says is used, parts per million; may be null. */
  Integer rateLimitUsedPpm(HttpHeaders headers);
}
