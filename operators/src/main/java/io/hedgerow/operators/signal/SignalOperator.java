package io.hedgerow.operators.signal;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.signal.AssetSignals;
import io.hedgerow.state.signal.LivePolicies;
import io.hedgerow.state.signal.NoSignal;
import io.hedgerow.state.signal.SignalOutput;
import io.hedgerow.state.signal.SignalSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Applies records to their assets in the order of event time and sends the signals (SIG-1).
 *
 * <p>A record waits until the watermark has passed it, so that the signals are a function of the
 * input alone, not of how the topics happened to be mixed. What comes behind the watermark counts
 * as of now, if it is at most {@link #MAX_LATE_MILLIS} late; else it is counted and left out, for a
 * backlog is no opportunity. What says that something is not usable, or asks for reduction, always
 * counts. The operator reads no clock: while event time stands still there is no signal.
 *
 * <p>A policy takes effect at one event time, so at the same point of the stream in every subtask.
 * Without one in force, and after one that is not valid, what comes is known and counted, and there
 * is no signal.
 *
 * <p>Keyed state: {@code assets}, one {@link HeldAsset} a key, its bound {@link AssetSignals} and
 * {@link #MAX_WAITING} records that wait; keys are the assets of the settings. One timer for what
 * waits, for the next look at the funding and for the next policy, none while nothing waits and no
 * rate is known. Broadcast state: {@code policies}, those in force and to come.
 */
public final class SignalOperator extends AbstractStreamOperator<Signal>
    implements TwoInputStreamOperator<SignalInput, RiskPolicy, Signal>,
        Triggerable<String, VoidNamespace> {

  /** What is later than this is left out. */
  static final long MAX_LATE_MILLIS = 1_000;

  /**
   * No more records of one asset wait; one more is counted and left out. For those that always
   * count there is as much room again.
   */
  static final int MAX_WAITING = 50_000;

  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;

  private static final Comparator<SignalInput> IN_ORDER =
      Comparator.comparingLong(SignalInput::atMicros)
          .thenComparing(SignalInput::topic)
          .thenComparingInt(SignalInput::partition)
          .thenComparingLong(SignalInput::offset);

  private final SignalSettings settings;
  private final int maxWaiting;

  private transient ValueState<HeldAsset> assets;
  private transient ValueStateDescriptor<HeldAsset> descriptor;
  private transient BroadcastState<Long, byte[]> savedPolicies;
  private transient LivePolicies policies;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient StreamRecord<Signal> reused;
  private transient SignalOutput send;
  private transient Counter applied;
  private transient Counter ignored;
  private transient Counter late;
  private transient Counter refused;
  private transient Counter withoutPolicy;
  private transient Counter refusedPolicies;
  private transient Counter signals;

  /** An operator with these settings; they may change between restarts. */
  public SignalOperator(SignalSettings settings) {
    this(settings, MAX_WAITING);
  }

  SignalOperator(SignalSettings settings, int maxWaiting) {
    this.settings = settings;
    this.maxWaiting = maxWaiting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    policies = new LivePolicies();
    refusedPolicies = getMetricGroup().counter("refusedPolicies");
    savedPolicies =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "policies", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
    TreeMap<Long, byte[]> inOrder = new TreeMap<>();
    savedPolicies
        .immutableEntries()
        .forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    for (Map.Entry<Long, byte[]> saved : inOrder.entrySet()) {
      adopt((RiskPolicy) RecordCodec.decode(saved.getValue()), saved.getKey());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    descriptor = new ValueStateDescriptor<>("assets", HeldAssetSerializer.INSTANCE);
    assets = getKeyedStateStore().getState(descriptor);
    timers = getInternalTimerService("due", VoidNamespaceSerializer.INSTANCE, this);
    reused = new StreamRecord<>(null);
    send = new Output(getMetricGroup());
    applied = getMetricGroup().counter("applied");
    ignored = getMetricGroup().counter("ignored");
    late = getMetricGroup().counter("late");
    refused = getMetricGroup().counter("refused");
    withoutPolicy = getMetricGroup().counter("withoutPolicy");
    signals = getMetricGroup().counter("signals");
  }

  @Override
  public void processElement1(StreamRecord<SignalInput> element) throws Exception {
    SignalInput input = onTime(element.getValue());
    if (input == null) {
      late.inc();
      return;
    }
    HeldAsset held = assets.value();
    if (held == null) {
      held = new HeldAsset();
    }
    if (held.waiting.size() >= (input.always() ? 2 * maxWaiting : maxWaiting)) {
      refused.inc();
      return;
    }
    held.waiting.add(input);
    wakeAt(held, Math.floorDiv(input.atMicros(), MICROS_PER_MILLI));
    assets.update(held);
  }

  /** From its time on each asset has other times at which it is to be looked at. */
  @Override
  public void processElement2(StreamRecord<RiskPolicy> element) throws Exception {
    RiskPolicy policy = element.getValue();
    if (!adopt(policy, nextMicros(timers.currentWatermark()))) {
      return;
    }
    savedPolicies.clear();
    for (Map.Entry<Long, RiskPolicy> kept : policies.records().entrySet()) {
      savedPolicies.put(kept.getKey(), RecordCodec.encode(kept.getValue()));
    }
    for (String asset : heldAssets()) {
      setCurrentKey(asset);
      HeldAsset held = assets.value();
      wakeWhenDue(held, held.signals(asset, settings));
      assets.update(held);
    }
  }

  /** Whether it changed anything. What is not valid closes; the risk job says why. */
  private boolean adopt(RiskPolicy policy, long earliestMicros) {
    try {
      return policies.add(Policy.of(policy), earliestMicros);
    } catch (IllegalArgumentException e) {
      boolean closed = policies.close(policy, earliestMicros);
      if (closed) {
        refusedPolicies.inc();
        LOG.warn("policy version {} closes: {}", policy.getVersion(), e.getMessage());
      }
      return closed;
    }
  }

  private List<String> heldAssets() throws Exception {
    List<String> held = new ArrayList<>();
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (asset, state) -> held.add(asset));
    return held;
  }

  /** The first event time that has not passed. */
  private static long nextMicros(long watermark) {
    return watermark == Long.MIN_VALUE ? 0 : (watermark + 1) * MICROS_PER_MILLI;
  }

  /** The record with a time that has not passed; null if it is too late. */
  private SignalInput onTime(SignalInput input) {
    long millis = Math.floorDiv(input.atMicros(), MICROS_PER_MILLI);
    long watermark = timers.currentWatermark();
    if (millis > watermark) {
      return input;
    }
    boolean tooLate = watermark - millis > MAX_LATE_MILLIS && !input.always();
    return tooLate || watermark == Long.MAX_VALUE ? null : input.at(nextMicros(watermark));
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    HeldAsset held = assets.value();
    if (held == null || timer.getTimestamp() != held.timerMillis) {
      return;
    }
    long watermark = timers.currentWatermark();
    held.timerMillis = HeldAsset.NO_TIMER;
    AssetSignals asset = held.signals(timer.getKey(), settings);
    drain(held, asset, watermark);
    asset.advanceTo(
        watermark == Long.MAX_VALUE ? watermark : nextMicros(watermark) - 1, policies, send);
    if (!held.waiting.isEmpty()) {
      wakeAt(held, Math.floorDiv(held.waiting.get(0).atMicros(), MICROS_PER_MILLI));
    }
    wakeWhenDue(held, asset);
    assets.update(held);
  }

  private void wakeWhenDue(HeldAsset held, AssetSignals asset) {
    long dueMicros = asset.nextDueMicros(policies);
    if (dueMicros != AssetSignals.NEVER) {
      wakeAt(held, Math.floorDiv(dueMicros, MICROS_PER_MILLI));
    }
  }

  /** What was replaced is forgotten once nothing of before it can come. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    if (mark.getTimestamp() != Long.MAX_VALUE) {
      policies.forgetBefore(nextMicros(mark.getTimestamp()));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no processing time timer is ever set");
  }

  /**
   * Applies what the watermark has passed; the rest stays, in order. A look at the funding sees
   * what is known at its moment.
   */
  private void drain(HeldAsset held, AssetSignals asset, long watermark) {
    held.waiting.sort(IN_ORDER);
    int passed = 0;
    while (passed < held.waiting.size()
        && Math.floorDiv(held.waiting.get(passed).atMicros(), MICROS_PER_MILLI) <= watermark) {
      SignalInput input = held.waiting.get(passed++);
      asset.advanceTo(input.atMicros() - 1, policies, send);
      if (policies.at(input.atMicros()) == null) {
        withoutPolicy.inc();
      }
      if (apply(asset, input)) {
        applied.inc();
      } else {
        ignored.inc();
      }
    }
    held.waiting.subList(0, passed).clear();
  }

  private boolean apply(AssetSignals asset, SignalInput input) {
    try {
      return asset.apply(RecordCodec.decode(input.value()), input.atMicros(), policies, send);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("the check lets only readable records pass", e);
    }
  }

  private void wakeAt(HeldAsset held, long millis) {
    if (millis < held.timerMillis) {
      held.timerMillis = millis;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
    }
  }

  /** Sends what is signalled and counts what is not, each by its reason in small letters. */
  private final class Output implements SignalOutput {

    private final Map<NoSignal, Counter> none = new EnumMap<>(NoSignal.class);

    Output(MetricGroup metrics) {
      for (NoSignal why : NoSignal.values()) {
        none.put(why, metrics.counter(why.name().toLowerCase(Locale.ROOT)));
      }
    }

    @Override
    public void accept(Signal signal) {
      signals.inc();
      output.collect(
          reused.replace(signal, Math.floorDiv(signal.getCreatedAtMicros(), MICROS_PER_MILLI)));
    }

    @Override
    public void none(NoSignal why) {
      none.get(why).inc();
    }
  }
}
