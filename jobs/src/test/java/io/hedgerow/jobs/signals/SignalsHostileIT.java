package io.hedgerow.jobs.signals;

import static io.hedgerow.jobs.signals.SignalRecords.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.JobKind;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can hurt the job on each of its inputs: it is counted, and survived. */
@Tag("SIG-1")
@Tag("NET-7")
class SignalsHostileIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration COUNTERS_LAG = Duration.ofMillis(500);
  private static final Duration CHECKPOINT_EVERY = Duration.ofMillis(500);
  private static final long FAR = Long.MAX_VALUE / 2;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  private final Map<Topic, List<DeadLetterReason>> dead = new EnumMap<>(Topic.class);
  private long nowMicros = wallMicros() - 300 * SECOND;

  /** The pair is 4,000 ppm apart: too little for one policy, enough for the next. */
  @Test
  void shouldCountEachHostileRecordAndMakeTheNextSignalOnceThePolicyLetsIt() throws Exception {
    InputProgress.forget(JobKind.SIGNALS, kafka.bootstrapServers());
    try (LocalFlink flink = start();
        EventProducer producer = kafka.producer("hedgerow/test")) {
      apply(SignalRecords.policy(1, 0, 100), producer, flink);
      sendHostile(producer);
      sendAbsurd(producer);
      tick(producer, 20);
      awaitAllRead(flink);
      assertThat(kafka.read(Topic.EXECUTION_SIGNALS).events()).isEmpty();
      thenEachIsADeadLetter();

      apply(SignalRecords.policy(2, nowMicros, 5_000), producer, flink);
      sendPair(producer, flink);
      apply(SignalRecords.policy(3, nowMicros, 0), producer, flink); // which is not valid
      sendPair(producer, flink);
      apply(SignalRecords.policy(4, nowMicros, 100), producer, flink);
      sendPair(producer, flink);

      await().atMost(PATIENCE).untilAsserted(SignalsHostileIT::thenTheGoodSignalIsMade);
      thenNothingIsLost(flink);
    }
  }

  /** As hedgerow policy apply does, on the running job. */
  private static void apply(RiskPolicy policy, EventProducer producer, LocalFlink flink) {
    producer.send(policy);
    producer.flush();
    awaitAllRead(flink);
  }

  private void sendPair(EventProducer producer, LocalFlink flink) {
    producer.send(SignalRecords.depth("SIM-ALPHA", "BTC-USDT", 1_000 * E8.ONE, nowMicros));
    producer.send(SignalRecords.depth("SIM-BRAVO", "BTC-USDT", 1_004 * E8.ONE, nowMicros));
    producer.flush();
    awaitAllRead(flink);
    tick(producer, 50);
    awaitAllRead(flink);
  }

  private LocalFlink start() throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "signals", 2, freePort(), folder.resolve("checkpoints"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            SignalsOnKafka.build(
                env,
                JobArguments.parse(
                    "--bootstrap-servers",
                    kafka.bootstrapServers(),
                    "--config",
                    "../flink-conf/signals.yaml",
                    "--bootstrap")));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitAllRead(LocalFlink flink) {
    InputProgress.awaitAllRead(JobKind.SIGNALS, kafka.bootstrapServers(), flink::requireRunning);
  }

  /** On each topic what may come to any of them, under the keys of good records. */
  private void sendHostile(EventProducer producer) {
    byte[] foreign =
        RecordCodec.encode(
            new Acknowledgement("nobody", 1L, 1L, "build", nowMicros, "0".repeat(32)));
    samples()
        .forEach(
            (topic, sample) -> {
              byte[] key = RecordKeys.keyOf(sample).getBytes(UTF_8);
              byte[] good = RecordCodec.encode(sample);
              refused(producer, topic, DeadLetterReason.NOT_FRAMED, key, "<xml/>".getBytes(UTF_8));
              refused(producer, topic, DeadLetterReason.NULL_VALUE, key, null);
              refused(producer, topic, DeadLetterReason.FOREIGN_RECORD_TYPE, key, foreign);
              byte[] cut = Arrays.copyOf(good, good.length - 9);
              refused(producer, topic, DeadLetterReason.MALFORMED, key, cut);
              if (!topic.compacted()) { // there the broker itself refuses it
                refused(producer, topic, DeadLetterReason.WRONG_KEY, null, good);
              }
              byte[] elsewhere = "ELSE|WHERE".getBytes(UTF_8);
              refused(producer, topic, DeadLetterReason.WRONG_KEY, elsewhere, good);
              if (topic.hasTicks()) {
                byte[] tick = RecordCodec.encode(new ClockTick("hostile", hence()));
                refused(producer, topic, DeadLetterReason.IMPOSSIBLE_TIME, null, tick);
              }
              sample.put(timeOf(sample).pos(), hence());
              byte[] future = RecordCodec.encode(sample);
              refused(producer, topic, DeadLetterReason.IMPOSSIBLE_TIME, key, future);
            });
  }

  private static Schema.Field timeOf(SpecificRecord sample) {
    return Stream.of("receivedAtMicros", "raisedAtMicros", "publishedAtMicros")
        .map(sample.getSchema()::getField)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private Map<Topic, SpecificRecord> samples() {
    Map<Topic, SpecificRecord> samples = new EnumMap<>(Topic.class);
    for (SpecificRecord sample :
        List.of(
            SignalRecords.ether(nowMicros),
            SignalRecords.depth("SIM-ALPHA", "BTC-USDT", 900 * E8.ONE, nowMicros),
            SignalRecords.rate("SIM-ALPHA", "BTC", "0.01", nowMicros),
            SignalRecords.arbitrum(nowMicros),
            SignalRecords.account("SIM-ALPHA", 1_001, 5, nowMicros),
            SignalRecords.marginWarning("SIM-ALPHA", nowMicros),
            SignalRecords.policy(99, nowMicros, 1))) {
      samples.put(RecordKeys.topicOf(sample), sample);
    }
    assertThat(samples.keySet()).containsExactlyInAnyOrderElementsOf(SignalsOnKafka.INPUTS);
    return samples;
  }

  /** Values that no venue has: some are refused, the others must not end the job, nor signal. */
  private void sendAbsurd(EventProducer producer) {
    FundingView rate = SignalRecords.rate("SIM-ALPHA", "BTC", "0.01", nowMicros);
    rate.setRateE8(FAR);
    refused(producer, DeadLetterReason.OUT_OF_RANGE, rate);
    ChainView chain = SignalRecords.arbitrum(nowMicros);
    chain.setConfirmationP50Micros(-1L);
    refused(producer, DeadLetterReason.OUT_OF_RANGE, chain);
    VenueAccount account = SignalRecords.account("SIM-ALPHA", 1_001, 5, nowMicros);
    account.setMaintenanceMarginE8(-1);
    refused(producer, DeadLetterReason.OUT_OF_RANGE, account);
    DepthView negative = SignalRecords.depth("SIM-ALPHA", "BTC-USDT", 900 * E8.ONE, nowMicros);
    negative.getBids().get(0).setCumulativeNotionalE8(-1);
    refused(producer, DeadLetterReason.QUANTITY_NEGATIVE, negative);

    DepthView huge = SignalRecords.depth("SIM-ALPHA", "BTC-USDT", 900 * E8.ONE, nowMicros);
    huge.setAsks(List.of(new DepthLevel(1L, FAR, FAR, 1L), new DepthLevel(1L, 1L, 1L, 1L)));
    producer.send(huge);
    DepthView other = SignalRecords.depth("SIM-BRAVO", "BTC-USDT", 990 * E8.ONE, nowMicros);
    other.setBids(List.of(new DepthLevel(FAR, FAR, FAR, FAR)));
    producer.send(other);
    VenueAccount deep = SignalRecords.account("SIM-ALPHA", 1, 5, nowMicros);
    deep.setEquityE8(Long.MIN_VALUE);
    deep.getPositions().get(0).setQuantityE8(Long.MIN_VALUE);
    refused(producer, DeadLetterReason.OUT_OF_RANGE, deep);
    ChainView dear = SignalRecords.arbitrum(nowMicros);
    dear.setBaseFeeGweiE8(Long.MAX_VALUE);
    dear.setPriorityFeeGweiE8(Long.MAX_VALUE);
    producer.send(dear);
    producer.flush();
  }

  private void refused(EventProducer producer, DeadLetterReason reason, SpecificRecord record) {
    byte[] key = RecordKeys.keyOf(record).getBytes(UTF_8);
    refused(producer, RecordKeys.topicOf(record), reason, key, RecordCodec.encode(record));
  }

  private void refused(
      EventProducer producer, Topic topic, DeadLetterReason reason, byte[] key, byte[] value) {
    dead.computeIfAbsent(topic, t -> new ArrayList<>()).add(reason);
    producer.sendRaw(topic.topicName(), key, value, nowMicros, List.of());
  }

  private void tick(EventProducer producer, int tenths) {
    for (int i = 0; i < tenths; i++) {
      nowMicros += SECOND / 10;
      producer.tickAll(nowMicros);
    }
    producer.flush();
  }

  private void thenEachIsADeadLetter() {
    for (Topic topic : SignalsOnKafka.INPUTS) {
      assertThat(kafka.read(topic.deadLetterName()).records())
          .as(topic.deadLetterName())
          .extracting(record -> DeadLetterReason.valueOf(record.headers().get("dlq-reason")))
          .containsExactlyInAnyOrderElementsOf(dead.get(topic));
    }
  }

  private static void thenTheGoodSignalIsMade() {
    assertThat(kafka.read(Topic.EXECUTION_SIGNALS).events(Signal.class))
        .extracting(
            Signal::getSource,
            Signal::getFirstVenue,
            Signal::getSecondVenue,
            Signal::getPolicyVersion)
        .containsExactly(tuple(SignalSource.ALPHA, "SIM-ALPHA", "SIM-BRAVO", 4L));
  }

  /** in = used + ticks + dead letters, as the job counts and as the broker does. */
  private void thenNothingIsLost(LocalFlink flink) {
    List<String> inputs = SignalsOnKafka.INPUTS.stream().map(Topic::topicName).toList();
    long onTopics = InputProgress.recordsOn(kafka.bootstrapServers(), inputs);
    long refused = dead.values().stream().mapToLong(List::size).sum();
    await()
        .atMost(PATIENCE)
        .pollInterval(COUNTERS_LAG)
        .untilAsserted(
            () -> {
              JobCounters counters = flink.counters();
              assertThat(counters.total("recordsIn")).isEqualTo(onTopics);
              assertThat(counters.total("deadLetters")).isEqualTo(refused);
              assertThat(counters.total("recordsPassed") + counters.total("ticks"))
                  .isEqualTo(onTopics - refused);
              assertThat(counters.total("late")).isZero();
              assertThat(counters.total("withoutPolicy")).isEqualTo(2);
              assertThat(counters.total("signals")).isEqualTo(1);
            });
  }

  private static long hence() {
    return wallMicros() + 3_600 * SECOND;
  }

  private static long wallMicros() {
    return System.currentTimeMillis() * 1_000;
  }
}
