package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KrakenFuturesFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new KrakenFuturesFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"feed":"book_snapshot","product_id":"PI_XBTUSD","timestamp":1612269825817,\
            "seq":326072249,"bids":[{"price":34892.5,"qty":6385}],\
            "asks":[{"price":34911.5,"qty":20598}]}\
            """,
            "34892.5",
            "PI_XBTUSD",
            "KRAKEN-FUTURES|BTC-USD-PERP RESTART RANGE -1..326072249 after -1 at 1612269825817000"
                + " INVERSE 1 depth 0 bids [34892.5x6385] asks [34911.5x20598]"),
        Sample.pushed(
            """
            {"feed":"book","product_id":"PI_XBTUSD","side":"sell","seq":326072250,\
            "price":34981.5,"qty":0,"timestamp":1612269953629}\
            """,
            "34981.5",
            "PI_XBTUSD",
            "KRAKEN-FUTURES|BTC-USD-PERP DELTA RANGE 326072250..326072250 after -1"
                + " at 1612269953629000 INVERSE 1 depth 0 bids [] asks [34981.5x0]"),
        Sample.pushed(
            """
            {"time":1783587648112,"product_id":"PF_ETHUSD","funding_rate":0.032725177043125,\
            "funding_rate_prediction":0.031251669645,"relative_funding_rate":0.0000186711875,\
            "relative_funding_rate_prediction":0.00001783425,\
            "next_funding_rate_time":1783591200000,"premium":-0.0,"feed":"ticker",\
            "index":1751.75,"markPrice":1751.97553924942}\
            """,
            "1751.97553924942",
            "PF_ETHUSD",
            "KRAKEN-FUTURES|ETH-USD-PERP-LINEAR ETH CURRENT rate 0.00001867 predicted 0.00001783"
                + " due 1783591200000000 interval null mark 1751.97553925 index 1751.75"
                + " at 1783587648112000",
            "MARK of ETH KRAKEN-FUTURES|ETH-USD-PERP-LINEAR 1751.97553925 at 1783587648112000",
            "INDEX of ETH KRAKEN-FUTURES|ETH-USD-PERP-LINEAR 1751.75 at 1783587648112000"),
        Sample.fetched(
            """
            {"result":"success","serverTime":"2022-06-28T09:29:04.243Z","rates":[{\
            "timestamp":"2022-06-28T04:00:00.000Z","fundingRate":-2.6115278e-11,\
            "relativeFundingRate":-5.40935416667e-7}]}\
            """,
            "PI_XBTUSD",
            null,
            "PI_XBTUSD",
            "KRAKEN-FUTURES|BTC-USD-PERP BTC SETTLED rate -0.00000054 predicted - due"
                + " 1656388800000000 interval null mark - index - at -1"),
        Sample.fetched(
            """
            {"result":"success","orderBook":{"bids":[[61011.5,2900]],"asks":[[61012.5,1]]},\
            "serverTime":"2024-05-03T13:18:00.781Z"}\
            """,
            "PI_XBTUSD",
            "61011.5",
            "PI_XBTUSD",
            "KRAKEN-FUTURES|BTC-USD-PERP SNAPSHOT UNSEQUENCED -1..1714742280781000 after -1"
                + " at 1714742280781000 INVERSE 1 depth 0 bids [61011.5x2900] asks [61012.5x1]"),
        Sample.pushed(
            """
            {"feed":"trade","product_id":"PI_XBTUSD","uid":"05af78ac","side":"sell",\
            "type":"fill","seq":653355,"time":1612266317519,"qty":15000,"price":34969.5}\
            """,
            "34969.5",
            "PI_XBTUSD",
            "KRAKEN-FUTURES|BTC-USD-PERP trade 05af78ac SELL 34969.5x15000 at 1612266317519000"));
  }

  @Test
  void shouldTakeNoAbsoluteRateForAFraction() {
    String tickers =
        """
        {"result":"success","tickers":[{"symbol":"PI_XBTUSD","markPrice":30209.9,\
        "indexPrice":21087.8,"fundingRate":1.18588737106e-7}],\
        "serverTime":"2022-06-17T11:00:31.335Z"}\
        """;
    assertThat(Shown.of(parser().parse(RawMessage.ofStream(tickers, RECEIVED_AT_MICROS))))
        .containsExactly(
            "MARK of BTC KRAKEN-FUTURES|BTC-USD-PERP 30209.9 at 1655463631335000",
            "INDEX of BTC KRAKEN-FUTURES|BTC-USD-PERP 21087.8 at 1655463631335000");
  }
}
