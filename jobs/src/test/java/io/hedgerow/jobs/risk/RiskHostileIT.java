package io.hedgerow.jobs.risk;

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
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can hurt the job on each of its inputs: it is counted, said, and survived. */
@Tag("RISK-2")
@Tag("TRIG-15")
class RiskHostileIT {

  private static final long SECOND = 1_000_000L;
  private static final int SUBJECTS = 10_000;
  private static final long NEVER_SILENT_MILLIS = 600_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration COUNTERS_LAG = Duration.ofMillis(500);
  private static final Duration CHECKPOINT_EVERY = Duration.ofMillis(500);

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  /** What is refused is counted here, topic by topic. */
  private final Map<Topic, List<DeadLetterReason>> dead = new HashMap<>();

  private final KeyPair anna = OperatorKeys.generate();
  private final long startMicros = wallMicros() - 300 * SECOND;
  private long nowMicros = startMicros;

  @Test
  void shouldCountEachHostileRecordAndRaiseTheNextTrigger() throws Exception {
    InputProgress.forget(JobKind.RISK, kafka.bootstrapServers());
    try (LocalFlink flink = start();
        EventProducer producer = kafka.producer("hedgerow/test")) {
      producer.send(policy());
      tick(producer, 2);
      awaitPolicy(flink);

      sendHostile(producer);
      sendCommands(producer);
      producer.send(invalidPolicy());
      sendManySubjects(producer);
      tick(producer, 2);
      InputProgress.awaitAllRead(JobKind.RISK, kafka.bootstrapServers(), flink::requireRunning);

      thenEachIsADeadLetter();
      thenCommandsAndPolicyAreRefusedAloud();
      assertThat(raised()).isEmpty();

      breakMargin(producer, "V-GOOD");
      tick(producer, 2);
      InputProgress.awaitAllRead(JobKind.RISK, kafka.bootstrapServers(), flink::requireRunning);

      await().atMost(PATIENCE).untilAsserted(this::thenTheGoodTriggerIsRaised);
      thenNothingIsLost(flink);
    }
  }

