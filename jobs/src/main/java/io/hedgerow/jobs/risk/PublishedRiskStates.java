package io.hedgerow.jobs.risk;

import io.hedgerow.operators.risk.PublishedStates;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.RestrictionRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code risk.state} to its end and obeys it as a consumer does. A record that cannot be read
 * is none of ours, and no consumer obeys it: it is left out, and logged.
 */
final class PublishedRiskStates implements PublishedStates {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PublishedRiskStates.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long WITHIN_NANOS = Duration.ofSeconds(60).toNanos();

  private final Properties connection;

  PublishedRiskStates(Properties connection) {
    this.connection = connection;
  }

  @Override
  public List<RiskState> read() {
    Properties settings = new Properties();
    settings.putAll(connection);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    Map<String, RiskState> obeyed = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, Topic.RISK_STATE.partitions())
              .mapToObj(number -> new TopicPartition(Topic.RISK_STATE.topicName(), number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long beganNanos = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - beganNanos > WITHIN_NANOS) {
          throw new IllegalStateException(
              "risk.state was not read to its end within 60 s: what was published before is not"
                  + " known, so the job does not go on");
        }
        consumer.poll(POLL).forEach(record -> take(record, obeyed));
      }
    }
    return List.copyOf(obeyed.values());
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, RiskState> obeyed) {
    try {
      if (RecordCodec.decode(record.value()) instanceof RiskState state) {
        String key = state.getScopeType() + "|" + state.getScope();
        obeyed.put(key, RestrictionRule.obeyed(Optional.ofNullable(obeyed.get(key)), state));
      }
    } catch (UnreadableRecordException e) {
      LOG.warn("risk.state offset {} cannot be read: {}", record.offset(), e.getMessage());
    }
  }
}
