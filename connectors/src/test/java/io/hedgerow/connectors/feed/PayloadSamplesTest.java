package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.BinanceFeedParser.Market;
import io.hedgerow.connectors.feed.BybitFeedParser.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every documented payload of every venue, through every parser (NET-1, NET-4). */
@Tag("NET-1")
@Tag("NET-4")
class PayloadSamplesTest {

  private static final long RECEIVED_AT_MICROS = 1_800_000_000_000_000L;
  private static final int SHOWN_CHARS = 190;
  private static final InstrumentCatalog CATALOG = InstrumentCatalog.loadDefault();

  /** A parser, the files it is for, and the symbol that was asked for in answers without one. */
  private record Feed(String venue, String files, String askedSymbol, FeedParser parser) {}

  private static final List<Feed> FEEDS =
      List.of(
          new Feed("binance", "/Spot/", "BTCUSDT", new BinanceFeedParser(CATALOG, Market.SPOT)),
          new Feed(
              "binance", "/UsdFutures/", "BTCUSDT", new BinanceFeedParser(CATALOG, Market.USDM)),
          new Feed("binance", "/CoinFutures/", "", new BinanceFeedParser(CATALOG, Market.COINM)),
          new Feed(
              "bybit",
              "V5/(Linear|Option)|V5Api",
              "",
              new BybitFeedParser(CATALOG, Category.LINEAR)),
          new Feed("bybit", "V5Api", "", new BybitFeedParser(CATALOG, Category.INVERSE)),
          new Feed("bybit", "V5/Spot", "", new BybitFeedParser(CATALOG, Category.SPOT)),
          new Feed("okx", "/", "BTC-USDT", new OkxFeedParser(CATALOG)),
          new Feed("kraken", "/Spot/", "", new KrakenFeedParser(CATALOG)),
          new Feed("kraken", "/Futures/", "PI_XBTUSD", new KrakenFuturesFeedParser(CATALOG)),
          new Feed("hyperliquid", "/", "", new HyperliquidFeedParser(CATALOG)));

  @Test
  void shouldTranslateWhatTheDocumentationShows() {
    // given
    Path payloads = RecordedData.folder("payloads");
    List<String> records = new ArrayList<>();

    // when
    for (Feed feed : FEEDS) {
      for (PayloadSamples.Received received : PayloadSamples.of(payloads.resolve(feed.venue()))) {
        if (Pattern.compile(feed.files()).matcher("/" + received.file()).find()) {
          FeedResult result = parse(feed, received.payload(), feed.askedSymbol());
          if (result instanceof FeedResult.Records) {
            Shown.of(result).forEach(line -> records.add(shorten(line)));
          }
        }
      }
    }

    // then
    assertThat(records).containsExactlyElementsOf(EXPECTED);
  }

  @Test
  void shouldMakeNothingOfThePayloadsOfAnotherVenue() {
    Path payloads = RecordedData.folder("payloads");
    for (Feed feed : FEEDS) {
      for (String venue : List.of("binance", "bybit", "okx", "kraken", "hyperliquid")) {
        if (!venue.equals(feed.venue())) {
          for (PayloadSamples.Received received : PayloadSamples.of(payloads.resolve(venue))) {
            assertThat(parse(feed, received.payload(), feed.askedSymbol()))
                .as("%s payload %s to %s", venue, received.file(), feed)
                .isNotInstanceOf(FeedResult.Records.class);
          }
        }
      }
    }
  }

  private static FeedResult parse(Feed feed, String payload, String askedSymbol) {
    return feed.parser().parse(new RawMessage(payload, RECEIVED_AT_MICROS, askedSymbol));
  }

