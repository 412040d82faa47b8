package io.hedgerow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.connectors.feed.client.FeedConsumer;
import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketFeed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes what a feed brings into Kafka, with clock ticks into every partition of every topic that
 * has them, as other producers do (NET-7).
 */
final class KafkaFeed implements FeedConsumer {

  private static final int NANOS_PER_MICRO = 1_000;

  /** Of a longer message the dead letter holds the beginning. */
  private static final int MAX_LETTER_BYTES = 64 * 1024;

  private final EventProducer producer;
  private final String venue;
  private final Consumer<FeedEvent> events;
  private final Map<Topic, Long> nextTickMicros = new EnumMap<>(Topic.class);

  /**
   * @param events told of everything that happens to the feed
   */
  KafkaFeed(EventProducer producer, String venue, Consumer<FeedEvent> events) {
    this.producer = producer;
    this.venue = venue;
    this.events = events;
    Topic.tickedByFeeds().forEach(topic -> nextTickMicros.put(topic, Long.MIN_VALUE));
  }

  @Override
  public void record(SpecificRecord record) {
    producer.send(record);
  }

  @Override
  public void deadLetter(RawMessage message, DeadLetterReason reason, String text) {
    byte[] payload = message.payload().getBytes(UTF_8);
    List<Header> headers =
        List.of(
            new RecordHeader("dlq-reason", reason.name().getBytes(UTF_8)),
            new RecordHeader("dlq-payload-bytes", Integer.toString(payload.length).getBytes(UTF_8)),
            new RecordHeader("__connect.errors.exception.message", text.getBytes(UTF_8)));
    producer.sendRaw(
        Topic.MARKET_BOOKS.deadLetterName(),
        venue.getBytes(UTF_8),
        Arrays.copyOf(payload, Math.min(payload.length, MAX_LETTER_BYTES)),
        message.receivedAtMicros(),
        headers);
  }

  @Override
  public void event(FeedEvent event) {
    events.accept(event);
  }

  @Override
  public void tick(long nowMicros) {
    nextTickMicros.replaceAll((topic, nextMicros) -> tick(topic, nextMicros, nowMicros));
  }

  private long tick(Topic topic, long nextMicros, long nowMicros) {
    if (nowMicros < nextMicros) {
      return nextMicros;
    }
    producer.tick(topic, nowMicros);
    long periodMicros = MarketFeed.tickEvery(topic).toNanos() / NANOS_PER_MICRO;
    return (Math.floorDiv(nowMicros, periodMicros) + 1) * periodMicros;
  }
}
