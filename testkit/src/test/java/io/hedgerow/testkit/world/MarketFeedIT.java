package io.hedgerow.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.HostileInput;
import io.hedgerow.simulator.market.MarketFeed;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicContents;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarketFeedIT {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long STEP_MICROS = 20_000;

  /** Written out, so that the feed's own list is checked. */
  private static final Set<Topic> READ_BY_RISK =
      EnumSet.of(
          Topic.MARKET_REFERENCE,
          Topic.MARKET_FUNDING,
          Topic.VENUE_HEALTH,
          Topic.CHAIN_HEALTH,
          Topic.RISK_OBSERVATIONS);

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  @Tag("NET-7")
  void shouldSendWhatTheGeneratorMakesWithTicksInEveryPartitionMoreOftenForTheRiskJob()
      throws Exception {
    MarketSettings settings = MarketSettings.usual(7, START_MICROS);
    AtomicLong clockMicros = new AtomicLong(START_MICROS);
    try (EventProducer producer = kafka.producer("hedgerow/generator")) {
      MarketFeed feed =
          new MarketFeed(
              new MarketGenerator(settings)::step,
              producer,
              () -> clockMicros.addAndGet(STEP_MICROS));
      CompletableFuture<Void> running = CompletableFuture.runAsync(feed);

      await().until(() -> clockMicros.get() >= START_MICROS + 2_000_000);
      feed.stop();
      running.get(30, TimeUnit.SECONDS);
    }

    long end = clockMicros.get();
    List<SpecificRecord> made = new MarketGenerator(settings).step(end);
    long seen = 0;
    for (Topic topic : Topic.tickedByFeeds()) {
      TopicContents contents = kafka.read(topic);
      assertThat(contents.ticksByPartition()).hasSize(topic.partitions());
      List<Long> expected = ticks(READ_BY_RISK.contains(topic) ? 20_000 : 100_000, end);
      contents
          .ticksByPartition()
          .forEach(
              (partition, ticks) ->
                  assertThat(ticks.stream().map(ClockTick::getTickAtMicros))
                      .as(topic + " " + partition)
                      .containsExactlyElementsOf(expected));
      seen += contents.events().size();
    }
    assertThat(seen).isEqualTo(made.size());
  }

  /** At the first step, then at each multiple of the period. */
  private static List<Long> ticks(long periodMicros, long endMicros) {
    return LongStream.rangeClosed(1, (endMicros - START_MICROS) / STEP_MICROS)
        .map(step -> START_MICROS + step * STEP_MICROS)
        .filter(at -> at == START_MICROS + STEP_MICROS || at % periodMicros == 0)
        .boxed()
        .toList();
  }

  @Test
  void shouldBringEveryHostileMessageOntoItsTopic() {
    List<HostileInput> inputs = HostileInput.catalogue(START_MICROS);

    try (EventProducer producer = kafka.producer("hedgerow/hostile")) {
      inputs.forEach(input -> input.sendTo(producer, START_MICROS));
    }

    assertThat(kafka.read(Topic.MARKET_BOOKS).records())
        .hasSize(inputs.stream().mapToInt(input -> input.messages().size()).sum());
  }
}
