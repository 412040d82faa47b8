package io.hedgerow.jobs.signals;

import static io.hedgerow.jobs.signals.SignalRecords.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.JobKind;
import io.hedgerow.jobs.JobProcess;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is killed in the middle says every signal that one without a kill says, under the same
 * ID, and none besides; neither depends on the parallelism, nor on which topic is read first.
 */
@Tag("SIG-1")
@Tag("IDEM-1")
class SignalsRestartIT {

  private static final List<String> VENUES = List.of("SIM-ALPHA", "SIM-BRAVO", "SIM-CHARLIE");
  private static final List<String> INSTRUMENTS =
      List.of("BTC-USDT", "BTC-USDT-PERP", "ETH-USDT", "ETH-USDT-PERP");

  /** So long that a pair that is apart again is another opportunity. */
  private static final long STEP_MICROS = 2 * SECOND;

  private static final int PART_STEPS = 100;
  private static final int ROTATE_STEPS = 10;
  private static final long MIDDLE_E8 = 1_000 * E8.ONE;
  private static final long DEARER_E8 = 30 * E8.ONE;

  /** Funding is looked at each 300 s: in the middle of the second part. */
  private static final long LOOK_MICROS = 300 * SECOND;

  private static final long START_MICROS =
      (System.currentTimeMillis() * 1_000 / LOOK_MICROS - 3) * LOOK_MICROS
          - PART_STEPS * STEP_MICROS * 3 / 2;

  /** In the middle of the third part a policy takes effect that lets no pair of books pass. */
  private static final long STRICTER_MICROS = START_MICROS + PART_STEPS * STEP_MICROS * 5 / 2;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LONGER_THAN_A_HOLD = Duration.ofSeconds(8);

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  void shouldSayEachSignalOnceUnderTheSameIdAfterAKillInTheMiddle() throws Exception {
    runWithAKill();
    Map<String, Signal> disturbed = signals();

    kafka.admin().delete(List.of(Topic.EXECUTION_SIGNALS.topicName()));
    kafka.admin().createCatalogue();
    runUndisturbed();
    Map<String, Signal> undisturbed = signals();

    assertThat(undisturbed.values().stream().map(Signal::getSignalId)).doesNotHaveDuplicates();
    assertThat(count(undisturbed, SignalSource.ALPHA)).isGreaterThan(100);
    assertThat(count(undisturbed, SignalSource.FUNDING)).isGreaterThan(1);
    assertThat(count(undisturbed, SignalSource.RISK)).isGreaterThan(1);
    assertThat(undisturbed.values().stream().map(SignalsRestartIT::partOf).distinct())
        .containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(undisturbed.values().stream().filter(s -> s.getSource() == SignalSource.ALPHA))
        .allMatch(signal -> signal.getCreatedAtMicros() < STRICTER_MICROS);
    assertThat(undisturbed.values()).extracting(Signal::getPolicyVersion).contains(1L, 2L);
    assertThat(disturbed).isEqualTo(undisturbed);
  }

  /** One part is in a checkpoint, one was begun, one comes after the kill. */
  private void runWithAKill() throws Exception {
    Path checkpoints = folder.resolve("checkpoints-before");
    try (EventProducer producer = kafka.producer("test")) {
      producer.send(SignalRecords.policy(1, 0, 100));
      producer.send(SignalRecords.policy(2, STRICTER_MICROS, 100_000));
      producer.tickAll(START_MICROS);
      send(producer, 0);
      try (JobProcess job = start(checkpoints, Optional.empty())) {
        awaitAllRead(job);
        tick(producer, 0, PART_STEPS);
        awaitSignalOf(0, job);
        awaitAllRead(job);
        send(producer, 1);
        awaitAllRead(job);
        tick(producer, PART_STEPS, PART_STEPS / 2);
        awaitSignalOf(1, job);
        job.kill();
      }
      tick(producer, PART_STEPS * 3 / 2, PART_STEPS / 2);
      send(producer, 2);
      tick(producer, 2 * PART_STEPS, 2 * PART_STEPS);
      Optional<Path> newest = JobProcess.newestCheckpoint(checkpoints);
      assertThat(newest).as("a checkpoint to go on from").isPresent();
      try (JobProcess job = start(folder.resolve("checkpoints-after"), newest)) {
        awaitAllRead(job);
        awaitNoMore(job::requireRunning);
      }
    }
  }