  private LocalFlink start() throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "risk", 2, freePort(), folder.resolve("checkpoints"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            RiskOnKafka.build(
                env,
                JobArguments.parse(
                    "--bootstrap-servers", kafka.bootstrapServers(), "--bootstrap")));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPolicy(LocalFlink flink) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              flink.requireRunning();
              return states().values().stream().anyMatch(state -> state.getPolicyVersion() == 1);
            });
  }

  /** On each topic what may come to any of them, under the keys of good records. */
  private void sendHostile(EventProducer producer) {
    Map<Topic, SpecificRecord> samples = samples();
    byte[] foreign = RecordCodec.encode(samples.get(Topic.MARKET_TRADES));
    for (Topic topic : RiskOnKafka.INPUTS) {
      SpecificRecord sample = samples.get(topic);
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
      refused(producer, topic, DeadLetterReason.WRONG_KEY, "ELSE|WHERE".getBytes(UTF_8), good);
      if (topic.hasTicks()) {
        byte[] tick = RecordCodec.encode(new ClockTick("hostile", wallMicros() + 3_600 * SECOND));
        refused(producer, topic, DeadLetterReason.IMPOSSIBLE_TIME, null, tick);
      }
      if (topic.hasTicks() || topic == Topic.STATE_DEPTH) {
        sample.put(
            sample.getSchema().getField("receivedAtMicros").pos(), wallMicros() + 3_600 * SECOND);
        byte[] future = RecordCodec.encode(sample);
        refused(producer, topic, DeadLetterReason.IMPOSSIBLE_TIME, key, future);
      }
    }
  }

  private void refused(
      EventProducer producer, Topic topic, DeadLetterReason reason, byte[] key, byte[] value) {
    dead.computeIfAbsent(topic, t -> new ArrayList<>()).add(reason);
    producer.sendRaw(topic.topicName(), key, value, nowMicros, List.of());
  }

  /** A good record of each input, and a trade, which is none. */
  private Map<Topic, SpecificRecord> samples() {
    Map<Topic, SpecificRecord> samples = new HashMap<>();
    MarketGenerator market = new MarketGenerator(MarketSettings.usual(5, startMicros));
    for (int step = 0; step < 100; step++) {
      for (SpecificRecord record : market.step(startMicros + step * SECOND / 10)) {
        samples.putIfAbsent(RecordKeys.topicOf(record), record);
      }
    }
    samples.put(Topic.RISK_OBSERVATIONS, margin("V-HOSTILE", "1.2"));
    samples.put(Topic.STATE_DEPTH, depth());
    samples.put(Topic.RISK_POLICY, PolicyRecords.standard());
    samples.put(Topic.OPS_COMMANDS, halt("V-DEAD", 99, wallMicros()));
    samples.put(
        Topic.RISK_ACKNOWLEDGEMENTS,
        new Acknowledgement("nobody", 1L, 1L, "build", nowMicros, EventIds.of("Ack", "nobody")));
    return samples;
  }

  /** One that is obeyed, the same again, one whose scope was changed, one of a minute ago. */
  private void sendCommands(EventProducer producer) {
    OpsCommand obeyed = halt("V-HALTED", 1, wallMicros());
    producer.send(obeyed);
    producer.send(obeyed);
    producer.send(
        OpsCommand.newBuilder(halt("V-OTHER", 2, wallMicros())).setScope("V-FORGED").build());
    producer.send(halt("V-LATE", 3, wallMicros() - 61 * SECOND));
    producer.flush();
  }

  private void sendManySubjects(EventProducer producer) {
    for (int i = 0; i < SUBJECTS; i++) {
      producer.send(margin("H" + i, "1.2"));
    }
    producer.flush();
  }

  private void breakMargin(EventProducer producer, String venue) {
    for (int i = 0; i < 3; i++) {
      tick(producer, 1);
      producer.send(margin(venue, "0.01"));
    }
  }

  private void tick(EventProducer producer, int seconds) {
    for (int i = 0; i < seconds * 10; i++) {
      nowMicros += SECOND / 10;
      producer.tickAll(nowMicros);
    }
    producer.flush();
  }

  private void thenEachIsADeadLetter() {
    for (Topic topic : RiskOnKafka.INPUTS) {
      assertThat(kafka.read(topic.deadLetterName()).records())
          .as(topic.deadLetterName())
          .extracting(record -> DeadLetterReason.valueOf(record.headers().get("dlq-reason")))
          .containsExactlyInAnyOrderElementsOf(dead.get(topic));
    }
  }

  private static void thenCommandsAndPolicyAreRefusedAloud() {
    List<Alert> alerts = kafka.read(Topic.ALERTS).events(Alert.class);
    assertThat(alerts)
        .filteredOn(alert -> alert.getType().equals("COMMAND_REFUSED"))
        .extracting(alert -> tuple(alert.getScope(), alert.getEvidence().get(0).getExpected()))
        .containsExactlyInAnyOrder(
            tuple("V-HALTED", "REPLAYED"),
            tuple("V-FORGED", "BAD_SIGNATURE"),
            tuple("V-LATE", "EXPIRED"));
    assertThat(alerts)
        .filteredOn(alert -> alert.getType().equals("POLICY_REFUSED"))
        .hasSize(1)
        .allMatch(alert -> alert.getText().startsWith("Policy live version 2 was refused: "));
    assertThat(states())
        .hasEntrySatisfying("SYSTEM|SYSTEM", RiskHostileIT::isDmm)
        .hasEntrySatisfying("VENUE|V-HALTED", RiskHostileIT::isDmm)
        .hasSize(2);
  }

  private static void isDmm(RiskState state) {
    assertThat(state.getState()).isEqualTo(SystemState.DMM);
  }

  private void thenTheGoodTriggerIsRaised() {
    assertThat(raised())
        .extracting(RiskTrigger::getMeasure, RiskTrigger::getScope)
        .containsExactly(tuple("margin-buffer", "V-GOOD"));
    assertThat(states().get("VENUE|V-GOOD").getState()).isEqualTo(SystemState.BSCB);
  }

  /** in = used + ticks + dead letters, as the job counts and as the broker does. */
  private void thenNothingIsLost(LocalFlink flink) {
    List<String> inputs = RiskOnKafka.INPUTS.stream().map(Topic::topicName).toList();
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
              assertThat(counters.total("observed")).isEqualTo(SUBJECTS + 3L);
              assertThat(counters.total("late")).isZero();
            });
  }

  private static List<RiskTrigger> raised() {
    return kafka.read(Topic.RISK_TRIGGERS).events(RiskTrigger.class).stream()
        .filter(trigger -> trigger.getStatus() == TriggerStatus.RAISED)
        .toList();
  }

  private static Map<String, RiskState> states() {
    return kafka.read(Topic.RISK_STATE).newestByKey(RiskState.class);
  }

  private RiskPolicy policy() {
    List<PolicyValue> patient =
        PolicyRecords.standard().getValues().stream()
            .map(
                value ->
                    value.getOption().equals("machine.silent-after")
                        ? PolicyValue.newBuilder(value).setValue(NEVER_SILENT_MILLIS).build()
                        : value)
            .toList();
    OperatorKey key =
        new OperatorKey(
            "anna", "anna-1", OperatorKeys.encode(anna.getPublic()), List.of(OperatorRole.HALT));
    return PolicyRecords.publish(
        PolicyRecords.draft(patient, List.of(key), List.of()),
        PolicyMode.LIVE,
        1,
        startMicros,
        startMicros,
        "test");
  }

  private RiskPolicy invalidPolicy() {
    return PolicyRecords.publish(
        PolicyRecords.draft(List.of(), List.of(), List.of()),
        PolicyMode.LIVE,
        2,
        startMicros,
        startMicros,
        "hostile");
  }

  private OpsCommand halt(String venue, long number, long validFromMicros) {
    OpsCommand unsigned =
        OpsCommand.newBuilder()
            .setCommandId("halt-" + number)
            .setKind(CommandKind.HALT)
            .setScopeType(ScopeType.VENUE)
            .setScope(venue)
            .setOperator("anna")
            .setKeyId("anna-1")
            .setNonce(String.format(Locale.ROOT, "%032x", number))
            .setNotBeforeMicros(validFromMicros - SECOND)
            .setExpiresAtMicros(validFromMicros + 50 * SECOND)
            .setReason("drill")
            .setSignature(ByteBuffer.allocate(0))
            .build();
    return CommandSigner.sign(unsigned, anna.getPrivate());
  }

  private RiskObservation margin(String venue, String buffer) {
    return new RiskObservation(
        ObservationKind.MARGIN,
        venue + "|main",
        "",
        E8.parse(buffer),
        null,
        "test",
        nowMicros,
        EventIds.of("RiskObservation", venue, nowMicros));
  }

  private DepthView depth() {
    return DepthView.newBuilder()
        .setVenue("V-HOSTILE")
        .setInstrument("BTC-USDT")
        .setVersion(1)
        .setValidity(BookValidity.GAP)
        .setReason(BookReason.SEQUENCE_GAP)
        .setSequence(-1)
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(0)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(0)
        .setBestBidQuantityE8(0)
        .setBestAskPriceE8(0)
        .setBestAskQuantityE8(0)
        .setBidsComplete(false)
        .setAsksComplete(false)
        .setBids(List.of())
        .setAsks(List.of())
        .setEventId(EventIds.of("DepthView", "V-HOSTILE", nowMicros))
        .build();
  }

  private static long wallMicros() {
    return System.currentTimeMillis() * 1_000;
  }
}
