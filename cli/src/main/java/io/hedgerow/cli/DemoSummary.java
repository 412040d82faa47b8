package io.hedgerow.cli;

import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.schemas.topics.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The closing count: what the broker holds against what the job says it did with it. The two come
 * from different sources, so that they can disagree.
 */
final class DemoSummary {

  private static final long GIVE_UP_AFTER_NANOS = 60_000_000_000L;
  private static final Map<Topic, String> READ =
      Map.of(
          Topic.MARKET_BOOKS, "books",
          Topic.MARKET_FUNDING, "funding",
          Topic.VENUE_HEALTH, "venues",
          Topic.CHAIN_HEALTH, "chains");

  private DemoSummary() {}

  /**
   * Waits until the job has read everything, and counts.
   *
   * @param rejectedByFeed dead letters of market.books that never were on the topic itself
   */
  static String await(LocalFlink flink, String bootstrapServers, long rejectedByFeed)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      long giveUpAt = System.nanoTime() + GIVE_UP_AFTER_NANOS;
      while (true) {
        Map<Topic, Long> written = new HashMap<>();
        long in = 0;
        for (Topic topic : READ.keySet()) {
          long count = records(admin, topic.topicName(), topic.partitions());
          written.put(topic, count);
          in += count;
        }
        JobCounters counters = flink.counters();
        if (settled(counters, in) || System.nanoTime() > giveUpAt) {
          return render(admin, written, counters, rejectedByFeed);
        }
        Thread.sleep(500);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer: " + e.getCause(), e);
    }
  }

  private static boolean settled(JobCounters counters, long in) {
    return counters.total("recordsIn") == in
        && counters.total("recordsIn")
            == counters.total("recordsPassed")
                + counters.total("ticks")
                + counters.total("deadLetters")
        && used(counters, "books") == counters.of("check-books", "recordsPassed");
  }

  private static long used(JobCounters counters, String part) {
    String keep = "keep-" + part;
    return counters.of(keep, "applied") + counters.of(keep, "kept") + counters.of(keep, "ignored");
  }

  private static String render(
      Admin admin, Map<Topic, Long> written, JobCounters counters, long rejectedByFeed)
      throws ExecutionException, InterruptedException {
    TextTable table =
        new TextTable("topic", "in", "used", "clock ticks", "dead letters", "counts agree");
    boolean all = true;
    long in = 0;
    long dead = 0;
    for (Topic topic :
        List.of(Topic.MARKET_BOOKS, Topic.MARKET_FUNDING, Topic.VENUE_HEALTH, Topic.CHAIN_HEALTH)) {
      String part = READ.get(topic);
      long passed = counters.of("check-" + part, "recordsPassed");
      long ticks = counters.of("check-" + part, "ticks");
      long letters =
          records(admin, topic.deadLetterName(), topic.partitions())
              - (topic == Topic.MARKET_BOOKS ? rejectedByFeed : 0);
      // Venues also take clock samples of the books, so their operator counts more than passed.
      boolean agree =
          written.get(topic) == passed + ticks + letters
              && (topic == Topic.VENUE_HEALTH || used(counters, part) == passed);
      all &= agree;
      in += written.get(topic);
      dead += letters;
      table.row(
          topic.topicName(),
          String.format(Locale.ROOT, "%,d", written.get(topic)),
          String.format(Locale.ROOT, "%,d", passed),
          String.format(Locale.ROOT, "%,d", ticks),
          String.format(Locale.ROOT, "%,d", letters),
          agree ? "yes" : "NO");
    }
    return "\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            "%,d records in = records used + clock ticks + %,d dead letters: %s%n",
            in,
            dead,
            all ? "yes, nothing was lost" : "NO")
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
