package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.client.FeedMarket;

class BinanceFuturesFeedTest extends FetchedBookContract {

  BinanceFuturesFeedTest() {
    super(FeedMarket.BINANCE_USDM, ServedMarket.BINANCE_USDM, "BTCUSDT", "ETHUSDT");
  }
}
