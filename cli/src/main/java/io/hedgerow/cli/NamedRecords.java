package io.hedgerow.cli;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The records that evidence names, read again from where they stand, or why they are gone. */
final class NamedRecords {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<RecordRef, SpecificRecord> found = new HashMap<>();
  private final Map<RecordRef, String> standing = new HashMap<>();

  /** Reads them; the broker answers. */
  static NamedRecords read(String bootstrapServers, Collection<RecordRef> places) {
    NamedRecords records = new NamedRecords();
    Map<String, NavigableMap<Long, RecordRef>> byPartition = new TreeMap<>();
    for (RecordRef place : places) {
      byPartition
          .computeIfAbsent(place.getTopic() + " " + place.getPartition(), of -> new TreeMap<>())
          .put(place.getOffset(), place);
    }
    try (KafkaConsumer<byte[], byte[]> consumer = TopicScan.consumer(bootstrapServers)) {
      byPartition.values().forEach(offsets -> records.read(consumer, offsets));
    }
    return records;
  }

  /** The record of this place; null if it is gone. */
  SpecificRecord at(RecordRef place) {
    return found.get(place);
  }

  /** Whether it still stands there; else why not. */
  String standing(RecordRef place) {
    return standing.get(place);
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, NavigableMap<Long, RecordRef> offsets) {
    RecordRef any = offsets.firstEntry().getValue();
    Topic topic = Topic.named(any.getTopic()).orElse(null);
    if (topic == null || any.getPartition() < 0 || any.getPartition() >= topic.partitions()) {
      offsets.values().forEach(place -> standing.put(place, "gone: there is no such partition"));
      return;
    }
    TopicPartition partition = new TopicPartition(any.getTopic(), any.getPartition());
    consumer.assign(List.of(partition));
    long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    for (RecordRef place : offsets.headMap(begin, false).values()) {
      standing.put(place, "gone: before the first offset " + begin + ", so past its retention");
    }
    for (RecordRef place : offsets.tailMap(end, true).values()) {
      standing.put(place, "gone: beyond the last offset, so the topic was made anew");
    }
    for (Map.Entry<Long, RecordRef> one : offsets.entrySet()) {
      if (!standing.containsKey(one.getValue())) {
        seek(consumer, partition, one.getKey(), end, offsets);
      }
    }
  }

  /** Reads on from an offset; says of every place that it passes what stands there. */
  private void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long offset,
      long end,
      NavigableMap<Long, RecordRef> offsets) {
    consumer.seek(partition, offset);
    while (consumer.position(partition) <= offset && consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        RecordRef place = offsets.get(record.offset());
        SpecificRecord decoded = place == null ? null : TopicScan.decode(record);
        if (decoded != null) {
          found.put(place, decoded);
          standing.put(place, "there");
        }
      }
    }
    long passed = Math.min(consumer.position(partition), end);
    String gone =
        Topic.named(partition.topic()).filter(Topic::compacted).isPresent()
            ? "gone: compacted, a newer one of its key has replaced it"
            : "gone: no committed record stands there";
    offsets
        .subMap(offset, true, passed, false)
        .values()
        .forEach(place -> standing.putIfAbsent(place, gone));
  }
}
