package io.hedgerow.cli;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The alerts topic as a person reads it: each alert once, those that were there already in the
 * order in which they were raised.
 *
 * <p>Several alerts may be of one moment. Then the cause comes before the effect: a warning before
 * a breach, and both before the state that they changed.
 *
 * <p>Bound: the newest {@value #MAX_BACKLOG} of the backlog are kept, and the last {@value
 * #MAX_IDS} IDs are known. One thread only, but for {@link #stop}.
 */
final class AlertFeed implements AutoCloseable {

  private static final int MAX_BACKLOG = 100_000;
  private static final int MAX_IDS = 200_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String EFFECT = "STATE_CHANGED";
  private static final Comparator<Placed> IN_ORDER =
      Comparator.<Placed>comparingLong(placed -> placed.alert().getRaisedAtMicros())
          .thenComparing(placed -> placed.alert().getType().equals(EFFECT))
          .thenComparing(placed -> placed.alert().getSeverity())
          .thenComparing(placed -> placed.alert().getScopeType())
          .thenComparing(placed -> placed.alert().getScope())
          .thenComparingLong(Placed::offset);

  private final TopicReader reader;
  private final Predicate<Alert> wanted;
  private final Map<String, Boolean> seen = new LinkedHashMap<>();

  /** An alert with its place among those of its scope, which share a partition. */
  private record Placed(Alert alert, long offset) {}

  /**
   * Opens the topic.
   *
   * @throws UserException if the broker has none
   */
  AlertFeed(String bootstrapServers, Predicate<Alert> wanted) {
    this.wanted = wanted;
    this.reader = new TopicReader(bootstrapServers, List.of(Topic.ALERTS));
  }

  /** What stands on the topic now, oldest first. */
  List<Alert> backlog() {
    PriorityQueue<Placed> kept = new PriorityQueue<>(IN_ORDER);
    reader.readToEnd(
        record -> {
          Placed placed = placed(record);
          if (isNew(placed.alert())) {
            kept.add(placed);
          }
          if (kept.size() > MAX_BACKLOG) {
            kept.remove();
          }
        });
    return inOrder(kept);
  }

  /**
   * What has come since, waiting for it a little; may be empty.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #stop}
   */
  List<Alert> poll() {
    return poll(POLL);
  }

  /** The same, waiting at most this long for the first of it. */
  List<Alert> poll(Duration atMost) {
    List<Placed> come = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(atMost)) {
      Placed placed = placed(record);
      if (isNew(placed.alert())) {
        come.add(placed);
      }
    }
    return inOrder(come);
  }

  private static List<Alert> inOrder(Iterable<Placed> alerts) {
    List<Placed> sorted = new ArrayList<>();
    alerts.forEach(sorted::add);
    sorted.sort(IN_ORDER);
    return sorted.stream().map(Placed::alert).toList();
  }

  private boolean isNew(Alert alert) {
    boolean first = wanted.test(alert) && seen.putIfAbsent(alert.getAlertId(), true) == null;
    while (seen.size() > MAX_IDS) {
      seen.remove(seen.keySet().iterator().next());
    }
    return first;
  }

  private static Placed placed(ConsumerRecord<byte[], byte[]> record) {
    return new Placed(TopicReader.decode(Alert.class, record), record.offset());
  }

  /** Ends a poll of another thread. */
  void stop() {
    reader.stop();
  }

  @Override
  public void close() {
    reader.close();
  }
}
