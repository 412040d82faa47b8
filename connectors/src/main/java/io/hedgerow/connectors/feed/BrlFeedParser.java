package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.Sequencing;

/**
 * The recorded BTC/BRL books of two venues: whole books, ordered by the recorder's clock, which is
 * the time of receipt that counts; the venues' own time is not recorded (NET-1).
 */
public final class BrlFeedParser extends JsonFeedParser {

  private static final String VENUE_PREFIX = "BRL-";
  private static final String SYMBOL = "BTCBRL";

  /** A parser of both venues. */
  public BrlFeedParser(InstrumentCatalog catalog) {
    super(catalog);
  }

  @Override
  FeedResult translate(RawMessage message) throws FeedRejection {
    JsonNode root = FeedJson.read(message.payload());
    Instrument instrument = instrument(VENUE_PREFIX + FeedJson.text(root, "exchange"), SYMBOL);
    long receivedAtMicros = FeedJson.microsOfSeconds(root, "timestamp");
    checkReceipt(receivedAtMicros);
    return records(
        new MarketRecords(instrument, receivedAtMicros, MarketRecords.NO_TIME)
            .book(
                BookPosition.snapshot(Sequencing.UNSEQUENCED, receivedAtMicros),
                instrument.streamDepth(),
                Levels.ofArrays(root, "bids"),
                Levels.ofArrays(root, "asks")));
  }
}
