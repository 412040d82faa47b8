package io.hedgerow.state.risk.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.RestrictionRule;
import io.hedgerow.state.risk.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * A kill between two checkpoints: what was published since is forgotten by the machine, and not
 * every input comes again in the same way.
 */
class RiskMachineRestartPropertyTest {

  private static final int STEPS = 100;
  private static final long RESTARTED_AT_MILLIS = 1_000;

  /** What one consumer obeys, by the rule for consumers. */
  private static final class Consumer {
    final Map<Scope, RiskState> obeyed = new TreeMap<>();

    void take(List<RiskState> states) {
      for (RiskState state : states) {
        Scope scope = new Scope(state.getScopeType(), state.getScope());
        Optional<RiskState> before = Optional.ofNullable(obeyed.get(scope));
        obeyed.put(scope, RestrictionRule.obeyed(before, state));
      }
    }

    Map<Scope, SystemState> states() {
      Map<Scope, SystemState> states = new TreeMap<>();
      for (Scope scope : MachineSteps.SCOPES) {
        RiskState record = obeyed.get(scope);
        states.put(scope, record == null ? SystemState.NORMAL : record.getState());
      }
      return states;
    }
  }

  @Property(tries = 60)
  @Tag("RISK-1")
  @Tag("RISK-6")
  void shouldNeverLoosenWhatWasPublishedBeforeAKillUntilAllIsRepeated(@ForAll long seed) {
    Random random = new Random(~seed);
    int checkpointAt = random.nextInt(STEPS);
    Recorder out = new Recorder();
    RiskMachine killed = RiskMachine.start();
    killed.open(0, List.of(), out);
    List<MachineStep> sinceCheckpoint = new ArrayList<>();
    byte[] checkpoint = killed.write();
    int step = 0;
    for (MachineStep next : MachineSteps.of(seed, STEPS, killed::nowMicros, out)) {
      if (step++ == checkpointAt) {
        checkpoint = killed.write();
        sinceCheckpoint.clear();
      }
      next.apply(killed, out);
      sinceCheckpoint.add(next);
    }
    Consumer consumer = new Consumer();
    consumer.take(out.states);
    Map<Scope, SystemState> atKill = consumer.states();
    long versionAtKill = out.lastState().getVersion();

    Recorder again = new Recorder();
    RiskMachine restored = RiskMachine.read(checkpoint);
    restored.open(RESTARTED_AT_MILLIS, consumer.obeyed.values(), again);
    Map<Scope, SystemState> reached = states(restored);
    for (MachineStep next : sinceCheckpoint) {
      if (comesAgain(next, random)) {
        next.apply(restored, again);
      }
      consumer.take(again.states);
      consumer
          .states()
          .forEach((scope, state) -> assertThat(state).isGreaterThanOrEqualTo(atKill.get(scope)));
    }
    for (RiskTransition transition : again.transitions) {
      Scope scope = new Scope(transition.getScopeType(), transition.getScope());
      reached.merge(scope, transition.getAfter(), RiskMachineRestartPropertyTest::worse);
    }
    restored.caughtUp(again);
    consumer.take(again.states);
    atKill.forEach(
        (scope, state) -> {
          if (reached.get(scope).compareTo(state) < 0) {
            assertThat(consumer.states().get(scope)).isGreaterThanOrEqualTo(state);
          }
        });

    assertThat(consumer.states())
        .allSatisfy((scope, state) -> assertThat(state).isEqualTo(restored.stateOf(scope)));
    assertThat(again.states).extracting(RiskState::getVersion).isSorted().doesNotHaveDuplicates();
    assertThat(again.states.get(0).getVersion()).isGreaterThan(versionAtKill);
    assertThat(restored.isCatchingUp()).isFalse();
    assertThat(consumer.obeyed.values()).noneMatch(RiskState::getCatchingUp);
  }

  private static Map<Scope, SystemState> states(RiskMachine machine) {
    Map<Scope, SystemState> states = new TreeMap<>();
    MachineSteps.SCOPES.forEach(scope -> states.put(scope, machine.stateOf(scope)));
    return states;
  }

  private static SystemState worse(SystemState one, SystemState other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * Policies and commands do; our own clock does not, who heard may be silent, and some facts come
   * too late to be judged again.
   */
  private static boolean comesAgain(MachineStep step, Random random) {
    return !(step instanceof MachineStep.Clock)
        && !(step instanceof MachineStep.Heard && random.nextBoolean())
        && !(step instanceof MachineStep.Trigger && random.nextInt(4) == 0);
  }
}
