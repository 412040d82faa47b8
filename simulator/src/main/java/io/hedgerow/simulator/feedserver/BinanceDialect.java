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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Binance spot and USDⓈ-M futures. */
final class BinanceDialect implements FeedDialect {

  private static final int MICROS_PER_MILLI = 1_000;

  private final boolean futures;

  BinanceDialect(boolean futures) {
    this.futures = futures;
  }

  @Override
  public SimulatedVenue source() {
    return SimulatedVenue.SIM_ALPHA;
  }

  @Override
  public boolean trades(SimulatedInstrument instrument) {
    return instrument.perpetual() == futures;
  }

  @Override
  public String symbol(SimulatedInstrument instrument) {
    return instrument.asset().symbol() + "USDT";
  }

  @Override
  public List<String> paths() {
    return futures ? List.of("/public/stream", "/market/stream") : List.of("/stream");
  }

  @Override
  public int depth() {
    return 0;
  }

  /** The futures' numbers leave some out; only {@code pu} tells what a message follows. */
  @Override
  public int skippedUpdates() {
    return futures ? 7 : 0;
  }

  @Override
  public int updateStep() {
    return 0;
  }

  @Override
  public Optional<String> heartbeat(String text) {
    return Optional.empty();
  }

  @Override
  public Optional<Request> request(JsonNode message) {
    String method = message.path("method").asText();
    boolean subscribe = method.equals("SUBSCRIBE");
    return subscribe || method.equals("UNSUBSCRIBE")
        ? Optional.of(
            new Request(subscribe, Json.texts(message.path("params")), message.path("id").asText()))
        : Optional.empty();
  }

  @Override
  public Optional<Topic> topic(String path, String name) {
    int at = name.indexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    String symbol = name.substring(0, at).toUpperCase(Locale.ROOT);
    return switch (name.substring(at + 1)) {
      case "depth", "depth@100ms" -> Optional.of(new Topic(name, Kind.BOOK, symbol));
      case "trade" -> Optional.of(new Topic(name, Kind.TRADES, symbol));
      case "markPrice@1s" ->
          futures ? Optional.of(new Topic(name, Kind.PRICES, symbol)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Override
  public List<String> accepted(Request request) {
    ObjectNode answer = Json.object().putNull("result");
    return List.of(answer.put("id", Long.parseLong(request.id())).toString());
  }

  @Override
  public String refused(Request request, String name) {
    ObjectNode answer = Json.object();
    answer.putObject("error").put("code", 2).put("msg", "Invalid request: unknown stream " + name);
    return answer.put("id", Long.parseLong(request.id())).toString();
  }

  @Override
  public Optional<String> whole(String topic, ServedBook book, long atMillis) {
    return Optional.empty();
  }

  @Override
  public String change(String topic, String symbol, ServedBook.Change change, long atMillis) {
    ObjectNode message = Json.object().put("stream", topic);
    ObjectNode data = event(message, "depthUpdate", symbol, atMillis);
    if (futures) {
      data.put("T", atMillis);
    }
    data.put("U", change.first()).put("u", change.last());
    if (futures) {
      data.put("pu", change.previous());
    }
    Json.levels(data, "b", change.changed().bids());
    Json.levels(data, "a", change.changed().asks());
    return message.toString();
  }

  @Override
  public String trade(String topic, String symbol, Trade trade) {
    ObjectNode message = Json.object().put("stream", topic);
    long atMillis = trade.getVenueTimeMicros() / MICROS_PER_MILLI;
    ObjectNode data = event(message, "trade", symbol, atMillis);
    data.put("t", Long.parseLong(trade.getTradeId()))
        .put("p", E8.toDecimal(trade.getPriceE8()))
        .put("q", E8.toDecimal(trade.getQuantityE8()))
        .put("T", atMillis)
        .put("m", trade.getAggressor() == Aggressor.SELL);
    if (futures) {
      data.put("X", "MARKET");
    }
    return message.toString();
  }

  @Override
  public Optional<String> prices(String topic, String symbol, FundingUpdate funding) {
    ObjectNode message = Json.object().put("stream", topic);
    event(message, "markPriceUpdate", symbol, funding.getVenueTimeMicros() / MICROS_PER_MILLI)
        .put("p", E8.toDecimal(funding.getMarkPriceE8()))
        .put("i", E8.toDecimal(funding.getIndexPriceE8()))
        .put("r", E8.toDecimal(funding.getRateE8()))
        .put("T", funding.getFundingTimeMicros() / MICROS_PER_MILLI);
    return Optional.of(message.toString());
  }

  @Override
  public Optional<String> bookPath() {
    return Optional.of(futures ? "/fapi/v1/depth" : "/api/v3/depth");
  }

  @Override
  public String fetched(ServedBook book, long atMillis) {
    ObjectNode answer = Json.object().put("lastUpdateId", book.sequence());
    if (futures) {
      answer.put("E", atMillis).put("T", atMillis);
    }
    ServedBook.Sides sides = book.shown();
    Json.levels(answer, "bids", sides.bids());
    Json.levels(answer, "asks", sides.asks());
    return answer.toString();
  }

  @Override
  public OptionalLong restartsAt() {
    return OptionalLong.empty();
  }

  @Override
  public String restarted(String topic, ServedBook book, long before, long atMillis) {
    throw new UnsupportedOperationException("Binance closes its links");
  }

  private static ObjectNode event(ObjectNode message, String type, String symbol, long atMillis) {
    return message.putObject("data").put("e", type).put("E", atMillis).put("s", symbol);
  }
}
