package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LobdeepFeedParserTest extends FeedParserContract {

  @Override
  FeedParser parser() {
    return new LobdeepFeedParser(CATALOG);
  }

  @Override
  List<Sample> samples() {
    return List.of(
        Sample.pushed(
            """
            {"ts_ms":1771214400140,"exch_ts_ms":1771214399863,"venue":"Binance",\
            "market_type":"fut","symbol":"BTCUSDT","seq":9919968961863,\
            "bids_px":[68392.5,68391],"bids_qty":[0.002,1],\
            "asks_px":[68392.6],"asks_qty":[7.019]}\
            """,
            "68392.5",
            "BTCUSDT",
            "BINANCE-USDM|BTC-USDT-PERP SNAPSHOT UNSEQUENCED -1..9919968961863 after -1"
                + " at 1771214399863000 depth 50 bids [68392.5x0.002 68391x1]"
                + " asks [68392.6x7.019]"),
        Sample.pushed(
            "1771214400376,1771214400204,Binance,spot,BTCUSDT,5967339559,68424.82,0.00008,buy,0,"
                + "Binance,Spot,BTC,USDT,BTC,BTC-USDT",
            "68424.82",
            "BTCUSDT",
            "BINANCE|BTC-USDT trade 5967339559 BUY 68424.82x0.00008 at 1771214400204000"));
  }

  @Test
  void shouldPassOverTheHeaderOfTheTrades() {
    assertThat(parser().parse(RawMessage.ofStream("ts_ms,exch_ts_ms,venue", RECEIVED_AT_MICROS)))
        .isEqualTo(new FeedResult.Ignored("header"));
  }

  @Test
  void shouldRejectABookWhosePricesAndQuantitiesDoNotPair() {
    String uneven = samples().get(0).raw().payload().replace("[0.002,1]", "[0.002]");
    assertThat(Shown.of(parser().parse(RawMessage.ofStream(uneven, RECEIVED_AT_MICROS))))
        .containsExactly(
            "rejected: INVALID_FIELD: bids_qty: expected as many as bids_px: 2, got 1");
  }
}
