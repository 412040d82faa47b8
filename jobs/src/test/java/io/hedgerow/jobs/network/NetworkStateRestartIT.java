package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.simulator.market.MarketFaults;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.TopicContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed in the middle of its input says the same in the end as one that is not. */
@Tag("NET-1")
@Tag("NET-4")
@Tag("NET-5")
@Tag("NET-6")
class NetworkStateRestartIT {

  private static final List<Topic> INPUTS =
      List.of(Topic.MARKET_BOOKS, Topic.MARKET_FUNDING, Topic.VENUE_HEALTH, Topic.CHAIN_HEALTH);
  private static final List<Topic> VIEWS =
      List.of(Topic.STATE_DEPTH, Topic.STATE_FUNDING, Topic.STATE_VENUES, Topic.STATE_CHAINS);

  private static final long START_MICROS = 1_750_000_000_000_000L;
  private static final long STEP_MICROS = 100_000;
  private static final long PART_STEPS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void shouldEndWithTheSameViewsAfterAKillInTheMiddle() throws Exception {
    Map<Topic, TopicContents> undisturbed = run(false);
    Map<Topic, TopicContents> killed = run(true);

    assertThat(undisturbed.get(Topic.STATE_DEPTH).newestByKey(DepthView.class)).hasSize(24);
    for (Topic topic : VIEWS) {
      assertThat(killed.get(topic)).hasSameViewsAs(undisturbed.get(topic));
    }
  }

  private Map<Topic, TopicContents> run(boolean kill) throws Exception {
    Path checkpoints = folder.resolve("checkpoints-" + kill);
    MarketGenerator market =
        new MarketGenerator(
            MarketSettings.usual(11, START_MICROS).with(MarketFaults.dropping(100)));
    try (EmbeddedBroker broker = new EmbeddedBroker().start()) {
      String servers = broker.bootstrapServers();
      try (TopicAdmin admin = TopicAdmin.connect(servers)) {
        admin.createCatalogue();
      }
      try (EventProducer producer = EventProducer.open(servers, "test")) {
        play(market, producer, 0);
        JobProcess job = JobProcess.start(servers, folder, checkpoints, Optional.empty());
        try {
          awaitCaughtUp(servers, job);
          play(market, producer, 1);
          if (kill) {
            awaitViewsOfPart(servers, 1);
            job.kill();
          }
          play(market, producer, 2);
          if (kill) {
            Optional<Path> newest = JobProcess.newestCheckpoint(checkpoints);
            assertThat(newest).isPresent();
            job = JobProcess.start(servers, folder, folder.resolve("checkpoints-after"), newest);
          }
          awaitCaughtUp(servers, job);
          return contents(servers);
        } finally {
          job.close();
        }
      }
    }
  }

  private static void play(MarketGenerator market, EventProducer producer, int part) {
    for (long step = part * PART_STEPS; step < (part + 1) * PART_STEPS; step++) {
      long now = START_MICROS + step * STEP_MICROS;
      market.step(now).forEach(producer::send);
      producer.tickAll(now);
    }
    producer.flush();
  }

  /** The job has gone beyond what its last checkpoint can hold: something will be done again. */
  private static void awaitViewsOfPart(String servers, int part) {
    long fromMicros = START_MICROS + part * PART_STEPS * STEP_MICROS;
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                read(servers, Topic.STATE_DEPTH).newestByKey(DepthView.class).values().stream()
                    .anyMatch(view -> view.getReceivedAtMicros() > fromMicros));
  }

  /** Offsets are committed with a checkpoint, before which every view was written. */
  private static void awaitCaughtUp(String servers, JobProcess job) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers);
    try (Admin admin = Admin.create(settings)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(job.isAlive()).as("the job's JVM is running").isTrue();
                Map<TopicPartition, OffsetAndMetadata> committed =
                    admin
                        .listConsumerGroupOffsets("hedgerow-network-state")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends(admin).entrySet().stream()
                    .allMatch(
                        end ->
                            committed.containsKey(end.getKey())
                                && committed.get(end.getKey()).offset() == end.getValue());
              });
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
    Map<TopicPartition, OffsetSpec> asked = new java.util.HashMap<>();
    for (Topic topic : INPUTS) {
      IntStream.range(0, topic.partitions())
          .forEach(p -> asked.put(new TopicPartition(topic.topicName(), p), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new java.util.HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static Map<Topic, TopicContents> contents(String servers) {
    Map<Topic, TopicContents> contents = new EnumMap<>(Topic.class);
    VIEWS.forEach(topic -> contents.put(topic, read(servers, topic)));
    return contents;
  }

  private static TopicContents read(String servers, Topic topic) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers);
    settings.put("auto.offset.reset", "none");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return TopicContents.read(consumer, topic.topicName());
    }
  }
}
