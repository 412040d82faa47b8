package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T1;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the machine raises itself: consumers that are late (TRIG-16) and faults of our own
 * (TRIG-15).
 */
class OwnTriggersTest extends RiggedMachine {

  @Test
  @Tag("TRIG-16")
  void shouldCloseEverythingOnceWhenAConsumerDoesNotAcknowledgeInTime() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    long missed = out.lastState().getVersion();
    rig.advanceTo(T1 + 2 * SECOND - 1);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.NORMAL);

    rig.advanceTo(T1 + 100 * SECOND);

    assertThat(transitions())
        .containsExactly(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB", "SYSTEM NORMAL CONTROL_TIMEOUT DMM");
    RiskTrigger late = out.triggers.get(1);
    assertThat(late.getTrigger().name()).isEqualTo("CONTROL_TIMEOUT");
    assertThat(late.getRaisedAtMicros()).isEqualTo(T1 + 2 * SECOND);
    assertThat(late.getText())
        .isEqualTo(
            "fast-path did not acknowledge version " + missed + " of risk.state within 2 s.");

    rig.acknowledge(missed, 1);
    assertThat(out.triggers).as("DMM is missed too by now").hasSize(2);
    rig.acknowledge();

    assertThat(out.triggers.get(2).getStatus()).isEqualTo(TriggerStatus.CLEARED);
    assertThat(out.triggers.get(2).getTriggerId()).isEqualTo(late.getTriggerId());
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);
  }

  @Test
  @Tag("TRIG-16")
  void shouldWaitForTheAcknowledgementOfAPolicyToo() {
    rig.machine.policy(policy(2), T1, out);
    rig.advanceTo(T1 + 2 * SECOND);

    assertThat(transitions()).containsExactly("SYSTEM NORMAL CONTROL_TIMEOUT DMM");
    assertThat(out.triggers.get(0).getText())
        .isEqualTo("fast-path did not acknowledge version 2 of risk.policy within 2 s.");
  }

  @Test
  @Tag("TRIG-16")
  void shouldLetAConsumerThatFellBackCatchUp() {
    rig.acknowledge(1, 1);
    rig.acknowledge(0, 1);
    long now = rig.now();
    rig.advanceTo(now + 2 * SECOND - 1);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.NORMAL);

    rig.advanceTo(now + 2 * SECOND);

    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);
  }

  @Test
  @Tag("TRIG-15")
  void shouldCloseEverythingOnceWhenEventTimeStandsStill() {
    rig.machine.clockStopped(6_000, out);
    rig.machine.clockStopped(7_000, out);
    rig.machine.clockMoved(out);
    rig.machine.clockMoved(out);

    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL CLOCK_STOPPED DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
    assertThat(out.triggers.get(0).getText()).isEqualTo("Event time has made no progress for 6 s.");
    assertThat(out.triggers.stream().map(RiskTrigger::getStatus))
        .containsExactly(TriggerStatus.RAISED, TriggerStatus.CLEARED);
  }

  @Test
  @Tag("TRIG-15")
  @Tag("RISK-3")
  void shouldNotReturnWhileEventTimeStandsStill() {
    rig.command(ALICE, CommandKind.HALT, BTC);
    rig.acknowledge();
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.steady(rig.now() + 30 * SECOND);
    rig.machine.clockStopped(6_000, out);
    rig.acknowledge();
    rig.restart();

    rig.command(BOB, CommandKind.RESUME, BTC);
    assertThat(lastAlert())
        .endsWith("was refused: event time stands still, so no validation can be trusted.");
    assertThat(stateOf(BTC)).isEqualTo(SystemState.DMM);

    rig.machine.clockMoved(out);
    rig.command(BOB, CommandKind.RESUME, BTC);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("RISK-3")
  void shouldNotReturnBeforeTheClockIsKnownToMove() {
    breakAndClear();
    rig.steady(T1 + 29 * SECOND);
    rig.machine.awaitClock();

    rig.advanceTo(T1 + 30 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);

    rig.machine.clockMoved(out);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
    assertThat(out.triggers).as("nothing had been raised").hasSize(2);
  }

  @Test
  @Tag("TRIG-15")
  void shouldCloseEverythingWhileTooManyInputsWaitForEventTime() {
    rig.machine.overflowed(101, out);
    rig.machine.overflowed(102, out);
    rig.machine.overflowEnded(out);
    rig.machine.overflowEnded(out);

    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL SYSTEMIC_TRIGGER DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
    assertThat(out.triggers.get(0).getText())
        .isEqualTo(
            "101 inputs of the state machine waited for event time: they were applied before their"
                + " time, in its order.");
  }
}
