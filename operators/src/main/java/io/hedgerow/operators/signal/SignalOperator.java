package io.hedgerow.operators.signal;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.state.signal.AssetSignals;
import io.hedgerow.state.signal.SignalSettings;
import java.util.Comparator;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
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
 * <p>Keyed state: {@code assets}, one {@link HeldAsset} a key, its bound {@link AssetSignals} and
 * {@link #MAX_WAITING} records that wait; keys are the assets of the settings. One timer for what
 * waits or for the next look at the funding, none while nothing waits and no rate is known.
 */
public final class SignalOperator extends AbstractStreamOperator<Signal>
    implements OneInputStreamOperator<SignalInput, Signal>, Triggerable<String, VoidNamespace> {

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

  private transient ValueState<HeldAsset> assets;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient StreamRecord<Signal> reused;
  private transient Consumer<Signal> send;
  private transient Counter applied;
  private transient Counter ignored;
  private transient Counter late;
  private transient Counter refused;
  private transient Counter signals;

  /** An operator with these settings; they may change between restarts. */
  public SignalOperator(SignalSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    super.open();
    assets =
        getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("assets", HeldAssetSerializer.INSTANCE));
    timers = getInternalTimerService("due", VoidNamespaceSerializer.INSTANCE, this);
    reused = new StreamRecord<>(null);
    send = this::send;
    applied = getMetricGroup().counter("applied");
    ignored = getMetricGroup().counter("ignored");
    late = getMetricGroup().counter("late");
    refused = getMetricGroup().counter("refused");
    signals = getMetricGroup().counter("signals");
  }

  @Override
  public void processElement(StreamRecord<SignalInput> element) throws Exception {
    SignalInput input = onTime(element.getValue());
    if (input == null) {
      late.inc();
      return;
    }
    HeldAsset held = assets.value();
    if (held == null) {
      held = new HeldAsset();
    }
    if (held.waiting.size() >= (input.always() ? 2 * MAX_WAITING : MAX_WAITING)) {
      refused.inc();
      return;
    }
    held.waiting.add(input);
    wakeAt(held, Math.floorDiv(input.atMicros(), MICROS_PER_MILLI));
    assets.update(held);
  }

  /** The record with a time that has not passed; null if it is too late. */
  private SignalInput onTime(SignalInput input) {
    long millis = Math.floorDiv(input.atMicros(), MICROS_PER_MILLI);
    long watermark = timers.currentWatermark();
    if (millis > watermark) {
      return input;
    }
    boolean tooLate = watermark - millis > MAX_LATE_MILLIS && !input.always();
    return tooLate || watermark == Long.MAX_VALUE
        ? null
        : input.at((watermark + 1) * MICROS_PER_MILLI);
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
        watermark == Long.MAX_VALUE ? watermark : (watermark + 1) * MICROS_PER_MILLI - 1, send);
    if (!held.waiting.isEmpty()) {
      wakeAt(held, Math.floorDiv(held.waiting.get(0).atMicros(), MICROS_PER_MILLI));
    }
    if (asset.nextDueMicros() != AssetSignals.NEVER) {
      wakeAt(held, Math.floorDiv(asset.nextDueMicros(), MICROS_PER_MILLI));
    }
    assets.update(held);
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
      asset.advanceTo(input.atMicros() - 1, send);
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
      return asset.apply(RecordCodec.decode(input.value()), input.atMicros(), send);
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

  private void send(Signal signal) {
    signals.inc();
    output.collect(
        reused.replace(signal, Math.floorDiv(signal.getCreatedAtMicros(), MICROS_PER_MILLI)));
  }
}
