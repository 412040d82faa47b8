package io.hedgerow.testkit.flink;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * One subtask of an operator whose first input is keyed and whose second is broadcast and without
 * event time, on the heap; else as {@link OperatorHarness}. For one thread.
 *
 * @param <K> the key's type
 * @param <A> what the keyed input brings
 * @param <B> what is broadcast
 * @param <O> what comes out
 */
public final class TwoInputHarness<K, A, B, O> implements AutoCloseable {

  private static final int MAX_PARALLELISM = 128;
  private static final int MAX_STATE_BYTES = 512 << 20;

  private final KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> flink;
  private final CollectingOutput<O> output;

  private TwoInputHarness(
      KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> flink, CollectingOutput<O> output) {
    this.flink = flink;
    this.output = output;
  }

  /**
   * What harnesses of one operator are opened from.
   *
   * @param operator a supplier, because each restore takes a new one
   * @param outputs the type with whose serializer outputs are copied
   */
  public record Builder<K, A, B, O>(
      Supplier<? extends TwoInputStreamOperator<A, B, O>> operator,
      KeySelector<A, K> key,
      TypeInformation<K> keyType,
      TypeInformation<O> outputs) {

    /** Opens the operator with empty state. */
    public TwoInputHarness<K, A, B, O> open() throws Exception {
      return open(null, 1, 0);
    }

    /** Opens one of several subtasks with its share of a snapshot that one subtask made. */
    public TwoInputHarness<K, A, B, O> restore(OperatorSnapshot snapshot, int subtasks, int subtask)
        throws Exception {
      return open(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot.state(), MAX_PARALLELISM, 1, subtasks, subtask),
          subtasks,
          subtask);
    }

    private TwoInputHarness<K, A, B, O> open(OperatorSubtaskState state, int subtasks, int subtask)
        throws Exception {
      KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> flink =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              operator.get(), key, null, keyType, MAX_PARALLELISM, subtasks, subtask);
      CollectingOutput<O> output = new CollectingOutput<>(outputs);
      flink.setOutputCreator(serializer -> output);
      flink.setStateBackend(new HashMapStateBackend());
      flink.setCheckpointStorage(new JobManagerCheckpointStorage(MAX_STATE_BYTES));
      flink.setup();
      if (state == null) {
        flink.initializeEmptyState();
      } else {
        flink.initializeState(state);
      }
      flink.open();
      flink.processWatermark2(Watermark.MAX_WATERMARK);
      return new TwoInputHarness<>(flink, output);
    }
  }

  /** Hands over an element of the keyed input. */
  public void push(A element) throws Exception {
    flink.processElement1(new StreamRecord<>(element));
  }

  /** Hands over what is broadcast. */
  public void broadcast(B element) throws Exception {
    flink.processElement2(new StreamRecord<>(element));
  }

  /** Moves event time: fires every timer up to it, ms. */
  public void watermark(long timestampMillis) throws Exception {
    flink.processWatermark1(new Watermark(timestampMillis));
  }

  /** The state at a checkpoint barrier. */
  public OperatorSnapshot snapshot() throws Exception {
    return new OperatorSnapshot(flink.snapshot(1, 0));
  }

  /** What came out since the last call. */
  public List<O> outputs() {
    return output.drain();
  }

  /** Event-time timers over all keys. */
  public int eventTimeTimers() {
    return flink.numEventTimeTimers();
  }

  /**
   * A counter that the operator registered under this name.
   *
   * @throws IllegalStateException if it has none
   */
  public long counter(String name) {
    try {
      Field metrics = AbstractMetricGroup.class.getDeclaredField("metrics");
      metrics.setAccessible(true); // a group without a registry tells nobody else
      Map<?, ?> registered = (Map<?, ?>) metrics.get(flink.getOperator().getMetricGroup());
      if (registered.get(name) instanceof Counter counter) {
        return counter.getCount();
      }
      throw new IllegalStateException("expected a counter " + name + ", saw " + registered);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Flink keeps its metrics elsewhere now", e);
    }
  }

  /** How many keys hold something in the state of this name. */
  public int keyCount(String stateName) {
    KeyedStateBackend<K> backend = flink.getOperator().getKeyedStateBackend();
    try (Stream<K> keys = backend.getKeys(stateName, VoidNamespace.INSTANCE)) {
      return (int) keys.count();
    }
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }
}
