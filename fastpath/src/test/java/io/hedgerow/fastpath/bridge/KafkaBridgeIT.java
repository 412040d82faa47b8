package io.hedgerow.fastpath.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.ReferenceChangedDecoder;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine is told of what stands on a real broker. */
@Tag("NET-7")
@Tag("RISK-1")
class KafkaBridgeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final long NOW = System.currentTimeMillis() * 1_000;

  @TempDir Path folder;

  /** {@code RISK version/asOf} and {@code PRICE of BTC}, as the engine would read them. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private BrokerRig kafka;
  private KafkaBridge bridge;
  private volatile boolean full;

  @BeforeEach
  void start() {
    kafka = new BrokerRig(folder);
    bridge = new KafkaBridge(kafka.servers(), EngineRig.registry(), this::take);
  }

  @AfterEach
  void close() throws Exception {
    bridge.close();
    kafka.close();
  }

  @Test
  @Timeout(180)
  void shouldReadViewsFromTheirBeginningAndStreamsFromNowOn() throws Exception {
    try (EventProducer producer = kafka.producer()) {
      producer.send(state(1, NOW));
      producer.send(price("60000"));
      producer.flush();

      bridge.start();
      producer.send(price("60001"));
      producer.flush();
      await(() -> told.size() == 2);
      producer.send(state(2, NOW + 1));
      producer.flush();

      await(() -> told.size() == 3);
    }
    assertThat(told)
        .containsExactlyInAnyOrder("RISK 1/" + NOW, "RISK 2/" + (NOW + 1), "PRICE 60001");
  }

  @Test
  @Timeout(180)
  void shouldHandOnARepeatAsASignOfLife() throws Exception {
    bridge.start();
    try (EventProducer producer = kafka.producer()) {
      RiskState first = state(5, NOW);
      producer.send(first);
      producer.send(RiskState.newBuilder(first).setAsOfMicros(NOW + 1_000_000).build());
      producer.send(RiskState.newBuilder(state(4, NOW)).setAsOfMicros(NOW + 9_000_000).build());
    }

    await(() -> told.size() == 3);

    assertThat(told)
        .as("of a job that was replaced nothing is believed")
        .containsExactly(
            "RISK 5/" + NOW, "RISK 5/" + (NOW + 1_000_000), "RISK 5/" + (NOW + 1_000_000));
  }

  @Test
  @Timeout(180)
  void shouldSurviveWhatCannotBeRead() throws Exception {
    bridge.start();
    byte[] key = "BTC".getBytes(UTF_8);
    byte[] good = RecordCodec.encode(price("60000"));
    List<byte[]> hostile =
        List.of(
            new byte[0],
            "<xml/>".getBytes(UTF_8),
            Arrays.copyOf(good, good.length - 9),
            new byte[] {0, 127, 127, 127, 127, 1});
    try (EventProducer producer = kafka.producer()) {
      for (byte[] value : hostile) {
        producer.sendRaw(Topic.MARKET_REFERENCE.topicName(), key, value, NOW / 1_000, List.of());
      }
      producer.sendRaw(Topic.MARKET_REFERENCE.topicName(), key, null, NOW / 1_000, List.of());
      producer.tick(Topic.MARKET_REFERENCE, NOW);
      producer.send(price("60001"));
    }

    await(() -> !told.isEmpty());

    assertThat(told).containsExactly("PRICE 60001");
    assertThat(bridge.unreadable()).isEqualTo(hostile.size());
    assertThat(bridge.failure()).isNull();
  }

  @Test
  @Timeout(180)
  void shouldNotBeginWithoutATopic() {
    kafka.delete(Topic.RECON_STATUS);

    assertThatThrownBy(bridge::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("expected recon.status with 1 partitions, saw 0; make");
    assertThat(told).isEmpty();
  }

  @Test
  @Timeout(180)
  void shouldGoOnWhenTheBrokerComesBack() throws Exception {
    bridge.start();
    try (EventProducer producer = kafka.producer()) {
      producer.send(state(1, NOW));
    }
    await(() -> told.size() == 1);

    kafka.beAwayDuring(() -> assertThat(bridge.failure()).isNull());
    try (EventProducer producer = kafka.producer()) {
      producer.send(price("60001"));
      producer.send(state(2, NOW + 1));
    }

    await(() -> told.size() == 3);
    assertThat(told)
        .containsExactlyInAnyOrder("RISK 1/" + NOW, "PRICE 60001", "RISK 2/" + (NOW + 1));
  }

  @Test
  @Timeout(180)
  void shouldWaitForRoomAndLoseNothing() throws Exception {
    full = true;
    bridge.start();
    try (EventProducer producer = kafka.producer()) {
      for (int version = 1; version <= 50; version++) {
        producer.send(state(version, NOW + version));
      }
    }
    assertThat(told).isEmpty();

    full = false;

    await(() -> told.size() == 50);
    assertThat(told.get(49)).isEqualTo("RISK 50/" + (NOW + 50));
  }

  private boolean take(int templateId, DirectBuffer message, int length) {
    if (full) {
      return false;
    }
    UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
    copy.putBytes(0, message, 0, length);
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    told.add(
        switch (templateId) {
          case RiskChangedDecoder.TEMPLATE_ID -> {
            RiskChangedDecoder risk = new RiskChangedDecoder().wrapAndApplyHeader(copy, 0, header);
            yield "RISK " + risk.version() + "/" + risk.asOfMicros();
          }
          case ReferenceChangedDecoder.TEMPLATE_ID ->
              "PRICE "
                  + new ReferenceChangedDecoder().wrapAndApplyHeader(copy, 0, header).priceE8()
                      / E8.ONE;
          default -> "template " + templateId;
        });
    return true;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
      Thread.sleep(SOON.toMillis());
    }
  }

  private static ReferencePrice price(String price) {
    return new ReferencePrice(
        "BTC",
        "INDEX",
        ReferenceKind.INDEX,
        E8.parse(price),
        NOW,
        -1L,
        EventIds.of("ReferencePrice", price));
  }

  private static RiskState state(long version, long atMicros) {
    return RiskState.newBuilder()
        .setScopeType(ScopeType.SYSTEM)
        .setScope("SYSTEM")
        .setVersion(version)
        .setState(SystemState.NORMAL)
        .setNewEntries(NewEntries.WITHIN_LIMITS)
        .setExistingExposure(ExistingExposure.MANAGED)
        .setMonitoring(Monitoring.ACTIVE)
        .setOperator(OperatorNeed.NOT_REQUIRED)
        .setReason("")
        .setSinceMicros(atMicros)
        .setCauses(List.of())
        .setMissing(List.of())
        .setApprovedBy(List.of())
        .setPolicyVersion(1)
        .setChangedAtMicros(atMicros)
        .setAsOfMicros(atMicros)
        .setCatchingUp(false)
        .setEventId(EventIds.of("RiskState", "SYSTEM", version))
        .build();
  }
}
