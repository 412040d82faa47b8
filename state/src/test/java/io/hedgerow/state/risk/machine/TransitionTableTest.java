package io.hedgerow.state.risk.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.risk.machine.TransitionTable.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("RISK-1")
@Tag("RISK-2")
@Tag("RISK-3")
class TransitionTableTest {

  /** What must follow, written down from the requirements and not from the code. */
  private static final String EXPECTED =
      """
      NORMAL LOCAL_TRIGGER BSCB
      NORMAL SCOPED_TRIGGER BSCB
      NORMAL SYSTEMIC_TRIGGER DMM
      NORMAL UNCLASSIFIED_TRIGGER DMM
      NORMAL REPORTING_TRIGGER NORMAL
      NORMAL WARNING NORMAL
      NORMAL CAUSE_CLEARED REFUSED
      NORMAL RETIREMENT_PROPOSED REFUSED
      NORMAL CAUSE_RETIRED REFUSED
      NORMAL REPEATED REFUSED
      NORMAL HALT_COMMAND DMM
      NORMAL APPROVED REFUSED
      NORMAL APPROVAL_LAPSED REFUSED
      NORMAL RESUMED REFUSED
      NORMAL VALIDATED REFUSED
      NORMAL CONTROL_TIMEOUT DMM
      NORMAL NO_POLICY DMM
      NORMAL INVALID_POLICY DMM
      NORMAL CLOCK_STOPPED DMM
      NORMAL KEPT_IN_BSCB BSCB
      NORMAL KEPT_IN_DMM DMM
      BSCB LOCAL_TRIGGER BSCB
      BSCB SCOPED_TRIGGER BSCB
      BSCB SYSTEMIC_TRIGGER DMM
      BSCB UNCLASSIFIED_TRIGGER DMM
      BSCB REPORTING_TRIGGER BSCB
      BSCB WARNING BSCB
      BSCB CAUSE_CLEARED BSCB
      BSCB RETIREMENT_PROPOSED BSCB
      BSCB CAUSE_RETIRED BSCB
      BSCB REPEATED DMM
      BSCB HALT_COMMAND DMM
      BSCB APPROVED REFUSED
      BSCB APPROVAL_LAPSED REFUSED
      BSCB RESUMED REFUSED
      BSCB VALIDATED NORMAL
      BSCB CONTROL_TIMEOUT DMM
      BSCB NO_POLICY DMM
      BSCB INVALID_POLICY DMM
      BSCB CLOCK_STOPPED DMM
      BSCB KEPT_IN_BSCB REFUSED
      BSCB KEPT_IN_DMM DMM
      DMM LOCAL_TRIGGER DMM
      DMM SCOPED_TRIGGER DMM
      DMM SYSTEMIC_TRIGGER DMM
      DMM UNCLASSIFIED_TRIGGER DMM
      DMM REPORTING_TRIGGER DMM
      DMM WARNING DMM
      DMM CAUSE_CLEARED DMM
      DMM RETIREMENT_PROPOSED DMM
      DMM CAUSE_RETIRED DMM
      DMM REPEATED REFUSED
      DMM HALT_COMMAND DMM
      DMM APPROVED DMM
      DMM APPROVAL_LAPSED DMM
      DMM RESUMED NORMAL
      DMM VALIDATED REFUSED
      DMM CONTROL_TIMEOUT DMM
      DMM NO_POLICY DMM
      DMM INVALID_POLICY DMM
      DMM CLOCK_STOPPED DMM
      DMM KEPT_IN_BSCB REFUSED
      DMM KEPT_IN_DMM REFUSED
      """;

  static Stream<Arguments> expectations() {
    return EXPECTED
        .lines()
        .map(line -> line.split(" "))
        .map(
            words ->
                Arguments.of(
                    SystemState.valueOf(words[0]),
                    MachineEventKind.valueOf(words[1]),
                    Outcome.valueOf(words[2])));
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void shouldHaveThisOutcome(SystemState state, MachineEventKind kind, Outcome expected) {
    assertThat(TransitionTable.outcome(state, kind)).isEqualTo(expected);
    assertThat(TransitionTable.allows(state, kind)).isEqualTo(expected != Outcome.REFUSED);
    if (expected == Outcome.REFUSED) {
      assertThatThrownBy(() -> TransitionTable.next(state, kind))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(kind + " must not happen in " + state);
    } else {
      assertThat(TransitionTable.next(state, kind).name()).isEqualTo(expected.name());
    }
  }

  @Test
  void shouldBeExpectedForEveryPair() {
    List<String> pairs =
        Arrays.stream(SystemState.values())
            .flatMap(
                state -> Arrays.stream(MachineEventKind.values()).map(kind -> state + " " + kind))
            .toList();

    assertThat(EXPECTED.lines().map(line -> line.substring(0, line.lastIndexOf(' '))).toList())
        .containsExactlyInAnyOrderElementsOf(pairs);
  }

  @Test
  @Tag("TRIG-11")
  @Tag("MON-7")
  void shouldOnlyReportWarningsAndReportingTriggers() {
    assertThat(
            Arrays.stream(MachineEventKind.values()).filter(TransitionTable::onlyReports).toList())
        .containsExactly(MachineEventKind.REPORTING_TRIGGER, MachineEventKind.WARNING);
  }
}
