package io.hedgerow.connectors.feed;

import java.util.List;

class BinanceSpotFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new BinanceFeedParser(CATALOG, BinanceFeedParser.Market.SPOT);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,\
            "s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"]],\
            "a":[["61837.64000000","1.54698000"]]}}\
            """,
            "61837.64000000",
            "BTCUSDT",
            "BINANCE|BTC-USDT DELTA RANGE 50093239189..50093239202 after -1 at 1723161255208000"
                + " depth 0 bids [61737.63x0] asks [61837.64x1.54698]"),
        Sample.fetched(
            """
            {"lastUpdateId":50093239218,"bids":[["61837.63000000","3.78826000"]],\
            "asks":[["61837.64000000","1.50000000"]]}\
            """,
            "BTCUSDT",
            "61837.63000000",
            "BTCUSDT",
            "BINANCE|BTC-USDT SNAPSHOT RANGE -1..50093239218 after -1 at -1 depth 1000"
                + " bids [61837.63x3.78826] asks [61837.64x1.5]"),
        Sample.pushed(
            """
            {"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000",\
            "q":"0.02000000","T":1723161255342,"m":true,"M":true}\
            """,
            "61837.63000000",
            "BTCUSDT",
            "BINANCE|BTC-USDT trade 3735683259 SELL 61837.63x0.02 at 1723161255342000"));
  }
}
