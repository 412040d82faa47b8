package io.hedgerow.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicContentsIT {

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  void shouldHoldTheNewestVersionOfEachKeyWhateverTheOrder() {
    ChainView newest = view("ETHEREUM", 9, 20_000_009);
    try (EventProducer producer = kafka.producer("test")) {
      producer.send(view("ETHEREUM", 5, 20_000_005));
      producer.send(newest);
      producer.send(view("ETHEREUM", 7, 20_000_007));
      producer.send(view("BITCOIN", 1, 860_000));
    }

    TopicContents contents = kafka.read(Topic.STATE_CHAINS);

    assertThat(contents).hasEvents(4);
    assertThat(contents.newestByKey(ChainView.class))
        .isEqualTo(Map.of("ETHEREUM", newest, "BITCOIN", view("BITCOIN", 1, 860_000)));
  }

  @Test
  void shouldNameKeyFieldExpectedAndSeen() {
    ChainView slow = view("ETHEREUM", 9, 20_000_009);
    slow.setBaseFeeGweiE8(1_250_000_000L);
    try (EventProducer producer = kafka.producer("test")) {
      producer.send(slow);
      producer.send(view("SOLANA", 3, 300_000_000));
    }
    TopicContents contents = kafka.read(Topic.STATE_CHAINS);

    assertThatThrownBy(
            () ->
                assertThat(contents)
                    .hasViews(
                        Map.of(
                            "ETHEREUM", view("ETHEREUM", 9, 20_000_010),
                            "BITCOIN", view("BITCOIN", 1, 860_000))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("state.chains differs:")
        .hasMessageContaining("ETHEREUM blockNumber: expected 20000010, saw 20000009")
        .hasMessageContaining("ETHEREUM baseFeeGweiE8: expected nothing, saw 12.5")
        .hasMessageContaining("saw nothing")
        .hasMessageContaining("SOLANA: expected nothing, saw {");
    assertThat(contents)
        .hasViews(
            Map.of("ETHEREUM", view("ETHEREUM", 9, 7), "SOLANA", view("SOLANA", 3, 7)),
            "blockNumber",
            "baseFeeGweiE8");
  }

  @Test
  void shouldSayWhereUnreadableBytesStand() {
    try (EventProducer producer = kafka.producer("test")) {
      producer.sendRaw("chain.health", null, new byte[] {7, 7}, 0, List.of());
    }

    assertThatThrownBy(() -> kafka.read(Topic.CHAIN_HEALTH).events())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("chain.health/")
        .hasMessageContaining("@0: NOT_FRAMED");
  }

  @Test
  void shouldLeaveOutWhatWasNotCommitted() throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(alert("kept")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(alert("lost")).get();
      producer.abortTransaction();
    }

    assertThat(kafka.read(Topic.ALERTS).records())
        .extracting(record -> new String(record.bytes(), StandardCharsets.UTF_8))
        .containsExactly("kept");
  }

  private static ProducerRecord<byte[], byte[]> alert(String text) {
    return new ProducerRecord<>("alerts", 0, null, text.getBytes(StandardCharsets.UTF_8));
  }

  private static ChainView view(String chain, long version, long blockNumber) {
    return ChainView.newBuilder()
        .setChain(chain)
        .setFamily(ChainFamily.EVM)
        .setVersion(version)
        .setFreshness(Freshness.LIVE)
        .setBlockNumber(blockNumber)
        .setBlockTimeMicros(1)
        .setReceivedAtMicros(1)
        .setEventId("0123456789abcdef0123456789abcdef")
        .build();
  }
}
