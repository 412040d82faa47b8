package io.hedgerow.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.HostileInput;
import io.hedgerow.simulator.market.MarketFeed;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarketFeedIT {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long STEP_MICROS = 20_000;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  @Tag("NET-7")
  void shouldSendWhatTheGeneratorMakesWithTicksInEveryPartition() throws Exception {
    MarketSettings settings = MarketSettings.usual(7, START_MICROS);
    AtomicLong clockMicros = new AtomicLong(START_MICROS);
    try (EventProducer producer = kafka.producer("hedgerow/generator")) {
      MarketFeed feed =
          new MarketFeed(
              new MarketGenerator(settings), producer, () -> clockMicros.addAndGet(STEP_MICROS));
      CompletableFuture<Void> running = CompletableFuture.runAsync(feed);

      await().until(() -> clockMicros.get() >= START_MICROS + 2_000_000);
      feed.stop();
      running.get(30, TimeUnit.SECONDS);
    }

    List<SpecificRecord> made = new MarketGenerator(settings).step(clockMicros.get());
    long seen = 0;
    for (Topic topic : Arrays.stream(Topic.values()).filter(Topic::isInput).toList()) {
      assertThat(kafka.read(topic).ticksByPartition()).hasSize(topic.partitions());
      seen += kafka.read(topic).events().size();
    }
    assertThat(seen).isEqualTo(made.size());
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
