package io.hedgerow.cli;

import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.RestrictionRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer of a compacted {@code state.*} topic, or of {@code venue.accounts}, keeps: the
 * newest version of each key. A tombstone removes the key; an older version that comes late is
 * dropped. One thread only.
 *
 * @param <V> the view
 */
final class NewestViews<V extends SpecificRecord> implements AutoCloseable {

  private final Class<V> type;
  private final TopicReader reader;
  private final BiFunction<Optional<V>, V, V> rule;
  private final Map<String, V> views = new TreeMap<>();

  /**
   * The newest version of each key.
   *
   * @throws UserException if the broker has no such topic
   */
  NewestViews(Topic topic, Class<V> type, String bootstrapServers) {
    this(type, new TopicReader(bootstrapServers, List.of(topic)), NewestViews::newer);
  }

  private NewestViews(Class<V> type, TopicReader reader, BiFunction<Optional<V>, V, V> rule) {
    this.type = type;
    this.reader = reader;
    this.rule = rule;
  }

  /** What a consumer of {@code risk.state} obeys in each scope. */
  static NewestViews<RiskState> obeyed(String bootstrapServers) {
    return new NewestViews<>(
        RiskState.class,
        new TopicReader(bootstrapServers, List.of(Topic.RISK_STATE)),
        RestrictionRule::obeyed);
  }

  /** The same as {@link #NewestViews}, of a broker that must answer within this time. */
  static <V extends SpecificRecord> NewestViews<V> within(
      Duration patience, Topic topic, Class<V> type, String bootstrapServers) {
    TopicReader reader = new TopicReader(bootstrapServers, List.of(topic), patience);
    return new NewestViews<>(type, reader, NewestViews::newer);
  }

  private static <V extends SpecificRecord> V newer(Optional<V> known, V come) {
    return known.isPresent() && version(come) < version(known.get()) ? known.get() : come;
  }

  /** Reads what has come, waiting at most this long for the first of it. */
  void poll(Duration atMost) {
    reader.poll(atMost).forEach(this::take);
  }

  /** Reads to the end as it is now. */
  void readToEnd() {
    reader.readToEnd(this::take);
  }

  /** The newest view of each key, in the order of the keys. */
  Map<String, V> views() {
    return views;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return; // a clock tick: no view
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      views.remove(key);
      return;
    }
    V view = TopicReader.decode(type, record);
    views.put(key, rule.apply(Optional.ofNullable(views.get(key)), view));
  }

  private static long version(SpecificRecord view) {
    return (Long) view.get(view.getSchema().getField("version").pos());
  }
}
