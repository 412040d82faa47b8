package io.hedgerow.benchmarks.study;

import io.hedgerow.benchmarks.Ports;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.simulator.broker.TemporaryFolder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Recorded records through the risk job as it is: a broker, the job on its topics, and what it
 * wrote.
 *
 * <p>Order: the policy and the depth views, which have no ticks, are written first, and event time
 * begins only once the job has read them; then everything else, with a tick behind each step. So
 * nothing is late however fast the job reads, and the result depends on the records alone.
 */
final class StudyRun {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);
  private static final long LOOK_EVERY_MILLIS = 500;

  /** The counters lag by a second, and what is counted at the check is not yet classified. */
  private static final long SETTLE_MILLIS = 2_000;

  /** Event time goes on after the last record, so that what dwells or holds comes to its end. */
  private static final long AFTERWARDS_MICROS = 2 * 86_400_000_000L;

  private static final List<Topic> TICKED =
      RiskOnKafka.INPUTS.stream().filter(Topic::hasTicks).toList();

  /**
   * What came out, in the order of event time.
   *
   * @param records that were read
   * @param counters of the job at its end
   * @param seconds from the start of the job to its last output
   */
  record Outcome(
      List<RiskTrigger> triggers,
      List<RiskTransition> transitions,
      List<Alert> alerts,
      long records,
      JobCounters counters,
      long seconds) {

    /** How many triggers are of this status. */
    long count(TriggerStatus status) {
      return triggers.stream().filter(trigger -> trigger.getStatus() == status).count();
    }

    /** What was read and not judged: late, without policy, refused. 0 in a sound run. */
    long lost() {
      return counters.total("late")
          + counters.total("withoutPolicy")
          + counters.total("refusedKeys")
          + counters.total("deadLetters");
    }
  }

  private final EventProducer producer;
  private final LocalFlink job;
  private final String servers;

  private StudyRun(EventProducer producer, LocalFlink job, String servers) {
    this.producer = producer;
    this.job = job;
    this.servers = servers;
  }

  /**
   * Runs the records, which are in the order of time, under a policy.
   *
   * @throws IllegalStateException if the job fails, loses a record, or does not come to its end
   */
  static Outcome of(RiskPolicy policy, List<? extends SpecificRecord> records) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("hedgerow-study");
        EmbeddedBroker broker =
            new EmbeddedBroker(folder.path().resolve("broker"), EmbeddedBroker.ANY_PORT).start()) {
      String servers = broker.bootstrapServers();
      try (TopicAdmin admin = TopicAdmin.connect(servers)) {
        admin.createCatalogue();
      }
      OldRecords.keep(servers);
      LocalFlink.Settings settings =
          new LocalFlink.Settings(
              "risk-study",
              2,
              Ports.free(),
              folder.path().resolve("checkpoints"),
              CHECKPOINT_EVERY);
      try (EventProducer producer = EventProducer.open(servers, "hedgerow/study");
          LocalFlink job =
              LocalFlink.start(
                  settings,
                  env ->
                      RiskOnKafka.build(
                          env,
                          JobArguments.parse("--bootstrap-servers", servers, "--bootstrap")))) {
        Outcome outcome = new StudyRun(producer, job, servers).run(policy, records);
        if (outcome.lost() != 0) {
          throw new IllegalStateException(
              "expected every record to be judged, saw "
                  + outcome.lost()
                  + " late, without policy or refused");
        }
        return outcome;
      }
    }
  }

  /** The event time of a record of one of the studied types. */
  static long timeMicrosOf(SpecificRecord record) {
    return (Long) record.get(record.getSchema().getField("receivedAtMicros").pos());
  }

  private Outcome run(RiskPolicy policy, List<? extends SpecificRecord> records)
      throws InterruptedException {
    long startedAt = System.nanoTime();
    producer.send(policy);
    long first = 1;
    for (SpecificRecord record : records) {
      if (!RecordKeys.topicOf(record).hasTicks()) {
        producer.send(record);
        first++;
      }
    }
    producer.flush();
    long readFirst = first;
    await(() -> job.counters().total("recordsPassed") >= readFirst, "read the views");
    if (readFirst > 1) {
      Thread.sleep(SETTLE_MILLIS);
    }
    long ticks = playWithTicks(records);
    await(() -> job.counters().total("ticks") >= ticks, "read the ticks");
    return outcome(records.size(), startedAt);
  }

  /** Returns how many ticks were written. */
  private long playWithTicks(List<? extends SpecificRecord> records) {
    long now = 0;
    long steps = 0;
    for (SpecificRecord record : records) {
      long at = timeMicrosOf(record);
      if (at > now) {
        if (now > 0) {
          tick(now);
          steps++;
        }
        now = at;
      }
      if (RecordKeys.topicOf(record).hasTicks()) {
        producer.send(record);
      }
    }
    tick(now);
    tick(now + AFTERWARDS_MICROS);
    producer.flush();
    return (steps + 2) * TICKED.stream().mapToInt(Topic::partitions).sum();
  }

  private void tick(long atMicros) {
    TICKED.forEach(topic -> producer.tick(topic, atMicros));
  }

  /** Waits until two reads of what is committed, several checkpoints apart, are the same. */
  private Outcome outcome(long records, long startedAt) throws InterruptedException {
    int before;
    int now = -1;
    List<RiskTrigger> triggers;
    List<RiskTransition> transitions;
    List<Alert> alerts;
    do {
      before = now;
      Thread.sleep(3 * CHECKPOINT_EVERY.toMillis());
      job.requireRunning();
      triggers = CommittedRecords.read(servers, Topic.RISK_TRIGGERS, RiskTrigger.class);
      transitions = CommittedRecords.read(servers, Topic.RISK_TRANSITIONS, RiskTransition.class);
      alerts = CommittedRecords.read(servers, Topic.ALERTS, Alert.class);
      now = triggers.size() + transitions.size() + alerts.size();
    } while (now != before);
    triggers.sort(Comparator.comparingLong(RiskTrigger::getSequence));
    transitions.sort(Comparator.comparingLong(RiskTransition::getSequence));
    alerts.sort(Comparator.comparingLong(Alert::getRaisedAtMicros));
    long seconds = Duration.ofNanos(System.nanoTime() - startedAt).toSeconds();
    return new Outcome(triggers, transitions, alerts, records, job.counters(), seconds);
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
