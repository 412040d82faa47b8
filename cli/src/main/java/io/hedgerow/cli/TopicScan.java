package io.hedgerow.cli;

import io.hedgerow.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Looks through what stands on a topic now; committed records only. Stateless. */
final class TopicScan {

  private TopicScan() {}

  /** The records of a type that are wanted, by partition in the order of offsets. */
  static <T extends SpecificRecord> List<T> find(
      String bootstrapServers, Topic topic, Class<T> type, Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(topic))) {
      reader.readToEnd(
          record -> {
            SpecificRecord decoded = TopicReader.decode(record);
            if (type.isInstance(decoded) && wanted.test(type.cast(decoded))) {
              found.add(type.cast(decoded));
            }
          });
    }
    return found;
  }
}
