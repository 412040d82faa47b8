package io.hedgerow.fastpath.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineRigs;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal of an engine at work on the topics of a real broker. */
@Tag("IDEM-1")
@Tag("LIFE-2")
@Tag("HEDGE-3")
class JournalPublisherIT {

  private static final int KILLS = 3;
  private static final int STEPS = 5;
  private static final long BREATH_MILLIS = 10;
  private static final long SEED = 20_260_731L;
  private static final List<Topic> TOPICS =
      List.of(
          Topic.EXECUTION_DECISIONS,
          Topic.EXECUTION_ORDERS,
          Topic.EXECUTION_FILLS,
          Topic.RISK_ACKNOWLEDGEMENTS);

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private Path journal;
  private BrokerRig kafka;
  private EngineRig rig;

  @BeforeEach
  void givenAnEngineAtWork() throws IOException {
    journal = Files.createDirectory(folder.resolve("journal"));
    kafka = new BrokerRig(Files.createDirectory(folder.resolve("broker")));
    rig = EngineRigs.played(journal, SEED, 100);
  }

  @AfterEach
  void close() {
    rig.close();
    kafka.close();
  }

  @Test
  @Timeout(300)
  void shouldPublishTheMissingRestAfterEachKill() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      killAfter(1 + random.nextInt(400));
    }
    publishTheRest();

    thenEverythingStandsThere();
  }

  @Test
  @Timeout(300)
  void shouldGoOnWhenTheBrokerComesBack() throws Exception {
    JournalPublisher publisher = publisher();
    publisher.start();
    play(80);
    kafka.beAwayDuring(() -> play(80));
    play(80);
    publisher.close();

    assertThat(publisher.failure()).isNull();
    assertThat(publisher.acknowledged()).isEqualTo(rig.journal().nextSequence() - 1);
    thenEverythingStandsThere();
  }

  @Test
  @Timeout(300)
  void shouldSendNothingTwiceToABrokerThatHasEverything() throws Exception {
    publishTheRest();

    JournalPublisher again = publisher();
    again.start();
    again.close();

    assertThat(again.published()).isZero();
    for (Topic topic : TOPICS) {
      List<SpecificRecord> records =
          kafka.read(topic).stream()
              .map(JournalPublisherIT::decoded)
              .filter(record -> !(record instanceof ClockTick))
              .toList();
      assertThat(records).as(topic.topicName()).hasSameSizeAs(expected().get(topic).values());
    }
    thenEverythingStandsThere();
  }

  /** The engine goes on while a process publishes, which is killed in the middle of that. */
  private void killAfter(long records) throws IOException, InterruptedException {
    Process child = start();
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      String told = "0";
      while (Long.parseLong(told) < records) {
        EngineRigs.play(rig, random.nextLong(), STEPS);
        Thread.sleep(BREATH_MILLIS);
        assertThat(child.isAlive()).isTrue();
        while (out.ready()) {
          told = out.readLine();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            PublishingProcess.class.getName(),
            journal.toString(),
            kafka.servers());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private void play(int times) {
    for (int i = 0; i < times; i++) {
      EngineRigs.play(rig, random.nextLong(), STEPS);
    }
  }

  private JournalPublisher publisher() {
    EventProducer producer = kafka.producer();
    return new JournalPublisher(journal, EngineRig.registry(), "build", producer);
  }

  private void publishTheRest() throws InterruptedException {
    JournalPublisher publisher = publisher();
    publisher.start();
    publisher.close();
    assertThat(publisher.failure()).isNull();
  }

  /** What one who reads the whole journal at once says: of each topic every record by its ID. */
  private Map<Topic, Map<String, SpecificRecord>> expected() {
    Map<Topic, Map<String, SpecificRecord>> expected = new TreeMap<>();
    ExecutionRecords naive =
        new ExecutionRecords(
            EngineRig.registry(),
            "build",
            (sequence, record) ->
                assertThat(
                        expected
                            .computeIfAbsent(RecordKeys.topicOf(record), topic -> new HashMap<>())
                            .put(RecordKeys.eventIdOf(record), record))
                    .isNull());
    try (JournalReader reader = JournalReader.fromStart(journal)) {
      while (reader.poll(naive, Integer.MAX_VALUE) > 0) {
        // to the end
      }
    }
    return expected;
  }

  private void thenEverythingStandsThere() {
    Map<Topic, Map<String, SpecificRecord>> expected = expected();
    assertThat(expected).containsOnlyKeys(TOPICS);
    for (Topic topic : TOPICS) {
      Map<String, SpecificRecord> seen = new HashMap<>();
      Map<Integer, List<SpecificRecord>> partitions = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> record : kafka.read(topic)) {
        SpecificRecord value = decoded(record);
        partitions.computeIfAbsent(record.partition(), number -> new ArrayList<>()).add(value);
        if (!(value instanceof ClockTick)) {
          SpecificRecord before = seen.put(RecordKeys.eventIdOf(value), value);
          assertThat(before == null || before.equals(value)).as("the same ID").isTrue();
        }
      }
      assertThat(seen).as(topic.topicName()).isEqualTo(expected.get(topic));
      if (topic.hasTicks()) {
        assertThat(partitions).as(topic.topicName()).hasSize(topic.partitions());
        partitions.values().forEach(this::ticksKeepTheirPromise);
      }
    }
  }

  private void ticksKeepTheirPromise(List<SpecificRecord> partition) {
    long promisedMicros = Long.MIN_VALUE;
    for (SpecificRecord record : partition) {
      long atMicros =
          record instanceof ClockTick tick
              ? tick.getTickAtMicros()
              : RecordKeys.eventTimeMicrosOf(record);
      assertThat(atMicros).isGreaterThanOrEqualTo(promisedMicros);
      promisedMicros = record instanceof ClockTick ? atMicros : promisedMicros;
    }
    assertThat(promisedMicros).as("the newest tick").isEqualTo(lastMicros());
  }

  private long lastMicros() {
    long[] last = {0};
    try (JournalReader reader = JournalReader.fromStart(journal)) {
      while (reader.poll((sequence, type, time, buffer, offset, length) -> last[0] = time, 1_000)
          > 0) {
        // to the end
      }
    }
    return last[0];
  }

  private static SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return RecordCodec.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }
}
