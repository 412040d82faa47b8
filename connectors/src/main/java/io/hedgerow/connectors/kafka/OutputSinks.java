package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.schemas.wire.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The Kafka sinks. For what must be seen at once: at least once, with versions or IDs by which a
 * consumer drops a repetition, flushed before each checkpoint completes, so nothing is lost. For
 * what must be counted: exactly once, in transactions that end with the checkpoint.
 */
public final class OutputSinks {

  /** The broker's default maximum: 15 minutes for a checkpoint and a restart together. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = "900000";

  private OutputSinks() {}

  /** Views and tombstones on a compacted {@code state.*} topic. */
  public static KafkaSink<OutputRecord> views(Topic topic, Properties connection, String job) {
    return sink(new ViewSchema(topic, job), connection);
  }

  /** Alerts for people. */
  public static KafkaSink<Alert> alerts(Properties connection, String job) {
    return sink(new AlertSchema(job), connection);
  }

  /** Events that must be seen at once and bear an ID by which a repetition is dropped. */
  public static <T extends SpecificRecord> KafkaSink<T> events(
      Topic topic, Properties connection, String job) {
    return sink(new EventSchema<T>(topic, job), connection);
  }

  /**
   * Records that a consumer with {@code read_committed} sees exactly once, when the checkpoint that
   * holds them has completed.
   *
   * <p>The names of the transactions are taken from a pool under a fixed prefix, so that a restart
   * finds and ends those of the run before. One sink for each topic and job; its parallelism must
   * not change without a savepoint.
   */
  public static <T extends SpecificRecord> KafkaSink<T> exactlyOnce(
      Topic topic, Properties connection, String job) {
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(connection)
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
        .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "4194304")
        .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("hedgerow-" + job + "-" + topic.topicName())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(new EventSchema<T>(topic, job))
        .build();
  }

  /** Refused records, byte for byte as they came, on the dead-letter topic of their own topic. */
  public static KafkaSink<DeadLetter> deadLetters(Properties connection) {
    return sink(new DeadLetterSchema(), connection);
  }

  private static <T> KafkaSink<T> sink(
      KafkaRecordSerializationSchema<T> schema, Properties connection) {
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(connection)
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
        .setProperty(ProducerConfig.LINGER_MS_CONFIG, "5")
        .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "131072")
        .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "4194304")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(schema)
        .build();
  }

  private record ViewSchema(Topic topic, String job)
      implements KafkaRecordSerializationSchema<OutputRecord> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        OutputRecord view, KafkaSinkContext context, Long timestampMillis) {
      byte[] key = view.key.getBytes(StandardCharsets.UTF_8);
      Headers headers = new RecordHeaders();
      if (view.value != null) {
        EventHeaders.ofView(topic, view.value, job).forEach(headers::add);
      }
      return new ProducerRecord<>(topic.topicName(), null, null, key, view.value, headers);
    }
  }

  private record AlertSchema(String job) implements KafkaRecordSerializationSchema<Alert> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Alert alert, KafkaSinkContext context, Long timestampMillis) {
      return new ProducerRecord<>(
          Topic.ALERTS.topicName(),
          null,
          Math.floorDiv(alert.getRaisedAtMicros(), 1000L),
          alert.getScope().getBytes(StandardCharsets.UTF_8),
          RecordCodec.encode(alert),
          EventHeaders.of(alert, job));
    }
  }

  private record EventSchema<T extends SpecificRecord>(Topic topic, String job)
      implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T event, KafkaSinkContext context, Long timestampMillis) {
      return new ProducerRecord<>(
          topic.topicName(),
          null,
          Math.floorDiv(RecordKeys.eventTimeMicrosOf(event), 1000L),
          RecordKeys.keyOf(event).getBytes(StandardCharsets.UTF_8),
          RecordCodec.encode(event),
          EventHeaders.of(event, job));
    }

    /** The pool of transactions asks which topics are written. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(
              DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic.topicName()))));
    }
  }

  private record DeadLetterSchema() implements KafkaRecordSerializationSchema<DeadLetter> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        DeadLetter letter, KafkaSinkContext context, Long timestampMillis) {
      InputRecord record = letter.record;
      Headers headers = new RecordHeaders();
      for (int i = 0; i < record.headerNames.length; i++) {
        headers.add(record.headerNames[i], record.headerValues[i]);
      }
      add(headers, "__connect.errors.topic", record.topic);
      add(headers, "__connect.errors.partition", String.valueOf(record.partition));
      add(headers, "__connect.errors.offset", String.valueOf(record.offset));
      add(headers, "__connect.errors.stage", letter.stage);
      add(headers, "__connect.errors.exception.message", letter.message);
      add(headers, "dlq-reason", letter.reason.name());
      return new ProducerRecord<>(
          record.topic + Topic.DEAD_LETTER_SUFFIX,
          null,
          record.timestampMillis < 0 ? null : record.timestampMillis,
          record.key,
          record.value,
          headers);
    }

    private static void add(Headers headers, String name, String value) {
      headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
