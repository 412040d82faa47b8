package io.hedgerow.simulator.feedserver;

import io.hedgerow.connectors.feed.client.FeedMarket;

class OkxFeedTest extends FeedContract {

  OkxFeedTest() {
    super(FeedMarket.OKX, ServedMarket.OKX, "BTC-USDT", "BTC-USDT-SWAP", "ETH-USDT-SWAP");
  }
}
