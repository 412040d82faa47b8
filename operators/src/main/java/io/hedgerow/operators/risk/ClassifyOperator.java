package io.hedgerow.operators.risk;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.RiskSubject;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.state.risk.policy.PolicySchedule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
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
 * Applies observations to their subjects in the order of event time and sends the edges.
 *
 * <p>An observation waits until the watermark has passed it, so that what is decided is a function
 * of the input alone, not of how the inputs happened to be mixed. The patterns behind wait for the
 * same watermark, so this costs them nothing. What comes behind the watermark counts as of now, if
 * it is at most {@link Observation#MAX_LATE_MICROS} late; else it is counted and left out: a
 * statistic must not see an hour of backlog as one moment. What says how things stand, and is no
 * part of a course, always counts: a margin, an open discrepancy, a broken rule, or a view that
 * goes stale, which bears the time of the input before the silence.
 *
 * <p>At most {@link #MAX_WAITING} observations wait: while one partition does not tick, event time
 * stands still, and the others go on. One more, and the oldest are applied at once; what then comes
 * of an earlier time counts as of its subject's newest. Nothing is lost, and everything is closed
 * (TRIG-15), for what is decided now depends on the run. A subject for which there is no room
 * closes everything, too: it cannot be judged.
 *
 * <p>Without a policy in force nothing can be judged: observations are counted and left out, and
 * the machine keeps everything closed.
 *
 * <p>Keyed state: {@code subjects}, one {@link HeldSubject} a key, at most {@code maxKeys} in a
 * subtask, forgotten when quiet and without input for {@code forgetAfterMicros}. A timer for the
 * earliest deadline, none for a quiet subject. What waits is held for all keys together, and
 * written down with its key at a checkpoint. Broadcast state: {@code policies}, those in force and
 * to come.
 */
public final class ClassifyOperator extends AbstractStreamOperator<RiskEdge>
    implements TwoInputStreamOperator<Observation, RiskPolicy, RiskEdge>,
        Triggerable<String, VoidNamespace> {

  /** So many observations wait for event time in a subtask: some hundred MB. */
  static final int MAX_WAITING = 500_000;

  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long SWEEP_EVERY_MILLIS = 600_000;

  private final int maxKeys;
  private final long forgetAfterMicros;
  private final int maxWaiting;

  private transient ValueState<HeldSubject> subjects;
  private transient ValueStateDescriptor<HeldSubject> descriptor;
  private transient BroadcastState<Long, byte[]> policies;
  private transient PolicySchedule live;
  private transient PolicySchedule shadow;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient WaitingObservations waiting;
  private transient Consumer<RiskEdge> send;
  private transient StreamRecord<RiskEdge> reused;
  private transient OwnFaults faults;
  private transient int keys;
  private transient long sweptAtMillis;
  private transient Counter observed;
  private transient Counter late;
  private transient Counter early;
  private transient Counter withoutPolicy;
  private transient Counter refusedKeys;
  private transient Counter edges;

  /**
   * @param maxKeys subjects that one subtask holds at most; one more is counted and left out
   * @param forgetAfterMicros event time after which a quiet subject without input is forgotten
   */
  public ClassifyOperator(int maxKeys, long forgetAfterMicros) {
    this(maxKeys, forgetAfterMicros, MAX_WAITING);
  }

  ClassifyOperator(int maxKeys, long forgetAfterMicros, int maxWaiting) {
    this.maxKeys = maxKeys;
    this.forgetAfterMicros = forgetAfterMicros;
    this.maxWaiting = maxWaiting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    live = new PolicySchedule();
    shadow = new PolicySchedule();
    policies =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "policies", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
    for (Map.Entry<Long, byte[]> entry : policies.immutableEntries()) {
      adopt((RiskPolicy) RecordCodec.decode(entry.getValue()), Long.MIN_VALUE);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    descriptor = new ValueStateDescriptor<>("subjects", HeldSubjectSerializer.INSTANCE);
    subjects = getKeyedStateStore().getState(descriptor);
    timers = getInternalTimerService("due", VoidNamespaceSerializer.INSTANCE, this);
    waiting = new WaitingObservations();
    reused = new StreamRecord<>(null);
    send = this::send;
    observed = getMetricGroup().counter("observed");
    late = getMetricGroup().counter("late");
    early = getMetricGroup().counter("early");
    withoutPolicy = getMetricGroup().counter("withoutPolicy");
    refusedKeys = getMetricGroup().counter("refusedKeys");
    edges = getMetricGroup().counter("edges");
    getMetricGroup().gauge("subjects", () -> keys);
    getMetricGroup().gauge("waiting", () -> waiting.size());
    faults = new OwnFaults(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), send);
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (key, state) -> {
              keys++;
              state.value().waiting.forEach(waiting::add);
            });
    sweptAtMillis = Long.MIN_VALUE;
  }

  @Override
  public void processElement1(StreamRecord<Observation> element) throws Exception {
    Observation observation = element.getValue().notBefore(nextMicros(timers.currentWatermark()));
    if (observation == null) {
      late.inc();
      return;
    }
    if (subjects.value() == null) {
      if (keys >= maxKeys) {
        refusedKeys.inc();
        broken(OwnFaults.Rule.SUBJECTS);
        return;
      }
      keys++;
      subjects.update(new HeldSubject());
    }
    waiting.add(observation);
    if (waiting.size() > maxWaiting) {
      int before = waiting.size();
      broken(OwnFaults.Rule.WAITING);
      waiting.takeOldest(this::apply);
      early.inc(before - waiting.size());
    }
  }

  private void broken(OwnFaults.Rule rule) {
    long now = nextMicros(timers.currentWatermark());
    faults.broken(rule, now, live.at(now));
  }

  /** Tells what works again; with room to spare, so that it is not told of each observation. */
  private void tellWhatIsOver(long watermark) {
    long now = nextMicros(watermark);
    Policy policy = live.at(now);
    if (waiting.size() <= maxWaiting / 2) {
      faults.sound(OwnFaults.Rule.WAITING, now, policy);
    }
    if (keys < maxKeys) {
      faults.sound(OwnFaults.Rule.SUBJECTS, now, policy);
    }
  }

  /** The first event time that has not passed. */
  private static long nextMicros(long watermark) {
    return watermark == Long.MIN_VALUE ? 0 : (watermark + 1) * MICROS_PER_MILLI;
  }

  /** An invalid policy changes nothing here: the machine says so and closes everything. */
  @Override
  public void processElement2(StreamRecord<RiskPolicy> element) throws Exception {
    if (!adopt(element.getValue(), nextMicros(timers.currentWatermark()))) {
      return;
    }
    policies.clear();
    long number = 0;
    for (PolicySchedule schedule : List.of(live, shadow)) {
      for (Policy kept : schedule.policies()) {
        policies.put(number++, RecordCodec.encode(kept.record()));
      }
    }
  }

  private boolean adopt(RiskPolicy policy, long earliestMicros) {
    if (PolicyRecords.endsShadow(policy)) {
      shadow.clear();
      return true;
    }
    try {
      PolicySchedule schedule = policy.getMode() == PolicyMode.LIVE ? live : shadow;
      return schedule.add(Policy.of(policy), earliestMicros);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "policy {} version {}: {}", policy.getPolicyId(), policy.getVersion(), e.getMessage());
      return false;
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    HeldSubject held = subjects.value();
    if (held == null || timer.getTimestamp() != held.timerMillis) {
      return;
    }
    long watermark = timers.currentWatermark();
    held.timerMillis = HeldSubject.NO_TIMER;
    long endMicros =
        watermark == Long.MAX_VALUE ? watermark : (watermark + 1) * MICROS_PER_MILLI - 1;
    advance(held, endMicros);
    wakeAt(held, held.nextDeadlineMicros());
    subjects.update(held);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no processing time timer is ever set");
  }

  /** Applies an observation that the watermark has passed, after what was due before it. */
  private void apply(Observation observation) throws Exception {
    HeldSubject held = heldOf(observation);
    held.waiting.clear();
    long atMicros = observation.atMicros();
    if (held.timerMillis <= Math.floorDiv(atMicros, MICROS_PER_MILLI)) {
      advance(held, atMicros);
    }
    Policy policy = live.at(atMicros);
    if (policy == null) {
      withoutPolicy.inc();
    } else {
      observed.inc();
      observe(held, PolicyMode.LIVE, observation, policy);
    }
    Policy tried = shadow.at(atMicros);
    if (tried != null) {
      observe(held, PolicyMode.SHADOW, observation, tried);
    } else if (!held.shadow.isEmpty()) {
      held.shadow.clear();
    }
    subjects.update(held);
  }

  private void observe(HeldSubject held, PolicyMode mode, Observation observation, Policy policy) {
    Map<Measure, RiskSubject> subjectsOfMode = held.of(mode);
    RiskSubject subject = subjectsOfMode.get(observation.measure());
    if (subject == null) {
      subject = RiskSubject.empty(observation.measure(), observation.subject(), mode);
      subjectsOfMode.put(observation.measure(), subject);
    }
    subject.observe(observation, policy, send);
    wakeAt(held, subject.nextDeadlineMicros());
  }

  /** Fires what is due; what belongs to a shadow run that has ended is forgotten instead. */
  private void advance(HeldSubject held, long micros) {
    held.live.values().removeIf(subject -> !advance(subject, live, micros));
    held.shadow.values().removeIf(subject -> !advance(subject, shadow, micros));
  }

  /** Fires each deadline by the policy that rules at its time; whether there was one. */
  private boolean advance(RiskSubject subject, PolicySchedule schedule, long micros) {
    long due = subject.nextDeadlineMicros();
    while (due <= micros && due != Long.MAX_VALUE) {
      Policy policy = schedule.at(due);
      if (policy == null) {
        return false;
      }
      subject.advanceTo(due, policy, send);
      due = subject.nextDeadlineMicros();
    }
    return true;
  }

  private void wakeAt(HeldSubject held, long deadlineMicros) {
    long millis = Math.floorDiv(deadlineMicros, MICROS_PER_MILLI);
    if (deadlineMicros != Long.MAX_VALUE && millis < held.timerMillis) {
      held.timerMillis = millis;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
    }
  }

  private void send(RiskEdge edge) {
    edges.inc();
    output.collect(
        reused.replace(edge, Math.floorDiv(edge.getEdge().getAtMicros(), MICROS_PER_MILLI)));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long millis = mark.getTimestamp();
    waiting.take(millis, this::apply);
    super.processWatermark(mark);
    if (millis != Long.MAX_VALUE && !faults.areOver()) {
      tellWhatIsOver(millis);
    }
    if (millis == Long.MAX_VALUE || millis < sweptAtMillis + SWEEP_EVERY_MILLIS) {
      return;
    }
    sweptAtMillis = millis;
    live.forgetBefore(millis * MICROS_PER_MILLI);
    shadow.forgetBefore(millis * MICROS_PER_MILLI);
    long beforeMicros = millis * MICROS_PER_MILLI - forgetAfterMicros;
    boolean shadowRuns = shadow.policies().iterator().hasNext();
    keepWaiting();
    keys = 0;
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (key, state) -> {
              if (state.value().mayBeForgotten(beforeMicros, shadowRuns)) {
                state.clear();
              } else {
                keys++;
              }
            });
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    keepWaiting();
    super.snapshotState(context);
  }

  /**
   * Writes down with each subject what waits. What was written before is dropped here, or was when
   * it was applied.
   */
  private void keepWaiting() throws Exception {
    for (Observation observation : waiting.all()) {
      HeldSubject held = heldOf(observation);
      held.waiting.clear();
      subjects.update(held);
    }
    for (Observation observation : waiting.all()) {
      HeldSubject held = heldOf(observation);
      held.waiting.add(observation);
      subjects.update(held);
    }
  }

  private HeldSubject heldOf(Observation observation) throws IOException {
    setCurrentKey(observation.subject());
    return subjects.value();
  }
}
