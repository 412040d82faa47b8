package io.hedgerow.benchmarks.study;

import io.hedgerow.benchmarks.Ports;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.signals.SignalsConfig;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.simulator.broker.TemporaryFolder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Recorded views through the signals job as it is: a broker, the job on its topics, and what it
 * wrote. Everything is written before the job starts; it lets no topic run ahead of another, so the
 * result depends on the views alone.
 */
final class SignalsRun {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long TICK_EVERY_MICROS = 100_000;

  /** What is counted at the check is not yet with its asset. */
  private static final long SETTLE_MILLIS = 2_000;

  /** Event time goes on after the last view, until it is known and judged. */
  private static final long AFTERWARDS_MICROS = 60_000_000;

  /**
   * What came out, in the order of event time.
   *
   * @param notJudged late, refused, dead, or without a policy
   */
  record Outcome(List<Signal> signals, long notJudged) {}

  private final LocalFlink job;
  private final String servers;

  private SignalsRun(LocalFlink job, String servers) {
    this.job = job;
    this.servers = servers;
  }

  /**
   * Runs the views, which are in the order of time, under a policy.
   *
   * @throws IllegalStateException if the job fails, leaves a view out, or does not come to its end
   */
  static Outcome of(SignalsConfig config, RiskPolicy policy, List<DepthView> views)
      throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-study");
        EmbeddedBroker broker =
            new EmbeddedBroker(folder.path().resolve("broker"), EmbeddedBroker.ANY_PORT).start()) {
      String servers = broker.bootstrapServers();
      try (TopicAdmin admin = TopicAdmin.connect(servers)) {
        admin.createCatalogue();
      }
      OldRecords.keep(servers);
      writeViews(servers, policy, views);
      LocalFlink.Settings settings =
          new LocalFlink.Settings(
              "signals-study",
              2,
              Ports.free(),
              folder.path().resolve("checkpoints"),
              CHECKPOINT_EVERY);
      try (LocalFlink job =
          LocalFlink.start(
              settings,
              env ->
                  SignalsOnKafka.build(
                      env,
                      JobArguments.parse("--bootstrap-servers", servers, "--bootstrap"),
                      config))) {
        Outcome outcome = new SignalsRun(job, servers).run(views);
        if (outcome.notJudged() != 0) {
          throw new IllegalStateException(
              "expected every view to be judged, saw "
                  + outcome.notJudged()
                  + " late, refused, dead or without a policy");
        }
        return outcome;
      }
    }
  }

  private static void writeViews(String servers, RiskPolicy policy, List<DepthView> views) {
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/study")) {
      producer.send(policy);
      views.forEach(producer::send);
    }
  }

  /** Returns how many ticks were written. */
  private long writeTicks(List<DepthView> views) {
    long ticks = 0;
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/study")) {
      long endMicros = views.get(views.size() - 1).getReceivedAtMicros() + AFTERWARDS_MICROS;
      for (long at = views.get(0).getReceivedAtMicros(); at <= endMicros; at += TICK_EVERY_MICROS) {
        producer.tick(Topic.MARKET_REFERENCE, at);
        ticks += Topic.MARKET_REFERENCE.partitions();
      }
    }
    return ticks;
  }

  private Outcome run(List<DepthView> views) throws InterruptedException {
    long withPolicy = views.size() + 1L;
    await(() -> job.counters().total("recordsPassed") >= withPolicy, "read the views");
    Thread.sleep(SETTLE_MILLIS);
    long ticks = writeTicks(views);
    await(() -> job.counters().total("ticks") >= ticks, "read the ticks");
    await(() -> judged(job.counters()) >= views.size(), "judged the views");
    return outcome();
  }

  private static long judged(JobCounters counters) {
    return counters.total("applied") + counters.total("ignored") + leftOut(counters);
  }

  private static long notJudged(JobCounters counters) {
    return leftOut(counters) + counters.total("withoutPolicy");
  }

  private static long leftOut(JobCounters counters) {
    return counters.total("late") + counters.total("refused") + counters.total("deadLetters");
  }

  /** Waits until two reads, several checkpoints apart, are the same. */
  private Outcome outcome() throws InterruptedException {
    int before;
    int now = -1;
    List<Signal> signals;
    do {
      before = now;
      Thread.sleep(3 * CHECKPOINT_EVERY.toMillis());
      job.requireRunning();
      signals = CommittedRecords.read(servers, Topic.EXECUTION_SIGNALS, Signal.class);
      now = signals.size();
    } while (now != before);
    signals.sort(Comparator.comparingLong(Signal::getCreatedAtMicros));
    return new Outcome(signals, notJudged(job.counters()));
  }

  private void await(BooleanSupplier done, String what) throws InterruptedException {
    long giveUpAt = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    while (!done.getAsBoolean()) {
      job.requireRunning();
      if (System.nanoTime() > giveUpAt) {
        throw new IllegalStateException("the job has not " + what + " within " + GIVE_UP_AFTER);
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
