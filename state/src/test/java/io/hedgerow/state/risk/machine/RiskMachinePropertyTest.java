package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Scope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Random sequences of every kind of input, with restarts. */
class RiskMachinePropertyTest {

  private static final int STEPS = 100;

  @Property(tries = 30)
  @Tag("RISK-5")
  void shouldPublishTheSameWithAndWithoutRestartsAndWhenReplayed(@ForAll long seed) {
    Random random = new Random(~seed);
    Recorder straight = new Recorder();
    Recorder replayed = new Recorder();
    Recorder restarted = new Recorder();
    RiskMachine first = RiskMachine.start();
    RiskMachine second = RiskMachine.start();
    RiskMachine third = RiskMachine.start();
    first.open(0, List.of(), straight);
    second.open(0, List.of(), replayed);
    third.open(0, List.of(), restarted);
    for (MachineStep step : MachineSteps.of(seed, STEPS, first::nowMicros, straight)) {
      step.apply(first, straight);
      step.apply(second, replayed);
      if (random.nextInt(5) == 0) {
        third = RiskMachine.read(third.write());
      }
      step.apply(third, restarted);
      assertThat(third.nextDeadlineMicros()).isEqualTo(first.nextDeadlineMicros());
      assertThat(third.nowMicros()).isEqualTo(first.nowMicros());
    }

    assertThat(replayed.all).isEqualTo(straight.all);
    assertThat(restarted.all).isEqualTo(straight.all);
    assertThat(third.write()).isEqualTo(first.write());
  }

  @Property(tries = 30)
  @Tag("RISK-3")
  void shouldLeaveDmmOnlyWithTwoOperatorsAndEveryValidation(@ForAll long seed) {
    Recorder out = new Recorder();
    RiskMachine machine = RiskMachine.start();
    ReturnModel model = new ReturnModel();
    machine.open(0, List.of(), out);
    model.published(out.all);
    int seen = out.all.size();
    for (MachineStep step : MachineSteps.of(seed, STEPS, machine::nowMicros, out)) {
      machine.advanceTo(step.atMicros(), out);
      model.published(out.all.subList(seen, out.all.size()));
      seen = out.all.size();
      model.given(step, machine.nowMicros());
      step.apply(machine, out);
      model.published(out.all.subList(seen, out.all.size()));
      seen = out.all.size();
      assertThat(machine.nextDeadlineMicros()).isGreaterThan(machine.nowMicros());
    }
  }

  @Property(tries = 30)
  @Tag("RISK-5")
  void shouldNumberEveryRecordAndChainEveryTransition(@ForAll long seed) throws Exception {
    Recorder out = run(seed);
    long state = 0;
    for (RiskState record : out.states) {
      assertThat(record.getVersion()).isEqualTo(++state);
    }
    long trigger = 0;
    for (RiskTrigger record : out.triggers) {
      assertThat(record.getSequence()).isEqualTo(++trigger);
    }
    long transition = 0;
    String hash = "";
    Map<String, SystemState> states = new TreeMap<>(Map.of("SYSTEM SYSTEM", SystemState.DMM));
    for (RiskTransition record : out.transitions) {
      assertThat(record.getSequence()).isEqualTo(++transition);
      assertThat(record.getPreviousHash()).isEqualTo(hash);
      hash = hash(record);
      String scope = record.getScopeType() + " " + record.getScope();
      assertThat(record.getBefore()).isEqualTo(states.getOrDefault(scope, SystemState.NORMAL));
      states.put(scope, record.getAfter());
    }
    assertThat(out.alerts.stream().map(alert -> alert.getAlertId())).doesNotHaveDuplicates();
    assertThat(out.triggers.stream().map(RiskTrigger::getEventId)).doesNotHaveDuplicates();
  }

