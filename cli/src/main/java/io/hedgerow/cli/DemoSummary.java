package io.hedgerow.cli;

import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The closing count: what the broker holds against what the three jobs say they did with it. The
 * two come from different sources, so that they can disagree.
 *
 * @param rows one for each input topic of each job
 * @param deadLetters what was refused
 * @param signals what the signals job sent
 * @param leftOut what the signals job took and did not judge
 * @param books what became of the books' messages
 * @param waited how long the counts were waited for
 */
record DemoSummary(
    List<Row> rows,
    Pair deadLetters,
    Pair signals,
    LeftOut leftOut,
    BookCounts books,
    Duration waited) {

  private static final long ASK_EVERY_MILLIS = 500;
  private static final Map<Topic, String> PARTS =
      Map.of(
          Topic.MARKET_BOOKS, "books",
          Topic.MARKET_FUNDING, "funding",
          Topic.VENUE_HEALTH, "venues",
          Topic.VENUE_ACCOUNTS, "accounts",
          Topic.CHAIN_HEALTH, "chains");

  /** A job's counters, as {@link io.hedgerow.jobs.local.JobCounters#of}. */
  @FunctionalInterface
  interface Counters {
    long of(String operator, String counter);
  }

  /** What stands on the broker. */
  interface Broker {

    /** Committed records of a topic since its beginning, clock ticks included. */
    long records(Topic topic);

    /** Records of its dead-letter topic. */
    long deadLetters(Topic topic);
  }

  /**
   * An input topic of a job.
   *
   * @param in records that stand on it
   * @param passed records that the check let through
   * @param ticks clock ticks
   * @param deadLetters records that the check refused
   * @param unused records that were let through and that no part of the state took; only the
   *     network-state job counts them
   */
  record Row(
      String job, Topic topic, long in, long passed, long ticks, long deadLetters, long unused) {

    /** Whether every record is accounted for. */
    boolean agrees() {
      return in == passed + ticks + deadLetters && unused == 0;
    }
  }

  /** The same thing, counted by who wrote it and on the broker. */
  record Pair(long written, long onBroker) {

    boolean agrees() {
      return written == onBroker;
    }
  }

  /**
   * Records that passed the check of the signals job and took part in no signal. Late ones are
   * accounted for: a machine that is busy has some. What was refused had no room.
   *
   * @param late more than a second behind event time
   * @param refused too many waited
   */
  record LeftOut(long late, long refused) {

    boolean agrees() {
      return refused == 0;
    }
  }

  /** What became of the messages of {@code market.books}. */
  record BookCounts(long applied, long kept, long ignored, long viewsPublished) {}

  /**
   * Counts until everything agrees: the jobs may still be reading, and their counters lag.
   *
   * @param rejectedByFeed dead letters of market.books that never were on the topic itself
   * @param patience when to give up and take the counts as they are; asked again before each count
   */
  static DemoSummary await(
      DemoJobs jobs, String bootstrapServers, long rejectedByFeed, Supplier<Duration> patience)
      throws InterruptedException {
    long startedAt = System.nanoTime();
    try (BrokerCounts broker = new BrokerCounts(bootstrapServers)) {
      while (true) {
        Duration waited = Duration.ofNanos(System.nanoTime() - startedAt);
        DemoSummary summary =
            of(
                jobs.network().counters()::of,
                jobs.risk().counters()::of,
                jobs.signals().counters()::of,
                broker,
                rejectedByFeed,
                waited);
        if (summary.agrees() || waited.compareTo(patience.get()) > 0) {
          return summary;
        }
        Thread.sleep(ASK_EVERY_MILLIS);
      }
    }
  }

  /** The counts as they are now. */
  static DemoSummary of(
      Counters network,
      Counters risk,
      Counters signals,
      Broker broker,
      long rejectedByFeed,
      Duration waited) {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : NetworkStateOnKafka.INPUTS) {
      String part = PARTS.get(topic);
      Row row = row("network-state", topic, network, "check-" + part, broker);
      rows.add(unused(row, network, "keep-" + part));
    }
    for (Topic topic : RiskOnKafka.INPUTS) {
      rows.add(row("risk", topic, risk, check(topic), broker));
    }
    for (Topic topic : SignalsOnKafka.INPUTS) {
      rows.add(row("signals", topic, signals, check(topic), broker));
    }
    TreeSet<Topic> read = new TreeSet<>();
    rows.forEach(row -> read.add(row.topic()));
    return new DemoSummary(
        rows,
        new Pair(
            rows.stream().mapToLong(Row::deadLetters).sum() + rejectedByFeed,
            read.stream().mapToLong(broker::deadLetters).sum()),
        new Pair(signals.of("signals", "signals"), broker.records(Topic.EXECUTION_SIGNALS)),
        new LeftOut(signals.of("signals", "late"), signals.of("signals", "refused")),
        new BookCounts(
            network.of("keep-books", "applied"),
            network.of("keep-books", "kept"),
            network.of("keep-books", "ignored"),
            network.of("keep-books", "viewsPublished")),
        waited);
  }

  private static String check(Topic topic) {
    return "check-" + topic.topicName().replace('.', '-');
  }

  private static Row row(String job, Topic topic, Counters counters, String check, Broker broker) {
    return new Row(
        job,
        topic,
        broker.records(topic),
        counters.of(check, "recordsPassed"),
        counters.of(check, "ticks"),
        counters.of(check, "deadLetters"),
        0);
  }

  /** The looks at the clock that venues also take, from the books, are no records of theirs. */
  private static Row unused(Row row, Counters counters, String keep) {
    long used =
        counters.of(keep, "applied")
            + counters.of(keep, "kept")
            + counters.of(keep, "ignored")
            + counters.of(keep, "implausible")
            - (row.topic() == Topic.VENUE_HEALTH ? counters.of("keep-books", "clockSamples") : 0);
    return new Row(
        row.job(),
        row.topic(),
        row.in(),
        row.passed(),
        row.ticks(),
        row.deadLetters(),
        row.passed() - used);
  }

  /** Whether everything is accounted for. */
  boolean agrees() {
    return rows.stream().allMatch(Row::agrees)
        && deadLetters.agrees()
        && signals.agrees()
        && leftOut.agrees();
  }

  /** The counts for people. */
  String render() {
    TextTable table =
        new TextTable("job", "topic", "in", "passed", "clock ticks", "dead letters", "agrees");
    for (Row row : rows) {
      table.row(
          row.job(),
          row.topic().topicName(),
          number(row.in()),
          number(row.passed()),
          number(row.ticks()),
          number(row.deadLetters()),
          row.agrees() ? "yes" : "NO");
    }
    return "\n"
        + table.render()
        + String.format(
            Locale.ROOT,
            "%,d records read = records passed + clock ticks + %,d dead letters: %s%n",
            rows.stream().mapToLong(Row::in).sum(),
            rows.stream().mapToLong(Row::deadLetters).sum(),
            agrees() ? "yes, nothing was lost" : "NO, given up after " + waited.toSeconds() + " s")
        + (agrees()
            ? ""
            : "A job may not have read everything yet, has restarted, or was too late.\n")
        + line("Dead letters", deadLetters)
        + line("Signals", signals)
        + String.format(
            Locale.ROOT,
            "Left out by the signals job: %,d too late to count, %,d without room: %s%n",
            leftOut.late(),
            leftOut.refused(),
            leftOut.agrees() ? "yes" : "NO")
        + String.format(
            Locale.ROOT,
            "Books: %,d updates applied, %,d kept for a snapshot, %,d repeated or old; %,d views"
                + " published%n",
            books.applied(),
            books.kept(),
            books.ignored(),
            books.viewsPublished());
  }

  private static String line(String what, Pair counts) {
    return String.format(
        Locale.ROOT,
        "%s: %,d written, %,d on the broker: %s%n",
        what,
        counts.written(),
        counts.onBroker(),
        counts.agrees() ? "yes" : "NO");
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