  private static String shorten(String line) {
    return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS);
  }

  private static final List<String> EXPECTED =
      List.of(
          "BINANCE|BNB-BTC trade 12345 SELL 0.001x100 at 1672515782136000",
          "BINANCE-USDM|BTC-USDT-PERP BTC SETTLED rate 0.0001 predicted - due "
              + "1698768000000000 interval null mark 34287.54619963 index - at -1",
          "BINANCE-USDM|BTC-USDT-PERP BTC SETTLED rate 0.0001 predicted - due "
              + "1698796800000000 interval null mark 34651.4 index - at -1",
          "BINANCE-USDM|BTC-USDT-PERP BTC CURRENT rate 0.00038246 predicted - due "
              + "1597392000000000 interval null mark 11793.63104562 index 11781.8049597 at "
              + "1597370495002000",
          "MARK of BTC BINANCE-USDM|BTC-USDT-PERP 11793.63104562 at 1597370495002000",
          "INDEX of BTC BINANCE-USDM|BTC-USDT-PERP 11781.8049597 at 1597370495002000",
          "BINANCE-USDM|BTC-USDT-PERP SNAPSHOT LINKED -1..1027024 after -1 at "
              + "1589436922972000 depth 1000 bids [4x431] asks [4.000002x12]",
          "BINANCE-USDM|BTC-USDT-PERP DELTA LINKED 157..160 after 149 at 123456789000 "
              + "depth 0 bids [0.0024x10] asks [0.0026x100]",
          "BINANCE-USDM|BTC-USDT-PERP BTC CURRENT rate 0.00038167 predicted - due "
              + "1562306400000000 interval null mark 11794.15 index 11784.62659091 at "
              + "1562305380000000",
          "MARK of BTC BINANCE-USDM|BTC-USDT-PERP 11794.15 at 1562305380000000",
          "INDEX of BTC BINANCE-USDM|BTC-USDT-PERP 11784.62659091 at 1562305380000000",
          "BINANCE-COINM|BTC-USD-PERP BTC SETTLED rate -0.003 predicted - due "
              + "1698768000000000 interval null mark 34651.4 index - at -1",
          "BINANCE-COINM|BTC-USD-PERP BTC SETTLED rate -0.003 predicted - due "
              + "1698796800000000 interval null mark 34651.4 index - at -1",
          "BINANCE-COINM|BTC-USD-PERP BTC CURRENT rate 0.00071003 predicted - due "
              + "1596096000000000 interval null mark 11029.69574559 index 10979.144375 at "
              + "1596094042000000",
          "MARK of BTC BINANCE-COINM|BTC-USD-PERP 11029.69574559 at 1596094042000000",
          "INDEX of BTC BINANCE-COINM|BTC-USD-PERP 10979.144375 at 1596094042000000",
          "BINANCE-COINM|BTC-USD-PERP SNAPSHOT LINKED -1..16769853 after -1 at "
              + "1591250106370000 INVERSE 100 depth 1000 bids [9638x431] asks [9638.2x12]",
          "BYBIT|ETH-USDC-PERP ETH SETTLED rate 0.0001 predicted - due 1672041600000000 "
              + "interval null mark - index - at -1",
          "BYBIT|BTC-USDT-PERP SNAPSHOT RANGE -1..243781 after -1 at 1709199771584000 "
              + "depth 50 bids [62710.2x5.52] asks [62710.3x0.01]",
          "BYBIT|BTC-USDT-PERP BTC CURRENT rate -0.000212 predicted - due 1673280000000000 "
              + "interval null mark 17217.33 index 17227.36 at 1673272861686000",
          "MARK of BTC BYBIT|BTC-USDT-PERP 17217.33 at 1673272861686000",
          "INDEX of BTC BYBIT|BTC-USDT-PERP 17227.36 at 1673272861686000",
          "BYBIT|BTC-USDT-PERP trade 20f43950-d8dd-5b31-9112-a178eb6023af BUY "
              + "16578.5x0.001 at 1672304486865000",
          "BYBIT|BTC-USDT-PERP RESTART RANGE -1..18521288 after -1 at 1672304484978000 "
              + "depth 25 bids [16493.5x0.006 16493x0.1] asks [16611x0.029 16612x0.213]",
          "BYBIT|BTC-USDT-PERP trade 20f43950-d8dd-5b31-9112-a178eb6023af BUY "
              + "16578.5x0.001 at 1672304486865000",
          "BYBIT|BTC-USD-PERP BTC CURRENT rate -0.001034 predicted - due 1672387200000000 "
              + "interval null mark 16596 index 16598.54 at 1672376496682000",
          "MARK of BTC BYBIT|BTC-USD-PERP 16596 at 1672376496682000",
          "INDEX of BTC BYBIT|BTC-USD-PERP 16598.54 at 1672376496682000",
          "BYBIT|BTC-USDT trade 20f43950-d8dd-5b31-9112-a178eb6023af BUY 16578.5x0.001 at "
              + "1672304486865000",
          "OKX|BTC-USD-PERP BTC SETTLED rate 0.00007466 predicted - due 1703059200000000 "
              + "interval null mark - index - at -1",
          "OKX|BTC-USD-PERP BTC SETTLED rate 0.00022798 predicted - due 1703030400000000 "
              + "interval null mark - index - at -1",
          "OKX|BTC-USDT-PERP BTC CURRENT rate 0.00007924 predicted - due 1703088000000000 "
              + "interval 28800000000 mark - index - at 1703070685309000",
          "INDEX of BTC OKX|BTC-USDT 43350 at 1649419644492000",
          "MARK of BTC OKX|BTC-USDT-PERP 200 at 1597026383085000",
          "OKX|BTC-USDT SNAPSHOT UNSEQUENCED -1..1629966436396000 after -1 at "
              + "1629966436396000 depth 400 bids [41006.3x0.30178218] asks [41006.8x0.60038921]",
          "OKX|BTC-USD-PERP BTC CURRENT rate 0.00018754 predicted 0.00026081 due "
              + "1700726400000000 interval 28800000000 mark - index - at 1700724675402000",
          "INDEX of BTC OKX|BTC-USDT 0.1 at 1597026383085000",
          "OKX|ETH-USDT RESTART LINKED -1..123456 after -1 at 1597026383085000 depth 400 "
              + "bids [8476.97x256 8475.55x101 8475.54x100 8475.3x1 8447.32x6 8447.02x246 "
              + "8446.83x24 8446x95] asks [8476.98x415 8",
          "OKX|BTC-USDT trade 130639474 BUY 42219.9x0.12060306 at 1630048897897000",
          "KRAKEN|ETH-USDT RESTART UNSEQUENCED -1..-1 after -1 at -1 depth 10 checksum "
              + "2439117997 (2, 8) bids [0.5666x4831.75496356 0.5665x6658.22734739 "
              + "0.5664x18724.91513344 0.5663x11563.92544914 0.56",
          "KRAKEN|ETH-USDT trade 4665906 SELL 0.5117x40 at 1695628177708706",
          "KRAKEN-FUTURES|BTC-USD-PERP BTC SETTLED rate -0.0000169 predicted - due "
              + "1656374400000000 interval null mark - index - at -1",
          "KRAKEN-FUTURES|BTC-USD-PERP BTC SETTLED rate -0.00000054 predicted - due "
              + "1656388800000000 interval null mark - index - at -1",
          "KRAKEN-FUTURES|BTC-USD-PERP BTC SETTLED rate -0.00000852 predicted - due "
              + "1656403200000000 interval null mark - index - at -1",
          "KRAKEN-FUTURES|BTC-USD-PERP SNAPSHOT UNSEQUENCED -1..1714742280781000 after -1 "
              + "at 1714742280781000 INVERSE 1 depth 0 bids [61011.5x2900 61008.5x3400 "
              + "61008x2900 61006.5x3400 61006x4981 61002x",
          "MARK of BTC KRAKEN-FUTURES|BTC-USD-PERP 30209.9 at 1655463631335000",
          "INDEX of BTC KRAKEN-FUTURES|BTC-USD-PERP 21087.8 at 1655463631335000",
          "KRAKEN-FUTURES|ETH-USD-PERP-LINEAR ETH CURRENT rate 0.00001867 predicted "
              + "0.00001783 due 1783591200000000 interval null mark 1751.97553925 index 1751.75 "
              + "at 1783587648112000",
          "MARK of ETH KRAKEN-FUTURES|ETH-USD-PERP-LINEAR 1751.97553925 at 1783587648112000",
          "INDEX of ETH KRAKEN-FUTURES|ETH-USD-PERP-LINEAR 1751.75 at 1783587648112000",
          "HYPERLIQUID|BTC-USD-PERP BTC CURRENT rate 0.0000125 predicted - due -1 interval "
              + "3600000000 mark 14.3161 index 14.32 at -1",
          "MARK of BTC HYPERLIQUID|BTC-USD-PERP 14.3161 at -1",
          "INDEX of BTC HYPERLIQUID|BTC-USD-PERP 14.32 at -1",
          "HYPERLIQUID|ETH-USD-PERP ETH CURRENT rate 0.0000125 predicted - due -1 interval "
              + "3600000000 mark 6.0436 index 6.0457 at -1",
          "MARK of ETH HYPERLIQUID|ETH-USD-PERP 6.0436 at -1",
          "INDEX of ETH HYPERLIQUID|ETH-USD-PERP 6.0457 at -1",
          "HYPERLIQUID|HPOS-USD-PERP HPOS CURRENT rate 0.0000125 predicted - due -1 "
              + "interval 3600000000 mark 8.4542 index 8.4585 at -1",
          "MARK of HPOS HYPERLIQUID|HPOS-USD-PERP 8.4542 at -1",
          "INDEX of HPOS HYPERLIQUID|HPOS-USD-PERP 8.4585 at -1",
          "HYPERLIQUID|ETH-USD-PERP ETH SETTLED rate -0.00022196 predicted - due "
              + "1683849600076000 interval 3600000000 mark - index - at -1",
          "HYPERLIQUID|HYPE-USDC SNAPSHOT UNSEQUENCED -1..1737442821369000 after -1 at "
              + "1737442821369000 depth 20 bids [21.828x65.9 21.82x121.01 21.812x106.37 "
              + "21.809x95.79 21.808x232.25 21.807x157.29 21",
          "HYPERLIQUID|HYPE-USD-PERP SNAPSHOT UNSEQUENCED -1..1764842873555000 after -1 at "
              + "1764842873555000 depth 20 bids [34.967x2.85 34.962x3.84] asks [34.969x1473.06 "
              + "34.97x1544.51]",
          "HYPERLIQUID|HYPE-USD-PERP trade 716095722814130 BUY 35.276x5.78 at "
              + "1764835613064000");
}
