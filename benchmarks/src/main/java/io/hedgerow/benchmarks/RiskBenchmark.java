package io.hedgerow.benchmarks;

import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.simulator.broker.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kafka to {@code risk.state}: the whole risk job against a broker in a JVM of its own, state on
 * the heap, checkpoints each 5 s, policy by broadcast (RISK-2, TRIG-13).
 */
public final class RiskBenchmark {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final double WARM_SHARE = 0.2;
  private static final double END_SHARE = 0.95;

  /**
   * One catch-up run.
   *
   * @param observationsPerSecond read, checked, classified, between a fifth and 95 % of the input
   * @param edges changes of level that the classifier sent
   * @param heapUsedMib after a full collection at the end
   */
  public record Throughput(
      int subjects,
      long observations,
      long observationsPerSecond,
      long edges,
      long late,
      long heapUsedMib,
      List<Long> checkpoints) {}

  /**
   * Latencies at a fixed pace, ms, from the moment at which the observation was due.
   *
   * @param restrictions how many were measured
   * @param sinceSentP50Millis in the job, but from when the load really sent the observation
   * @param latePaceP50Millis how far the load itself was behind its schedule: what the machine, not
   *     the job, has added to the others
   */
  public record Latencies(
      int observationsPerSecond,
      long restrictions,
      double inJobP50Millis,
      double inJobP99Millis,
      double inJobMaxMillis,
      double readP50Millis,
      double readP99Millis,
      double readMaxMillis,
      double sinceSentP50Millis,
      double sinceSentP99Millis,
      double latePaceP50Millis,
      double latePaceP99Millis,
      double latePaceMaxMillis) {}

  private final int parallelism;
  private final NetworkStateBenchmark.Progress progress;

  /** A benchmark. */
  public RiskBenchmark(int parallelism, NetworkStateBenchmark.Progress progress) {
    this.parallelism = parallelism;
    this.progress = progress;
  }

  /** Writes the observations once, then lets a new job read them, several times after a warm-up. */
  public List<Throughput> throughput(int subjects, long observations, int repeats)
      throws Exception {
    List<Throughput> runs = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-bench");
        BrokerProcess broker = BrokerProcess.start(folder.path())) {
      createTopics(broker);
      progress.say("writing " + observations + " observations of " + subjects + " subjects ...");
      try (RiskLoad load = new RiskLoad(subjects, broker.bootstrapServers())) {
        load.publishPolicy();
        load.writeAll(observations);
      }
      for (int run = 0; run <= repeats; run++) {
        Throughput result =
            catchUp(broker, folder.path().resolve("run" + run), subjects, observations);
        progress.say(
            String.format(
                Locale.ROOT,
                "%s: %,d observations/s, %,d edges, %,d late",
                run == 0 ? "warm-up" : "run " + run,
                result.observationsPerSecond(),
                result.edges(),
                result.late()));
        if (run > 0) {
          runs.add(result);
        }
      }
    }
    return runs;
  }

  private Throughput catchUp(BrokerProcess broker, Path folder, int subjects, long observations)
      throws Exception {
    Files.createDirectories(folder);
    try (LocalFlink flink = startJob(broker, folder)) {
      long giveUpAt = System.nanoTime() + GIVE_UP_AFTER.toNanos();
      long warmAt = 0;
      long warmObserved = 0;
      while (true) {
        Thread.sleep(LOOK_EVERY.toMillis());
        JobCounters counters = flink.counters();
        long observed = counters.of("classify", "observed") + counters.of("classify", "late");
        long now = System.nanoTime();
        if (warmAt == 0 && observed >= observations * WARM_SHARE) {
          warmAt = now;
          warmObserved = observed;
        }
        if (observed >= observations * END_SHARE) {
          if (now == warmAt) {
            throw new IllegalArgumentException(
                observations
                    + " observations are read too fast to be measured: ask for more"
                    + " (--observations)");
          }
          return new Throughput(
              subjects,
              observations,
              Math.round((observed - warmObserved) / ((now - warmAt) / 1e9)),
              counters.of("classify", "edges"),
              counters.of("classify", "late"),
              usedHeapMib(),
              flink.checkpointBytes());
        }
        flink.requireRunning();
        if (now > giveUpAt) {
          throw new IllegalStateException(
              "the job observed only " + observed + " of " + observations);
        }
      }
    }
  }

  /** Paces observations, of which every so many break a threshold, and measures the restriction. */
  public Latencies latency(int subjects, int perSecond, Duration warmUp, Duration measured)
      throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-bench");
        BrokerProcess broker = BrokerProcess.start(folder.path())) {
      createTopics(broker);
      try (RiskLoad load = new RiskLoad(subjects, broker.bootstrapServers());
          LocalFlink flink = startJob(broker, folder.path());
          PublishedRestrictions restrictions =
              new PublishedRestrictions(broker.bootstrapServers(), load)) {
        load.publishPolicy();
        load.tickFor(Duration.ofSeconds(3));
        progress.say("pacing " + perSecond + " observations/s ...");
        load.pace(perSecond, warmUp, 0);
        restrictions.beginMeasuring();
        load.pace(
            perSecond, measured, (int) (perSecond * measured.toSeconds() / (subjects * 3 / 4)));
        load.tickFor(Duration.ofSeconds(1));
        flink.requireRunning();
        return restrictions.result(perSecond);
      }
    }
  }

  private static void createTopics(BrokerProcess broker) throws Exception {
    try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      admin.createCatalogue();
    }
  }

  private LocalFlink startJob(BrokerProcess broker, Path folder) throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "risk", parallelism, Ports.free(), folder.resolve("checkpoints"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            RiskOnKafka.build(
                env,
                JobArguments.parse(
                    "--bootstrap-servers", broker.bootstrapServers(), "--bootstrap")));
  }

  private static long usedHeapMib() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
