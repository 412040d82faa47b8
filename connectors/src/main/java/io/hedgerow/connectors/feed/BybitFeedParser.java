package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.Sequencing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Bybit v5, one parser per market, because the markets share symbols: order books, trades, tickers
 * and the REST answers about books and funding (NET-1, NET-4).
 *
 * <p>Update IDs count up by one per message. A message of type snapshot replaces the book, and so
 * does update 1, which says that the service restarted. A ticker delta holds only what changed: one
 * without the rate says nothing of funding.
 */
public final class BybitFeedParser extends JsonFeedParser {

  /** Bybit's markets; the catalogue's symbols start with their name. */
  public enum Category {
    SPOT,
    LINEAR,
    INVERSE;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String VENUE = "BYBIT";
  private static final long RESTART_UPDATE = 1;
  private static final int MAX_DEPTH = 1_000;
  private static final long MAX_INTERVAL_HOURS = 24 * 7;

  private final Category category;

  /** A parser of one market. */
  public BybitFeedParser(InstrumentCatalog catalog, Category category) {
    super(catalog);
    this.category = category;
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.has("topic")) {
      return pushed(root, message);
    }
    if (root.has("retCode")) {
      return answered(root, message);
    }
    if (root.has("op") || root.has("success")) {
      return ignored("answer to a subscription");
    }
    throw FeedJson.malformed("no message of " + VENUE, message.payload());
  }

  private FeedResult pushed(JsonNode root, RawMessage message) throws FeedRejection {
    String topic = FeedJson.text(root, "topic");
    String kind = topic.substring(0, Math.max(topic.indexOf('.'), 0));
    return switch (kind) {
      case "orderbook" -> book(root, depth(topic), message);
      case "publicTrade" -> trades(root, message);
      case "tickers" -> ticker(root, message);
      default -> ignoredType(topic);
    };
  }

  private FeedResult book(JsonNode root, int depth, RawMessage message) throws FeedRejection {
    JsonNode data = FeedJson.object(root, "data");
    long update = FeedJson.whole(data, "u", 0);
    BookPosition at =
        switch (FeedJson.text(root, "type")) {
          case "snapshot" -> BookPosition.restart(Sequencing.RANGE, update);
          case "delta" ->
              update == RESTART_UPDATE
                  ? BookPosition.restart(Sequencing.RANGE, update)
                  : BookPosition.range(update, update);
          default -> throw FeedJson.invalid("type", "snapshot or delta", root.path("type"));
        };
    return records(
        recordsOf(data, "s", FeedJson.micros(root, "ts"), message)
            .book(at, depth, Levels.ofArrays(data, "b"), Levels.ofArrays(data, "a")));
  }

