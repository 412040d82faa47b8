package io.hedgerow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks for pairs on the execution topics, as they stand there now. At most {@link #MAX_PAIRS} are
 * remembered. One thread only.
 */
final class PairSearch {

  /** So many at most are listed. */
  static final int MAX_PAIRS = 1_000;

  private static final List<Topic> OF_PAIRS =
      List.of(Topic.EXECUTION_DECISIONS, Topic.EXECUTION_ORDERS, Topic.EXECUTION_FILLS);

  private static final Comparator<Decision> BY_TIME =
      Comparator.comparingLong(Decision::getDecidedAtMicros)
          .thenComparingLong(Decision::getJournalSequence)
          .thenComparing(Decision::getCorrelationId);

  private final String bootstrapServers;
  private final Map<Topic, Searched> searched = new EnumMap<>(Topic.class);

  /** What was looked through of one topic. */
  private static final class Searched {
    private long records;
    private long sinceMillis = Long.MAX_VALUE;

    private void passed(ConsumerRecord<byte[], byte[]> record) {
      records++;
      sinceMillis = Math.min(sinceMillis, record.timestamp());
    }
  }

  PairSearch(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Every pair that an ID names: a correlation ID, a signal's, or a client order ID.
   *
   * @throws UserException if it names nothing; it says what was searched
   */
  List<PairLife> named(String id) {
    byte[] needle = id.getBytes(UTF_8);
    Set<String> keys = new TreeSet<>();
    read(
        OF_PAIRS,
        "for " + id,
        record -> {
          SpecificRecord decoded = contains(record.value(), needle) ? decode(record) : null;
          if (decoded != null && names(decoded, id) && keys.size() < MAX_PAIRS) {
            keys.add(PairRecords.keyOf(decoded));
          }
        });
    keys.remove("");
    Map<String, Signal> signals = new LinkedHashMap<>();
    List<PairLife> lives = lives(keys, Set.of(id), signals);
    if (lives.isEmpty() && signals.isEmpty()) {
      throw new UserException(
          "nothing is known by the ID "
              + id
              + "; searched "
              + searched()
              + "; list the newest with: hedgerow pair --last");
    }
    return lives.isEmpty() ? List.of(undecided(signals)) : lives;
  }

  /** The pairs decided last, newest first. */
  List<PairLife> newest(int most, boolean acceptedOnly) {
    TreeSet<Decision> newest = new TreeSet<>(BY_TIME);
    read(
        List.of(Topic.EXECUTION_DECISIONS),
        "the newest decisions",
        record -> {
          if (decode(record) instanceof Decision decision
              && (decision.getAccepted() || !acceptedOnly)) {
            newest.add(decision);
            if (newest.size() > most) {
              newest.pollFirst();
            }
          }
        });
    if (newest.isEmpty()) {
      throw new UserException("nothing was decided yet; searched " + searched());
    }
    Set<String> keys = new TreeSet<>();
    newest.forEach(decision -> keys.add(decision.getCorrelationId()));
    Map<String, PairLife> byKey = new LinkedHashMap<>();
    lives(keys, Set.of(), new LinkedHashMap<>()).forEach(life -> byKey.put(life.key(), life));
    List<PairLife> lives = new ArrayList<>();
    for (Decision decision : newest.descendingSet()) {
      PairLife life = byKey.remove(decision.getCorrelationId());
      if (life != null) {
        lives.add(life);
      }
    }
    return lives;
  }

  /** All that stands of these, put in order; and the signals of these IDs, beside theirs. */
  private List<PairLife> lives(
      Set<String> keys, Set<String> moreSignals, Map<String, Signal> signals) {
    Map<String, PairRecords> byKey = new TreeMap<>();
    keys.forEach(key -> byKey.put(key, new PairRecords()));
    if (!keys.isEmpty()) {
      read(OF_PAIRS, "the pairs", record -> take(record, byKey));
    }
    Map<String, Set<String>> signalIds = new TreeMap<>();
    byKey.forEach((key, records) -> signalIds.put(key, signalIds(records)));
    Set<String> wanted = new TreeSet<>(moreSignals);
    signalIds.values().forEach(wanted::addAll);
    read(
        List.of(Topic.EXECUTION_SIGNALS),
        "the signals",
        record -> {
          if (decode(record) instanceof Signal signal && wanted.contains(signal.getSignalId())) {
            signals.putIfAbsent(signal.getEventId(), signal);
          }
        });
    List<PairLife> lives = new ArrayList<>();
    byKey.forEach(
        (key, records) -> {
          signals.values().stream()
              .filter(signal -> signalIds.get(key).contains(signal.getSignalId()))
              .forEach(records::take);
          lives.add(PairLife.of(key, records));
        });
    return lives;
  }

  private static PairLife undecided(Map<String, Signal> signals) {
    PairRecords records = new PairRecords();
    signals.values().forEach(records::take);
    return PairLife.of(signals.values().iterator().next().getSignalId(), records);
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, PairRecords> byKey) {
    String kafkaKey = record.key() == null ? "" : new String(record.key(), UTF_8);
    PairRecords known = byKey.get(kafkaKey);
    if (known == null && !kafkaKey.isEmpty()) {
      return;
    }
    SpecificRecord decoded = decode(record);
    if (decoded != null) {
      PairRecords of = byKey.get(PairRecords.keyOf(decoded));
      if (of != null) {
        of.take(decoded);
      }
    } else if (known != null && record.value() != null) {
      known.takeUnreadable();
    }
  }

  private static Set<String> signalIds(PairRecords records) {
    Set<String> ids = new TreeSet<>();
    records.decisions().forEach(decision -> ids.add(decision.getSignalId()));
    records.pairs().forEach(pair -> ids.add(pair.getSignalId()));
    return ids;
  }

  private static boolean names(SpecificRecord record, String id) {
    if (PairRecords.keyOf(record).equals(id)) {
      return true;
    }
    if (record instanceof Decision decision) {
      return decision.getSignalId().equals(id);
    }
    if (record instanceof PairEvent pair) {
      return pair.getSignalId().equals(id);
    }
    if (record instanceof OrderEvent order) {
      return order.getClientOrderId().equals(id);
    }
    return record instanceof Fill fill && fill.getClientOrderId().equals(id);
  }

  private void read(
      Collection<Topic> topics, String what, Consumer<ConsumerRecord<byte[], byte[]>> take) {
    ReadingProgress progress = new ReadingProgress(what);
    Map<String, Searched> passed = new TreeMap<>();
    topics.forEach(topic -> passed.put(topic.topicName(), new Searched()));
    try (TopicReader reader = new TopicReader(bootstrapServers, topics)) {
      reader.readToEnd(
          record -> {
            passed.get(record.topic()).passed(record);
            take.accept(record);
            progress.read(1, record.timestamp() * 1_000, Long.MAX_VALUE, Long.MAX_VALUE);
          });
    }
    topics.forEach(topic -> searched.put(topic, passed.get(topic.topicName())));
  }

  private String searched() {
    return searched.entrySet().stream()
        .map(
            one ->
                one.getValue().records == 0
                    ? one.getKey().topicName() + " (empty)"
                    : String.format(
                        Locale.ROOT,
                        "%s (%,d records since %s)",
                        one.getKey().topicName(),
                        one.getValue().records,
                        Instant.ofEpochMilli(one.getValue().sinceMillis)))
        .collect(Collectors.joining(", "));
  }

  private static SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
    return TopicReader.decode(record);
  }

  /** Whether a value can name it: text stands in it as it is. Spares reading the others. */
  private static boolean contains(byte[] value, byte[] needle) {
    if (value == null) {
      return false;
    }
    for (int at = 0; at <= value.length - needle.length; at++) {
      int same = 0;
      while (same < needle.length && value[at + same] == needle[same]) {
        same++;
      }
      if (same == needle.length) {
        return true;
      }
    }
    return false;
  }
}
