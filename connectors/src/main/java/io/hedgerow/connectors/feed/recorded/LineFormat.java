package io.hedgerow.connectors.feed.recorded;

import io.hedgerow.connectors.feed.FeedParser;
import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.Trade;
import org.apache.avro.specific.SpecificRecord;

/** How a recorder wrote a message down in a line. Implementations are stateless. */
interface LineFormat {

  /** Reads a line; {@code previousMicros} stands in for a time that it does not say. */
  RecordedMessage read(String line, long lineNumber, long previousMicros);

  /** {@code receive-time JSON}, for the stream of one symbol. */
  record Stamped(FeedParser parser, String symbol) implements LineFormat {

    /** Above this, a stamp counts nanoseconds: as microseconds it would be after the year 3000. */
    private static final long LATEST_MICROS = 32_503_680_000_000_000L;

    private static final int NANOS_PER_MICRO = 1_000;

    @Override
    public RecordedMessage read(String line, long lineNumber, long previousMicros) {
      int space = line.indexOf(' ');
      try {
        long stamp = Long.parseLong(line, 0, Math.max(space, 0), 10);
        long micros = stamp > LATEST_MICROS ? stamp / NANOS_PER_MICRO : stamp;
        String payload = line.substring(space + 1);
        FeedResult result = parser.parse(new RawMessage(payload, micros, symbol));
        return new RecordedMessage(lineNumber, micros, payload, result);
      } catch (NumberFormatException e) {
        FeedResult noStamp =
            new FeedResult.Rejected(
                DeadLetterReason.MALFORMED, "expected a time of receipt before the message");
        return new RecordedMessage(lineNumber, previousMicros, line, noStamp);
      }
    }
  }

  /** The message alone, with the time of receipt in it. */
  record Bare(FeedParser parser) implements LineFormat {

    @Override
    public RecordedMessage read(String line, long lineNumber, long previousMicros) {
      FeedResult result = parser.parse(RawMessage.ofStream(line, previousMicros));
      long micros =
          result instanceof FeedResult.Records records
              ? receivedAtMicros(records.records().get(0), previousMicros)
              : previousMicros;
      return new RecordedMessage(lineNumber, micros, line, result);
    }

    private static long receivedAtMicros(SpecificRecord record, long otherwise) {
      if (record instanceof BookUpdate book) {
        return book.getReceivedAtMicros();
      }
      return record instanceof Trade trade ? trade.getReceivedAtMicros() : otherwise;
    }
  }
}
