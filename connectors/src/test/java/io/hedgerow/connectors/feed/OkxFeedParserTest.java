package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OkxFeedParserTest extends FeedParserContract {

  private static final String UPDATE =
      """
      {"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{\
      "asks":[["8476.98","415","0","13"]],"bids":[["8476.97","0","0","0"]],\
      "ts":"1597026383085","checksum":0,"prevSeqId":123450,"seqId":123456}]}\
      """;

  @Override
  FeedParser parser() {
    return new OkxFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            UPDATE,
            "8476.98",
            "BTC-USDT-SWAP",
            "OKX|BTC-USDT-PERP DELTA LINKED -1..123456 after 123450 at 1597026383085000"
                + " LINEAR 0.01 depth 400 bids [8476.97x0] asks [8476.98x415]"),
        Sample.pushed(
            """
            {"arg":{"channel":"books","instId":"ETH-USDT"},"action":"snapshot","data":[{\
            "asks":[["8476.98","415","0","13"]],"bids":[["8476.97","256","0","12"]],\
            "ts":"1597026383085","checksum":-855196043,"prevSeqId":-1,"seqId":123456}]}\
            """,
            "8476.97",
            "ETH-USDT",
            "OKX|ETH-USDT RESTART LINKED -1..123456 after -1 at 1597026383085000 depth 400"
                + " bids [8476.97x256] asks [8476.98x415]"),
        Sample.fetched(
            """
            {"code":"0","msg":"","data":[{"asks":[["41006.8","0.60038921","0","1"]],\
            "bids":[["41006.3","0.30178218","0","2"]],"ts":"1629966436396","seqId":3235851742}]}\
            """,
            "BTC-USDT",
            "41006.8",
            "BTC-USDT",
            "OKX|BTC-USDT SNAPSHOT LINKED -1..3235851742 after -1 at 1629966436396000 depth 400"
                + " bids [41006.3x0.30178218] asks [41006.8x0.60038921]"),
        Sample.pushed(
            """
            {"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{\
            "fundingRate":"0.0001875391284828","fundingTime":"1700726400000",\
            "instId":"BTC-USD-SWAP","instType":"SWAP","nextFundingRate":"0.0002608059239328",\
            "nextFundingTime":"1700755200000","ts":"1700724675402"}]}\
            """,
            null,
            "BTC-USD-SWAP",
            "OKX|BTC-USD-PERP BTC CURRENT rate 0.00018754 predicted 0.00026081"
                + " due 1700726400000000 interval 28800000000 mark - index - at 1700724675402000"),
        Sample.fetched(
            """
            {"code":"0","msg":"","data":[{"fundingRate":"0.0000746604960499",\
            "fundingTime":"1703059200000","instId":"BTC-USD-SWAP",\
            "realizedRate":"0.0000746572360545"}]}\
            """,
            "",
            null,
            "BTC-USD-SWAP",
            "OKX|BTC-USD-PERP BTC SETTLED rate 0.00007466 predicted - due 1703059200000000"
                + " interval null mark - index - at -1"),
        Sample.pushed(
            """
            {"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT",\
            "tradeId":"130639474","px":"42219.9","sz":"0.12060306","side":"buy",\
            "ts":"1630048897897","count":"3"}]}\
            """,
            "42219.9",
            "BTC-USDT",
            "OKX|BTC-USDT trade 130639474 BUY 42219.9x0.12060306 at 1630048897897000"),
        Sample.pushed(
            """
            {"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{\
            "instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"200.125","ts":"1597026383085"}]}\
            """,
            "200.125",
            "BTC-USDT-SWAP",
            "MARK of BTC OKX|BTC-USDT-PERP 200.125 at 1597026383085000"));
  }

  @Test
  void shouldTakeAMessageWithoutActionForAWholeBookIfNothingPrecedesIt() {
    String withoutAction = UPDATE.replace("\"action\":\"update\",", "");
    assertThat(parse(withoutAction.replace("123450", "-1")))
        .singleElement()
        .asString()
        .startsWith("OKX|BTC-USDT-PERP RESTART LINKED -1..123456 after -1");
    assertThat(parse(withoutAction))
        .singleElement()
        .asString()
        .startsWith("OKX|BTC-USDT-PERP DELTA LINKED -1..123456 after 123450");
  }

  @Test
  void shouldOrderAFetchedBookWithoutPlaceByItsTime() {
    String book =
        """
        {"code":"0","msg":"","data":[{"asks":[],"bids":[],"ts":"1629966436396"}]}\
        """;
    assertThat(Shown.of(parser().parse(new RawMessage(book, RECEIVED_AT_MICROS, "BTC-USDT"))))
        .containsExactly(
            "OKX|BTC-USDT SNAPSHOT UNSEQUENCED -1..1629966436396000 after -1 at 1629966436396000"
                + " depth 400 bids [] asks []");
  }

  @Test
  void shouldPassOverChannelsThatAreCutBooks() {
    assertThat(parse(UPDATE.replace("\"books\"", "\"books5\"")))
        .containsExactly("ignored: message type books5");
  }

  private List<String> parse(String payload) {
    return Shown.of(parser().parse(RawMessage.ofStream(payload, RECEIVED_AT_MICROS)));
  }
}
