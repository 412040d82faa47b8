package io.hedgerow.testkit.flink;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * One subtask of an operator with real state, timers and checkpoints, driven by hand: time moves
 * only when the test says so.
 *
 * <pre>{@code
 * try (OperatorHarness<String, Ping, Pong> harness =
 *     OperatorHarness.function(PingFunction::new).keyedBy(Ping::key, Types.STRING).open()) {
 *   harness.push(ping, 1_000);
 *   harness.watermark(2_000);
 *   assertThat(harness.outputs()).containsExactly(pong);
 *   assertThat(harness.eventTimeTimers()).isZero();
 * }
 * }</pre>
 *
 * <p>An operator is given as a supplier, because each restore takes a new one. What an operator
 * throws comes out of the call that provoked it. For one thread.
 *
 * @param <K> the key's type; {@link Void} without a key
 * @param <I> what goes in
 * @param <O> what comes out of the main output
 */
public final class OperatorHarness<K, I, O> implements AutoCloseable {

  /** Where keyed state lives. */
  public enum Backend {
    /** Objects on the heap. */
    HEAP,
    /** RocksDB with incremental checkpoints, as in production. */
    ROCKSDB
  }

  private static final int DEFAULT_MAX_PARALLELISM = 128;
  private static final int MAX_STATE_BYTES = 512 << 20;

  private final Builder<K, I, O> builder;
  private final OneInputStreamOperatorTestHarness<I, O> flink;
  private final CollectingOutput<O> output;
  private long nextCheckpointId;

  private OperatorHarness(
      Builder<K, I, O> builder,
      OneInputStreamOperatorTestHarness<I, O> flink,
      CollectingOutput<O> output,
      long nextCheckpointId) {
    this.builder = builder;
    this.flink = flink;
    this.output = output;
    this.nextCheckpointId = nextCheckpointId;
  }

  /** A harness around an operator. */
  public static <I, O> Builder<Void, I, O> operator(
      Supplier<? extends OneInputStreamOperator<I, O>> operator) {
    return new Builder<>(() -> SimpleOperatorFactory.of(operator.get()));
  }

  /** A harness around an operator that its own factory makes. */
  public static <I, O> Builder<Void, I, O> factory(
      Supplier<? extends StreamOperatorFactory<O>> factory) {
    return new Builder<>(factory);
  }

  /** A harness around a keyed function; {@code keyedBy} follows. */
  public static <K, I, O> Builder<Void, I, O> keyedFunction(
      Supplier<? extends KeyedProcessFunction<K, I, O>> function) {
    return operator(() -> new KeyedProcessOperator<>(function.get()));
  }

  /** A harness around a function without a key. */
  public static <I, O> Builder<Void, I, O> function(
      Supplier<? extends ProcessFunction<I, O>> function) {
    return operator(() -> new ProcessOperator<>(function.get()));
  }

  /** What a harness is built from; a value that is not given has its default. */
  public static final class Builder<K, I, O> {

    private final Supplier<? extends StreamOperatorFactory<O>> factory;
    private KeySelector<I, K> key;
    private TypeInformation<K> keyType;
    private TypeInformation<O> outputType;
    private Backend backend = Backend.HEAP;
    private int maxParallelism = DEFAULT_MAX_PARALLELISM;
    private long startMillis;

    private Builder(Supplier<? extends StreamOperatorFactory<O>> factory) {
      this.factory = factory;
    }

    /** The key of an element. */
    public <N> Builder<N, I, O> keyedBy(KeySelector<I, N> selector, TypeInformation<N> type) {
      Builder<N, I, O> keyed = new Builder<>(factory);
      keyed.key = selector;
      keyed.keyType = type;
      keyed.outputType = outputType;
      keyed.backend = backend;
      keyed.maxParallelism = maxParallelism;
      keyed.startMillis = startMillis;
      return keyed;
    }

    /** Where keyed state lives; {@link Backend#HEAP} if not given. */
    public Builder<K, I, O> on(Backend chosen) {
      this.backend = chosen;
      return this;
    }

    /** Outputs are copied with this type's serializer; without it they are kept as they are. */
    public Builder<K, I, O> outputs(TypeInformation<O> type) {
      this.outputType = type;
      return this;
    }

    /** Number of key groups; 128 if not given. */
    public Builder<K, I, O> maxParallelism(int keyGroups) {
      this.maxParallelism = keyGroups;
      return this;
    }

    /** Processing time when the operator opens, ms since the epoch; 0 if not given. */
    public Builder<K, I, O> startingAt(long processingTimeMillis) {
      this.startMillis = processingTimeMillis;
      return this;
    }

    /** Opens the operator with empty state. */
    public OperatorHarness<K, I, O> open() throws Exception {
      return open(null, 1, 1, 0);
    }

