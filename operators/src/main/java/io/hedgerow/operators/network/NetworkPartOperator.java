package io.hedgerow.operators.network;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.StaleCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Holds the parts of the network state on the heap and publishes their views (NET-1 to NET-7).
 *
 * <pre>
 *  input ──▶ part on the heap ──changed──▶ queue ──conflation──▶ view ──▶ state.*
 *                 │      ▲                                         ▲
 *          dirty  │      │ restored when the operator opens        │ stale: event time or silence
 *                 ▼      │                                         │
 *            keyed state, one entry per page (before each barrier) ┘
 * </pre>
 *
 * <p>Why on the heap: reading and writing a whole book per message is an order of magnitude slower.
 * Before each checkpoint barrier every changed part writes its changed pages, and every view that
 * waits is published, so what the checkpoint holds is what was said. Restored parts are complete
 * before the first record is processed.
 *
 * <p>Keyed state: {@code pages}, a map from page ID to bytes. Its bound is the number of keys,
 * which the check limits, times the bound of a part; a key without input for {@link
 * ViewTiming#forgetAfter} is cleared with a tombstone. There are no keyed timers: one sweep of the
 * operator serves all keys.
 *
 * @param <I> the input
 * @param <P> the part
 */
public final class NetworkPartOperator<I, P extends NetworkPart>
    extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<I, OutputRecord> {

  /** Where alerts leave. */
  public static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts") {};

  /** Where looks at the venues' clocks leave. */
  public static final OutputTag<ClockSample> CLOCK_SAMPLES = new OutputTag<>("clock-samples") {};

  private static final long serialVersionUID = 1L;

  /** How often waiting views are looked at. */
  private static final long PUBLISH_EVERY_MILLIS = 10;

  /** How often all parts are looked at for staleness. */
  private static final long SWEEP_EVERY_MILLIS = 100;

  private final PartKind<I, P> kind;
  private final ViewTiming timing;

  private transient MapState<Long, byte[]> pages;
  private transient PageStore store;
  private transient Map<String, HeldPart<P>> held;
  private transient List<HeldPart<P>> dirty;
  private transient ViewQueue<P> views;
  private transient StreamRecord<OutputRecord> reused;
  private transient PartKind.Emissions emissions;
  private transient HeldPart<P> inHand;

  private transient RunningClock clock;
  private transient long nowMillis;
  private transient long watermarkMillis;
  private transient long watermarkMovedAtMillis;
  private transient long staleBeforeMicros;
  private transient long sweptAtMillis;

  private transient Counter applied;
  private transient Counter kept;
  private transient Counter ignored;
  private transient Counter implausible;
  private transient Counter published;
  private transient Counter wentStale;
  private transient Counter clockSamples;

  /** An operator for one kind of part. */
  public NetworkPartOperator(PartKind<I, P> kind, ViewTiming timing) {
    this.kind = kind;
    this.timing = timing;
  }

  @Override
  public void open() throws Exception {
    super.open();
    MapStateDescriptor<Long, byte[]> descriptor =
        new MapStateDescriptor<>(
            "pages", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);
    pages = getKeyedStateStore().getMapState(descriptor);
    store = new KeyedPages();
    held = new LinkedHashMap<>();
    dirty = new ArrayList<>();
    views =
        new ViewQueue<>(
            timing.conflation().toMillis(),
            this::publish,
            alert -> output.collect(ALERTS, new StreamRecord<>(alert)));
    reused = new StreamRecord<>(null);
    emissions = new SideOutputs();
    applied = getMetricGroup().counter("applied");
    kept = getMetricGroup().counter("kept");
    ignored = getMetricGroup().counter("ignored");
    implausible = getMetricGroup().counter("implausible");
    published = getMetricGroup().counter("viewsPublished");
    wentStale = getMetricGroup().counter("wentStale");
    clockSamples = getMetricGroup().counter("clockSamples");
    getMetricGroup().gauge("keys", () -> held.size());

    clock = new RunningClock(getProcessingTimeService().getCurrentProcessingTime());
    nowMillis = clock.millis();
    watermarkMillis = Long.MIN_VALUE;
    staleBeforeMicros = Long.MIN_VALUE;
    watermarkMovedAtMillis = nowMillis;
    sweptAtMillis = nowMillis;
    restore(descriptor);
    scheduleNext();
  }

  private void restore(MapStateDescriptor<Long, byte[]> descriptor) throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (key, state) ->
                held.put(key, new HeldPart<>(key, kind.restore(key, state.entries()), nowMillis)));
  }

  /** The key is set when a part is flushed: per record it would cost more than applying it. */
  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void processElement(StreamRecord<I> element) {
    I input = element.getValue();
    String key = kind.keyOf(input);
    HeldPart<P> found = held.get(key);
    if (found == null) {
      found = new HeldPart<>(key, kind.create(key), nowMillis);
      held.put(key, found);
    }
    long newestBefore = found.part.receivedAtMicros();
    inHand = found;
    PartKind.Effect effect = kind.apply(found.part, input, emissions);
    if (found.part.receivedAtMicros() > newestBefore) {
      found.inputAtMillis = nowMillis;
    }
    switch (effect) {
      case IGNORED -> ignored.inc();
      case NOTED -> {
        ignored.inc();
        markDirty(found);
      }
      case IMPLAUSIBLE -> implausible.inc();
      case KEPT -> {
        kept.inc();
        markDirty(found);
      }
      case CHANGED -> {
        applied.inc();
        markDirty(found);
        staleIfOld(found);
        views.announce(found, false, nowMillis);
      }
      case URGENT -> {
        applied.inc();
        markDirty(found);
        staleIfOld(found);
        views.announce(found, true, nowMillis);
      }
      default -> throw new IllegalStateException("no such effect: " + effect);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > watermarkMillis) {
      watermarkMillis = mark.getTimestamp();
      watermarkMovedAtMillis = nowMillis;
      staleBeforeMicros = microsBeforeWatermark(timing.staleAfter());
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    views.publishAll(nowMillis);
    flushDirty();
  }

  @Override
  public void finish() throws Exception {
    views.publishAll(nowMillis);
    super.finish();
  }

  private void onPublishTime(long time) throws Exception {
    clock.read(getProcessingTimeService().getCurrentProcessingTime());
    nowMillis = clock.millis();
    views.publishDue(nowMillis);
    if (nowMillis - sweptAtMillis >= SWEEP_EVERY_MILLIS) {
      sweptAtMillis = nowMillis;
      sweep();
    }
    scheduleNext();
  }

  /** By the system's time as it is now: a time from before it was set back lies far ahead. */
  @SuppressWarnings("FutureReturnValueIgnored") // an error in the callback fails the task
  private void scheduleNext() {
    getProcessingTimeService()
        .registerTimer(clock.systemMillis() + PUBLISH_EVERY_MILLIS, this::onPublishTime);
  }

  /** What arrives past its limit is never LIVE, not even until the next sweep (NET-7). */
  private void staleIfOld(HeldPart<P> found) {
    if (found.part.receivedAtMicros() < staleBeforeMicros
        && found.part.goStale(StaleCause.NO_INPUT)) {
      found.alert = null;
      wentStale.inc();
    }
  }

  private void sweep() {
    long silentAfterMillis = timing.silentAfter().toMillis();
    boolean clockStopped = nowMillis - watermarkMovedAtMillis > silentAfterMillis;
    long forgetBeforeMicros = microsBeforeWatermark(timing.forgetAfter());
    long goneAfterMillis = Math.max(timing.staleAfter().toMillis(), silentAfterMillis);
    Iterator<HeldPart<P>> all = held.values().iterator();
    while (all.hasNext()) {
      HeldPart<P> each = all.next();
      long receivedAtMicros = each.part.receivedAtMicros();
      long quietMillis = nowMillis - each.inputAtMillis;
      if (receivedAtMicros < forgetBeforeMicros) {
        forget(each);
        all.remove();
      } else if (receivedAtMicros < staleBeforeMicros || quietMillis > goneAfterMillis) {
        goStale(each, StaleCause.NO_INPUT);
      } else if (clockStopped && quietMillis > silentAfterMillis) {
        goStale(each, StaleCause.CLOCK_STOPPED);
      }
    }
  }

  private long microsBeforeWatermark(Duration time) {
    return watermarkMillis == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : (watermarkMillis - time.toMillis()) * 1000;
  }

  private void goStale(HeldPart<P> each, StaleCause cause) {
    if (each.part.goStale(cause)) {
      each.alert = null;
      wentStale.inc();
      markDirty(each);
      views.announce(each, true, nowMillis);
    }
  }

  private void forget(HeldPart<P> each) {
    kind.forget(each.part);
    views.remove(each);
    dirty.remove(each);
    setCurrentKey(each.key);
    pages.clear();
    output.collect(reused.replace(new OutputRecord(each.key, null)));
  }

  private void publish(HeldPart<P> each) {
    published.inc();
    output.collect(reused.replace(new OutputRecord(each.key, each.part.view())));
  }

  private void markDirty(HeldPart<P> found) {
    if (!found.dirty) {
      found.dirty = true;
      dirty.add(found);
    }
  }

  private void flushDirty() {
    for (HeldPart<P> each : dirty) {
      setCurrentKey(each.key);
      each.part.flush(store);
      each.dirty = false;
    }
    dirty.clear();
  }

  /** Pages of the current key, in keyed state. */
  private final class KeyedPages implements PageStore {
    @Override
    public void put(long pageId, byte[] page) {
      try {
        pages.put(pageId, page);
      } catch (Exception e) {
        throw new IllegalStateException("page " + pageId + " could not be written", e);
      }
    }

    @Override
    public void remove(long pageId) {
      try {
        pages.remove(pageId);
      } catch (Exception e) {
        throw new IllegalStateException("page " + pageId + " could not be removed", e);
      }
    }
  }

  private final class SideOutputs implements PartKind.Emissions {
    @Override
    public void alert(Alert alert) {
      inHand.alert = alert;
    }

    @Override
    public void clock(ClockSample sample) {
      clockSamples.inc();
      output.collect(CLOCK_SAMPLES, new StreamRecord<>(sample));
    }
  }
}
