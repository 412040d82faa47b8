package io.hedgerow.cli;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.topics.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The records that evidence names, read again from where they stand, or why they are gone. */
final class NamedRecords {

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
    byPartition.values().forEach(offsets -> records.read(bootstrapServers, offsets));
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

  private void read(String bootstrapServers, NavigableMap<Long, RecordRef> offsets) {
    RecordRef any = offsets.firstEntry().getValue();
    Topic topic = Topic.named(any.getTopic()).orElse(null);
    if (topic == null || any.getPartition() < 0 || any.getPartition() >= topic.partitions()) {
      offsets.values().forEach(place -> standing.put(place, "gone: there is no such partition"));
      return;
    }
    TopicPartition partition = new TopicPartition(any.getTopic(), any.getPartition());
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(topic))) {
      reader.pauseOnly(
          reader.partitions().stream().filter(other -> !other.equals(partition)).toList());
      read(reader, partition, offsets);
    }
  }

  private void read(
      TopicReader reader, TopicPartition partition, NavigableMap<Long, RecordRef> offsets) {
    long begin = reader.begins().get(partition);
    long end = reader.ends().get(partition);
    for (RecordRef place : offsets.headMap(begin, false).values()) {
      standing.put(place, "gone: before the first offset " + begin + ", so past its retention");
    }
    for (RecordRef place : offsets.tailMap(end, true).values()) {
      standing.put(place, "gone: beyond the last offset, so the topic was made anew");
    }
    for (Map.Entry<Long, RecordRef> one : offsets.entrySet()) {
      if (!standing.containsKey(one.getValue())) {
        seek(reader, partition, one.getKey(), end, offsets);
      }
    }
  }

  /** Reads on from an offset; says of every place that it passes what stands there. */
  private void seek(
      TopicReader reader,
      TopicPartition partition,
      long offset,
      long end,
      NavigableMap<Long, RecordRef> offsets) {
    reader.seek(partition, offset);
    reader.readTo(Map.of(partition, Math.min(offset + 1, end)), record -> take(record, offsets));
    long passed = Math.min(reader.position(partition), end);
    String gone =
        Topic.named(partition.topic()).filter(Topic::compacted).isPresent()
            ? "gone: compacted, a newer one of its key has replaced it"
            : "gone: no committed record stands there";
    offsets
        .subMap(offset, true, passed, false)
        .values()
        .forEach(place -> standing.putIfAbsent(place, gone));
  }

  private void take(ConsumerRecord<byte[], byte[]> record, NavigableMap<Long, RecordRef> offsets) {
    RecordRef place = offsets.get(record.offset());
    SpecificRecord decoded = place == null ? null : TopicReader.decode(record);
    if (decoded != null) {
      found.put(place, decoded);
      standing.put(place, "there");
    }
  }
}
