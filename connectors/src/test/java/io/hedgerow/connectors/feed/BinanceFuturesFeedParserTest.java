package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BinanceFuturesFeedParserTest extends FeedParserContract {

  private static final String DELTA =
      """
      {"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,\
      "T":1723161256298,"s":"BTCUSDT","U":5123107832006,"u":5123107837557,"pu":5123107831937,\
      "b":[["58710.20","0.014"]],"a":[]}}\
      """;

  @Override
  FeedParser parser() {
    return new BinanceFeedParser(CATALOG, BinanceFeedParser.Market.USDM);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            DELTA,
            "58710.20",
            "BTCUSDT",
            "BINANCE-USDM|BTC-USDT-PERP DELTA LINKED 5123107832006..5123107837557"
                + " after 5123107831937 at 1723161256299000 depth 0 bids [58710.2x0.014] asks []"),
        Sample.fetched(
            """
            {"lastUpdateId":5123107852948,"E":1723161256501,"T":1723161256493,\
            "bids":[["61800.20","2.909"]],"asks":[["61800.30","1"]]}\
            """,
            "BTCUSDT",
            "61800.20",
            "BTCUSDT",
            "BINANCE-USDM|BTC-USDT-PERP SNAPSHOT LINKED -1..5123107852948 after -1"
                + " at 1723161256501000 depth 1000 bids [61800.2x2.909] asks [61800.3x1]"),
        Sample.pushed(
            """
            {"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1680652701000,\
            "s":"BTCUSDT","p":"28147.27373413","P":"28142.15563565","i":"28159.75642857",\
            "r":"0.00002754","T":1680652800000}}\
            """,
            "28147.27373413",
            "BTCUSDT",
            "BINANCE-USDM|BTC-USDT-PERP BTC CURRENT rate 0.00002754 predicted - due"
                + " 1680652800000000 interval null mark 28147.27373413 index 28159.75642857"
                + " at 1680652701000000",
            "MARK of BTC BINANCE-USDM|BTC-USDT-PERP 28147.27373413 at 1680652701000000",
            "INDEX of BTC BINANCE-USDM|BTC-USDT-PERP 28159.75642857 at 1680652701000000"),
        Sample.fetched(
            """
            [{"symbol":"BTCUSDT","fundingTime":1698768000000,"fundingRate":"0.00010000",\
            "markPrice":"34287.54619963"}]\
            """,
            "",
            "34287.54619963",
            "BTCUSDT",
            "BINANCE-USDM|BTC-USDT-PERP BTC SETTLED rate 0.0001 predicted - due 1698768000000000"
                + " interval null mark 34287.54619963 index - at -1"));
  }

  @Test
  void shouldPassOverWhatHasNoRecord() {
    assertIgnored("best bid and ask", BOOK_TICKER);
    assertIgnored("partial depth stream", DELTA.replace("@depth@", "@depth5@"));
    assertIgnored("message type kline", DELTA.replace("depthUpdate", "kline"));
    assertIgnored("answer to a subscription", "{\"result\":null,\"id\":1}");
    assertIgnored("trade outside the market", TRADE.replace("MARKET", "INSURANCE_FUND"));
  }

  @Test
  void shouldReadTheBestBidAndAskForComparison() {
    assertThat(BinanceBookTicker.read(BOOK_TICKER))
        .contains(
            new BinanceBookTicker(
                "BTCUSDT", 2710246762461L, 2814510000000L, 386800000, 2814520000000L, 688700000));
    assertThat(BinanceBookTicker.read(DELTA)).isEmpty();
    assertThat(BinanceBookTicker.read("{")).isEmpty();
  }

  @Test
  void shouldDeclareThePublishedFundingInterval() {
    // given
    BinanceFundingIntervals intervals =
        BinanceFundingIntervals.read("[{\"symbol\":\"ETHUSDT\",\"fundingIntervalHours\":4}]");
    FeedParser parser = new BinanceFeedParser(CATALOG, BinanceFeedParser.Market.USDM, intervals);
    String settled =
        "[{\"symbol\":\"BTCUSDT\",\"fundingTime\":1698768000000,\"fundingRate\":\"0.0001\"},"
            + "{\"symbol\":\"ETHUSDT\",\"fundingTime\":1698768000000,\"fundingRate\":\"-0.0002\"}]";

    // when
    FeedResult result = parser.parse(RawMessage.ofStream(settled, RECEIVED_AT_MICROS));

    // then
    assertThat(Shown.of(result))
        .containsExactly(
            "BINANCE-USDM|BTC-USDT-PERP BTC SETTLED rate 0.0001 predicted - due 1698768000000000"
                + " interval 28800000000 mark - index - at -1",
            "BINANCE-USDM|ETH-USDT-PERP ETH SETTLED rate -0.0002 predicted - due"
                + " 1698768000000000 interval 14400000000 mark - index - at -1");
  }

  @Test
  void shouldRejectADeltaThatEndsBeforeItStarts() {
    assertThat(Shown.of(parse(DELTA.replace("5123107837557", "1"))))
        .containsExactly(
            "rejected: INVALID_FIELD: sequence: expected the first update at or before the last,"
                + " 1, got 5123107832006");
  }

  private static final String BOOK_TICKER =
      """
      {"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":2710246762461,"s":"BTCUSDT",\
      "b":"28145.10","B":"3.868","a":"28145.20","A":"6.887","T":1680652700430,\
      "E":1680652700435}}\
      """;

  private static final String TRADE =
      """
      {"e":"trade","E":1680652700455,"T":1680652700452,"s":"BTCUSDT","t":3535186032,\
      "p":"28145.10","q":"0.002","X":"MARKET","m":true}\
      """;

  private void assertIgnored(String reason, String payload) {
    assertThat(parse(payload)).isEqualTo(new FeedResult.Ignored(reason));
  }

  private FeedResult parse(String payload) {
    return parser().parse(RawMessage.ofStream(payload, RECEIVED_AT_MICROS));
  }
}
