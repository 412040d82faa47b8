package io.hedgerow.operators.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckInputTest {

  private static final long NOW_MILLIS = 1_700_000_000_000L;
  private static final int MAX_KEYS = 3;
  private static final DeadLetterReason ACCEPTED = null;

  private DeadLetterReason verdict = ACCEPTED;
  private OperatorHarness<Void, InputRecord, KeyedRecord> check;

  @BeforeEach
  void open() throws Exception {
    check = harness("id-1").open();
  }

  @AfterEach
  void close() throws Exception {
    check.close();
  }

  @Test
  void shouldPassARecordWithItsBytesAndOffset() throws Exception {
    byte[] value = RecordCodec.encode(sample());
    check.push(record("ETHEREUM", value));

    KeyedRecord passed = check.outputs().get(0);
    assertThat(passed.key()).isEqualTo("ETHEREUM");
    assertThat(passed.value()).isEqualTo(value);
    assertThat(passed.offset()).isEqualTo(42);
    assertThat(reasons()).isEmpty();
  }

  @Test
  void shouldPutEverythingUnreadableIntoTheDeadLettersUntouched() throws Exception {
    byte[] good = RecordCodec.encode(sample());
    byte[] unknownId = good.clone();
    unknownId[1] = 0x7f;
    List<InputRecord> bad =
        List.of(
            record("ETHEREUM", null),
            record("ETHEREUM", new byte[0]),
            record("ETHEREUM", "{\"json\": 1}".getBytes(StandardCharsets.UTF_8)),
            record("ETHEREUM", unknownId),
            record("ETHEREUM", RecordCodec.encode(reference())),
            record("ETHEREUM", new byte[RecordCodec.MAX_RECORD_BYTES + 1]));

    for (InputRecord record : bad) {
      check.push(record);
    }

    assertThat(check.outputs()).isEmpty();
    List<DeadLetter> letters = check.sideOutputs(CheckInput.DEAD_LETTERS);
    assertThat(letters)
        .extracting(letter -> letter.record)
        .usingRecursiveComparison()
        .isEqualTo(bad);
    assertThat(letters)
        .extracting(letter -> letter.reason)
        .containsExactly(
            DeadLetterReason.NULL_VALUE,
            DeadLetterReason.NOT_FRAMED,
            DeadLetterReason.NOT_FRAMED,
            DeadLetterReason.UNKNOWN_SCHEMA_ID,
            DeadLetterReason.FOREIGN_RECORD_TYPE,
            DeadLetterReason.OVERSIZE);
    assertThat(letters).allSatisfy(letter -> assertThat(letter.stage).isEqualTo("test/check"));
  }

  @Test
  void shouldPutWhatTheRulesRefuseIntoTheDeadLetters() throws Exception {
    verdict = DeadLetterReason.PRICE_NOT_POSITIVE;
    check.close();
    check = harness("id-1").open();

    check.push(record("ETHEREUM", RecordCodec.encode(sample())));

    assertThat(check.outputs()).isEmpty();
    assertThat(reasons()).containsExactly(DeadLetterReason.PRICE_NOT_POSITIVE);
  }

  /** A rule that replaces the value stands for the translation of what an earlier schema wrote. */
  @Test
  void shouldPutTheBytesThatCameIntoTheDeadLettersThoughTheyWereTranslated() throws Exception {
    check.close();
    check =
        harness(
                "id-1",
                (record, now) -> {
                  record.value = new byte[] {1};
                  return DeadLetterReason.PRICE_NOT_POSITIVE;
                })
            .open();
    byte[] value = RecordCodec.encode(sample());

    check.push(record("ETHEREUM", value.clone()));

    assertThat(check.sideOutputs(CheckInput.DEAD_LETTERS))
        .extracting(letter -> letter.record.value)
        .containsExactly(value);
  }

  @Test
  void shouldSwallowTicksAndRefuseThoseFromTheFuture() throws Exception {
    check.push(record(null, tick(NOW_MILLIS * 1_000)));
    check.push(record(null, tick((NOW_MILLIS + 6_000) * 1_000)));
    byte[] truncated = tick(NOW_MILLIS * 1_000);
    check.push(record(null, Arrays.copyOf(truncated, truncated.length - 3)));

    assertThat(check.outputs()).isEmpty();
    assertThat(reasons())
        .containsExactly(DeadLetterReason.IMPOSSIBLE_TIME, DeadLetterReason.MALFORMED);
  }

  @Test
  void shouldRefuseNewKeysPastTheLimitAndServeTheKnownOnes() throws Exception {
    byte[] value = RecordCodec.encode(sample());
    for (int key = 0; key <= MAX_KEYS; key++) {
      check.push(record("KEY-" + key, value));
    }
    check.push(record("KEY-0", value));

    assertThat(check.outputs())
        .extracting(KeyedRecord::key)
        .containsExactly("KEY-0", "KEY-1", "KEY-2", "KEY-0");
    assertThat(reasons()).containsExactly(DeadLetterReason.OUT_OF_RANGE);
  }

  @Test
  void shouldMakeRoomForNewKeysWhenOldOnesWereLongUnused() throws Exception {
    byte[] value = RecordCodec.encode(sample());
    for (int key = 0; key < MAX_KEYS; key++) {
      check.push(record("HOSTILE-" + key, value));
    }
    check.processingTime(NOW_MILLIS + 1);
    check.push(record("HOSTILE-0", value));
    check.processingTime(NOW_MILLIS + CheckInput.FORGET_KEY_AFTER_MILLIS);
    check.push(record("ETHEREUM", value));
    assertThat(reasons()).containsExactly(DeadLetterReason.OUT_OF_RANGE);
    check.outputs();

    check.processingTime(NOW_MILLIS + CheckInput.FORGET_KEY_AFTER_MILLIS + 1);
    check.push(record("ETHEREUM", value));
    check.push(record("SOLANA", value));
    check.push(record("BASE", value));

    assertThat(check.outputs())
        .extracting(KeyedRecord::key)
        .as("HOSTILE-0 was used later and keeps its place")
        .containsExactly("ETHEREUM", "SOLANA");
  }

  @Test
  void shouldStopForGoodWhenTheTopicWasRecreated() throws Exception {
    OperatorSnapshot checkpoint = check.snapshot();

    assertThatThrownBy(() -> harness("id-2").restore(checkpoint))
        .hasRootCauseMessage(
            "chain.health was recreated: the checkpoint read topic ID id-1, the broker has id-2."
                + " Its offsets mean other data now: recreate the state.* topics too, and start"
                + " without the checkpoint, with --bootstrap.");
    harness("id-1").restore(checkpoint).close();
  }

  private OperatorHarness.Builder<Void, InputRecord, KeyedRecord> harness(String topicId) {
    DeadLetterReason outcome = verdict;
    return harness(topicId, (record, now) -> outcome);
  }

  private static OperatorHarness.Builder<Void, InputRecord, KeyedRecord> harness(
      String topicId, InputCheck rules) {
    return OperatorHarness.<InputRecord, KeyedRecord>function(
            () -> new CheckInput(Topic.CHAIN_HEALTH, topicId, "test/check", rules, MAX_KEYS))
        .startingAt(NOW_MILLIS);
  }

  private List<DeadLetterReason> reasons() {
    return check.sideOutputs(CheckInput.DEAD_LETTERS).stream()
        .map(letter -> letter.reason)
        .toList();
  }

  private static InputRecord record(String key, byte[] value) {
    InputRecord record = new InputRecord();
    record.topic = Topic.CHAIN_HEALTH.topicName();
    record.partition = 1;
    record.offset = 42;
    record.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    record.value = value;
    record.headerNames = new String[0];
    record.headerValues = new byte[0][];
    return record;
  }

  private static byte[] tick(long micros) {
    return RecordCodec.encode(new ClockTick("test", micros));
  }

  private static SpecificRecord sample() {
    return ChainSample.newBuilder()
        .setChain("ETHEREUM")
        .setFamily(ChainFamily.EVM)
        .setBlockNumber(1)
        .setBlockTimeMicros(NOW_MILLIS * 1_000)
        .setReceivedAtMicros(NOW_MILLIS * 1_000)
        .setEventId(EventIds.of("chain", "ETHEREUM", 1))
        .build();
  }

  private static SpecificRecord reference() {
    return new ReferencePrice(
        "BTC", "X", ReferenceKind.INDEX, 1L, 1L, 1L, EventIds.of("reference", "BTC", 1));
  }
}
