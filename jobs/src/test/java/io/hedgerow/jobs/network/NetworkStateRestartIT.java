package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.JobKind;
import io.hedgerow.jobs.JobProcess;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketFaults;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed in the middle of its input says the same in the end as one that is not. */
@Tag("NET-1")
@Tag("NET-3")
@Tag("NET-4")
@Tag("NET-5")
@Tag("NET-6")
class NetworkStateRestartIT {

  private static final List<Topic> VIEWS =
      List.of(
          Topic.STATE_DEPTH,
          Topic.STATE_FUNDING,
          Topic.STATE_MARGIN,
          Topic.STATE_VENUES,
          Topic.STATE_CHAINS);

  private static final long START_MICROS = 1_750_000_000_000_000L;
  private static final long STEP_MICROS = 100_000;
  private static final long PART_STEPS = 60;
  private static final int BOOKS = 24;

  /** Gaps before the kill, after it, and across it: whole books come each ten seconds. */
  private static final int DROP_DELTA_EVERY = 25;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  void shouldEndWithTheSameViewsAfterAKillInTheMiddle() throws Exception {
    Map<Topic, TopicContents> killed = runWithAKill();
    clearViews();
    Map<Topic, TopicContents> undisturbed = runUndisturbed();

    assertThat(undisturbed.get(Topic.STATE_DEPTH).newestByKey(DepthView.class)).hasSize(BOOKS);
    assertThat(undisturbed.get(Topic.STATE_MARGIN).newestByKey(MarginView.class))
        .hasEntrySatisfying(
            LeveragedAccount.KEY, view -> assertThat(view.getPositions()).hasSize(2));
    for (Topic topic : VIEWS) {
      assertThat(killed.get(topic)).hasSameViewsAs(undisturbed.get(topic));
    }
  }

  /** Three parts of a market: one is in a checkpoint, one was begun, one comes after the kill. */
  private Map<Topic, TopicContents> runWithAKill() throws Exception {
    LeveragedAccount market =
        new LeveragedAccount(
            MarketSettings.usual(11, START_MICROS).with(MarketFaults.dropping(DROP_DELTA_EVERY)));
    Path checkpoints = folder.resolve("checkpoints-before");
    try (EventProducer producer = kafka.producer("test")) {
      play(market, producer, 0);
      try (JobProcess job = start(checkpoints, Optional.empty())) {
        awaitAllRead(job);
        play(market, producer, 1);
        awaitViewsOfPart(1, job);
        job.kill();
      }
      play(market, producer, 2);
    }
    Optional<Path> newest = JobProcess.newestCheckpoint(checkpoints);
    assertThat(newest).as("a checkpoint to go on from").isPresent();
    try (JobProcess job = start(folder.resolve("checkpoints-after"), newest)) {
      awaitAllRead(job);
    }
    return views();
  }

  /** The same input, which still stands on its topics, from the beginning. */
  private Map<Topic, TopicContents> runUndisturbed() throws Exception {
    try (RunningJob job =
        RunningJob.start(kafka.bootstrapServers(), folder, RunningJob.NEVER_SILENT_SECONDS)) {
      job.awaitAllRead();
      return views();
    }
  }

  private JobProcess start(Path checkpoints, Optional<Path> restoreFrom) throws Exception {
    Path config = RunningJob.config(folder, RunningJob.NEVER_SILENT_SECONDS);
    return JobProcess.start(
        JobKind.NETWORK_STATE,
        List.of("--bootstrap-servers", kafka.bootstrapServers(), "--config", config.toString()),
        folder,
        checkpoints,
        restoreFrom);
  }

  private static void play(LeveragedAccount market, EventProducer producer, int part) {
    for (long step = part * PART_STEPS; step < (part + 1) * PART_STEPS; step++) {
      long now = START_MICROS + step * STEP_MICROS;
      market.step(now).forEach(producer::send);
      producer.tickAll(now);
    }
    producer.flush();
  }

  private static void awaitAllRead(JobProcess job) {
    InputProgress.awaitAllRead(
        JobKind.NETWORK_STATE, kafka.bootstrapServers(), job::requireRunning);
  }

  /** The job has said something that, as a rule, is not in its last checkpoint. */
  private static void awaitViewsOfPart(int part, JobProcess job) {
    long fromMicros = START_MICROS + part * PART_STEPS * STEP_MICROS;
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              job.requireRunning();
              return kafka.read(Topic.STATE_DEPTH).events(DepthView.class).stream()
                  .anyMatch(view -> view.getReceivedAtMicros() > fromMicros);
            });
  }

  private static void clearViews() {
    kafka.admin().delete(VIEWS.stream().map(Topic::topicName).toList());
    kafka.admin().createCatalogue();
  }

  private static Map<Topic, TopicContents> views() {
    Map<Topic, TopicContents> views = new EnumMap<>(Topic.class);
    VIEWS.forEach(topic -> views.put(topic, kafka.read(topic)));
    return views;
  }
}
