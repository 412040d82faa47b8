package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BybitFeedParserTest extends FeedParserContract {

  private static final String DELTA =
      """
      {"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1687940967466,"data":{"s":"BTCUSDT",\
      "b":[["30247.20","30.028"],["30245.40","0"]],"a":[],"u":177400507,"seq":66544703342},\
      "cts":1687940967464}\
      """;

  @Override
  FeedParser parser() {
    return new BybitFeedParser(CATALOG, BybitFeedParser.Category.LINEAR);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1672304484978,"data":{\
            "s":"BTCUSDT","b":[["16493.50","0.006"]],"a":[["16611.00","0.029"]],"u":18521288,\
            "seq":7961638724},"cts":1672304484976}\
            """,
            "16493.50",
            "BTCUSDT",
            "BYBIT|BTC-USDT-PERP RESTART RANGE -1..18521288 after -1 at 1672304484978000 depth 50"
                + " bids [16493.5x0.006] asks [16611x0.029]"),
        Sample.pushed(
            DELTA,
            "30247.20",
            "BTCUSDT",
            "BYBIT|BTC-USDT-PERP DELTA RANGE 177400507..177400507 after -1 at 1687940967466000"
                + " depth 50 bids [30247.2x30.028 30245.4x0] asks []"),
        Sample.fetched(
            """
            {"retCode":0,"retMsg":"OK","result":{"s":"BTCUSDT","b":[["62710.2","5.52"]],\
            "a":[["62710.3","0.01"]],"ts":1709199771584,"u":243781,"seq":3887177875},\
            "time":1709199771643}\
            """,
            "",
            "62710.3",
            "BTCUSDT",
            "BYBIT|BTC-USDT-PERP SNAPSHOT RANGE -1..243781 after -1 at 1709199771584000 depth 50"
                + " bids [62710.2x5.52] asks [62710.3x0.01]"),
        Sample.pushed(
            """
            {"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT",\
            "markPrice":"17217.33","indexPrice":"17227.36","nextFundingTime":"1673280000000",\
            "fundingRate":"-0.000212","fundingIntervalHour":"8"},"cs":24987956059,\
            "ts":1673272861686}\
            """,
            "17217.33",
            "BTCUSDT",
            "BYBIT|BTC-USDT-PERP BTC CURRENT rate -0.000212 predicted - due 1673280000000000"
                + " interval 28800000000 mark 17217.33 index 17227.36 at 1673272861686000",
            "MARK of BTC BYBIT|BTC-USDT-PERP 17217.33 at 1673272861686000",
            "INDEX of BTC BYBIT|BTC-USDT-PERP 17227.36 at 1673272861686000"),
        Sample.fetched(
            """
            {"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"ETHPERP",\
            "fundingRate":"0.0001","fundingRateTimestamp":"1672041600000"}]},\
            "time":1672051897447}\
            """,
            "",
            null,
            "ETHPERP",
            "BYBIT|ETH-USDC-PERP ETH SETTLED rate 0.0001 predicted - due 1672041600000000"
                + " interval null mark - index - at -1"),
        Sample.pushed(
            """
            {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1672304486868,"data":[{\
            "T":1672304486865,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50",\
            "L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false}]}\
            """,
            "16578.50",
            "BTCUSDT",
            "BYBIT|BTC-USDT-PERP trade 20f43950-d8dd-5b31-9112-a178eb6023af BUY 16578.5x0.001"
                + " at 1672304486865000"));
  }

  @Test
  void shouldReplaceTheBookWhenTheServiceRestarted() {
    assertThat(parse(DELTA.replace("177400507", "1")))
        .containsExactly(
            "BYBIT|BTC-USDT-PERP RESTART RANGE -1..1 after -1 at 1687940967466000 depth 50"
                + " bids [30247.2x30.028 30245.4x0] asks []");
  }

  @Test
  void shouldRejectTheAnswerOfAnotherMarket() {
    String inverse =
        """
        {"retCode":0,"result":{"category":"inverse","list":[{"symbol":"BTCUSD"}]},"time":1}\
        """;
    assertThat(parse(inverse))
        .containsExactly("rejected: INVALID_FIELD: category: expected linear, got inverse");
  }

  @Test
  void shouldPassOverATickerThatSaysNothingOfFunding() {
    String unchanged =
        """
        {"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT",\
        "lastPrice":"17216.00"},"cs":24987956059,"ts":1673272861686}\
        """;
    assertThat(parse(unchanged)).containsExactly("ignored: ticker without funding and mark price");
  }

  private List<String> parse(String payload) {
    return Shown.of(parser().parse(RawMessage.ofStream(payload, RECEIVED_AT_MICROS)));
  }
}
