package io.hedgerow.benchmarks;

import io.hedgerow.benchmarks.study.OldRecords;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.signals.SignalsConfig;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.simulator.broker.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kafka to {@code execution.signals}: the whole signals job against a broker in a JVM of its own,
 * checkpoints each 5 s, state on the heap as the job has it whatever the cluster says (SIG-1).
 */
public final class SignalsBenchmark {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final double WARM_SHARE = 0.2;
  private static final double END_SHARE = 0.95;

  /**
   * One catch-up run.
   *
   * @param books that the views are of
   * @param booksPerSecond views read, checked, put in order, compared with every other venue's,
   *     between a fifth and 95 % of the input
   * @param signals in the whole run
   * @param notJudged late, refused, dead or without a policy: 0 in a sound run
   * @param heapUsedMib after a full collection at the end
   */
  public record Throughput(
      int books,
      long views,
      long booksPerSecond,
      long signals,
      long notJudged,
      long heapUsedMib,
      List<Long> checkpoints) {}

  private final SignalsConfig config;
  private final int parallelism;
  private final NetworkStateBenchmark.Progress progress;

  /** A benchmark with these settings, whose venues and assets make the books. */
  public SignalsBenchmark(
      SignalsConfig config, int parallelism, NetworkStateBenchmark.Progress progress) {
    this.config = config;
    this.parallelism = parallelism;
    this.progress = progress;
  }

  /** Writes the views once, then lets a new job read them, several times after a warm-up. */
  public List<Throughput> throughput(long views, int repeats) throws Exception {
    List<Throughput> runs = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-bench");
        BrokerProcess broker = BrokerProcess.start(folder.path())) {
      try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
        admin.createCatalogue();
      }
      OldRecords.keep(broker.bootstrapServers());
      SignalsLoad load = new SignalsLoad(config.settings());
      progress.say("writing " + views + " views of " + load.books() + " books ...");
      long written = load.writeAll(broker.bootstrapServers(), views);
      for (int run = 0; run <= repeats; run++) {
        Throughput result =
            catchUp(broker, folder.path().resolve("run" + run), load.books(), written);
        progress.say(
            String.format(
                Locale.ROOT,
                "%s: %,d books/s, %,d signals, %,d not judged",
                run == 0 ? "warm-up" : "run " + run,
                result.booksPerSecond(),
                result.signals(),
                result.notJudged()));
        if (run > 0) {
          runs.add(result);
        }
      }
    }
    return runs;
  }

  private Throughput catchUp(BrokerProcess broker, Path folder, int books, long views)
      throws Exception {
    Files.createDirectories(folder);
    try (LocalFlink flink = startJob(broker, folder)) {
      long giveUpAt = System.nanoTime() + GIVE_UP_AFTER.toNanos();
      long warmAt = 0;
      long warmJudged = 0;
      while (true) {
        Thread.sleep(LOOK_EVERY.toMillis());
        JobCounters counters = flink.counters();
        long judged = judged(counters);
        long now = System.nanoTime();
        if (warmAt == 0 && judged >= views * WARM_SHARE) {
          warmAt = now;
          warmJudged = judged;
        }
        long notJudged = notJudged(counters);
        if (judged + notJudged >= views * END_SHARE) {
          if (warmAt == 0 || now == warmAt) {
            throw new IllegalArgumentException(
                views
                    + " views cannot be measured, "
                    + notJudged
                    + " of them were not judged: ask for more if they are read too fast (--views),"
                    + " or try again when the machine has less to do");
          }
          return new Throughput(
              books,
              views,
              Math.round((judged - warmJudged) / ((now - warmAt) / 1e9)),
              counters.total("signals"),
              notJudged,
              usedHeapMib(),
              flink.checkpointBytes());
        }
        flink.requireRunning();
        if (now > giveUpAt) {
          throw new IllegalStateException("the job judged only " + judged + " of " + views);
        }
      }
    }
  }

  /** With the few chains and prices, which are a thousandth. */
  private static long judged(JobCounters counters) {
    return counters.of("signals", "applied") + counters.of("signals", "ignored");
  }

  private static long notJudged(JobCounters counters) {
    return counters.total("late")
        + counters.total("refused")
        + counters.total("withoutPolicy")
        + counters.total("deadLetters");
  }

  private LocalFlink startJob(BrokerProcess broker, Path folder) throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "signals", parallelism, Ports.free(), folder.resolve("checkpoints"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            SignalsOnKafka.build(
                env,
                JobArguments.parse("--bootstrap-servers", broker.bootstrapServers(), "--bootstrap"),
                config));
  }

  private static long usedHeapMib() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
