package io.hedgerow.state.risk;

import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Which records a subject has seen, so that a repeated one is told from a new one.
 *
 * <p>They come in the order of time, then offset, and within one partition times may cross: an
 * offset below the highest is new if it comes behind what came last from there.
 *
 * <p>One record may tell of several components of a subject; those at the newest offset are kept by
 * name. Bound: the partitions of the measure's topics, {@value #MAX_COMPONENTS} components each.
 * Not safe for concurrent use.
 */
final class AppliedOffsets {

  static final int MAX_COMPONENTS = 256;

  private static final int MAX_PARTITIONS = 1024;

  private static final class Source {
    private final Topic topic;
    private final int partition;
    private final List<String> components = new ArrayList<>(1);

    /** The highest that came. */
    private long highestOffset;

    /** Of the record that came last, with its time. */
    private long offset;

    private long atMicros;

    private Source(Topic topic, int partition, long offset) {
      this.topic = topic;
      this.partition = partition;
      this.highestOffset = offset;
      this.offset = offset;
    }
  }

  private final List<Source> sources = new ArrayList<>(1);

  /** Whether it was added before, or is older than what was, by offset and by time. */
  boolean contains(Observation observation) {
    Source source = sourceOf(observation);
    if (source == null || observation.offset() > source.highestOffset) {
      return false;
    }
    if (observation.offset() != source.offset) {
      return observation.atMicros() < source.atMicros
          || (observation.atMicros() == source.atMicros && observation.offset() < source.offset);
    }
    return source.components.size() == MAX_COMPONENTS
        || source.components.contains(observation.component());
  }

  void add(Observation observation) {
    Source source = sourceOf(observation);
    if (source == null) {
      source = new Source(observation.topic(), observation.partition(), observation.offset());
      sources.add(source);
    }
    if (observation.offset() != source.offset) {
      source.offset = observation.offset();
      source.highestOffset = Math.max(source.highestOffset, source.offset);
      source.components.clear();
    }
    source.atMicros = observation.atMicros();
    source.components.add(observation.component());
  }

  private Source sourceOf(Observation observation) {
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (source.partition == observation.partition() && source.topic == observation.topic()) {
        return source;
      }
    }
    return null;
  }

  void write(PageWriter page) {
    page.number(sources.size());
    for (Source source : sources) {
      page.text(source.topic.topicName()).number(source.partition).number(source.offset);
      page.number(source.highestOffset).number(source.atMicros);
      page.number(source.components.size());
      source.components.forEach(page::text);
    }
  }

  static AppliedOffsets read(PageReader page) {
    AppliedOffsets applied = new AppliedOffsets();
    int count = page.count(MAX_PARTITIONS);
    for (int i = 0; i < count; i++) {
      Source source = new Source(topicNamed(page.text()), (int) page.number(), page.number());
      source.highestOffset = page.number();
      source.atMicros = page.number();
      int components = page.count(MAX_COMPONENTS);
      for (int j = 0; j < components; j++) {
        source.components.add(page.text());
      }
      applied.sources.add(source);
    }
    return applied;
  }

  private static Topic topicNamed(String name) {
    return Topic.named(name)
        .orElseThrow(() -> new IllegalStateException("expected a topic, saw " + name));
  }
}
