package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The time that topics have reached, by the clock of their records: the topics' timestamps are
 * those of arrival.
 */
final class NewestInput {

  /** Read from the end of each partition: enough that a few unreadable records do not matter. */
  private static final int RECORDS = 50;

  private long newestMicros = Long.MIN_VALUE;

  private NewestInput() {}

  /** Of the books, in µs since the epoch; empty if there is nothing on {@code market.books}. */
  static OptionalLong timeMicros(String bootstrapServers) {
    return timeMicros(bootstrapServers, List.of(Topic.MARKET_BOOKS));
  }

  /** Of these topics. */
  static OptionalLong timeMicros(String bootstrapServers, List<Topic> topics) {
    NewestInput newest = new NewestInput();
    try (TopicReader reader = new TopicReader(bootstrapServers, topics)) {
      Map<TopicPartition, Long> ends = reader.ends();
      reader.seekBefore(ends, RECORDS);
      reader.readTo(ends, record -> newest.take(TopicReader.decode(record)));
    }
    return newest.newestMicros == Long.MIN_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(newest.newestMicros);
  }

  private void take(SpecificRecord record) {
    newestMicros = Math.max(newestMicros, timeMicros(record, newestMicros));
  }

  /** Event time of a record; what has none, or belongs elsewhere, is as of the time known. */
  static long timeMicros(SpecificRecord record, long known) {
    if (record instanceof ClockTick tick) {
      return tick.getTickAtMicros();
    }
    try {
      return record == null ? known : RecordKeys.eventTimeMicrosOf(record);
    } catch (IllegalArgumentException e) {
      return known; // a record of the contract, but of no topic: the job refuses it too
    }
  }
}
