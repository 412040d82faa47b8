package io.hedgerow.connectors.feed.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said to each venue, and where: the text that its documentation asks for. */
@Tag("NET-1")
class ProtocolTest {

  private static final InstrumentCatalog CATALOG = InstrumentCatalog.loadDefault();

  @Test
  void shouldSubscribeAtBinance() {
    assertThat(said(FeedMarket.BINANCE_SPOT, "BTCUSDT"))
        .containsExactly(
            "wss://stream.binance.com:9443/stream {\"method\":\"SUBSCRIBE\",\"params\":"
                + "[\"btcusdt@depth@100ms\",\"btcusdt@trade\"],\"id\":1}",
            "https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000");
    assertThat(said(FeedMarket.BINANCE_USDM, "BTCUSDT"))
        .containsExactly(
            "wss://fstream.binance.com/public/stream {\"method\":\"SUBSCRIBE\",\"params\":"
                + "[\"btcusdt@depth@100ms\",\"btcusdt@trade\"],\"id\":1}",
            "wss://fstream.binance.com/market/stream {\"method\":\"SUBSCRIBE\",\"params\":"
                + "[\"btcusdt@markPrice@1s\"],\"id\":1}",
            "https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
  }

  @Test
  void shouldSubscribeAtOkx() {
    assertThat(said(FeedMarket.OKX, "BTC-USDT-SWAP"))
        .containsExactly(
            "wss://ws.okx.com:8443/ws/v5/public {\"op\":\"subscribe\",\"args\":["
                + "{\"channel\":\"books\",\"instId\":\"BTC-USDT-SWAP\"},"
                + "{\"channel\":\"trades\",\"instId\":\"BTC-USDT-SWAP\"},"
                + "{\"channel\":\"funding-rate\",\"instId\":\"BTC-USDT-SWAP\"},"
                + "{\"channel\":\"mark-price\",\"instId\":\"BTC-USDT-SWAP\"}]}");
  }

  @Test
  void shouldSubscribeAtBybit() {
    assertThat(said(FeedMarket.BYBIT_SPOT, "spot/BTCUSDT"))
        .containsExactly(
            "wss://stream.bybit.com/v5/public/spot {\"op\":\"subscribe\",\"req_id\":\"1\","
                + "\"args\":[\"orderbook.50.BTCUSDT\",\"publicTrade.BTCUSDT\"]}");
    assertThat(said(FeedMarket.BYBIT_LINEAR, "linear/BTCUSDT"))
        .containsExactly(
            "wss://stream.bybit.com/v5/public/linear {\"op\":\"subscribe\",\"req_id\":\"1\","
                + "\"args\":[\"orderbook.50.BTCUSDT\",\"publicTrade.BTCUSDT\","
                + "\"tickers.BTCUSDT\"]}");
  }

  @Test
  void shouldKnowRefusals() {
    assertThat(refusal(FeedMarket.BINANCE_SPOT, "{\"error\":{\"code\":2,\"msg\":\"no\"},\"id\":1}"))
        .contains("2 no");
    assertThat(refusal(FeedMarket.BINANCE_SPOT, "{\"result\":null,\"id\":1}")).isEmpty();
    assertThat(refusal(FeedMarket.OKX, "{\"event\":\"error\",\"code\":\"60018\",\"msg\":\"no\"}"))
        .contains("60018 no");
    assertThat(refusal(FeedMarket.OKX, "{\"event\":\"subscribe\",\"arg\":{}}")).isEmpty();
    assertThat(refusal(FeedMarket.BYBIT_SPOT, "{\"success\":false,\"ret_msg\":\"no\"}"))
        .contains("no");
    assertThat(refusal(FeedMarket.BYBIT_SPOT, "{\"success\":true,\"ret_msg\":\"\"}")).isEmpty();
    assertThat(refusal(FeedMarket.BYBIT_SPOT, "pong")).isEmpty();
  }

  @Test
  void shouldRefuseWhatItCannotConnectTo() {
    Instrument bitcoin = CATALOG.find("OKX", "BTC-USDT").orElseThrow();
    URI rest = URI.create("https://host");
    assertThatThrownBy(
            () ->
                new FeedSubscription(
                    FeedMarket.OKX, URI.create("http://host"), rest, List.of(bitcoin)))
        .hasMessage("expected an address such as wss://host:port, saw http://host");
    assertThatThrownBy(() -> FeedSubscription.ofVenue(FeedMarket.BINANCE_SPOT, List.of(bitcoin)))
        .hasMessage("expected instruments of binance-spot, saw OKX|BTC-USDT");
  }

  private static Optional<String> refusal(FeedMarket market, String answer) {
    return market.protocol(CATALOG).refusal(Requests.answer(answer));
  }

  /** The requests for everything of one instrument, with their addresses. */
  private static List<String> said(FeedMarket market, String symbol) {
    Instrument instrument = CATALOG.find(market.venue(), symbol).orElseThrow();
    FeedProtocol protocol = market.protocol(CATALOG);
    List<String> said = new ArrayList<>();
    for (FeedRoute route : protocol.routes()) {
      List<String> topics = protocol.topics(instrument, route.channels());
      said.add(
          FeedLink.at(market.streamUrl(), route.path()) + " " + protocol.request(true, topics, 1));
    }
    protocol
        .bookPath(instrument)
        .ifPresent(path -> said.add(FeedLink.at(market.restUrl(), path).toString()));
    return said;
  }
}
