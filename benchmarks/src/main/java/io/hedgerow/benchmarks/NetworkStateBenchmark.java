package io.hedgerow.benchmarks;

import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.simulator.broker.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kafka to {@code state.depth}: the whole network-state job against a broker in a JVM of its own,
 * RocksDB, incremental checkpoints each 5 s, every validity check on (NET-1, NET-2).
 *
 * <p>{@link #throughput} writes the messages first and lets the job catch up; {@link #latency}
 * paces them and takes the time from a message's arrival at our edge to the first published view
 * that includes it, as a Kafka consumer sees it.
 */
public final class NetworkStateBenchmark {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

  /** Asking for the counters costs processor time that the job then lacks. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final double WARM_SHARE = 0.2;
  private static final double END_SHARE = 0.95;

  /**
   * One throughput run.
   *
   * @param messagesPerSecond read, checked, applied, between a fifth and 95 % of the input
   * @param viewsPerSecond published in the same stretch
   * @param heapUsedMib after a full collection at the end
   * @param checkpoints sizes in bytes of what each checkpoint added
   */
  public record Throughput(
      int instruments,
      long messages,
      double levelsPerMessage,
      long messagesPerSecond,
      long viewsPerSecond,
      long heapUsedMib,
      List<Long> checkpoints,
      long deadLetters) {}

  private final MessageTape tape;
  private final Progress progress;
  private final int parallelism;

  /** Where a long run says how far it is. */
  @FunctionalInterface
  public interface Progress {
    /** A line for the person who waits. */
    void say(String line);
  }

  /**
   * A benchmark.
   *
   * @param dataFolder the recorded data; null or absent: synthetic messages of the same shape
   * @throws IOException if the recording cannot be read
   */
  public NetworkStateBenchmark(Path dataFolder, int parallelism, Progress progress)
      throws IOException {
    this.tape = MessageTape.load(dataFolder);
    this.progress = progress;
    this.parallelism = parallelism;
  }

  /** Where the messages come from. */
  public String source() {
    return tape.source();
  }

  /**
   * Writes the messages once, then lets a new job read them from the beginning, several times. The
   * first run only warms the JVM up and is not counted: a third of it is compilation.
   */
  public List<Throughput> throughput(int instruments, long messages, int repeats) throws Exception {
    List<Throughput> runs = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-bench");
        BrokerProcess broker = BrokerProcess.start(folder.path())) {
      try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
        admin.createCatalogue();
      }
      progress.say("writing " + messages + " messages of " + instruments + " instruments ...");
      long written;
      try (BenchLoad load = new BenchLoad(tape, instruments, broker.bootstrapServers())) {
        load.writeAll(messages);
        written = load.written();
      }
      for (int run = 0; run <= repeats; run++) {
        Throughput result =
            catchUp(broker, folder.path().resolve("run" + run), instruments, written);
        progress.say(
            String.format(
                Locale.ROOT,
                "%s: %,d messages/s, %,d views/s",
                run == 0 ? "warm-up" : "run " + run,
                result.messagesPerSecond(),
                result.viewsPerSecond()));
        if (run > 0) {
          runs.add(result);
        }
      }
    }
    return runs;
  }

  private Throughput catchUp(BrokerProcess broker, Path folder, int instruments, long messages)
      throws Exception {
    Files.createDirectories(folder);
    try (LocalFlink flink = startJob(broker, folder)) {
      long giveUpAt = System.nanoTime() + GIVE_UP_AFTER.toNanos();
      long warmAt = 0;
      long warmMessages = 0;
      long warmViews = 0;
      while (true) {
        Thread.sleep(LOOK_EVERY.toMillis());
        JobCounters counters = flink.counters();
        long applied = counters.of("keep-books", "applied") + counters.of("keep-books", "ignored");
        long now = System.nanoTime();
        if (warmAt == 0 && applied >= messages * WARM_SHARE) {
          warmAt = now;
          warmMessages = applied;
          warmViews = counters.of("keep-books", "viewsPublished");
        }
        if (applied >= messages * END_SHARE) {
          if (now == warmAt) {
            throw new IllegalArgumentException(
                messages + " messages are read too fast to be measured: ask for more (--messages)");
          }
          double seconds = (now - warmAt) / 1e9;
          return new Throughput(
              instruments,
              messages,
              tape.levelsPerMessage(),
              Math.round((applied - warmMessages) / seconds),
              Math.round((counters.of("keep-books", "viewsPublished") - warmViews) / seconds),
              usedHeapMib(),
              flink.checkpointBytes(),
              counters.total("deadLetters"));
        }
        flink.requireRunning();
        if (now > giveUpAt) {
          throw new IllegalStateException("the job applied only " + applied + " of " + messages);
        }
      }
    }
  }

  LocalFlink startJob(BrokerProcess broker, Path folder) throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "network-state",
            parallelism,
            Ports.free(),
            folder.resolve("checkpoints"),
            CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            NetworkStateOnKafka.build(
                env,
                JobArguments.parse(
                    "--bootstrap-servers", broker.bootstrapServers(), "--bootstrap")));
  }

  /**
   * Paces messages and measures arrival to published view.
   *
   * @return latencies in µs of every message sent after the warm-up
   */
  public Latency latency(int instruments, int messagesPerSecond, Duration warmUp, Duration measured)
      throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-bench");
        BrokerProcess broker = BrokerProcess.start(folder.path())) {
      try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
        admin.createCatalogue();
      }
      try (BenchLoad load = new BenchLoad(tape, instruments, broker.bootstrapServers());
          LocalFlink flink = startJob(broker, folder.path());
          PublishedViews views = new PublishedViews(broker.bootstrapServers(), load)) {
        views.start();
        load.writeBooks();
        views.awaitAll(instruments, GIVE_UP_AFTER);
        progress.say("pacing " + messagesPerSecond + " messages/s ...");
        load.pace(messagesPerSecond, warmUp);
        views.beginMeasuring();
        load.pace(messagesPerSecond, measured);
        Thread.sleep(1_000);
        flink.requireRunning();
        return views.result(instruments, messagesPerSecond, load.behind());
      }
    }
  }

  private static long usedHeapMib() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
