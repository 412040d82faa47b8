package io.hedgerow.connectors.feed;

import java.util.List;

class BrlFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new BrlFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"timestamp":1592726829.6742322,"exchange":"EX2","bids":[[49788.0,0.06581847],\
            [49763.29001,0.10047557]],"asks":[[49860.31,1.0]]}\
            """,
            "49763.29001",
            "EX2",
            "BRL-EX2|BTC-BRL SNAPSHOT UNSEQUENCED -1..1592726829674232 after -1 at -1 depth 50"
                + " bids [49788x0.06581847 49763.29001x0.10047557] asks [49860.31x1]"),
        Sample.pushed(
            """
            {"timestamp":1592726830.0367844,"exchange":"EX1","bids":[["49779.15","0.02"]],\
            "asks":[["49860.31","0.23061707"]]}\
            """,
            "49860.31",
            "EX1",
            "BRL-EX1|BTC-BRL SNAPSHOT UNSEQUENCED -1..1592726830036784 after -1 at -1 depth 20"
                + " bids [49779.15x0.02] asks [49860.31x0.23061707]"));
  }
}
