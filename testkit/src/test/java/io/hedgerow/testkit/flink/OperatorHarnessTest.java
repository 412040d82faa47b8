package io.hedgerow.testkit.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorHarnessTest {

  private static final OutputTag<String> ODD = new OutputTag<>("odd", Types.STRING);
  private static final long FORGET_AFTER_MILLIS = 1_000;

  /** Counts each word and forgets it a second after it was last seen. */
  static final class CountWords extends KeyedProcessFunction<String, String, String> {

    private transient ValueState<Integer> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
    }

    @Override
    public void processElement(String word, Context context, Collector<String> out)
        throws Exception {
      int seen = count.value() == null ? 1 : count.value() + 1;
      count.update(seen);
      context.timerService().registerEventTimeTimer(context.timestamp() + FORGET_AFTER_MILLIS);
      out.collect(word + " " + seen);
      if (seen % 2 == 1) {
        context.output(ODD, word);
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
      count.clear();
    }
  }

  /** Holds words back until the next barrier. */
  static final class EmitBeforeBarrier extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private final StringBuilder held = new StringBuilder();

    @Override
    public void processElement(StreamRecord<String> element) {
      held.append(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
      output.collect(new StreamRecord<>(held.toString()));
      held.setLength(0);
    }
  }

  /** Answers each word with the processing time. */
  static final class TellTime extends AbstractStreamOperator<Long>
      implements OneInputStreamOperator<String, Long> {

    @Override
    public void processElement(StreamRecord<String> element) {
      output.collect(new StreamRecord<>(getProcessingTimeService().getCurrentProcessingTime()));
    }
  }

  @ParameterizedTest
  @EnumSource(OperatorHarness.Backend.class)
  void shouldCarryStateOverARestart(OperatorHarness.Backend backend) throws Exception {
    // given two words, one seen twice, and a snapshot
    OperatorHarness<String, String, String> first = words(backend).open();
    first.push("a", 10);
    first.push("a", 20);
    first.push("b", 30);
    assertThat(first.outputs()).containsExactly("a 1", "a 2", "b 1");
    assertThat(first.sideOutputs(ODD)).containsExactly("a", "b");
    OperatorSnapshot snapshot = first.snapshot();
    assertThat(snapshot.stateBytes()).isPositive();
    first.push("a", 40);

    // when a new operator starts from it
    try (OperatorHarness<String, String, String> second = first.restartFrom(snapshot)) {
      second.push("a", 50);

      // then it goes on where the snapshot stood
      assertThat(second.outputs()).isEqualTo(List.of("a 3"));
      assertThat(second.keys("count")).containsExactlyInAnyOrder("a", "b");
      assertThat(second.keyCount("count")).isEqualTo(2);
      assertThat(second.eventTimeTimers()).isEqualTo(4);

      // and ends with nothing once time has passed
      second.watermark(10_000);
      assertThat(second.watermarks()).containsExactly(10_000L);
      assertThat(second.eventTimeTimers()).isZero();
      assertThat(second.keyCount("count")).isZero();
    }
  }

  @Test
  void shouldRunTheHookBeforeTheBarrier() throws Exception {
    try (OperatorHarness<Void, String, String> harness =
        OperatorHarness.<String, String>operator(EmitBeforeBarrier::new).open()) {
      harness.push("a");
      harness.push("b");
      assertThat(harness.outputs()).isEmpty();

      harness.snapshot();

      assertThat(harness.outputs()).containsExactly("ab");
    }
  }

  @Test
  void shouldMoveProcessingTimeOnlyWhenTold() throws Exception {
    try (OperatorHarness<Void, String, Long> harness =
        OperatorHarness.operator(TellTime::new).startingAt(100).outputs(Types.LONG).open()) {
      harness.push("a");
      harness.processingTime(250);
      harness.push("b");

      assertThat(harness.outputs()).containsExactly(100L, 250L);
      assertThat(harness.eventTimeTimers()).isZero();
      assertThat(harness.scheduledCallbacks()).isZero();
    }
  }

  private static OperatorHarness.Builder<String, String, String> words(
      OperatorHarness.Backend backend) {
    return OperatorHarness.keyedFunction(CountWords::new)
        .keyedBy(word -> word, Types.STRING)
        .outputs(Types.STRING)
        .on(backend);
  }
}
