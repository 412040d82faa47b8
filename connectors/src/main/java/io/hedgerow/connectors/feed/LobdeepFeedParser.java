package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hedgerow.schemas.market.Sequencing;

/**
 * The Binance books and trades of the "lobdeep" recording: whole books cut to 50 levels in JSON
 * lines, ordered by the venue's sequence, and trades in CSV rows (NET-1). Both carry the time of
 * receipt themselves.
 */
public final class LobdeepFeedParser extends JsonFeedParser {

  private static final int RECORDED_LEVELS = 50;
  private static final String CSV_HEADER_START = "ts_ms,exch_ts_ms,";
  private static final int RECEIVED_AT_MILLIS = 0;
  private static final int VENUE_TIME_MILLIS = 1;
  private static final int MARKET_TYPE = 3;
  private static final int SYMBOL = 4;
  private static final int TRADE_ID = 5;
  private static final int PRICE = 6;
  private static final int QUANTITY = 7;
  private static final int SIDE = 8;

  /** A parser of both markets and both kinds of files. */
  public LobdeepFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    if (message.payload().startsWith("{")) {
      return book(FeedJson.read(message.payload()));
    }
    if (message.payload().startsWith(CSV_HEADER_START)) {
      return ignored("header");
    }
    return trade(message.payload());
  }

  private FeedResult book(JsonNode root) throws FeedRejection {
    Instrument instrument =
        instrument(venue(FeedJson.text(root, "market_type")), FeedJson.text(root, "symbol"));
    long receivedAtMicros = FeedJson.micros(root, "ts_ms");
    checkReceipt(receivedAtMicros);
    return records(
        new MarketRecords(instrument, receivedAtMicros, FeedJson.micros(root, "exch_ts_ms"))
            .book(
                BookPosition.snapshot(Sequencing.UNSEQUENCED, FeedJson.whole(root, "seq", 0)),
                RECORDED_LEVELS,
                Levels.ofColumns(root, "bids_px", "bids_qty"),
                Levels.ofColumns(root, "asks_px", "asks_qty")));
  }

  private FeedResult trade(String row) throws FeedRejection {
    String[] cells = row.split(",", -1);
    if (cells.length <= SIDE) {
      throw FeedJson.malformed("no book and no trade", row);
    }
    Instrument instrument = instrument(venue(cells[MARKET_TYPE]), cells[SYMBOL]);
    long receivedAtMicros = FeedJson.microsOf(TextNode.valueOf(cells[RECEIVED_AT_MILLIS]), "ts_ms");
    checkReceipt(receivedAtMicros);
    return records(
        new MarketRecords(
                instrument,
                receivedAtMicros,
                FeedJson.microsOf(TextNode.valueOf(cells[VENUE_TIME_MILLIS]), "exch_ts_ms"))
            .trade(
                cells[TRADE_ID],
                FeedJson.priceE8(TextNode.valueOf(cells[PRICE]), "price"),
                FeedJson.quantityE8(TextNode.valueOf(cells[QUANTITY]), "qty"),
                aggressor(cells[SIDE], "side", "buy", "sell")));
  }

  private static String venue(String marketType) throws FeedRejection {
    return switch (marketType) {
      case "spot" -> BinanceFeedParser.Market.SPOT.venue();
      case "fut" -> BinanceFeedParser.Market.USDM.venue();
      default -> throw FeedJson.invalid("market_type", "spot or fut", marketType);
    };
  }
}
