package io.hedgerow.simulator.feedserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.simulator.market.SimulatedVenue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bybit v5, spot and linear: one host, a path for each. Its streams have the same names there; a
 * symbol says here which market it is of, {@code linear/BTCUSDT}, but not in a message.
 */
final class BybitDialect implements FeedDialect {

  private static final int MICROS_PER_MILLI = 1_000;
  private static final int DEPTH = 50;
  private static final long RESTARTED = 1;
  private static final String BOOK = "orderbook." + DEPTH + ".";
  private static final String TRADES = "publicTrade.";
  private static final String TICKERS = "tickers.";
  private static final String PATH = "/v5/public/";
  private static final String SPOT = "spot/";
  private static final String LINEAR = "linear/";

  @Override
  public SimulatedVenue source() {
    return SimulatedVenue.SIM_ALPHA;
  }

  @Override
  public boolean trades(SimulatedInstrument instrument) {
    return true;
  }

  @Override
  public String symbol(SimulatedInstrument instrument) {
    return (instrument.perpetual() ? LINEAR : SPOT) + instrument.asset().symbol() + "USDT";
  }

  @Override
  public List<String> paths() {
    return List.of(PATH + "spot", PATH + "linear");
  }

  @Override
  public int depth() {
    return DEPTH;
  }

  @Override
  public int skippedUpdates() {
    return 0;
  }

  @Override
  public int updateStep() {
    return 1;
  }

  @Override
  public Optional<String> heartbeat(String text) {
    return Json.read(text).path("op").asText().equals("ping")
        ? Optional.of(answer("ping", "").put("ret_msg", "pong").toString())
        : Optional.empty();
  }

  @Override
  public Optional<Request> request(JsonNode message) {
    String operation = message.path("op").asText();
    boolean subscribe = operation.equals("subscribe");
    return subscribe || operation.equals("unsubscribe")
        ? Optional.of(
            new Request(
                subscribe, Json.texts(message.path("args")), message.path("req_id").asText()))
        : Optional.empty();
  }

  @Override
  public Optional<Topic> topic(String path, String name) {
    String market = path.substring(PATH.length()) + "/";
    String symbol = market + name.substring(name.lastIndexOf('.') + 1);
    if (name.startsWith(BOOK)) {
      return Optional.of(new Topic(name, Kind.BOOK, symbol));
    }
    if (name.startsWith(TRADES)) {
      return Optional.of(new Topic(name, Kind.TRADES, symbol));
    }
    return market.equals(LINEAR) && name.startsWith(TICKERS)
        ? Optional.of(new Topic(name, Kind.PRICES, symbol))
        : Optional.empty();
  }

  @Override
  public List<String> accepted(Request request) {
    return List.of(
        answer(request.subscribe() ? "subscribe" : "unsubscribe", request.id()).toString());
  }

  @Override
  public String refused(Request request, String name) {
    return answer("subscribe", request.id())
        .put("success", false)
        .put("ret_msg", "error:handler not found,topic:" + name)
        .toString();
  }

  @Override
  public Optional<String> whole(String topic, ServedBook book, long atMillis) {
    return Optional.of(snapshot(topic, book, atMillis));
  }

  @Override
  public String change(String topic, String symbol, ServedBook.Change change, long atMillis) {
    return book(topic, "delta", symbol, change.changed(), change.last(), atMillis);
  }

  @Override
  public String trade(String topic, String symbol, Trade trade) {
    long atMillis = trade.getVenueTimeMicros() / MICROS_PER_MILLI;
    ObjectNode message =
        Json.object().put("topic", topic).put("type", "snapshot").put("ts", atMillis);
    message
        .putArray("data")
        .addObject()
        .put("T", atMillis)
        .put("s", plain(symbol))
        .put("S", trade.getAggressor() == Aggressor.BUY ? "Buy" : "Sell")
        .put("v", E8.toDecimal(trade.getQuantityE8()))
        .put("p", E8.toDecimal(trade.getPriceE8()))
        .put("i", trade.getTradeId())
        .put("BT", false);
    return message.toString();
  }

  @Override
  public Optional<String> prices(String topic, String symbol, FundingUpdate funding) {
    ObjectNode message = Json.object().put("topic", topic).put("type", "snapshot");
    message
        .putObject("data")
        .put("symbol", plain(symbol))
        .put("markPrice", E8.toDecimal(funding.getMarkPriceE8()))
        .put("indexPrice", E8.toDecimal(funding.getIndexPriceE8()))
        .put("fundingRate", E8.toDecimal(funding.getRateE8()))
        .put("nextFundingTime", Long.toString(funding.getFundingTimeMicros() / MICROS_PER_MILLI))
        .put("fundingIntervalHour", Long.toString(source().fundingInterval().toHours()));
    return Optional.of(
        message.put("ts", funding.getVenueTimeMicros() / MICROS_PER_MILLI).toString());
  }

  @Override
  public Optional<String> bookPath() {
    return Optional.empty();
  }

  @Override
  public String fetched(ServedBook book, long atMillis) {
    throw new UnsupportedOperationException("Bybit sends whole books in the stream");
  }

  /** Update 1: the service has started anew, and this is the whole book. */
  @Override
  public OptionalLong restartsAt() {
    return OptionalLong.of(RESTARTED);
  }

  @Override
  public String restarted(String topic, ServedBook book, long before, long atMillis) {
    return snapshot(topic, book, atMillis);
  }

  private static String plain(String symbol) {
    return symbol.substring(symbol.indexOf('/') + 1);
  }

  private static String snapshot(String topic, ServedBook book, long atMillis) {
    return book(topic, "snapshot", book.symbol(), book.shown(), book.sequence(), atMillis);
  }

  private static String book(
      String topic,
      String type,
      String symbol,
      ServedBook.Sides sides,
      long update,
      long atMillis) {
    ObjectNode message = Json.object().put("topic", topic).put("type", type).put("ts", atMillis);
    ObjectNode data = message.putObject("data").put("s", plain(symbol));
    Json.levels(data, "b", sides.bids());
    Json.levels(data, "a", sides.asks());
    data.put("u", update).put("seq", update * 10);
    return message.put("cts", atMillis).toString();
  }

  private static ObjectNode answer(String operation, String id) {
    return Json.object()
        .put("success", true)
        .put("ret_msg", "")
        .put("conn_id", "2324d924")
        .put("req_id", id)
        .put("op", operation);
  }
}
