package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HyperliquidFeedParserTest extends FeedParserContract {

  private static final String CONTEXTS =
      """
      [{"universe":[{"name":"ETH","szDecimals":4},{"name":"LOOM","szDecimals":1}]},\
      [{"funding":"0.0000125","markPx":"1814.3161","oraclePx":"1814.32"},\
      {"funding":"0.0000125","markPx":"6.0436","oraclePx":"6.0457"}]]\
      """;

  @Override
  FeedParser parser() {
    return new HyperliquidFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"channel":"l2Book","data":{"coin":"HYPE","time":1764842873555,"levels":\
            [[{"px":"34.967","sz":"2.85","n":1}],[{"px":"34.969","sz":"1473.06","n":2}]]}}\
            """,
            "34.967",
            "HYPE",
            "HYPERLIQUID|HYPE-USD-PERP SNAPSHOT UNSEQUENCED -1..1764842873555000 after -1"
                + " at 1764842873555000 depth 20 bids [34.967x2.85] asks [34.969x1473.06]"),
        Sample.pushed(
            """
            {"coin":"@107","time":1737442821369,"levels":[[{"px":"21.828","sz":"65.9","n":1}],\
            [{"px":"21.829","sz":"10.0","n":2}]]}\
            """,
            "21.829",
            "@107",
            "HYPERLIQUID|HYPE-USDC SNAPSHOT UNSEQUENCED -1..1737442821369000 after -1"
                + " at 1737442821369000 depth 20 bids [21.828x65.9] asks [21.829x10]"),
        Sample.pushed(
            """
            {"channel":"trades","data":[{"coin":"HYPE","side":"B","px":"35.276","sz":"5.78",\
            "time":1764835613064,"hash":"0x0","tid":716095722814130,"users":["0x8","0x1"]}]}\
            """,
            "35.276",
            "HYPE",
            "HYPERLIQUID|HYPE-USD-PERP trade 716095722814130 BUY 35.276x5.78"
                + " at 1764835613064000"),
        Sample.pushed(
            """
            [{"coin":"ETH","fundingRate":"-0.00022196","premium":"-0.00052196",\
            "time":1683849600076}]\
            """,
            null,
            "ETH",
            "HYPERLIQUID|ETH-USD-PERP ETH SETTLED rate -0.00022196 predicted - due"
                + " 1683849600076000 interval 3600000000 mark - index - at -1"),
        Sample.pushed(
            CONTEXTS,
            "1814.3161",
            "ETH",
            "HYPERLIQUID|ETH-USD-PERP ETH CURRENT rate 0.0000125 predicted - due -1"
                + " interval 3600000000 mark 1814.3161 index 1814.32 at -1",
            "MARK of ETH HYPERLIQUID|ETH-USD-PERP 1814.3161 at -1",
            "INDEX of ETH HYPERLIQUID|ETH-USD-PERP 1814.32 at -1"),
        Sample.pushed(
            """
            {"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{"funding":"0.0000125",\
            "markPx":"1814.3161"}}}\
            """,
            "1814.3161",
            "ETH",
            "HYPERLIQUID|ETH-USD-PERP ETH CURRENT rate 0.0000125 predicted - due -1"
                + " interval 3600000000 mark 1814.3161 index - at -1",
            "MARK of ETH HYPERLIQUID|ETH-USD-PERP 1814.3161 at -1"));
  }

  @Test
  void shouldRejectContextsThatDoNotPairWithTheUniverse() {
    String unpaired = CONTEXTS.replace(",{\"name\":\"LOOM\",\"szDecimals\":1}", "");
    assertThat(Shown.of(parser().parse(RawMessage.ofStream(unpaired, RECEIVED_AT_MICROS))))
        .containsExactly(
            "rejected: INVALID_FIELD: contexts: expected 1, as in the universe, got 2");
  }
}
