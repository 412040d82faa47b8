package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KrakenFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new KrakenFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"channel":"book","type":"snapshot","data":[{"symbol":"ETH/USD",\
            "bids":[{"price":2005.66,"qty":4831.75496356}],\
            "asks":[{"price":2005.68,"qty":4410.79769741}],"checksum":2439117997}]}\
            """,
            "2005.68",
            "ETH/USD",
            "KRAKEN|ETH-USD RESTART UNSEQUENCED -1..-1 after -1 at -1 depth 10"
                + " checksum 2439117997 (2, 8) bids [2005.66x4831.75496356]"
                + " asks [2005.68x4410.79769741]"),
        Sample.pushed(
            """
            {"channel":"book","type":"update","data":[{"symbol":"ETH/USD",\
            "bids":[{"price":2005.65,"qty":1e-8}],"asks":[],"checksum":1163138190,\
            "timestamp":"2023-10-06T17:35:55.440295Z"}]}\
            """,
            "2005.65",
            "ETH/USD",
            "KRAKEN|ETH-USD DELTA UNSEQUENCED -1..-1 after -1 at 1696613755440295 depth 10"
                + " checksum 1163138190 (2, 8) bids [2005.65x0.00000001] asks []"),
        Sample.pushed(
            """
            {"channel":"trade","type":"update","data":[{"symbol":"ETH/USD","side":"sell",\
            "price":2005.11,"qty":40.0,"ord_type":"market","trade_id":4665906,\
            "timestamp":"2023-09-25T07:49:37.708706Z"}]}\
            """,
            "2005.11",
            "ETH/USD",
            "KRAKEN|ETH-USD trade 4665906 SELL 2005.11x40 at 1695628177708706"));
  }

  @Test
  void shouldPassOverWhatHasNoPlaceInTheStream() {
    assertIgnored("message type heartbeat", "{\"channel\":\"heartbeat\"}");
    assertIgnored("answer to a subscription", "{\"method\":\"subscribe\",\"success\":true}");
    assertIgnored("REST answer, which has no place in the stream", "{\"error\":[],\"result\":{}}");
  }

  private void assertIgnored(String reason, String payload) {
    assertThat(parser().parse(RawMessage.ofStream(payload, RECEIVED_AT_MICROS)))
        .isEqualTo(new FeedResult.Ignored(reason));
  }
}
