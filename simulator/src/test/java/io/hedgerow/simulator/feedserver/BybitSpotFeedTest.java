package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.client.FeedMarket;

class BybitSpotFeedTest extends FeedContract {

  BybitSpotFeedTest() {
    super(FeedMarket.BYBIT_SPOT, ServedMarket.BYBIT, "spot/BTCUSDT", "spot/ETHUSDT");
  }
}
