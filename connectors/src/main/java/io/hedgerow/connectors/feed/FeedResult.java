package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.codec.DeadLetterReason;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What became of one raw message; nothing disappears without a word. */
public sealed interface FeedResult {

  /**
   * The message said something of instruments that we know.
   *
   * @param records at least one, in the order of the message
   */
  record Records(List<SpecificRecord> records) implements FeedResult {

    /** Keeps an unmodifiable copy. */
    public Records {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("no records: that is Ignored, with a reason");
      }
    }
  }

  /**
   * A well-formed message that has no record in the contract.
   *
   * @param reason a short constant text plus, at most, the message's type; fit to count by
   */
  record Ignored(String reason) implements FeedResult {}

  /**
   * A message that is broken, foreign or impossible; it belongs in the dead letters.
   *
   * @param reason why, as a dead letter says it
   * @param message what was expected and what was seen
   */
  record Rejected(DeadLetterReason reason, String message) implements FeedResult {}
}
