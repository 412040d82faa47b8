package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.InputRecord;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * The Kafka source of one input topic: bytes only, so that no record can stop it.
 *
 * <p>Offsets come from the checkpoint; where there is none, from the map it is given or from the
 * consumer group. It never resets by itself: an offset that is out of range fails the job, because
 * silently skipping input is losing it. Partitions are fixed, so discovery is off.
 */
public final class InputSource {

  private InputSource() {}

  /**
   * A source for this topic.
   *
   * @param connection client settings: {@code bootstrap.servers} and security
   * @param group consumer group, under which progress is reported
   * @param startOffsets where to start without a checkpoint; empty: where the group stands, and it
   *     must stand somewhere
   */
  @SuppressWarnings("deprecation") // the connector's API takes Kafka's old enum, and no other
  public static KafkaSource<InputRecord> of(
      Topic topic, Properties connection, String group, Map<TopicPartition, Long> startOffsets) {
    OffsetsInitializer start =
        startOffsets.isEmpty()
            ? OffsetsInitializer.committedOffsets(
                org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE)
            : OffsetsInitializer.offsets(
                startOffsets, org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE);
    return KafkaSource.<InputRecord>builder()
        .setProperties(connection)
        .setTopics(topic.topicName())
        .setGroupId(group)
        .setStartingOffsets(start)
        .setProperty("partition.discovery.interval.ms", "-1")
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000")
        .setDeserializer(new AsItCame())
        .build();
  }

  private static final class AsItCame implements KafkaRecordDeserializationSchema<InputRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> from, Collector<InputRecord> out) {
      InputRecord record = new InputRecord();
      record.topic = from.topic();
      record.partition = from.partition();
      record.offset = from.offset();
      record.timestampMillis = from.timestamp();
      record.key = from.key();
      record.value = from.value();
      Header[] headers = from.headers().toArray();
      record.headerNames = new String[headers.length];
      record.headerValues = new byte[headers.length][];
      for (int i = 0; i < headers.length; i++) {
        record.headerNames[i] = headers[i].key();
        record.headerValues[i] = headers[i].value();
      }
      out.collect(record);
    }

    @Override
    public TypeInformation<InputRecord> getProducedType() {
      return TypeInformation.of(InputRecord.class);
    }
  }
}
