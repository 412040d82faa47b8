package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.Sequencing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Binance, one parser per market: combined and raw stream messages, depth snapshots, and the REST
 * answers about funding (NET-1, NET-4).
 *
 * <p>Spot deltas carry the range {@code U..u}; futures deltas also name the one before ({@code
 * pu}). Snapshots of spot and USDⓈ-M do not name their symbol: it comes with the {@link
 * RawMessage}.
 */
public final class BinanceFeedParser extends JsonFeedParser {

  /** Binance's markets, each a venue of its own. */
  public enum Market {
    SPOT("BINANCE", Sequencing.RANGE),
    USDM("BINANCE-USDM", Sequencing.LINKED),
    COINM("BINANCE-COINM", Sequencing.LINKED);

    private final String venue;
    private final Sequencing sequencing;

    Market(String venue, Sequencing sequencing) {
      this.venue = venue;
      this.sequencing = sequencing;
    }

    /** The venue ID. */
    public String venue() {
      return venue;
    }
  }

  private static final int STREAM_UNLIMITED = 0;
  private static final String BEST_BID_AND_ASK = "best bid and ask";
  private static final String FULL_DEPTH = "depth";

  private final Market market;
  private final Map<String, Long> declaredIntervalsMicros;
  private final Long usualIntervalMicros;

  /** A parser that does not know the declared funding intervals. */
  public BinanceFeedParser(InstrumentCatalog catalog, Market market) {
    super(catalog);
    this.market = market;
    this.declaredIntervalsMicros = Map.of();
    this.usualIntervalMicros = null;
  }