  /** In this JVM, with one subtask of each operator instead of two. */
  private void runUndisturbed() throws Exception {
    InputProgress.forget(JobKind.SIGNALS, kafka.bootstrapServers());
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "signals",
            1,
            freePort(),
            folder.resolve("checkpoints-undisturbed"),
            Duration.ofSeconds(1));
    try (LocalFlink flink =
        LocalFlink.start(
            settings,
            env -> {
              List<String> arguments = new ArrayList<>(arguments());
              arguments.add("--bootstrap");
              SignalsOnKafka.build(env, JobArguments.parse(arguments.toArray(String[]::new)));
            })) {
      InputProgress.awaitAllRead(JobKind.SIGNALS, kafka.bootstrapServers(), flink::requireRunning);
      awaitNoMore(flink::requireRunning);
      JobCounters counters = flink.counters();
      assertThat(counters.total("late")).isZero();
      assertThat(counters.total("withoutPolicy")).isZero();
      assertThat(counters.total("refused")).isZero();
      assertThat(counters.total("deadLetters")).isZero();
    }
  }

  private JobProcess start(Path checkpoints, Optional<Path> restoreFrom) throws Exception {
    return JobProcess.start(JobKind.SIGNALS, arguments(), folder, checkpoints, restoreFrom);
  }

  private static List<String> arguments() {
    return List.of(
        "--bootstrap-servers", kafka.bootstrapServers(), "--config", "../flink-conf/signals.yaml");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Each second another venue is 4,000 ppm dearer than the two others; no clock tick yet. */
  private static void send(EventProducer producer, int part) {
    for (long step = (long) part * PART_STEPS; step < (part + 1L) * PART_STEPS; step++) {
      long now = START_MICROS + step * STEP_MICROS;
      if (step % ROTATE_STEPS == 0) {
        producer.send(SignalRecords.ether(now));
        producer.send(SignalRecords.arbitrum(now));
        producer.send(SignalRecords.rate("SIM-ALPHA", "BTC", "0.003", now));
        producer.send(SignalRecords.rate("SIM-BRAVO", "BTC", "0.0001", now));
        boolean small = step / ROTATE_STEPS % 4 == 1;
        producer.send(SignalRecords.account("SIM-ALPHA", small ? 1_100 : 2_000, 20, now));
        producer.send(SignalRecords.account("SIM-BRAVO", 9_000, -20, now));
        producer.send(SignalRecords.marginWarning("SIM-BRAVO", now));
      }
      int dear = (int) (step / ROTATE_STEPS % VENUES.size());
      for (int venue = 0; venue < VENUES.size(); venue++) {
        long middleE8 = MIDDLE_E8 + (venue == dear ? DEARER_E8 : 0);
        for (String instrument : INSTRUMENTS) {
          producer.send(SignalRecords.depth(VENUES.get(venue), instrument, middleE8, now));
        }
      }
    }
    producer.flush();
  }

  private static void tick(EventProducer producer, long fromStep, int steps) {
    for (long step = fromStep + 1; step <= fromStep + steps; step++) {
      producer.tickAll(START_MICROS + step * STEP_MICROS);
    }
    producer.flush();
  }

  private static void awaitAllRead(JobProcess job) {
    InputProgress.awaitAllRead(JobKind.SIGNALS, kafka.bootstrapServers(), job::requireRunning);
  }

  private static void awaitSignalOf(int part, JobProcess job) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              job.requireRunning();
              return signals().values().stream().anyMatch(signal -> partOf(signal) == part);
            });
  }

  /** Longer than the job waits for a silent partition, nothing new has been said. */
  private static void awaitNoMore(Runnable alive) throws InterruptedException {
    int before;
    int now = signals().size();
    do {
      Thread.sleep(LONGER_THAN_A_HOLD.toMillis());
      alive.run();
      before = now;
      now = signals().size();
    } while (now == 0 || now != before);
  }

  private static long partOf(Signal signal) {
    return (signal.getCreatedAtMicros() - START_MICROS) / STEP_MICROS / PART_STEPS;
  }

  private static long count(Map<String, Signal> signals, SignalSource source) {
    return signals.values().stream().filter(signal -> signal.getSource() == source).count();
  }

  /** What a reader has who drops repeated IDs; what is repeated must be the same. */
  private static Map<String, Signal> signals() {
    Map<String, Signal> byId = new TreeMap<>();
    for (Signal signal : kafka.read(Topic.EXECUTION_SIGNALS).events(Signal.class)) {
      Signal before = byId.put(signal.getEventId(), signal);
      assertThat(before == null || before.equals(signal)).as("repeated %s", signal).isTrue();
    }
    return byId;
  }
}
