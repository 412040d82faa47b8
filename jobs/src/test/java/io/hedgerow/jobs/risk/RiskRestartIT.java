package io.hedgerow.jobs.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.JobKind;
import io.hedgerow.jobs.JobProcess;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is killed in the middle loses no trigger and no transition, doubles none, and ends
 * with the same restrictions as one that is not.
 */
@Tag("RISK-1")
@Tag("RISK-5")
@Tag("TRIG-13")
class RiskRestartIT {

  /** So near to now that the job, once restarted, catches up. */
  private static final long START_MICROS = System.currentTimeMillis() * 1_000 - 600_000_000L;

  private static final long STEP_MICROS = 100_000;
  private static final long PART_STEPS = 300;
  private static final int VENUES = 6;
  private static final long NEVER_SILENT_MILLIS = 600_000;
  private static final Duration SEVERAL_CHECKPOINTS = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<Topic> OUTPUTS =
      List.of(Topic.RISK_STATE, Topic.RISK_TRIGGERS, Topic.RISK_TRANSITIONS);

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  void shouldSayEverythingOnceAfterAKillInTheMiddle() throws Exception {
    runWithAKill();
    List<RiskTrigger> triggers = committed(Topic.RISK_TRIGGERS, RiskTrigger.class);
    List<RiskTransition> transitions = committed(Topic.RISK_TRANSITIONS, RiskTransition.class);
    Map<String, RiskState> states = states();
    assertThat(kafka.read(Topic.RISK_STATE).events(RiskState.class))
        .as("versions, as they stand on the topic over both runs")
        .filteredOn(state -> state.getAsOfMicros() == state.getChangedAtMicros())
        .extracting(RiskState::getVersion)
        .isSorted()
        .doesNotHaveDuplicates();

    kafka.admin().delete(OUTPUTS.stream().map(Topic::topicName).toList());
    kafka.admin().createCatalogue();
    runUndisturbed();

    assertThat(triggers)
        .filteredOn(t -> t.getStatus() == TriggerStatus.RAISED)
        .hasSizeGreaterThan(8);
    assertThat(triggers.stream().map(RiskTrigger::getSequence).sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, triggers.size()).boxed().toList());
    assertThat(transitions.stream().map(RiskTransition::getSequence))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, transitions.size()).boxed().toList());
    assertThat(triggers)
        .containsExactlyInAnyOrderElementsOf(committed(Topic.RISK_TRIGGERS, RiskTrigger.class));
    assertThat(transitions)
        .containsExactlyElementsOf(committed(Topic.RISK_TRANSITIONS, RiskTransition.class));
    assertThat(states).isEqualTo(states());
  }

  /** One part is in a checkpoint, one was begun, one comes after the kill. */
  private void runWithAKill() throws Exception {
    Path checkpoints = folder.resolve("checkpoints-before");
    try (EventProducer producer = kafka.producer("test")) {
      producer.send(
          PolicyRecords.publish(
              PolicyRecords.draft(patientValues(), List.of(), List.of()),
              PolicyMode.LIVE,
              1,
              START_MICROS - 1,
              START_MICROS - 1,
              "test"));
      play(producer, 0);
      try (JobProcess job = start(checkpoints, Optional.empty())) {
        awaitAllRead(job);
        play(producer, 1);
        awaitRestrictionOfPart(1, job);
        job.kill();
      }
      play(producer, 2);
      Optional<Path> newest = JobProcess.newestCheckpoint(checkpoints);
      assertThat(newest).as("a checkpoint to go on from").isPresent();
      try (JobProcess job = start(folder.resolve("checkpoints-after"), newest)) {
        awaitAllRead(job);
        assertThat(states().values()).anyMatch(RiskState::getCatchingUp);
        producer.tickAll(System.currentTimeMillis() * 1_000);
        producer.flush();
        await().atMost(PATIENCE).until(() -> hasCaughtUp(job));
        awaitAllRead(job);
      }
    }
  }

  private static boolean hasCaughtUp(JobProcess job) {
    job.requireRunning();
    return states().values().stream().noneMatch(RiskState::getCatchingUp);
  }

  /** The shipped values, but the input's clock may stand still for as long as a test takes. */
  private static List<PolicyValue> patientValues() {
    return PolicyRecords.standard().getValues().stream()
        .map(
            value ->
                value.getOption().equals("machine.silent-after")
                    ? PolicyValue.newBuilder(value).setValue(NEVER_SILENT_MILLIS).build()
                    : value)
        .toList();
  }

  private void runUndisturbed() throws Exception {
    InputProgress.forget(JobKind.RISK, kafka.bootstrapServers());
    try (JobProcess job = start(folder.resolve("checkpoints-undisturbed"), Optional.empty())) {
      awaitAllRead(job);
    }
  }

  private JobProcess start(Path checkpoints, Optional<Path> restoreFrom) throws Exception {
    return JobProcess.start(
        JobKind.RISK,
        List.of("--bootstrap-servers", kafka.bootstrapServers()),
        folder,
        checkpoints,
        restoreFrom);
  }

  /** Venues of its own for each part, whose margins break one after the other and recover. */
  private static void play(EventProducer producer, int part) {
    for (long step = part * PART_STEPS; step < (part + 1) * PART_STEPS; step++) {
      long now = START_MICROS + step * STEP_MICROS;
      for (int venue = 0; venue < VENUES; venue++) {
        long inPart = step - part * PART_STEPS - venue * 20L;
        boolean broken = inPart >= 40 && inPart < 60;
        for (int earlier = 0; earlier < part; earlier++) {
          producer.send(margin("V" + earlier + "-" + venue, "1.2", now));
        }
        producer.send(margin("V" + part + "-" + venue, broken ? "0.01" : "1.2", now));
      }
      producer.tickAll(now);
    }
    producer.flush();
  }

  private static RiskObservation margin(String venue, String buffer, long atMicros) {
    return new RiskObservation(
        ObservationKind.MARGIN,
        venue + "|main",
        "",
        E8.parse(buffer),
        null,
        "test",
        atMicros,
        EventIds.of("RiskObservation", venue, atMicros));
  }

  /** All is read, and the transactions of its checkpoint are committed. */
  private static void awaitAllRead(JobProcess job) throws InterruptedException {
    InputProgress.awaitAllRead(JobKind.RISK, kafka.bootstrapServers(), job::requireRunning);
    int before;
    int now = committed(Topic.RISK_TRANSITIONS, RiskTransition.class).size();
    do {
      Thread.sleep(SEVERAL_CHECKPOINTS.toMillis());
      before = now;
      now = committed(Topic.RISK_TRANSITIONS, RiskTransition.class).size();
    } while (now != before);
  }

  /** The job has published a restriction that, as a rule, is not in its last checkpoint. */
  private static void awaitRestrictionOfPart(int part, JobProcess job) {
    long fromMicros = START_MICROS + part * PART_STEPS * STEP_MICROS;
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              job.requireRunning();
              return kafka.read(Topic.RISK_STATE).events(RiskState.class).stream()
                  .anyMatch(state -> state.getChangedAtMicros() > fromMicros);
            });
  }

  private static <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    return kafka.read(topic).events(type);
  }

  /** What says of a run how it went, and not what is allowed. */
  private static RiskState withoutItsRun(RiskState state) {
    return RiskState.newBuilder(state)
        .setVersion(0)
        .setChangedAtMicros(0)
        .setAsOfMicros(0)
        .setEventId("")
        .build();
  }

  private static Map<String, RiskState> states() {
    Map<String, RiskState> newest = kafka.read(Topic.RISK_STATE).newestByKey(RiskState.class);
    newest.replaceAll((scope, state) -> withoutItsRun(state));
    return newest;
  }
}
