package io.hedgerow.jobs.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventHeaders;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What stands on a topic byte for byte, where {@link TopicContents} shows text. */
final class RawTopic {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private RawTopic() {}

  /** Reads a topic from its start to where it ends now. */
  static RawTopic read(KafkaExtension kafka, String topic) {
    RawTopic raw = new RawTopic();
    long expected = InputProgress.recordsOn(kafka.bootstrapServers(), List.of(topic));
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .pollInSameThread()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(raw.records::add);
                return raw.records.size() >= expected;
              });
    }
    return raw;
  }

  int size() {
    return records.size();
  }

  /** The records of each writer, by its {@code ce_source}, in their order. */
  Map<String, List<ConsumerRecord<byte[], byte[]>>> bySource() {
    return records.stream()
        .collect(
            Collectors.groupingBy(
                record ->
                    new String(record.headers().lastHeader(EventHeaders.SOURCE).value(), UTF_8)));
  }
}
