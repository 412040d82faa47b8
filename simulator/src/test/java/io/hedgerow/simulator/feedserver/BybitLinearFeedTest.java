package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.client.FeedMarket;

class BybitLinearFeedTest extends FeedContract {

  BybitLinearFeedTest() {
    super(FeedMarket.BYBIT_LINEAR, ServedMarket.BYBIT, "linear/BTCUSDT", "linear/ETHUSDT");
  }
}
