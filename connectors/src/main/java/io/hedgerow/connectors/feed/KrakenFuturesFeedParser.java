package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.Sequencing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Kraken futures: order books, trades and funding, pushed and fetched (NET-1, NET-4).
 *
 * <p>Book messages count up by one and change one level each. Of the funding rates only the
 * relative ones are fractions: the absolute ones, the only ones in the REST tickers, are passed
 * over. The interval is not documented, hence not declared. A fetched book has no sequence: it is
 * ordered by the server's time, for a feed that polls whole books and has no stream beside it.
 */
public final class KrakenFuturesFeedParser extends JsonFeedParser {

  private static final String VENUE = "KRAKEN-FUTURES";

  /** A parser of all futures. */
  public KrakenFuturesFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.has("event")) {
      return ignored("answer to a subscription");
    }
    if (root.has("feed")) {
      return pushed(root, message);
    }
    if (root.has("result")) {
      return answered(root, message);
    }
    throw FeedJson.malformed("no message of " + VENUE, message.payload());
  }

  private FeedResult pushed(JsonNode root, RawMessage message) throws FeedRejection {
    String feed = FeedJson.text(root, "feed");
    return switch (feed) {
      case "book_snapshot" -> wholeBook(root, message);
      case "book" -> delta(root, message);
      case "trade" -> records(trade(root, FeedJson.text(root, "product_id"), message));
      case "ticker" -> ticker(root, message);
      default -> ignoredType(feed);
    };
  }

  private FeedResult wholeBook(JsonNode root, RawMessage message) throws FeedRejection {
    MarketRecords records = recordsOf(root, "timestamp", message);
    return records(
        records.book(
            BookPosition.restart(Sequencing.RANGE, FeedJson.whole(root, "seq", 0)),
            records.instrument().streamDepth(),
            Levels.ofObjects(root, "bids", "price", "qty"),
            Levels.ofObjects(root, "asks", "price", "qty")));
  }

  private FeedResult delta(JsonNode root, RawMessage message) throws FeedRejection {
    MarketRecords records = recordsOf(root, "timestamp", message);
    long sequence = FeedJson.whole(root, "seq", 0);
    List<BookLevel> changed = List.of(Levels.ofObject(root, "price", "qty"));
    boolean bid =
        switch (FeedJson.text(root, "side")) {
          case "buy" -> true;
          case "sell" -> false;
          default -> throw FeedJson.invalid("side", "buy or sell", root.path("side"));
        };
    return records(
        records.book(
            BookPosition.range(sequence, sequence),
            records.instrument().streamDepth(),
            bid ? changed : List.of(),
            bid ? List.of() : changed));
  }

  private SpecificRecord trade(JsonNode row, String symbol, RawMessage message)
      throws FeedRejection {
    return new MarketRecords(
            instrument(VENUE, symbol), message.receivedAtMicros(), FeedJson.micros(row, "time"))
        .trade(
            FeedJson.text(row, "uid"),
            FeedJson.priceE8(row.path("price"), "price"),
            FeedJson.quantityE8(row.path("qty"), "qty"),
            aggressor(row, "side", "buy", "sell"));
  }

  private FeedResult ticker(JsonNode root, RawMessage message) throws FeedRejection {
    MarketRecords records = recordsOf(root, "time", message);
    PerpetualPrices prices = PerpetualPrices.read(root, "markPrice", "index");
    List<SpecificRecord> all = new ArrayList<>();
    if (FeedJson.says(root, "relative_funding_rate")) {
      all.add(records.currentFunding(terms(root, prices)));
    }
    all.addAll(prices.references(records));
    return recordsOr("ticker without funding and mark price", all);
  }

  private static FundingTerms terms(JsonNode root, PerpetualPrices prices) throws FeedRejection {
    Long predictedE8 =
        FeedJson.says(root, "relative_funding_rate_prediction")
            ? FeedJson.roundedE8(root, "relative_funding_rate_prediction")
            : null;
    long fundingTimeMicros =
        FeedJson.says(root, "next_funding_rate_time")
            ? FeedJson.micros(root, "next_funding_rate_time")
            : MarketRecords.NO_TIME;
    return FundingTerms.of(FeedJson.roundedE8(root, "relative_funding_rate"), fundingTimeMicros)
        .withPredictedRate(predictedE8)
        .withPrices(prices.markPriceE8(), prices.indexPriceE8());
  }

  private FeedResult answered(JsonNode root, RawMessage message) throws FeedRejection {
    if (!"success".equals(FeedJson.text(root, "result"))) {
      return ignored("error answer");
    }
    if (root.has("orderBook")) {
      return fetchedBook(root, message);
    }
    if (root.has("rates")) {
      return settled(root, message);
    }
    return root.has("tickers") ? tickers(root, message) : ignored("answer without funding");
  }

  private FeedResult fetchedBook(JsonNode root, RawMessage message) throws FeedRejection {
    Instrument instrument = instrument(VENUE, askedSymbol(message));
    long serverTimeMicros = FeedJson.isoMicros(root, "serverTime");
    JsonNode book = FeedJson.object(root, "orderBook");
    return records(
        new MarketRecords(instrument, message.receivedAtMicros(), serverTimeMicros)
            .book(
                BookPosition.snapshot(Sequencing.UNSEQUENCED, serverTimeMicros),
                instrument.snapshotDepth(),
                Levels.ofArrays(book, "bids"),
                Levels.ofArrays(book, "asks")));
  }

  private FeedResult settled(JsonNode root, RawMessage message) throws FeedRejection {
    Instrument instrument = instrument(VENUE, askedSymbol(message));
    MarketRecords of =
        new MarketRecords(instrument, message.receivedAtMicros(), MarketRecords.NO_TIME);
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "rates")) {
      records.add(
          of.settledFunding(
              FundingTerms.of(
                  FeedJson.roundedE8(row, "relativeFundingRate"),
                  FeedJson.isoMicros(row, "timestamp"))));
    }
    return recordsOr("no rates", records);
  }

  private FeedResult tickers(JsonNode root, RawMessage message) throws FeedRejection {
    long serverTimeMicros = FeedJson.isoMicros(root, "serverTime");
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "tickers")) {
      Optional<Instrument> known = knownInstrument(VENUE, FeedJson.text(row, "symbol"));
      if (known.isPresent()) {
        records.addAll(
            PerpetualPrices.read(row, "markPrice", "indexPrice")
                .references(
                    new MarketRecords(known.get(), message.receivedAtMicros(), serverTimeMicros)));
      }
    }
    return recordsOr("unknown symbols", records);
  }

  private MarketRecords recordsOf(JsonNode root, String timeField, RawMessage message)
      throws FeedRejection {
    return new MarketRecords(
        instrument(VENUE, FeedJson.text(root, "product_id")),
        message.receivedAtMicros(),
        FeedJson.micros(root, timeField));
  }
}
