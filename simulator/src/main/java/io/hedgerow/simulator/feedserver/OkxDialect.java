package io.hedgerow.simulator.feedserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.simulator.market.SimulatedVenue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** OKX v5. A stream's name is written {@code channel:instId}. */
final class OkxDialect implements FeedDialect {

  private static final int MICROS_PER_MILLI = 1_000;
  private static final int DEPTH = 400;
  private static final long WHOLE = -1;

  @Override
  public SimulatedVenue source() {
    return SimulatedVenue.SIM_BRAVO;
  }

  @Override
  public boolean trades(SimulatedInstrument instrument) {
    return true;
  }

  @Override
  public String symbol(SimulatedInstrument instrument) {
    return instrument.asset().symbol() + "-USDT" + (instrument.perpetual() ? "-SWAP" : "");
  }

  @Override
  public List<String> paths() {
    return List.of("/ws/v5/public");
  }

  @Override
  public int depth() {
    return DEPTH;
  }

  @Override
  public int skippedUpdates() {
    return 2;
  }

  @Override
  public int updateStep() {
    return 1;
  }

  @Override
  public Optional<String> heartbeat(String text) {
    return text.equals("ping") ? Optional.of("pong") : Optional.empty();
  }

  @Override
  public Optional<Request> request(JsonNode message) {
    String operation = message.path("op").asText();
    boolean subscribe = operation.equals("subscribe");
    if (!subscribe && !operation.equals("unsubscribe")) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    message
        .path("args")
        .forEach(
            arg -> names.add(arg.path("channel").asText() + ":" + arg.path("instId").asText()));
    return Optional.of(new Request(subscribe, names, ""));
  }

  @Override
  public Optional<Topic> topic(String path, String name) {
    int colon = name.indexOf(':');
    String symbol = name.substring(colon + 1);
    return switch (name.substring(0, Math.max(colon, 0))) {
      case "books" -> Optional.of(new Topic(name, Kind.BOOK, symbol));
      case "trades" -> Optional.of(new Topic(name, Kind.TRADES, symbol));
      case "funding-rate", "mark-price" ->
          symbol.endsWith("-SWAP")
              ? Optional.of(new Topic(name, Kind.PRICES, symbol))
              : Optional.empty();
      case "index-tickers" -> Optional.of(new Topic(name, Kind.PRICES, symbol));
      default -> Optional.empty();
    };
  }

  @Override
  public List<String> accepted(Request request) {
    return request.names().stream()
        .map(
            name -> {
              ObjectNode answer =
                  Json.object().put("event", request.subscribe() ? "subscribe" : "unsubscribe");
              argument(answer, name);
              return answer.put("connId", "a4d3ae55").toString();
            })
        .toList();
  }

  @Override
  public String refused(Request request, String name) {
    return Json.object()
        .put("event", "error")
        .put("code", "60018")
        .put("msg", "Wrong URL or channel:" + name + " doesn't exist.")
        .put("connId", "a4d3ae55")
        .toString();
  }

  @Override
  public Optional<String> whole(String topic, ServedBook book, long atMillis) {
    return Optional.of(book(topic, "snapshot", book.shown(), book.sequence(), WHOLE, atMillis));
  }

  @Override
  public String change(String topic, String symbol, ServedBook.Change change, long atMillis) {
    return book(topic, "update", change.changed(), change.last(), change.previous(), atMillis);
  }

  @Override
  public String trade(String topic, String symbol, Trade trade) {
    ObjectNode message = message(topic);
    message
        .putArray("data")
        .addObject()
        .put("instId", symbol)
        .put("tradeId", trade.getTradeId())
        .put("px", E8.toDecimal(trade.getPriceE8()))
        .put("sz", E8.toDecimal(trade.getQuantityE8()))
        .put("side", trade.getAggressor() == Aggressor.BUY ? "buy" : "sell")
        .put("ts", millis(trade.getVenueTimeMicros()))
        .put("count", "1");
    return message.toString();
  }

  @Override
  public Optional<String> prices(String topic, String symbol, FundingUpdate funding) {
    ObjectNode message = message(topic);
    ObjectNode row = message.putArray("data").addObject().put("instId", symbol);
    row.put("ts", millis(funding.getVenueTimeMicros()));
    switch (topic.substring(0, topic.indexOf(':'))) {
      case "funding-rate" -> {
        long intervalMicros = source().fundingInterval().toNanos() / MICROS_PER_MILLI;
        row.put("instType", "SWAP")
            .put("fundingRate", E8.toDecimal(funding.getRateE8()))
            .put("fundingTime", millis(funding.getFundingTimeMicros()))
            .put("nextFundingRate", "")
            .put("nextFundingTime", millis(funding.getFundingTimeMicros() + intervalMicros));
      }
      case "mark-price" ->
          row.put("instType", "SWAP").put("markPx", E8.toDecimal(funding.getMarkPriceE8()));
      default -> row.put("idxPx", E8.toDecimal(funding.getIndexPriceE8()));
    }
    return Optional.of(message.toString());
  }

  @Override
  public Optional<String> bookPath() {
    return Optional.empty();
  }

  @Override
  public String fetched(ServedBook book, long atMillis) {
    throw new UnsupportedOperationException("OKX sends whole books in the stream");
  }

  /** The numbers fall, and one last link says so. */
  @Override
  public OptionalLong restartsAt() {
    return OptionalLong.of(1);
  }

  @Override
  public String restarted(String topic, ServedBook book, long before, long atMillis) {
    return book(topic, "update", ServedBook.Sides.none(), book.sequence(), before, atMillis);
  }

  private static String book(
      String topic,
      String action,
      ServedBook.Sides sides,
      long last,
      long previous,
      long atMillis) {
    ObjectNode message = message(topic).put("action", action);
    ObjectNode row = message.putArray("data").addObject();
    Json.levels(row, "asks", sides.asks(), "0", "1");
    Json.levels(row, "bids", sides.bids(), "0", "1");
    row.put("ts", Long.toString(atMillis))
        .put("checksum", 0)
        .put("seqId", last)
        .put("prevSeqId", previous);
    return message.toString();
  }

  private static ObjectNode message(String topic) {
    ObjectNode message = Json.object();
    argument(message, topic);
    return message;
  }

  private static void argument(ObjectNode message, String topic) {
    int colon = topic.indexOf(':');
    message
        .putObject("arg")
        .put("channel", topic.substring(0, colon))
        .put("instId", topic.substring(colon + 1));
  }

  private static String millis(long micros) {
    return Long.toString(micros / MICROS_PER_MILLI);
  }
}
