package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.Sequencing;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Kraken spot, websocket v2: order books and trades (NET-1).
 *
 * <p>There are no sequence numbers: each message carries the CRC32 of the top ten levels after it,
 * and the receiver cuts the book to the subscribed depth itself. REST books have neither and cannot
 * be placed in the stream, so they are ignored.
 */
public final class KrakenFeedParser extends JsonFeedParser {

  private static final String VENUE = "KRAKEN";
  private static final long MAX_CRC32 = 0xFFFF_FFFFL;

  /** A parser of spot pairs. */
  public KrakenFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = read(message);
    if (root.has("channel")) {
      String channel = FeedJson.text(root, "channel");
      return switch (channel) {
        case "book" -> books(root, message);
        case "trade" -> trades(root, message);
        default -> ignoredType(channel);
      };
    }
    if (root.has("method")) {
      return ignored("answer to a subscription");
    }
    if (root.has("error") && root.has("result")) {
      return ignored("REST answer, which has no place in the stream");
    }
    throw FeedJson.malformed("no message of " + VENUE, message.payload());
  }

  private FeedResult books(JsonNode root, RawMessage message) throws FeedRejection {
    BookPosition at =
        switch (FeedJson.text(root, "type")) {
          case "snapshot" -> BookPosition.restart(Sequencing.UNSEQUENCED, BookPosition.NONE);
          case "update" -> BookPosition.unnumbered();
          default -> throw FeedJson.invalid("type", "snapshot or update", root.path("type"));
        };
    List<SpecificRecord> books = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "data")) {
      books.add(book(row, at, message));
    }
    return recordsOr("no books", books);
  }

  private SpecificRecord book(JsonNode row, BookPosition at, RawMessage message)
      throws FeedRejection {
    MarketRecords records = recordsOf(row, message);
    long checksum = FeedJson.whole(row, "checksum", 0);
    if (checksum > MAX_CRC32) {
      throw FeedJson.invalid("checksum", "a CRC32, at most " + MAX_CRC32, checksum);
    }
    return records.book(
        at,
        records.instrument().streamDepth(),
        checksum,
        Levels.ofObjects(row, "bids", "price", "qty"),
        Levels.ofObjects(row, "asks", "price", "qty"));
  }

  private FeedResult trades(JsonNode root, RawMessage message) throws FeedRejection {
    List<SpecificRecord> trades = new ArrayList<>();
    for (JsonNode row : FeedJson.array(root, "data")) {
      trades.add(
          recordsOf(row, message)
              .trade(
                  Long.toString(FeedJson.whole(row, "trade_id", 0)),
                  FeedJson.priceE8(row.path("price"), "price"),
                  FeedJson.quantityE8(row.path("qty"), "qty"),
                  aggressor(row, "side", "buy", "sell")));
    }
    return recordsOr("no trades", trades);
  }

  private MarketRecords recordsOf(JsonNode row, RawMessage message) throws FeedRejection {
    long venueTimeMicros =
        FeedJson.says(row, "timestamp")
            ? FeedJson.isoMicros(row, "timestamp")
            : MarketRecords.NO_TIME;
    return new MarketRecords(
        instrument(VENUE, FeedJson.text(row, "symbol")),
        message.receivedAtMicros(),
        venueTimeMicros);
  }
}
