package io.hedgerow.operators.input;

import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.SchemaLock;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Splits what a topic holds into records that may be used, clock ticks, and dead letters; nothing
 * disappears and nothing stops the job.
 *
 * <p>Counters: {@code recordsIn = recordsPassed + ticks + deadLetters}.
 *
 * <p>Operator state: {@code topic-id}, one string. A topic that was deleted and made again has
 * valid offsets and other data; the job then stops for good instead of going on with it.
 */
public final class CheckInput extends ProcessFunction<InputRecord, KeyedRecord>
    implements CheckpointedFunction {

  /** Where refused records leave. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

  /** A key that is longer was not made by us. */
  private static final int MAX_KEY_BYTES = 160;

  /**
   * A key without records for so long, by our clock, makes room for another. It bounds how fast new
   * keys come, not exactly how many the state holds: it is counted anew at each start, and the
   * state forgets by event time.
   */
  static final long FORGET_KEY_AFTER_MILLIS = 24 * 3_600_000L;

  private static final float LOAD_FACTOR = 0.75f;

  private static final long serialVersionUID = 1L;

  /** A key as one object for all its records, and when the last one came. */
  private static final class KnownKey {
    final String key;
    long usedAtMillis;

    KnownKey(String key) {
      this.key = key;
    }
  }

  private final Topic topic;
  private final String topicId;
  private final String stage;
  private final InputCheck check;
  private final int maxKeys;

  private transient ListState<String> topicIds;
  private transient int mainSchemaId;
  private transient String mainSchemaName;
  private transient LinkedHashMap<String, KnownKey> keys;
  private transient byte[] valueAsItCame;
  private transient Counter recordsIn;
  private transient Counter ticks;
  private transient Counter passed;
  private transient Counter deadLetters;

  /**
   * @param topic which topic's rules apply
   * @param topicId the broker's ID of that topic when the job was submitted
   * @param stage the operator's name, for the dead letters
   * @param check the content rules of the topic's main record type
   * @param maxKeys how many different keys one subtask accepts within {@link
   *     #FORGET_KEY_AFTER_MILLIS}, so that hostile keys cannot fill the state, nor keep others out
   *     for ever
   */
  public CheckInput(Topic topic, String topicId, String stage, InputCheck check, int maxKeys) {
    this.topic = topic;
    this.topicId = topicId;
    this.stage = stage;
    this.check = check;
    this.maxKeys = maxKeys;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    topicIds =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("topic-id", StringSerializer.INSTANCE));
    for (String earlier : topicIds.get()) {
      if (!earlier.equals(topicId)) {
        throw new SuppressRestartsException(
            new IllegalStateException(
                topic.topicName()
                    + " was recreated: the checkpoint read topic ID "
                    + earlier
                    + ", the broker has "
                    + topicId
                    + ". Its offsets mean other data now: recreate the state.*"
                    + " topics too, and start without the checkpoint, with --bootstrap."));
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    topicIds.update(List.of(topicId));
  }

  @Override
  public void open(OpenContext context) {
    mainSchemaId = RecordCodec.currentId(Topic.schemaOf(topic.recordTypes().get(0)));
    mainSchemaName = Topic.schemaOf(topic.recordTypes().get(0)).getFullName();
    keys = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    recordsIn = getRuntimeContext().getMetricGroup().counter("recordsIn");
    ticks = getRuntimeContext().getMetricGroup().counter("ticks");
    passed = getRuntimeContext().getMetricGroup().counter("recordsPassed");
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(InputRecord record, Context context, Collector<KeyedRecord> out) {
    recordsIn.inc();
    valueAsItCame = record.value;
    try {
      SchemaLock.Entry writer = RecordCodec.writerOf(record.value);
      if (writer.fullName().equals(mainSchemaName)) {
        passMain(record, writer, context, out);
      } else if (topic.carries(writer.fullName())) {
        acceptTick(record, context);
      } else {
        throw new UnreadableRecordException(
            DeadLetterReason.FOREIGN_RECORD_TYPE,
            "expected " + mainSchemaName + ", saw " + writer.fullName());
      }
    } catch (UnreadableRecordException e) {
      refuse(record, e.reason(), e.getMessage(), context);
    }
  }

  /** What an earlier schema wrote goes on as today's; the rules see that form too. */
  private void passMain(
      InputRecord record, SchemaLock.Entry writer, Context context, Collector<KeyedRecord> out)
      throws UnreadableRecordException {
    if (writer.id() != mainSchemaId) {
      record.value = RecordCodec.encode(RecordCodec.decode(record.value));
    }
    long nowMillis = context.timerService().currentProcessingTime();
    DeadLetterReason reason = check.refuse(record, nowMillis * 1000);
    if (reason != null) {
      refuse(record, reason, "the " + mainSchemaName + " breaks the rule " + reason, context);
      return;
    }
    if (record.key == null || record.key.length > MAX_KEY_BYTES) {
      refuse(
          record,
          DeadLetterReason.WRONG_KEY,
          "expected a key of at most " + MAX_KEY_BYTES + " bytes",
          context);
      return;
    }
    String key = knownKey(record.key, nowMillis);
    if (key == null) {
      refuse(
          record,
          DeadLetterReason.OUT_OF_RANGE,
          "expected at most " + maxKeys + " keys here, saw one more",
          context);
      return;
    }
    passed.inc();
    out.collect(
        new KeyedRecord(key, record.value, record.partition, record.offset, record.decoded));
  }

  private void acceptTick(InputRecord record, Context context) throws UnreadableRecordException {
    ClockTick tick = (ClockTick) RecordCodec.decode(record.value);
    long nowMicros = context.timerService().currentProcessingTime() * 1000;
    if (tick.getTickAtMicros() > nowMicros + InputTimes.MAX_AHEAD_MICROS) {
      throw new UnreadableRecordException(
          DeadLetterReason.IMPOSSIBLE_TIME,
          "expected a tick up to " + nowMicros + " µs, saw " + tick.getTickAtMicros());
    }
    ticks.inc();
  }

  private void refuse(
      InputRecord record, DeadLetterReason reason, String message, Context context) {
    deadLetters.inc();
    record.value = valueAsItCame;
    context.output(DEAD_LETTERS, new DeadLetter(record, stage, reason, message));
  }

  /** The key, if it is known or there is room for one more; else null. */
  private String knownKey(byte[] key, long nowMillis) {
    String candidate = new String(key, StandardCharsets.ISO_8859_1);
    KnownKey known = keys.get(candidate);
    if (known == null) {
      forgetUnused(nowMillis);
      if (keys.size() >= maxKeys) {
        return null;
      }
      known = new KnownKey(candidate);
      keys.put(candidate, known);
    }
    known.usedAtMillis = nowMillis;
    return known.key;
  }

  /** The map holds its keys in the order of their last use. */
  private void forgetUnused(long nowMillis) {
    Iterator<KnownKey> leastUsed = keys.values().iterator();
    while (leastUsed.hasNext()
        && nowMillis - leastUsed.next().usedAtMillis > FORGET_KEY_AFTER_MILLIS) {
      leastUsed.remove();
    }
  }
}
