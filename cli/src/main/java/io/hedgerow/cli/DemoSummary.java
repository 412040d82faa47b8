package io.hedgerow.cli;

import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The closing count: what the broker holds against what the job says it did with it. The two come
 * from different sources, so that they can disagree.
 *
 * @param rows one for each input topic
 * @param counters the job's counters that the rows were taken from
 * @param waited how long the counts were waited for
 */
record DemoSummary(List<Row> rows, JobCounters counters, Duration waited) {

  private static final long ASK_EVERY_MILLIS = 500;
  private static final Map<Topic, String> PARTS =
      Map.of(
          Topic.MARKET_BOOKS, "books",
          Topic.MARKET_FUNDING, "funding",
          Topic.VENUE_HEALTH, "venues",
          Topic.VENUE_ACCOUNTS, "accounts",
          Topic.CHAIN_HEALTH, "chains");

  /** What only the risk job reads, and with clock ticks; of the others it reads it too. */
  private static final List<Topic> ONLY_RISK =
      List.of(Topic.MARKET_REFERENCE, Topic.RISK_OBSERVATIONS);

  /**
   * An input topic.
   *
   * @param in records that stand on it
   * @param passed records that the check let through
   * @param used records that the part of the state took; the looks at the clock that venues also
   *     take, from the books, are not among them
   * @param ticks clock ticks
   * @param deadLetters records that stand on its dead-letter topic
   */
  record Row(Topic topic, long in, long passed, long used, long ticks, long deadLetters) {

    /** Whether every record is accounted for. */
    boolean agrees() {
      return in == passed + ticks + deadLetters && used == passed;
    }
  }

  /**
   * Counts until every row agrees: the job may still be reading, and its counters lag.
   *
   * @param network the network-state job
   * @param risk the risk job
   * @param rejectedByFeed dead letters of market.books that never were on the topic itself
   * @param patience when to give up and take the counts as they are; asked again before each count
   */
  static DemoSummary await(
      LocalFlink network,
      LocalFlink risk,
      String bootstrapServers,
      long rejectedByFeed,
      Supplier<Duration> patience)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    long startedAt = System.nanoTime();
    try (Admin admin = Admin.create(settings)) {
      while (true) {
        JobCounters counters = network.counters();
        List<Row> rows = count(admin, counters, rejectedByFeed);
        rows.addAll(countRisk(admin, risk.counters()));
        Duration waited = Duration.ofNanos(System.nanoTime() - startedAt);
        DemoSummary summary = new DemoSummary(rows, counters, waited);
        if (summary.agrees() || waited.compareTo(patience.get()) > 0) {
          return summary;
        }
        Thread.sleep(ASK_EVERY_MILLIS);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer: " + e.getCause(), e);
    }
  }

  private static List<Row> count(Admin admin, JobCounters counters, long rejectedByFeed)
      throws ExecutionException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : NetworkStateOnKafka.INPUTS) {
      String check = "check-" + PARTS.get(topic);
      String keep = "keep-" + PARTS.get(topic);
      long deadLetters = records(admin, topic.deadLetterName(), topic.partitions());
      rows.add(
          new Row(
              topic,
              records(admin, topic.topicName(), topic.partitions()),
              counters.of(check, "recordsPassed"),
              counters.of(keep, "applied")
                  + counters.of(keep, "kept")
                  + counters.of(keep, "ignored")
                  + counters.of(keep, "implausible")
                  - (topic == Topic.VENUE_HEALTH ? counters.of("keep-books", "clockSamples") : 0),
              counters.of(check, "ticks"),
              deadLetters - (topic == Topic.MARKET_BOOKS ? rejectedByFeed : 0)));
    }
    return rows;
  }

  /** Here used is what the check let through: the classifier counts facts, not records. */
  private static List<Row> countRisk(Admin admin, JobCounters counters)
      throws ExecutionException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : ONLY_RISK) {
      String check = "check-" + topic.topicName().replace('.', '-');
      long passed = counters.of(check, "recordsPassed");
      rows.add(
          new Row(
              topic,
              records(admin, topic.topicName(), topic.partitions()),
              passed,
              passed,
              counters.of(check, "ticks"),
              records(admin, topic.deadLetterName(), topic.partitions())));
    }
    return rows;
  }

  /** Whether every record of every topic is accounted for. */
  boolean agrees() {
    return rows.stream().allMatch(Row::agrees);
  }

  /** The counts for people. */
  String render() {
    TextTable table =
        new TextTable("topic", "in", "used", "clock ticks", "dead letters", "counts agree");
    for (Row row : rows) {
      table.row(
          row.topic().topicName(),
          String.format(Locale.ROOT, "%,d", row.in()),
          String.format(Locale.ROOT, "%,d", row.used()),
          String.format(Locale.ROOT, "%,d", row.ticks()),
          String.format(Locale.ROOT, "%,d", row.deadLetters()),
          row.agrees() ? "yes" : "NO");
    }
    return "\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            "%,d records in = records used + clock ticks + %,d dead letters: %s%n",
            rows.stream().mapToLong(Row::in).sum(),
            rows.stream().mapToLong(Row::deadLetters).sum(),
            agrees() ? "yes, nothing was lost" : "NO, given up after " + waited.toSeconds() + " s")
        + (agrees() ? "" : "The job may not have read everything yet, or has restarted.\n")
        + String.format(
            Locale.ROOT,
            "Books: %,d updates applied, %,d kept for a snapshot, %,d repeated or old; %,d views"
                + " published%n",
            counters.of("keep-books", "applied"),
            counters.of("keep-books", "kept"),
            counters.of("keep-books", "ignored"),
            counters.of("keep-books", "viewsPublished"));
  }

  private static long records(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      newest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    return admin.listOffsets(newest).all().get().values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }
}
