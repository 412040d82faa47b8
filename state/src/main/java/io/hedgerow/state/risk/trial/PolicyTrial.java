package io.hedgerow.state.risk.trial;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.PlainPatterns;
import io.hedgerow.state.risk.RiskSubject;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.state.risk.machine.RiskMachine;
import io.hedgerow.state.risk.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stretch of observations under one policy: which triggers and restrictions follow (TRIG-1 …
 * TRIG-16, RISK-1). The same classes as in the risk job, driven by the observations' times alone.
 *
 * <p>What is different from the job, for every policy alike: statistics begin empty; consumers
 * acknowledge at once; operators do nothing, so DMM lasts to the end; the clock never stands still.
 * SYSTEM begins in DMM for want of a policy, as the job does, and what is shown as its restriction
 * begins with the first trigger that concerns it.
 *
 * <p>Not safe for concurrent use.
 */
public final class PolicyTrial {

  /** What reaches the machine: a trigger or a steady edge, the other is null. */
  private record Input(long dueMicros, String identity, RiskTrigger trigger, RiskEdge steady) {}

  private static final Comparator<Input> DUE =
      Comparator.comparingLong(Input::dueMicros).thenComparing(Input::identity);

  private final Policy policy;
  private final Map<String, RiskSubject> subjects = new TreeMap<>();
  private final List<RiskEdge> edges = new ArrayList<>();
  private final PlainPatterns patterns = new PlainPatterns();
  private final RiskMachine machine = RiskMachine.start();
  private final TrialRecorder recorder = new TrialRecorder();
  private long nowMicros;
  private long nextDeadlineMicros = Long.MAX_VALUE;
  private long acknowledgedVersion;
  private long observed;
  private long late;

  /**
   * @param policy a LIVE one, in force for the whole stretch
   * @param fromMicros where the stretch begins
   */
  public PolicyTrial(Policy policy, long fromMicros) {
    this.policy = policy;
    this.nowMicros = fromMicros;
    machine.open(0, List.of(), recorder);
    machine.policy(policy, fromMicros, recorder);
    acknowledge();
    recorder.forgetTheStart();
  }

  /** Takes the next one, in {@link Observation#IN_ORDER}; what is late is judged as by the job. */
  public void observe(Observation come) {
    Observation observation = come.notBefore(nowMicros);
    if (observation == null) {
      late++;
      return;
    }
    if (observation.atMicros() > nowMicros) {
      advanceTo(observation.atMicros());
    }
    observed++;
    Measure measure = observation.measure();
    RiskSubject subject =
        subjects.computeIfAbsent(
            measure.text() + "|" + observation.subject(),
            key -> RiskSubject.empty(measure, observation.subject(), PolicyMode.LIVE));
    subject.observe(observation, policy, edges::add);
    nextDeadlineMicros = Math.min(nextDeadlineMicros, subject.nextDeadlineMicros());
  }

  /** Ends the stretch and says what came of it. */
  public TrialOutcome finish(long toMicros) {
    advanceTo(Math.max(toMicros, nowMicros));
    settle();
    machine.advanceTo(nowMicros, recorder);
    return new TrialOutcome(
        List.copyOf(recorder.triggers()), recorder.restrictions(), observed, late);
  }

  private void advanceTo(long micros) {
    settle();
    if (nextDeadlineMicros <= micros) {
      nextDeadlineMicros = Long.MAX_VALUE;
      for (RiskSubject subject : subjects.values()) {
        subject.advanceTo(micros, policy, edges::add);
        nextDeadlineMicros = Math.min(nextDeadlineMicros, subject.nextDeadlineMicros());
      }
    }
    nowMicros = micros;
  }

  /** Brings the edges since the last call to the machine, in the order of their times. */
  private void settle() {
    if (edges.isEmpty()) {
      return;
    }
    List<Input> inputs = new ArrayList<>();
    edges.sort(Comparator.comparingLong(edge -> edge.getEdge().getAtMicros()));
    for (RiskEdge edge : edges) {
      patterns.take(edge, trigger -> inputs.add(input(trigger)));
      EdgeKind kind = edge.getEdge().getKind();
      if (kind == EdgeKind.WARN) {
        RiskTriggers.warned(edge).forEach(trigger -> inputs.add(input(trigger)));
      } else if (kind == EdgeKind.CLEAR) {
        RiskTriggers.cleared(edge).forEach(trigger -> inputs.add(input(trigger)));
      } else if (kind == EdgeKind.STEADY) {
        inputs.add(input(edge));
      }
    }
    edges.clear();
    inputs.sort(DUE);
    inputs.forEach(this::apply);
  }

  private static Input input(RiskTrigger trigger) {
    return new Input(trigger.getRaisedAtMicros(), RiskTriggers.identity(trigger), trigger, null);
  }

  private static Input input(RiskEdge steady) {
    return new Input(steady.getEdge().getAtMicros(), RiskTriggers.identity(steady), null, steady);
  }

  private void apply(Input input) {
    if (input.trigger() != null) {
      machine.trigger(input.trigger(), recorder);
    } else {
      machine.steady(
          Measure.of(input.steady().getMeasure()),
          input.steady().getSubject(),
          input.dueMicros(),
          recorder);
    }
    acknowledge();
  }

  /** Every consumer obeys what was published, until nothing new follows from that. */
  private void acknowledge() {
    while (acknowledgedVersion < recorder.newestVersion()) {
      acknowledgedVersion = recorder.newestVersion();
      for (String consumer : policy.record().getConsumers()) {
        long policyVersion = policy.record().getVersion();
        machine.acknowledge(
            new Acknowledgement(
                consumer,
                acknowledgedVersion,
                policyVersion,
                "trial",
                machine.nowMicros(),
                EventIds.of("Acknowledgement", consumer, acknowledgedVersion, policyVersion)),
            recorder);
      }
    }
  }
}