  private static String hash(RiskTransition record) throws NoSuchAlgorithmException {
    byte[] framed = RecordCodec.encode(record);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(framed, 5, framed.length - 5);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Recorder run(long seed) {
    Recorder out = new Recorder();
    RiskMachine machine = RiskMachine.start();
    machine.open(0, List.of(), out);
    MachineSteps.of(seed, STEPS, machine::nowMicros, out).forEach(step -> step.apply(machine, out));
    return out;
  }

  @Property(tries = 25)
  @Tag("RISK-6")
  void shouldJudgeByTheMostRestrictiveScopeAsPublished(@ForAll long seed) {
    Recorder out = new Recorder();
    RiskMachine machine = RiskMachine.start();
    Map<Scope, SystemState> published = new TreeMap<>();
    machine.open(0, List.of(), out);
    for (MachineStep step : MachineSteps.of(seed, STEPS, machine::nowMicros, out)) {
      step.apply(machine, out);
      out.states.forEach(
          state ->
              published.put(new Scope(state.getScopeType(), state.getScope()), state.getState()));
      out.states.clear();
      SystemState worst = SystemState.NORMAL;
      for (Scope scope : MachineSteps.SCOPES) {
        SystemState one = published.getOrDefault(scope, SystemState.NORMAL);
        assertThat(machine.stateOf(scope)).isEqualTo(one);
        SystemState system = published.get(Scope.SYSTEM);
        assertThat(machine.judge(List.of(scope)))
            .isEqualTo(one.compareTo(system) > 0 ? one : system);
        worst = one.compareTo(worst) > 0 ? one : worst;
      }
      assertThat(machine.judge(MachineSteps.SCOPES)).isEqualTo(worst);
    }
  }

  @Property(tries = 25)
  @Tag("TRIG-11")
  void shouldNotTouchAnyScopeForReportingAndShadowTriggers(@ForAll long seed) {
    Recorder out = new Recorder();
    RiskMachine machine = RiskMachine.start();
    machine.open(0, List.of(), out);
    for (MachineStep step : MachineSteps.of(seed, STEPS, machine::nowMicros, out)) {
      step.apply(machine, out);
      if (step instanceof MachineStep.Trigger trigger && restrictsNothing(trigger.record())) {
        int before = out.states.size() + out.transitions.size();
        machine.trigger(trigger.record(), out);
        assertThat(out.states.size() + out.transitions.size()).isEqualTo(before);
      }
    }
    assertThat(
            out.transitions.stream()
                .map(RiskTransition::getCause)
                .filter(cause -> causedByNothing(cause, out)))
        .isEmpty();
  }

  private static boolean restrictsNothing(RiskTrigger trigger) {
    return trigger.getMode() == PolicyMode.SHADOW
        || trigger.getClassification() == Classification.REPORTING;
  }

  private static boolean causedByNothing(String cause, Recorder out) {
    return out.triggers.stream()
        .filter(trigger -> trigger.getStatus() == TriggerStatus.RAISED)
        .anyMatch(trigger -> trigger.getTriggerId().equals(cause) && restrictsNothing(trigger));
  }

  @Example
  void shouldReachEveryEvent() {
    // Given many runs, each event of the table must have been seen, or the others prove little.
    List<String> seen =
        new Random(T0)
            .longs(80)
            .boxed()
            .flatMap(seed -> run(seed).transitions.stream())
            .map(RiskTransition::getEvent)
            .distinct()
            .sorted()
            .toList();

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "LOCAL_TRIGGER",
            "SCOPED_TRIGGER",
            "SYSTEMIC_TRIGGER",
            "UNCLASSIFIED_TRIGGER",
            "CAUSE_CLEARED",
            "RETIREMENT_PROPOSED",
            "CAUSE_RETIRED",
            "REPEATED",
            "HALT_COMMAND",
            "APPROVED",
            "APPROVAL_LAPSED",
            "RESUMED",
            "VALIDATED",
            "CONTROL_TIMEOUT",
            "NO_POLICY",
            "INVALID_POLICY",
            "CLOCK_STOPPED");
  }
}
