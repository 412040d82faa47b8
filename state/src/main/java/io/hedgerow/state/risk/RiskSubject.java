package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.statistic.Readings;
import io.hedgerow.state.risk.statistic.Statistic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that is remembered of one measure on one subject under one policy, and the edges that
 * follow from it (TRIG-1 … TRIG-16, RISK-5).
 *
 * <p>Time is that of the observations and never goes back: one that is older than the newest counts
 * as of the newest time. Deadlines fall at their exact event times, before the observations of the
 * same time; so it does not matter whether {@link #advanceTo} or the next observation reaches them.
 *
 * <p>Every edge but STEADY bears its evidence: {@link #read} of its {@code before}, then its
 * observations at the times that it names, then {@link #advanceTo} its time, give it again under
 * the same policy. Under another version of the policy the evidence starts anew.
 *
 * <p>Bound: that of the statistic, {@value #MAX_COMPONENTS} components that are not quiet, and the
 * evidence. Not safe for concurrent use.
 */
public final class RiskSubject {

  /**
   * So many components may be anything else than quiet; one more takes the place of the one whose
   * newest value is oldest, which then stays raised until an operator looks.
   */
  public static final int MAX_COMPONENTS = Classifiers.CAPACITY;

  /** STEADY is said this seldom. */
  public static final long STEADY_MICROS = 5_000_000L;

  private static final int CORE_FORMAT = 1;
  private static final int WHOLE_FORMAT = 2;
  private static final byte[] NO_BYTES = {};

  private final Measure measure;
  private final String subject;
  private final PolicyMode mode;
  private final AppliedOffsets applied;
  private final Statistic statistic;

  private final Classifiers classifiers;

  private EdgeTrail trail = new EdgeTrail();
  private long newestMicros;
  private long steadyAtMicros;
  private long policyVersion;

  /**
   * The statistic without {@link #last}: what evidence begins with is known to be needed only once
   * an observation has disturbed a quiet subject, and by then the statistic has taken it. The same
   * object where the statistic remembers nothing.
   */
  private final Statistic behind;

  private Observation last;
  private MeasurePolicy lastValues;

  private Policy policy;
  private MeasurePolicy values;

  /** Of the call that is under way. */
  private Observation current;

  private Consumer<RiskEdge> edges;
  private final Readings readings = this::classify;

  private RiskSubject(
      Measure measure,
      String subject,
      PolicyMode mode,
      AppliedOffsets applied,
      Statistic statistic) {
    this.measure = measure;
    this.subject = subject;
    this.mode = mode;
    this.applied = applied;
    this.statistic = statistic;
    classifiers = new Classifiers(measure.highIsBad());
    behind = copyOf(statistic);
  }

  /** One of which nothing is known. */
  public static RiskSubject empty(Measure measure, String subject, PolicyMode mode) {
    return new RiskSubject(measure, subject, mode, new AppliedOffsets(), Statistic.of(measure));
  }

  /**
   * The one that was written, or the one that an edge's {@code before} holds.
   *
   * @throws IllegalStateException if the bytes are neither
   */
  public static RiskSubject read(byte[] page) {
    try {
      if (page.length == 0 || page[0] != WHOLE_FORMAT) {
        return readCore(page);
      }
      PageReader whole = new PageReader("risk subject", page, WHOLE_FORMAT);
      RiskSubject read = readCore(whole.bytes());
      read.trail = EdgeTrail.read(whole);
      whole.end();
      return read;
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("risk subject: an unknown constant", e);
    }
  }

  private static RiskSubject readCore(byte[] bytes) {
    PageReader page = new PageReader("risk subject", bytes, CORE_FORMAT);
    Measure measure = Measure.valueOf(page.text());
    String subject = page.text();
    PolicyMode mode = PolicyMode.valueOf(page.text());
    long newest = page.number();
    long steadyAt = page.number();
    long version = page.number();
    AppliedOffsets applied = AppliedOffsets.read(page);
    Statistic statistic = Statistic.of(measure);
    statistic.read(page);
    RiskSubject read = new RiskSubject(measure, subject, mode, applied, statistic);
    read.newestMicros = newest;
    read.steadyAtMicros = steadyAt;
    read.policyVersion = version;
    read.classifiers.read(page);
    page.end();
    return read;
  }

  /** All of it, for {@link #read}. */
  public byte[] write() {
    byte[] core = core(statistic);
    if (!trail.isStarted()) {
      return core;
    }
    PageWriter whole = new PageWriter(WHOLE_FORMAT).bytes(core);
    trail.write(whole);
    return whole.toPage();
  }

  /** All of it but the evidence. */
  private byte[] core(Statistic asOf) {
    PageWriter page =
        new PageWriter(CORE_FORMAT)
            .text(measure.name())
            .text(subject)
            .text(mode.name())
            .number(newestMicros)
            .number(steadyAtMicros)
            .number(policyVersion);
    applied.write(page);
    asOf.write(page);
    classifiers.write(page);
    return page.toPage();
  }

  private Statistic copyOf(Statistic original) {
    PageWriter page = new PageWriter(CORE_FORMAT);
    original.write(page);
    Statistic copy = Statistic.of(measure);
    copy.read(new PageReader("statistic", page.toPage(), CORE_FORMAT));
    return copy;
  }

  /** What is measured. */
  public Measure measure() {
    return measure;
  }

  /** On what. */
  public String subject() {
    return subject;
  }

  /** Under which policy. */
  public PolicyMode mode() {
    return mode;
  }

  /** The newest time that it has seen: of an observation or of a deadline; 0 before any. */
  public long newestMicros() {
    return newestMicros;
  }

  /** When {@link #advanceTo} is due if nothing is observed before; the maximum if never. */
  public long nextDeadlineMicros() {
    return classifiers.nextDeadlineMicros();
  }

  /** Whether every component is NORMAL, and no value beyond a threshold waits to be confirmed. */
  public boolean isQuiet() {
    return classifiers.isEmpty();
  }

  /** Whether a component is beyond its threshold: such a subject must be remembered. */
  public boolean hasBreach() {
    return classifiers.hasBreach();
  }

  /** Whether it has taken this observation, or a newer one of the same partition. */
  boolean hasSeen(Observation observation) {
    return applied.contains(observation);
  }

  /** Takes an observation of this measure and subject; a repeated one is ignored. */
  public void observe(Observation observation, Policy by, Consumer<RiskEdge> out) {
    if (applied.contains(observation)) {
      return;
    }
    edges = out;
    obey(by);
    current = observation.atMicros() < newestMicros ? observation.at(newestMicros) : observation;
    fireUntil(current.atMicros());
    catchUp();
    if (!isQuiet()) {
      if (!trail.isStarted() || trail.isFull()) {
        trail.start(core(behind));
      }
      trail.add(current);
    }
    statistic.observe(current, values, readings);
    applied.add(current);
    newestMicros = current.atMicros();
    last = current;
    lastValues = values;
    dropTrailIfQuiet();
    edges = null;
  }

  /** Lets time pass: fires what is due at or before it, in the order of time, then component. */
  public void advanceTo(long micros, Policy by, Consumer<RiskEdge> out) {
    if (!classifiers.isDue(micros)) {
      return;
    }
    edges = out;
    obey(by);
    fireUntil(micros);
    edges = null;
  }

  private void obey(Policy by) {
    if (by == policy) {
      return;
    }
    long version = by.record().getVersion();
    if (version != policyVersion && !isQuiet()) {
      trail.start(core(statistic));
    }
    policy = by;
    policyVersion = version;
    values = by.of(measure, subject);
  }

  private void catchUp() {
    if (last != null && behind != statistic) {
      behind.observe(last, lastValues, Readings.IGNORED);
      last = null;
    }
  }

  private void fireUntil(long micros) {
    while (classifiers.isDue(micros)) {
      if (!trail.isStarted()) {
        trail.start(core(statistic));
      }
      long due = classifiers.nextDeadlineMicros();
      String component = classifiers.nextDue();
      newestMicros = Math.max(newestMicros, due);
      Classifier classifier = classifiers.get(component);
      emitAll(classifier.fire(due), component, classifier, due);
      classifiers.settle(component, classifier);
      dropTrailIfQuiet();
    }
  }

  private void classify(String component, long value) {
    Classifier classifier = classifiers.get(component);
    if (classifier == null) {
      if (!Classifier.isBeyond(measure.highIsBad(), value, values.warn())) {
        saySteady(component, value);
        return;
      }
      classifier = begin(component);
    }
    long at = current.atMicros();
    emitAll(classifier.observe(value, at, values), component, classifier, at);
    classifiers.settle(component, classifier);
  }

  private Classifier begin(String component) {
    if (isQuiet()) {
      trail.start(core(behind));
      trail.add(current);
    }
    return classifiers.add(component);
  }

  private void dropTrailIfQuiet() {
    if (isQuiet() && trail.isStarted()) {
      trail.drop();
    }
  }

  /** That venue and books are still fine is told to the machine, which waits for it (RISK-3). */
  private void saySteady(String component, long value) {
    long at = current.atMicros();
    if (measure.tellsWhenFine()
        && at - steadyAtMicros >= STEADY_MICROS
        && Classifier.isClear(measure.highIsBad(), value, values)) {
      steadyAtMicros = at;
      emit(EdgeKind.STEADY, component, at, at, value);
    }
  }

  private void emitAll(
      List<EdgeKind> kinds, String component, Classifier classifier, long atMicros) {
    for (int i = 0; i < kinds.size(); i++) {
      EdgeKind kind = kinds.get(i);
      long since = kind == EdgeKind.WARN ? atMicros : classifier.breachedAtMicros();
      emit(kind, component, atMicros, since, classifier.value());
    }
  }

  private void emit(EdgeKind kind, String component, long atMicros, long sinceMicros, long value) {
    boolean proven = kind != EdgeKind.STEADY;
    EdgeEvidence edge =
        new EdgeEvidence(
            kind,
            component,
            atMicros,
            value,
            thresholdOf(kind),
            measure.unit().text(),
            ByteBuffer.wrap(proven ? trail.base() : NO_BYTES),
            proven ? trail.observations() : List.of());
    edges.accept(
        new RiskEdge(
            measure.text(),
            subject,
            mode,
            sinceMicros,
            values.withinMicros(),
            policyVersion,
            policy.valuesOf(measure, subject),
            edge));
  }

  private long thresholdOf(EdgeKind kind) {
    return switch (kind) {
      case WARN -> values.warn();
      case BREACH, HELD -> values.breach();
      case CLEAR, STEADY -> values.clear();
    };
  }
}
