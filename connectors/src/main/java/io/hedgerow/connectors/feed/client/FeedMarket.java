package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.BinanceFeedParser;
import io.hedgerow.connectors.feed.BybitFeedParser;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The markets whose websockets we speak, with the addresses that the venues publish. */
public enum FeedMarket {
  BINANCE_SPOT("BINANCE", "", "wss://stream.binance.com:9443", "https://api.binance.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new BinanceProtocol(catalog, BinanceFeedParser.Market.SPOT);
    }
  },
  BINANCE_USDM("BINANCE-USDM", "", "wss://fstream.binance.com", "https://fapi.binance.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new BinanceProtocol(catalog, BinanceFeedParser.Market.USDM);
    }
  },
  OKX("OKX", "", "wss://ws.okx.com:8443", "https://www.okx.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new OkxProtocol(catalog);
    }
  },
  BYBIT_SPOT("BYBIT", "spot/", "wss://stream.bybit.com", "https://api.bybit.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new BybitProtocol(catalog, BybitFeedParser.Category.SPOT);
    }
  },
  BYBIT_LINEAR("BYBIT", "linear/", "wss://stream.bybit.com", "https://api.bybit.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new BybitProtocol(catalog, BybitFeedParser.Category.LINEAR);
    }
  },
  BYBIT_INVERSE("BYBIT", "inverse/", "wss://stream.bybit.com", "https://api.bybit.com") {
    @Override
    FeedProtocol protocol(InstrumentCatalog catalog) {
      return new BybitProtocol(catalog, BybitFeedParser.Category.INVERSE);
    }
  };

  private final String venue;
  private final String symbolPrefix;
  private final URI streamUrl;
  private final URI restUrl;

  FeedMarket(String venue, String symbolPrefix, String streamUrl, String restUrl) {
    this.venue = venue;
    this.symbolPrefix = symbolPrefix;
    this.streamUrl = URI.create(streamUrl);
    this.restUrl = URI.create(restUrl);
  }

  /** The markets of a venue; empty if we cannot connect to it. */
  public static List<FeedMarket> of(String venue) {
    return Arrays.stream(values()).filter(market -> market.venue.equals(venue)).toList();
  }

  /** The venue's ID: {@code BINANCE-USDM}. */
  public String venue() {
    return venue;
  }

  /** The venue's own address, without the path. */
  public URI streamUrl() {
    return streamUrl;
  }

  /** Where the venue answers requests, without the path. */
  public URI restUrl() {
    return restUrl;
  }

  /** Whether this market trades the instrument. */
  public boolean trades(Instrument instrument) {
    return instrument.venue().equals(venue) && instrument.symbol().startsWith(symbolPrefix);
  }

  /** Whether its whole books are fetched at the address for requests. */
  public boolean fetchesBooks(Instrument instrument, InstrumentCatalog catalog) {
    return protocol(catalog).bookPath(instrument).isPresent();
  }

  abstract FeedProtocol protocol(InstrumentCatalog catalog);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
