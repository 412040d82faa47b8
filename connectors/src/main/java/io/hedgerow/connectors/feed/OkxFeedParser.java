package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.Sequencing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * OKX v5: order books, trades, funding, mark and index prices, pushed and fetched (NET-1, NET-4).
 *
 * <p>Each book message names the one before it; {@code prevSeqId} -1 stands at a whole book. The
 * checksum is passed over: OKX has sent 0 since June 2026. The declared funding interval is the
 * time between the next two payments.
 */
public final class OkxFeedParser extends JsonFeedParser {

  private static final String VENUE = "OKX";
  private static final long WHOLE_BOOK = -1;
  private static final int FULL_CHANNEL_DEPTH = 400;
  private static final int SHALLOW_CHANNEL_DEPTH = 50;
  private static final long MAX_INTERVAL_MICROS = Duration.ofDays(7).toNanos() / 1_000;

  /** Translates one row of {@code data}. */
  private interface Row {
    List<SpecificRecord> translate(JsonNode row, RawMessage message) throws FeedRejection;
  }

  /** A parser of all instrument types. */
  public OkxFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.has("event")) {
      return ignored("answer to a subscription");
    }
    if (root.has("arg")) {
      return pushed(root, FeedJson.object(root, "arg"), message);
    }
    if (root.has("code") && root.has("data")) {
      return answered(root, message);
    }
    throw FeedJson.malformed("no message of " + VENUE, message.payload());
  }

  private FeedResult pushed(JsonNode root, JsonNode arg, RawMessage message) throws FeedRejection {
    String channel = FeedJson.text(arg, "channel");
    return switch (channel) {
      case "books", "books-l2-tbt" -> books(root, arg, FULL_CHANNEL_DEPTH, message);
      case "books50-l2-tbt" -> books(root, arg, SHALLOW_CHANNEL_DEPTH, message);
      case "trades", "trades-all" -> rows(root, message, this::trade);
      case "funding-rate" -> rows(root, message, this::currentFunding);
      case "mark-price" -> rows(root, message, this::markPrice);
      case "index-tickers" -> rows(root, message, this::indexPrice);
      default -> ignoredType(channel);
    };
  }

  private FeedResult answered(JsonNode root, RawMessage message) throws FeedRejection {
    if (FeedJson.whole(root, "code", 0) != 0) {
      return ignored("error answer");
    }
    JsonNode sample = FeedJson.array(root, "data").path(0);
    if (sample.has("bids") && sample.has("asks")) {
      return rows(root, message, this::fetchedBook);
    }
    if (sample.has("realizedRate")) {
      return rows(root, message, this::settledFunding);
    }
    if (sample.has("fundingRate")) {
      return rows(root, message, this::currentFunding);
    }
    if (sample.has("markPx")) {
      return rows(root, message, this::markPrice);
    }
    if (sample.has("idxPx")) {
      return rows(root, message, this::indexPrice);
    }
    return ignored("answer without books, funding and prices");
  }

  private static FeedResult rows(JsonNode root, RawMessage message, Row row) throws FeedRejection {
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode content : FeedJson.array(root, "data")) {
      records.addAll(row.translate(content, message));
    }
    return recordsOr("unknown symbols", records);
  }

  private FeedResult books(JsonNode root, JsonNode arg, int depth, RawMessage message)
      throws FeedRejection {
    Instrument instrument = instrument(VENUE, FeedJson.text(arg, "instId"));
    String action = root.has("action") ? FeedJson.text(root, "action") : "";
    return rows(
        root, message, (row, of) -> List.of(pushedBook(row, instrument, action, depth, of)));
  }

  private static SpecificRecord pushedBook(
      JsonNode row, Instrument instrument, String action, int depth, RawMessage message)
      throws FeedRejection {
    long previous = FeedJson.whole(row, "prevSeqId", WHOLE_BOOK);
    long last = FeedJson.whole(row, "seqId", 0);
    boolean whole =
        switch (action) {
          case "snapshot" -> true;
          case "update" -> false;
          case "" -> previous == WHOLE_BOOK;
          default -> throw FeedJson.invalid("action", "snapshot or update", action);
        };
    BookPosition at =
        whole
            ? BookPosition.restart(Sequencing.LINKED, last)
            : BookPosition.linked(BookPosition.NONE, last, previous);
    return at(instrument, row, message)
        .book(at, depth, Levels.ofArrays(row, "bids"), Levels.ofArrays(row, "asks"));
  }

  /** A fetched book does not name its instrument, and in older answers not its place either. */
  private List<SpecificRecord> fetchedBook(JsonNode row, RawMessage message) throws FeedRejection {
    Instrument instrument = instrument(VENUE, askedSymbol(message));
    BookPosition at =
        row.has("seqId")
            ? BookPosition.snapshot(Sequencing.LINKED, FeedJson.whole(row, "seqId", 0))
            : BookPosition.snapshot(Sequencing.UNSEQUENCED, FeedJson.micros(row, "ts"));
    return List.of(
        at(instrument, row, message)
            .book(
                at,
                instrument.snapshotDepth(),
                Levels.ofArrays(row, "bids"),
                Levels.ofArrays(row, "asks")));
  }

  private List<SpecificRecord> trade(JsonNode row, RawMessage message) throws FeedRejection {
    String tradeId = FeedJson.says(row, "tradeId") ? FeedJson.text(row, "tradeId") : "";
    return List.of(
        at(instrument(VENUE, FeedJson.text(row, "instId")), row, message)
            .trade(
                tradeId,
                FeedJson.priceE8(row.path("px"), "px"),
                FeedJson.quantityE8(row.path("sz"), "sz"),
                aggressor(row, "side", "buy", "sell")));
  }

  private List<SpecificRecord> currentFunding(JsonNode row, RawMessage message)
      throws FeedRejection {
    Optional<Instrument> known = known(row);
    if (known.isEmpty()) {
      return List.of();
    }
    long fundingTimeMicros = FeedJson.micros(row, "fundingTime");
    Long predictedE8 =
        FeedJson.says(row, "nextFundingRate") ? FeedJson.roundedE8(row, "nextFundingRate") : null;
    FundingTerms terms =
        FundingTerms.of(FeedJson.roundedE8(row, "fundingRate"), fundingTimeMicros)
            .withPredictedRate(predictedE8)
            .withInterval(declaredIntervalMicros(row, fundingTimeMicros));
    return List.of(at(known.get(), row, message).currentFunding(terms));
  }

  private List<SpecificRecord> settledFunding(JsonNode row, RawMessage message)
      throws FeedRejection {
    Optional<Instrument> known = known(row);
    if (known.isEmpty()) {
      return List.of();
    }
    String rateField = FeedJson.says(row, "realizedRate") ? "realizedRate" : "fundingRate";
    return List.of(
        new MarketRecords(known.get(), message.receivedAtMicros(), MarketRecords.NO_TIME)
            .settledFunding(
                FundingTerms.of(
                    FeedJson.roundedE8(row, rateField), FeedJson.micros(row, "fundingTime"))));
  }

  private List<SpecificRecord> markPrice(JsonNode row, RawMessage message) throws FeedRejection {
    return price(row, "markPx", ReferenceKind.MARK, message);
  }

  /** An index has the ID of the spot pair that it follows. */
  private List<SpecificRecord> indexPrice(JsonNode row, RawMessage message) throws FeedRejection {
    return price(row, "idxPx", ReferenceKind.INDEX, message);
  }

  private List<SpecificRecord> price(
      JsonNode row, String field, ReferenceKind kind, RawMessage message) throws FeedRejection {
    Optional<Instrument> known = known(row);
    return known.isEmpty()
        ? List.of()
        : List.of(
            at(known.get(), row, message).reference(kind, FeedJson.computedPriceE8(row, field)));
  }

  private Optional<Instrument> known(JsonNode row) throws FeedRejection {
    return knownInstrument(VENUE, FeedJson.text(row, "instId"));
  }

  private static MarketRecords at(Instrument instrument, JsonNode row, RawMessage message)
      throws FeedRejection {
    return new MarketRecords(instrument, message.receivedAtMicros(), FeedJson.micros(row, "ts"));
  }

  private static Long declaredIntervalMicros(JsonNode row, long fundingTimeMicros)
      throws FeedRejection {
    if (!FeedJson.says(row, "nextFundingTime")) {
      return null;
    }
    long interval = FeedJson.micros(row, "nextFundingTime") - fundingTimeMicros;
    return interval > 0 && interval <= MAX_INTERVAL_MICROS ? interval : null;
  }
}
