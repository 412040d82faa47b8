package io.hedgerow.benchmarks.study;

import io.hedgerow.connectors.kafka.TopicContent;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What stands on a topic, to its last committed record. */
final class CommittedRecords {

  private static final Duration WITHIN = Duration.ofMinutes(5);

  private CommittedRecords() {}

  static <T extends SpecificRecord> List<T> read(String servers, Topic topic, Class<T> type) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<T> records = new ArrayList<>();
    TopicContent.read(settings, topic, WITHIN, record -> records.add(type.cast(decode(record))));
    return records;
  }

  private static SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return RecordCodec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          record.topic() + " offset " + record.offset() + " cannot be read", e);
    }
  }
}
