package io.hedgerow.connectors.feed;

import java.util.List;

class BybitInverseFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new BybitFeedParser(CATALOG, BybitFeedParser.Category.INVERSE);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.fetched(
            """
            {"retCode":0,"retMsg":"OK","result":{"category":"inverse","list":[{\
            "symbol":"BTCUSD","indexPrice":"16598.54","markPrice":"16596.25",\
            "fundingRate":"-0.001034","nextFundingTime":"1672387200000"}]},\
            "time":1672376496682}\
            """,
            "",
            "16596.25",
            "BTCUSD",
            "BYBIT|BTC-USD-PERP BTC CURRENT rate -0.001034 predicted - due 1672387200000000"
                + " interval null mark 16596.25 index 16598.54 at 1672376496682000",
            "MARK of BTC BYBIT|BTC-USD-PERP 16596.25 at 1672376496682000",
            "INDEX of BTC BYBIT|BTC-USD-PERP 16598.54 at 1672376496682000"),
        Sample.pushed(
            """
            {"topic":"orderbook.1.BTCUSD","type":"snapshot","ts":1672304484978,"data":{\
            "s":"BTCUSD","b":[["16493.50","6"]],"a":[["16611.00","29"]],"u":18521288,\
            "seq":7961638724}}\
            """,
            "16493.50",
            "BTCUSD",
            "BYBIT|BTC-USD-PERP RESTART RANGE -1..18521288 after -1 at 1672304484978000 INVERSE 1"
                + " depth 1 bids [16493.5x6] asks [16611x29]"));
  }
}