  /** A parser that declares the funding intervals that Binance published. */
  public BinanceFeedParser(
      InstrumentCatalog catalog, Market market, BinanceFundingIntervals intervals) {
    super(catalog);
    this.market = market;
    this.declaredIntervalsMicros = intervals.adjustedMicros();
    this.usualIntervalMicros = BinanceFundingIntervals.USUAL_MICROS;
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.isArray()) {
      return restList(root, message);
    }
    if (!root.has("stream")) {
      return single(root, message);
    }
    if (isPartialDepth(FeedJson.text(root, "stream"))) {
      return ignored("partial depth stream");
    }
    return single(FeedJson.object(root, "data"), message);
  }

  private FeedResult single(JsonNode data, RawMessage message) throws FeedRejection {
    if (data.has("e")) {
      return event(FeedJson.text(data, "e"), data, message);
    }
    if (data.has("lastUpdateId")) {
      return snapshot(data, message);
    }
    if (data.has("lastFundingRate")) {
      return recordsOr("unknown symbol", premiumIndex(data, message));
    }
    if (BinanceBookTicker.isOne(data)) {
      return ignored(BEST_BID_AND_ASK);
    }
    if (data.has("result") && data.has("id")) {
      return ignored("answer to a subscription");
    }
    throw FeedJson.malformed("no message of " + market.venue, message.payload());
  }

  private FeedResult event(String type, JsonNode data, RawMessage message) throws FeedRejection {
    return switch (type) {
      case "depthUpdate" -> delta(data, message);
      case "trade" -> trade(data, message);
      case "markPriceUpdate" -> markPrice(data, message);
      case "bookTicker" -> ignored(BEST_BID_AND_ASK);
      default -> ignoredType(type);
    };
  }

  private FeedResult delta(JsonNode data, RawMessage message) throws FeedRejection {
    long first = FeedJson.whole(data, "U", 0);
    long last = FeedJson.whole(data, "u", 0);
    BookPosition at =
        market.sequencing == Sequencing.RANGE
            ? BookPosition.range(first, last)
            : BookPosition.linked(first, last, FeedJson.whole(data, "pu", 0));
    return records(
        recordsOf(data, "s", "E", message)
            .book(at, STREAM_UNLIMITED, Levels.ofArrays(data, "b"), Levels.ofArrays(data, "a")));
  }

  private FeedResult snapshot(JsonNode data, RawMessage message) throws FeedRejection {
    String symbol = data.has("symbol") ? FeedJson.text(data, "symbol") : askedSymbol(message);
    Instrument instrument = instrument(market.venue, symbol);
    long venueTimeMicros = data.has("E") ? FeedJson.micros(data, "E") : MarketRecords.NO_TIME;
    BookPosition at =
        BookPosition.snapshot(market.sequencing, FeedJson.whole(data, "lastUpdateId", 0));
    return records(
        new MarketRecords(instrument, message.receivedAtMicros(), venueTimeMicros)
            .book(
                at,
                instrument.snapshotDepth(),
                Levels.ofArrays(data, "bids"),
                Levels.ofArrays(data, "asks")));
  }

  private FeedResult trade(JsonNode data, RawMessage message) throws FeedRejection {
    if (data.has("X") && !"MARKET".equals(data.path("X").asText())) {
      return ignored("trade outside the market");
    }
    boolean buyerIsMaker = FeedJson.flag(data, "m");
    return records(
        recordsOf(data, "s", "T", message)
            .trade(
                Long.toString(FeedJson.whole(data, "t", 0)),
                FeedJson.priceE8(data.path("p"), "p"),
                FeedJson.quantityE8(data.path("q"), "q"),
                buyerIsMaker ? Aggressor.SELL : Aggressor.BUY));
  }

  private FeedResult markPrice(JsonNode data, RawMessage message) throws FeedRejection {
    MarketRecords records = recordsOf(data, "s", "E", message);
    PerpetualPrices prices = PerpetualPrices.read(data, "p", "i");
    return recordsOr("no price and no rate", current(records, data, "r", "T", prices));
  }

  private List<SpecificRecord> premiumIndex(JsonNode data, RawMessage message)
      throws FeedRejection {
    Optional<Instrument> known = knownInstrument(market.venue, FeedJson.text(data, "symbol"));
    if (known.isEmpty()) {
      return List.of();
    }
    MarketRecords records =
        new MarketRecords(known.get(), message.receivedAtMicros(), FeedJson.micros(data, "time"));
    PerpetualPrices prices = PerpetualPrices.read(data, "markPrice", "indexPrice");
    return current(records, data, "lastFundingRate", "nextFundingTime", prices);
  }

  private List<SpecificRecord> current(
      MarketRecords records,
      JsonNode data,
      String rateField,
      String timeField,
      PerpetualPrices prices)
      throws FeedRejection {
    List<SpecificRecord> all = new ArrayList<>();
    long fundingTimeMicros = FeedJson.micros(data, timeField);
    if (FeedJson.says(data, rateField) && fundingTimeMicros > 0) {
      all.add(
          records.currentFunding(
              FundingTerms.of(FeedJson.roundedE8(data, rateField), fundingTimeMicros)
                  .withInterval(declaredIntervalMicros(records.instrument()))
                  .withPrices(prices.markPriceE8(), prices.indexPriceE8())));
    }
    all.addAll(prices.references(records));
    return all;
  }

  private FeedResult restList(JsonNode list, RawMessage message) throws FeedRejection {
    if (list.isEmpty() || !list.get(0).isObject()) {
      return ignored("list without instruments");
    }
    JsonNode sample = list.get(0);
    if (sample.has("adjustedFundingRateCap")) {
      return ignored("funding intervals");
    }
    boolean history = sample.has("fundingTime") && sample.has("fundingRate");
    if (!history && !sample.has("lastFundingRate")) {
      return ignored("list without funding");
    }
    List<SpecificRecord> records = new ArrayList<>();
    for (JsonNode row : list) {
      records.addAll(history ? settled(row, message) : premiumIndex(row, message));
    }
    return recordsOr("unknown symbols", records);
  }

  private List<SpecificRecord> settled(JsonNode row, RawMessage message) throws FeedRejection {
    Optional<Instrument> known = knownInstrument(market.venue, FeedJson.text(row, "symbol"));
    if (known.isEmpty()) {
      return List.of();
    }
    FundingTerms terms =
        FundingTerms.of(FeedJson.roundedE8(row, "fundingRate"), FeedJson.micros(row, "fundingTime"))
            .withInterval(declaredIntervalMicros(known.get()))
            .withPrices(PerpetualPrices.read(row, "markPrice", "").markPriceE8(), null);
    return List.of(
        new MarketRecords(known.get(), message.receivedAtMicros(), MarketRecords.NO_TIME)
            .settledFunding(terms));
  }

  private Long declaredIntervalMicros(Instrument instrument) {
    return declaredIntervalsMicros.getOrDefault(instrument.symbol(), usualIntervalMicros);
  }

  private MarketRecords recordsOf(
      JsonNode data, String symbolField, String timeField, RawMessage message)
      throws FeedRejection {
    return new MarketRecords(
        instrument(market.venue, FeedJson.text(data, symbolField)),
        message.receivedAtMicros(),
        FeedJson.micros(data, timeField));
  }

  /** {@code btcusdt@depth5@100ms} is a cut book, {@code btcusdt@depth@100ms} the whole one. */
  private static boolean isPartialDepth(String stream) {
    int start = stream.indexOf('@') + 1 + FULL_DEPTH.length();
    return stream.startsWith(FULL_DEPTH, stream.indexOf('@') + 1)
        && start < stream.length()
        && Character.isDigit(stream.charAt(start));
  }
}