    /** Opens a new operator with the state of a snapshot. */
    public OperatorHarness<K, I, O> restore(OperatorSnapshot snapshot) throws Exception {
      return open(snapshot, 1, 1, 0);
    }

    /**
     * Opens one of several subtasks with its share of a snapshot that one subtask made: a restart
     * at another parallelism.
     */
    public OperatorHarness<K, I, O> restore(OperatorSnapshot snapshot, int subtasks, int subtask)
        throws Exception {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot.state(), maxParallelism, 1, subtasks, subtask);
      return open(new OperatorSnapshot(share), 1, subtasks, subtask);
    }

    private OperatorHarness<K, I, O> open(
        OperatorSnapshot snapshot, long nextCheckpointId, int subtasks, int subtask)
        throws Exception {
      OneInputStreamOperatorTestHarness<I, O> flink =
          key == null
              ? new OneInputStreamOperatorTestHarness<>(
                  factory.get(), maxParallelism, subtasks, subtask)
              : new KeyedOneInputStreamOperatorTestHarness<>(
                  factory.get(), key, keyType, maxParallelism, subtasks, subtask);
      CollectingOutput<O> output = new CollectingOutput<>(outputType);
      flink.setOutputCreator(serializer -> output);
      flink.setStateBackend(
          backend == Backend.ROCKSDB
              ? new EmbeddedRocksDBStateBackend(true)
              : new HashMapStateBackend());
      flink.setCheckpointStorage(new JobManagerCheckpointStorage(MAX_STATE_BYTES));
      flink.setProcessingTime(startMillis);
      flink.setup();
      if (snapshot == null) {
        flink.initializeEmptyState();
      } else {
        flink.initializeState(snapshot.state());
      }
      flink.open();
      return new OperatorHarness<>(this, flink, output, nextCheckpointId);
    }
  }

  /** Hands over an element without a timestamp. */
  public void push(I element) throws Exception {
    flink.processElement(new StreamRecord<>(element));
  }

  /** Hands over an element with its event time, ms since the epoch. */
  public void push(I element, long timestampMillis) throws Exception {
    flink.processElement(element, timestampMillis);
  }

  /** Moves event time: fires every event-time timer up to it. */
  public void watermark(long timestampMillis) throws Exception {
    flink.processWatermark(timestampMillis);
  }

  /** Moves processing time: fires every processing-time timer up to it. */
  public void processingTime(long timeMillis) throws Exception {
    flink.setProcessingTime(timeMillis);
  }

  /** Ends the input, as a bounded source does. */
  public void endInput() throws Exception {
    flink.endInput();
  }

  /**
   * Lets a checkpoint barrier pass: first {@code prepareSnapshotPreBarrier}, then the snapshot.
   * What the operator emits before the barrier is in {@link #outputs}.
   */
  public OperatorSnapshot snapshot() throws Exception {
    long checkpointId = nextCheckpointId++;
    flink.prepareSnapshotPreBarrier(checkpointId);
    OperatorSnapshot snapshot =
        new OperatorSnapshot(flink.snapshot(checkpointId, flink.getProcessingTime()));
    flink.notifyOfCompletedCheckpoint(checkpointId);
    return snapshot;
  }

  /** Closes this operator and opens a new one with the state of a snapshot: a restart. */
  public OperatorHarness<K, I, O> restartFrom(OperatorSnapshot snapshot) throws Exception {
    close();
    return builder.open(snapshot, nextCheckpointId, 1, 0);
  }

  /** What came out since the last call. */
  public List<O> outputs() {
    return output.drain();
  }

  /** What came out of a side output since the last call. */
  public <X> List<X> sideOutputs(OutputTag<X> tag) {
    return output.drain(tag);
  }

  /** The watermarks that came out since the last call, ms. */
  public List<Long> watermarks() {
    return output.drainWatermarks();
  }

  /** Event-time timers over all keys; 0 without a key. */
  public int eventTimeTimers() {
    return builder.key == null ? 0 : flink.numEventTimeTimers();
  }

  /** Processing-time timers over all keys; 0 without a key. */
  public int processingTimeTimers() {
    return builder.key == null ? 0 : flink.numProcessingTimeTimers();
  }

  /** Processing-time callbacks that wait to run: an operator's own sweeps, and keyed timers. */
  public int scheduledCallbacks() {
    return flink.getProcessingTimeService().getNumActiveTimers();
  }

  /** The keys that hold something in the state of this name. */
  public List<K> keys(String stateName) {
    KeyedStateBackend<K> backend = flink.getOperator().getKeyedStateBackend();
    try (Stream<K> keys = backend.getKeys(stateName, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  /** How many keys hold something in the state of this name. */
  public int keyCount(String stateName) {
    return keys(stateName).size();
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }
}
