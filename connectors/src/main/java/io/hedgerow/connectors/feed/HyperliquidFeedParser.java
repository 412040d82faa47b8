package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.Sequencing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Hyperliquid: whole books, trades and funding, pushed and fetched (NET-1, NET-4).
 *
 * <p>Every book message is a whole book of 20 levels, ordered by its time. Funding is paid every
 * hour, by rule; the context of an asset does not say when next.
 */
public final class HyperliquidFeedParser extends JsonFeedParser {

  private static final String VENUE = "HYPERLIQUID";
  private static final long INTERVAL_MICROS = Duration.ofHours(1).toNanos() / 1_000;
  private static final int SIDES = 2;

  /** A parser of perpetuals and spot. */
  public HyperliquidFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.isArray()) {
      return list(root, message);
    }
    if (root.has("channel")) {
      return pushed(root, message);
    }
    if (root.has("levels")) {
      return book(root, message);
    }
    if (root.has("universe") || root.has("status")) {
      return ignored("answer without books and funding");
    }
    throw FeedJson.malformed("no message of " + VENUE, message.payload());
  }

  private FeedResult pushed(JsonNode root, RawMessage message) throws FeedRejection {
    String channel = FeedJson.text(root, "channel");
    return switch (channel) {
      case "l2Book" -> book(FeedJson.object(root, "data"), message);
      case "trades" -> trades(root, message);
      case "activeAssetCtx" -> context(FeedJson.object(root, "data"), message);
      default -> ignoredType(channel);
    };
  }

  private FeedResult book(JsonNode data, RawMessage message) throws FeedRejection {
    Instrument instrument = instrument(VENUE, FeedJson.text(data, "coin"));
    long timeMicros = FeedJson.micros(data, "time");
    JsonNode sides = FeedJson.array(data, "levels");
    if (sides.size() != SIDES) {
      throw FeedJson.invalid("levels", "bids and asks", sides.size() + " lists");
    }
    return records(
        new MarketRecords(instrument, message.receivedAtMicros(), timeMicros)
            .book(
                BookPosition.snapshot(Sequencing.UNSEQUENCED, timeMicros),
                instrument.streamDepth(),
                Levels.ofObjects(sides.get(0), "px", "sz"),
                Levels.ofObjects(sides.get(1), "px", "sz")));
  }

  private FeedResult trades(JsonNode root, RawMessage message) throws FeedRejection {
    List<SpecificRecord> trades = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "data")) {
      trades.add(
          new MarketRecords(
                  instrument(VENUE, FeedJson.text(row, "coin")),
                  message.receivedAtMicros(),
                  FeedJson.micros(row, "time"))
              .trade(
                  Long.toString(FeedJson.whole(row, "tid", 0)),
                  FeedJson.priceE8(row.path("px"), "px"),
                  FeedJson.quantityE8(row.path("sz"), "sz"),
                  aggressor(row, "side", "B", "A")));
    }
    return recordsOr("no trades", trades);
  }

  private FeedResult context(JsonNode data, RawMessage message) throws FeedRejection {
    Instrument instrument = instrument(VENUE, FeedJson.text(data, "coin"));
    return recordsOr(
        "asset without funding", current(instrument, FeedJson.object(data, "ctx"), message));
  }

  private FeedResult list(JsonNode list, RawMessage message) throws FeedRejection {
    if (list.size() == 2 && list.get(0).has("universe")) {
      return contexts(FeedJson.array(list.get(0), "universe"), list.get(1), message);
    }
    if (list.path(0).has("fundingRate")) {
      return settled(list, message);
    }
    return ignored("list without funding");
  }

  /** Names and contexts stand in two lists and belong together by position. */
  private FeedResult contexts(JsonNode universe, JsonNode contexts, RawMessage message)
      throws FeedRejection {
    FeedJson.array(contexts, "contexts", "a list");
    List<SpecificRecord> records = new ArrayList<>();
    for (int i = 0; i < contexts.size(); i++) {
      if (!contexts.get(i).has("funding")) {
        continue;
      }
      if (universe.size() != contexts.size()) {
        throw FeedJson.invalid(
            "contexts", universe.size() + ", as in the universe", contexts.size());
      }
      Optional<Instrument> known = knownInstrument(VENUE, FeedJson.text(universe.get(i), "name"));
      if (known.isPresent()) {
        records.addAll(current(known.get(), contexts.get(i), message));
      }
    }
    return recordsOr("no known asset with funding", records);
  }

  private static List<SpecificRecord> current(
      Instrument instrument, JsonNode context, RawMessage message) throws FeedRejection {
    if (!FeedJson.says(context, "funding")) {
      return List.of();
    }
    MarketRecords records =
        new MarketRecords(instrument, message.receivedAtMicros(), MarketRecords.NO_TIME);
    PerpetualPrices prices = PerpetualPrices.read(context, "markPx", "oraclePx");
    List<SpecificRecord> all = new ArrayList<>();
    all.add(
        records.currentFunding(
            FundingTerms.of(FeedJson.roundedE8(context, "funding"), MarketRecords.NO_TIME)
                .withInterval(INTERVAL_MICROS)
                .withPrices(prices.markPriceE8(), prices.indexPriceE8())));
    all.addAll(prices.references(records));
    return all;
  }

  private FeedResult settled(JsonNode list, RawMessage message) throws FeedRejection {
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode row : list) {
      Optional<Instrument> known = knownInstrument(VENUE, FeedJson.text(row, "coin"));
      if (known.isPresent()) {
        records.add(
            new MarketRecords(known.get(), message.receivedAtMicros(), MarketRecords.NO_TIME)
                .settledFunding(
                    FundingTerms.of(
                            FeedJson.roundedE8(row, "fundingRate"), FeedJson.micros(row, "time"))
                        .withInterval(INTERVAL_MICROS)));
      }
    }
    return recordsOr("unknown symbols", records);
  }
}
