package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.connectors.kafka.TopicContent;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fast path as it is run: a signal on a real broker becomes two orders over FIX, and what
 * became of them stands on the broker. BRAVO counts in contracts of 0.01.
 */
@Tag("LIFE-2")
@Tag("LIFE-3")
@Tag("LIFE-5")
@Tag("GATE-1")
class FastPathIT {

  private static final Duration READ_WITHIN = Duration.ofSeconds(60);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<FillingVenue> venues = new ArrayList<>();
  private final Map<String, FixClientSettings> sessions = new TreeMap<>();
  private EmbeddedBroker broker;
  private EventProducer producer;
  private FastPathSettings settings;
  private FastPath fastPath;

  @BeforeEach
  void start() throws Exception {
    broker = opened(new EmbeddedBroker(folder.resolve("kafka"), EmbeddedBroker.ANY_PORT).start());
    try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      admin.createCatalogue();
    }
    for (String venue : List.of("ALPHA", "BRAVO")) {
      FillingVenue filling = new FillingVenue();
      venues.add(filling);
      FixAcceptor acceptor =
          new FixAcceptor(
              AcceptorSettings.onLoopback(venue, Map.of("main", "secret")),
              filling,
              new SessionMemory());
      opened(AcceptorThread.start(acceptor, KnownWorld::nowMicros, 100_000));
      sessions.put(venue, FixClientSettings.of(acceptor.address(), "main", venue, "secret"));
    }
    producer = opened(EventProducer.open(broker.bootstrapServers(), "hedgerow/test"));
    settings =
        new FastPathSettings(
            folder.resolve("engine"),
            KnownWorld.REGISTRY,
            sessions,
            List.of(),
            2_000_000,
            broker.bootstrapServers(),
            1 << 20,
            1L << 26,
            false,
            "test");
    begin();
  }

  private void begin() throws IOException, InterruptedException {
    fastPath = new FastPath(settings);
    fastPath.start();
  }

  @AfterEach
  void stop() throws Exception {
    fastPath.close();
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(part);
    return part;
  }

  @Test
  @Timeout(240)
  void shouldTradeASignalAndTellEverything() throws InterruptedException {
    tradeOnce("S1");

    List<Fill> fills = read(Topic.EXECUTION_FILLS, Fill.class);
    long quantityE8 = venues.get(0).quantitiesE8().get(0);
    assertThat(quantityE8).isBetween(E8.parse("0.49"), E8.parse("0.5"));
    assertThat(venues.get(1).quantitiesE8()).as("in contracts").containsExactly(100 * quantityE8);
    assertThat(fills)
        .extracting(Fill::getVenue, Fill::getSide, Fill::getQuantityE8)
        .containsExactlyInAnyOrder(
            tuple("ALPHA", OrderSide.BUY, quantityE8), tuple("BRAVO", OrderSide.SELL, quantityE8));
    assertThat(read(Topic.RISK_ACKNOWLEDGEMENTS, Acknowledgement.class))
        .extracting(Acknowledgement::getConsumer, Acknowledgement::getStateVersion)
        .contains(tuple("fast-path", 1L));
    assertThat(fastPath.latency().nanos().getTotalCount()).isEqualTo(1);
    assertThat(fastPath.halt(10_000)).as("flat").isTrue();
    fastPath.requireHealthy();
  }

  @Test
  @Timeout(240)
  void shouldGoOnAfterARestartWithoutSendingOrTellingAnythingTwice() throws Exception {
    tradeOnce("S1");
    assertThat(fastPath.halt(10_000)).isTrue();
    fastPath.close();
    int told = read(Topic.EXECUTION_ORDERS, SpecificRecord.class).size();

    begin();
    tradeOnce("S2");

    assertThat(venues.get(0).quantitiesE8()).hasSize(2);
    assertThat(venues.get(1).quantitiesE8()).hasSize(2);
    fastPath.close();
    List<SpecificRecord> orders = read(Topic.EXECUTION_ORDERS, SpecificRecord.class);
    assertThat(orders).hasSizeGreaterThan(told);
    assertThat(orders.stream().map(record -> record.get(idOf(record))).collect(Collectors.toSet()))
        .as("each event once")
        .hasSameSizeAs(orders);
    assertThat(read(Topic.EXECUTION_FILLS, Fill.class)).hasSize(4);
  }

  @Test
  @Timeout(240)
  void shouldStayHaltedByItsControlFolderThroughARestart() throws Exception {
    fastPath.close();
    Files.writeString(settings.data().resolve("control").resolve("halt"), "{}");
    begin();

    say("S1");
    await(() -> !read(Topic.EXECUTION_DECISIONS, Decision.class).isEmpty());

    Decision decision = read(Topic.EXECUTION_DECISIONS, Decision.class).get(0);
    assertThat(decision.getAccepted()).isFalse();
    assertThat(reason(decision)).isEqualTo("ENGINE_HALTED");
    assertThat(venues.get(0).quantitiesE8()).isEmpty();
  }

  @Test
  @Timeout(300)
  @Tag("RISK-6")
  void shouldStartWithoutKafkaBeHaltedAndTradeOnceItIsBack() throws Exception {
    fastPath.close();
    String address = broker.bootstrapServers();
    broker.close();

    begin();
    assertThat(fastPath.troubles()).containsKey("reading from Kafka");
    assertThat(fastPath.halt(20_000)).as("flat, without Kafka").isTrue();
    fastPath.close();
    begin();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    broker = opened(new EmbeddedBroker(folder.resolve("kafka"), port).start());

    tradeOnce("S1");
    assertThat(fastPath.troubles()).doesNotContainKey("publishing to Kafka");
  }

  private static int idOf(SpecificRecord record) {
    return record.getSchema().getField("eventId").pos();
  }

  /** Says everything again until a pair has come to its end: the sessions need a moment. */
  private void tradeOnce(String signal) throws InterruptedException {
    long ended = ended();
    int[] attempt = new int[1];
    await(
        () -> {
          if (openPairs() == 0) {
            say(signal + "-" + attempt[0]++);
          }
          return ended() > ended;
        });
  }

  private long ended() {
    return read(Topic.EXECUTION_ORDERS, PairEvent.class).stream()
        .filter(event -> event.getKind() == PairStep.ENDED)
        .count();
  }

  private long openPairs() {
    return read(Topic.EXECUTION_DECISIONS, Decision.class).stream()
            .filter(Decision::getAccepted)
            .count()
        - ended();
  }

  private void say(String signal) {
    KnownWorld.of(KnownWorld.nowMicros()).forEach(producer::send);
    producer.flush();
    producer.send(KnownWorld.signal(signal, KnownWorld.nowMicros()));
    producer.flush();
  }

  private static String reason(Decision decision) {
    return decision.getVerdicts().stream()
        .filter(verdict -> verdict.getReasonNumber() != 0)
        .map(Verdict::getReason)
        .findFirst()
        .orElse("");
  }

  private <T> List<T> read(Topic topic, Class<T> type) {
    Properties connection = new Properties();
    connection.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    connection.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    List<T> records = new ArrayList<>();
    TopicContent.read(
        connection,
        topic,
        READ_WITHIN,
        record -> {
          SpecificRecord decoded = decode(record.value());
          if (type.isInstance(decoded) && !(decoded instanceof ClockTick)) {
            records.add(type.cast(decoded));
          }
        });
    return records;
  }

  private static SpecificRecord decode(byte[] value) {
    try {
      return RecordCodec.decode(value);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private void await(BooleanSupplier done) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      fastPath.requireHealthy();
      assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
      Thread.sleep(300);
    }
  }
}
