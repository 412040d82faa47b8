package io.hedgerow.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hedgerow.connectors.kafka.EventHeaders;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.KafkaEdgeException;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("NET-7")
class EventProducerIT {

  private static final long NOW_MICROS = 1_723_161_253_123_456L;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  void shouldWriteARecordUnderItsKeyWithItsHeaders() {
    ReferencePrice price = price("BTC", NOW_MICROS);

    try (EventProducer producer = kafka.producer("hedgerow/test")) {
      producer.send(price);
    }

    TopicContents contents = kafka.read(Topic.MARKET_REFERENCE);
    assertThat(contents).holdsExactly(price);
    TopicRecord record = contents.records().get(0);
    assertThat(record.key()).isEqualTo("BTC");
    assertThat(record.headers())
        .isEqualTo(
            Map.of(
                EventHeaders.SPEC_VERSION, "1.0",
                EventHeaders.ID, price.getEventId(),
                EventHeaders.TYPE, "io.hedgerow.schemas.market.ReferencePrice",
                EventHeaders.SOURCE, "hedgerow/test",
                EventHeaders.TIME, "2024-08-08T23:54:13.123456Z"));
  }

  @Test
  void shouldWriteATickIntoEveryPartitionAndCountIt() {
    Map<String, Long> sent;
    try (EventProducer producer = kafka.producer("hedgerow/test")) {
      producer.tick(Topic.MARKET_BOOKS, NOW_MICROS);
      producer.tick(Topic.MARKET_BOOKS, NOW_MICROS + 100_000);
      producer.send(price("BTC", NOW_MICROS));
      sent = producer.sent();
    }

    Map<Integer, List<ClockTick>> ticks = kafka.read(Topic.MARKET_BOOKS).ticksByPartition();
    assertThat(ticks).hasSize(Topic.MARKET_BOOKS.partitions());
    assertThat(ticks.values())
        .allSatisfy(
            inPartition ->
                assertThat(inPartition)
                    .containsExactly(
                        new ClockTick("hedgerow/test", NOW_MICROS),
                        new ClockTick("hedgerow/test", NOW_MICROS + 100_000)));
    assertThat(sent)
        .isEqualTo(
            Map.of("market.books", 2L * Topic.MARKET_BOOKS.partitions(), "market.reference", 1L));
  }

  @Test
  void shouldRefuseWhatATickHasPromisedNotToCome() {
    try (EventProducer producer = kafka.producer("hedgerow/test")) {
      producer.tick(Topic.MARKET_REFERENCE, NOW_MICROS);

      assertThatThrownBy(() -> producer.send(price("BTC", NOW_MICROS - 1)))
          .hasMessageContaining("a tick promised market.reference nothing before " + NOW_MICROS);
      assertThatThrownBy(() -> producer.tick(Topic.MARKET_REFERENCE, NOW_MICROS - 1))
          .hasMessageContaining("expected a tick at or after");
      assertThatThrownBy(() -> producer.tick(Topic.STATE_DEPTH, NOW_MICROS))
          .hasMessageContaining("has no ticks");
      producer.send(price("BTC", NOW_MICROS));
    }
  }

  @Test
  void shouldThrowWhatTheBrokerRefusedAtTheNextCall() {
    EventProducer producer = kafka.producer("hedgerow/test");
    producer.sendRaw(
        Topic.STATE_DEPTH.topicName(),
        new byte[1],
        new byte[RecordCodec.MAX_RECORD_BYTES * 3 / 2],
        NOW_MICROS,
        List.of());
    producer.sendRaw(Topic.STATE_DEPTH.topicName(), null, new byte[1], NOW_MICROS, List.of());

    Throwable thrown = catchThrowable(producer::flush);

    assertThat(thrown)
        .isInstanceOf(KafkaEdgeException.class)
        .hasMessageContaining("could not write to state.depth");
    assertThatThrownBy(producer::close)
        .isInstanceOf(KafkaEdgeException.class)
        .hasMessage(thrown.getMessage());
  }

  @Test
  void shouldTakeWhatIsTooLargeForTheCodecOnAnInputTopic() {
    try (EventProducer producer = kafka.producer("hedgerow/test")) {
      producer.sendRaw(
          Topic.MARKET_BOOKS.topicName(),
          null,
          incompressible(RecordCodec.MAX_RECORD_BYTES + 1),
          NOW_MICROS,
          List.of());
    }

    assertThat(kafka.read(Topic.MARKET_BOOKS).records()).hasSize(1);
  }

  private static byte[] incompressible(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static ReferencePrice price(String asset, long timeMicros) {
    return ReferencePrice.newBuilder()
        .setAsset(asset)
        .setSource("SIM-ALPHA")
        .setKind(ReferenceKind.INDEX)
        .setPriceE8(6_183_763_000_000L)
        .setReceivedAtMicros(timeMicros)
        .setVenueTimeMicros(-1)
        .setEventId("0123456789abcdef0123456789abcdef")
        .build();
  }
}
