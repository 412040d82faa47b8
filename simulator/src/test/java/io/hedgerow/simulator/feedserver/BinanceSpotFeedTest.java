package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.client.FeedMarket;

class BinanceSpotFeedTest extends FetchedBookContract {

  BinanceSpotFeedTest() {
    super(FeedMarket.BINANCE_SPOT, ServedMarket.BINANCE_SPOT, "BTCUSDT", "ETHUSDT");
  }
}
