package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.Aggressor;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What all parsers share: the guarded door, finding instruments, and the taker's side. */
abstract class JsonFeedParser implements FeedParser {

  private static final int MAX_PAYLOAD_CHARS = 8 << 20;

  private final InstrumentCatalog catalog;

  JsonFeedParser(InstrumentCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public final FeedResult parse(RawMessage message) {
    try {
      checkSize(message.payload());
      return translate(message);
    } catch (FeedRejection e) {
      return e.toResult();
    }
  }

  /** Translates one message. */
  abstract FeedResult translate(RawMessage message) throws FeedRejection;

  /** The message as JSON, once its time of receipt is known to be possible. */
  static JsonNode read(RawMessage message) throws FeedRejection {
    checkReceipt(message.receivedAtMicros());
    return FeedJson.read(message.payload());
  }

  private static void checkSize(String payload) throws FeedRejection {
    if (payload.length() > MAX_PAYLOAD_CHARS) {
      throw new FeedRejection(
          DeadLetterReason.OVERSIZE,
          "expected at most " + MAX_PAYLOAD_CHARS + " characters, got " + payload.length());
    }
  }

  static void checkReceipt(long receivedAtMicros) throws FeedRejection {
    if (receivedAtMicros < InputTimes.EARLIEST_MICROS) {
      throw new FeedRejection(
          DeadLetterReason.IMPOSSIBLE_TIME,
          "expected a receipt since the year 2000 in µs, got " + receivedAtMicros);
    }
  }

  /** The instrument, which must be known: for messages about one instrument. */
  final Instrument instrument(String venue, String symbol) throws FeedRejection {
    Optional<Instrument> known = knownInstrument(venue, symbol);
    if (known.isEmpty()) {
      throw FeedJson.invalid("symbol", "one of the catalogue's for " + venue, symbol);
    }
    return known.get();
  }

  /** The instrument if it is known: for messages about many, of which we trade some. */
  final Optional<Instrument> knownInstrument(String venue, String symbol) {
    return catalog.find(venue, symbol);
  }

  /** The symbol for an answer that does not repeat what it was asked for. */
  static String askedSymbol(RawMessage message) throws FeedRejection {
    if (message.symbol().isEmpty()) {
      throw FeedJson.invalid("symbol", "one in the message or with it", "nothing");
    }
    return message.symbol();
  }

  /** The taker's side, as the venue writes it in this field. */
  static Aggressor aggressor(JsonNode row, String field, String buy, String sell)
      throws FeedRejection {
    return aggressor(FeedJson.text(row, field), field, buy, sell);
  }

  /** The taker's side that was read from this field. */
  static Aggressor aggressor(String side, String field, String buy, String sell)
      throws FeedRejection {
    if (side.equals(buy)) {
      return Aggressor.BUY;
    }
    if (side.equals(sell)) {
      return Aggressor.SELL;
    }
    throw FeedJson.invalid(field, buy + " or " + sell, side);
  }

  static FeedResult records(SpecificRecord... records) {
    return new FeedResult.Records(List.of(records));
  }

  /** The records of a message about many instruments. */
  static FeedResult recordsOr(String reasonIfNone, List<SpecificRecord> records) {
    return records.isEmpty() ? ignored(reasonIfNone) : new FeedResult.Records(records);
  }

  static FeedResult ignored(String reason) {
    return new FeedResult.Ignored(reason);
  }

  /** A message of a known form whose type has no record. */
  static FeedResult ignoredType(String type) {
    return new FeedResult.Ignored("message type " + FeedRejection.quote(type));
  }
}
