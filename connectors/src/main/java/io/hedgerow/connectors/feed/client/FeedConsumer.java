package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.schemas.codec.DeadLetterReason;
import org.apache.avro.specific.SpecificRecord;

/**
 * Takes what a feed brings. All calls come from the thread that runs the {@link FeedClient}, in the
 * order of the times of receipt. What a call throws ends the feed.
 */
public interface FeedConsumer {

  /** A record of the contract: market data, or a sample of the venue's health (NET-6). */
  void record(SpecificRecord record);

  /** A message that is broken, foreign or too long. */
  void deadLetter(RawMessage message, DeadLetterReason reason, String text);

  /** Something happened to the feed itself. */
  void event(FeedEvent event);

  /**
   * Time has passed: every later record was received at this time or after it, so that a clock tick
   * of this time may be written (NET-7).
   *
   * @param nowMicros µs since the epoch
   */
  void tick(long nowMicros);
}