  private FeedResult trades(JsonNode root, RawMessage message) throws FeedRejection {
    List<SpecificRecord> trades = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "data")) {
      trades.add(
          recordsOf(row, "s", FeedJson.micros(row, "T"), message)
              .trade(
                  FeedJson.text(row, "i"),
                  FeedJson.priceE8(row.path("p"), "p"),
                  FeedJson.quantityE8(row.path("v"), "v"),
                  aggressor(row, "S", "Buy", "Sell")));
    }
    return recordsOr("no trades", trades);
  }

  private FeedResult ticker(JsonNode root, RawMessage message) throws FeedRejection {
    JsonNode data = FeedJson.object(root, "data");
    MarketRecords records = recordsOf(data, "symbol", FeedJson.micros(root, "ts"), message);
    return recordsOr("ticker without funding and mark price", current(records, data));
  }

  private FeedResult answered(JsonNode root, RawMessage message) throws FeedRejection {
    if (FeedJson.whole(root, "retCode", 0) != 0) {
      return ignored("error answer");
    }
    JsonNode result = FeedJson.object(root, "result");
    if (result.has("category") && !category.text().equals(FeedJson.text(result, "category"))) {
      throw FeedJson.invalid("category", category.text(), result.path("category").asText());
    }
    if (result.has("b") && result.has("a")) {
      return snapshot(result, message);
    }
    return result.has("list") ? funding(root, result, message) : ignored("answer without funding");
  }

  private FeedResult snapshot(JsonNode result, RawMessage message) throws FeedRejection {
    MarketRecords records = recordsOf(result, "s", FeedJson.micros(result, "ts"), message);
    return records(
        records.book(
            BookPosition.snapshot(Sequencing.RANGE, FeedJson.whole(result, "u", 0)),
            records.instrument().snapshotDepth(),
            Levels.ofArrays(result, "b"),
            Levels.ofArrays(result, "a")));
  }

  private FeedResult funding(JsonNode root, JsonNode result, RawMessage message)
      throws FeedRejection {
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode row : FeedJson.array(result, "list")) {
      boolean settled = row.has("fundingRateTimestamp");
      if (!settled && !row.has("fundingRate")) {
        return ignored("list without funding");
      }
      Optional<Instrument> known = knownInstrument(VENUE, qualified(FeedJson.text(row, "symbol")));
      if (known.isPresent()) {
        long venueTimeMicros = settled ? MarketRecords.NO_TIME : FeedJson.micros(root, "time");
        MarketRecords of =
            new MarketRecords(known.get(), message.receivedAtMicros(), venueTimeMicros);
        records.addAll(settled ? List.of(settled(of, row)) : current(of, row));
      }
    }
    return recordsOr("unknown symbols", records);
  }

  private static SpecificRecord settled(MarketRecords records, JsonNode row) throws FeedRejection {
    return records.settledFunding(
        FundingTerms.of(
            FeedJson.roundedE8(row, "fundingRate"), FeedJson.micros(row, "fundingRateTimestamp")));
  }

  private static List<SpecificRecord> current(MarketRecords records, JsonNode data)
      throws FeedRejection {
    PerpetualPrices prices = PerpetualPrices.read(data, "markPrice", "indexPrice");
    List<SpecificRecord> all = new ArrayList<>();
    if (FeedJson.says(data, "fundingRate")) {
      long fundingTimeMicros =
          FeedJson.says(data, "nextFundingTime")
              ? FeedJson.micros(data, "nextFundingTime")
              : MarketRecords.NO_TIME;
      all.add(
          records.currentFunding(
              FundingTerms.of(FeedJson.roundedE8(data, "fundingRate"), fundingTimeMicros)
                  .withInterval(declaredIntervalMicros(data))
                  .withPrices(prices.markPriceE8(), prices.indexPriceE8())));
    }
    all.addAll(prices.references(records));
    return all;
  }

  private static Long declaredIntervalMicros(JsonNode data) throws FeedRejection {
    if (!FeedJson.says(data, "fundingIntervalHour")) {
      return null;
    }
    long hours = FeedJson.whole(data, "fundingIntervalHour", 1);
    if (hours > MAX_INTERVAL_HOURS) {
      throw FeedJson.invalid("fundingIntervalHour", "at most " + MAX_INTERVAL_HOURS, hours);
    }
    return Duration.ofHours(hours).toNanos() / 1_000;
  }

  private MarketRecords recordsOf(
      JsonNode data, String symbolField, long venueTimeMicros, RawMessage message)
      throws FeedRejection {
    return new MarketRecords(
        instrument(VENUE, qualified(FeedJson.text(data, symbolField))),
        message.receivedAtMicros(),
        venueTimeMicros);
  }

  private String qualified(String symbol) {
    return category.text() + "/" + symbol;
  }

  /** {@code orderbook.50.BTCUSDT}. */
  private static int depth(String topic) throws FeedRejection {
    String[] parts = topic.split("\\.", 3);
    try {
      int depth = parts.length == 3 ? Integer.parseInt(parts[1]) : 0;
      if (depth >= 1 && depth <= MAX_DEPTH) {
        return depth;
      }
    } catch (NumberFormatException e) {
      throw FeedJson.invalid("topic", "orderbook.<depth>.<symbol>", topic);
    }
    throw FeedJson.invalid("topic", "a depth from 1 to " + MAX_DEPTH, topic);
  }
}
