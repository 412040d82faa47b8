package io.hedgerow.simulator.feedserver;

import io.hedgerow.simulator.market.SimulatedVenue;
import java.util.function.Supplier;

/** Whose market data is served. */
public enum ServedMarket {
  BINANCE_SPOT(() -> new BinanceDialect(false)),
  BINANCE_USDM(() -> new BinanceDialect(true)),
  OKX(OkxDialect::new),
  BYBIT(BybitDialect::new);

  private final Supplier<FeedDialect> dialect;

  ServedMarket(Supplier<FeedDialect> dialect) {
    this.dialect = dialect;
  }

  /** Whose books it serves in its format. */
  public SimulatedVenue source() {
    return dialect().source();
  }

  FeedDialect dialect() {
    return dialect.get();
  }
}
