package io.hedgerow.connectors.feed;

import java.util.List;

class BinanceCoinFuturesFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new BinanceFeedParser(CATALOG, BinanceFeedParser.Market.COINM);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"lastUpdateId":16769853,"symbol":"ETHUSD_PERP","pair":"ETHUSD","E":1591250106370,\
            "T":1591250106368,"bids":[["2657.70","431"]],"asks":[["2657.71","12"]]}\
            """,
            "2657.70",
            "ETHUSD_PERP",
            "BINANCE-COINM|ETH-USD-PERP SNAPSHOT LINKED -1..16769853 after -1 at 1591250106370000"
                + " INVERSE 10 depth 1000 bids [2657.7x431] asks [2657.71x12]"),
        Sample.fetched(
            """
            [{"symbol":"BTCUSD_PERP","pair":"BTCUSD","markPrice":"11029.69574559",\
            "indexPrice":"10979.14437500","lastFundingRate":"0.00071003",\
            "nextFundingTime":1596096000000,"time":1596094042000},\
            {"symbol":"BTCUSD_200925","pair":"BTCUSD","markPrice":"12077.01343750",\
            "indexPrice":"10979.10312500","lastFundingRate":"","nextFundingTime":0,\
            "time":1596094042000}]\
            """,
            "",
            "11029.69574559",
            "BTCUSD_PERP",
            "BINANCE-COINM|BTC-USD-PERP BTC CURRENT rate 0.00071003 predicted - due"
                + " 1596096000000000 interval null mark 11029.69574559 index 10979.144375"
                + " at 1596094042000000",
            "MARK of BTC BINANCE-COINM|BTC-USD-PERP 11029.69574559 at 1596094042000000",
            "INDEX of BTC BINANCE-COINM|BTC-USD-PERP 10979.144375 at 1596094042000000"));
  }
}
