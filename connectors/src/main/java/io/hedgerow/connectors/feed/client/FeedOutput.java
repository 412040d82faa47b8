package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Hands over what a feed brings, and counts it. For the thread that runs the feed. */
final class FeedOutput {

  private static final long NO_TIME = -1;

  private final FeedConsumer consumer;
  private long messages;
  private long records;
  private long ignored;
  private long rejected;
  private long gaps;
  private long resyncs;
  private long fetches;
  private long connects;
  private long losses;
  private long samples;

  FeedOutput(FeedConsumer consumer) {
    this.consumer = consumer;
  }

  void record(SpecificRecord record) {
    records++;
    consumer.record(record);
  }

  /** A message that gave records: counted as such, whether or not all are handed over. */
  void understood() {
    messages++;
  }

  void ignored() {
    messages++;
    ignored++;
  }

  void rejected(RawMessage message, FeedResult.Rejected why) {
    rejected(message, why.reason(), why.message());
  }

  void rejected(RawMessage message, DeadLetterReason reason, String text) {
    messages++;
    rejected++;
    consumer.deadLetter(message, reason, text);
  }

  void tick(long nowMicros) {
    consumer.tick(nowMicros);
  }

  void event(FeedEvent.Kind kind, String source, String detail) {
    switch (kind) {
      case GAP -> gaps++;
      case SYNCED -> resyncs++;
      case CONNECTED -> connects++;
      case LOST -> losses++;
      default -> {}
    }
    consumer.event(new FeedEvent(kind, source, detail));
  }

  /** A request or a connection to the venue, and how it ended (NET-6). */
  void sample(
      String venue,
      String endpoint,
      Outcome outcome,
      long latencyMicros,
      Integer usedPpm,
      long at) {
    samples++;
    consumer.record(
        VenueSample.newBuilder()
            .setVenue(venue)
            .setEndpoint(endpoint)
            .setChannel(Channel.MARKET_DATA)
            .setOutcome(outcome)
            .setLatencyMicros(Math.max(0, latencyMicros))
            .setRateLimitUsedPpm(usedPpm)
            .setStatus(VenueStatus.UNSTATED)
            .setTransfers(List.of())
            .setReceivedAtMicros(at)
            .setVenueTimeMicros(NO_TIME)
            .setEventId(EventIds.of("VenueSample/feed", venue + "|" + endpoint, at, samples))
            .build());
  }

  void fetched() {
    fetches++;
  }

  FeedCounts counts() {
    return new FeedCounts(
        messages, records, ignored, rejected, gaps, resyncs, fetches, connects, losses);
  }
}
