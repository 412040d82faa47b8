package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RISK-1")
@Tag("RISK-6")
class RestrictionRuleTest {

  @ParameterizedTest
  @CsvSource({
    // known  its version  come  its version  catching up  obeyed  version to acknowledge
    "NORMAL, 5, DMM,    5, false, NORMAL, 5",
    "DMM,    5, NORMAL, 4, false, DMM,    5",
    "DMM,    5, NORMAL, 6, false, NORMAL, 6",
    "DMM,    5, NORMAL, 6, true,  DMM,    6",
    "DMM,    5, BSCB,   6, true,  DMM,    6",
    "BSCB,   5, DMM,    6, true,  DMM,    6",
    "BSCB,   5, BSCB,   6, true,  BSCB,   6",
    "NORMAL, 5, NORMAL, 6, true,  NORMAL, 6",
    "-,      0, NORMAL, 6, false, NORMAL, 6",
    "-,      0, NORMAL, 6, true,  DMM,    6",
    "-,      0, BSCB,   6, true,  DMM,    6",
  })
  void shouldLoosenOnlyForANewerRecordOfAJobThatKnows(
      String known,
      long knownVersion,
      SystemState come,
      long comeVersion,
      boolean catchingUp,
      SystemState obeyed,
      long version) {
    Optional<RiskState> before =
        known.equals("-")
            ? Optional.empty()
            : Optional.of(state(SystemState.valueOf(known), knownVersion, false));

    RiskState after = RestrictionRule.obeyed(before, state(come, comeVersion, catchingUp));

    assertThat(after.getState()).isEqualTo(obeyed);
    assertThat(after.getVersion()).isEqualTo(version);
    assertThat(after.getNewEntries())
        .isEqualTo(obeyed == SystemState.NORMAL ? NewEntries.WITHIN_LIMITS : NewEntries.BLOCKED);
  }

  @Test
  void shouldStayClosedThroughARestartUntilTheJobKnows() {
    Optional<RiskState> held = Optional.of(state(SystemState.DMM, 10, false));
    for (RiskState record :
        List.of(state(SystemState.NORMAL, 11, true), state(SystemState.BSCB, 12, true))) {
      held = Optional.of(RestrictionRule.obeyed(held, record));
      assertThat(held.get().getState()).isEqualTo(SystemState.DMM);
    }

    RiskState now = RestrictionRule.obeyed(held, state(SystemState.BSCB, 13, false));

    assertThat(now).isEqualTo(state(SystemState.BSCB, 13, false));
  }

  @Test
  @Tag("RISK-4")
  void shouldNotUnwindWhatIsFrozenWhileTheJobCatchesUp() {
    RiskState frozen = state(SystemState.DMM, 5, false);
    RiskState reduced =
        RiskState.newBuilder(state(SystemState.DMM, 6, true))
            .setExistingExposure(ExistingExposure.REDUCED)
            .build();

    RiskState obeyed = RestrictionRule.obeyed(Optional.of(frozen), reduced);

    assertThat(obeyed.getExistingExposure()).isEqualTo(ExistingExposure.FROZEN);
    assertThat(obeyed.getVersion()).isEqualTo(6);
  }

  @Test
  void shouldTakeARepeatAsASignOfLifeAndNoChange() {
    RiskState known = as(state(SystemState.DMM, 5, false), 100);
    RiskState repeated = as(known, 200);

    assertThat(RestrictionRule.obeyed(Optional.of(known), repeated)).isEqualTo(repeated);
    assertThat(RestrictionRule.obeyed(Optional.of(repeated), known))
        .as("one that comes late")
        .isEqualTo(repeated);
    assertThat(
            RestrictionRule.obeyed(Optional.of(known), as(state(SystemState.DMM, 4, false), 300)))
        .as("of a job that was replaced")
        .isEqualTo(known);
  }

  @Test
  void shouldStayAsRestrictiveWhenAJobThatCatchesUpRepeatsItself() {
    RiskState come = as(state(SystemState.NORMAL, 6, true), 100);
    for (Optional<RiskState> before :
        List.of(
            Optional.<RiskState>empty(), Optional.of(as(state(SystemState.DMM, 5, false), 900)))) {
      RiskState obeyed = RestrictionRule.obeyed(before, come);
      assertThat(obeyed.getAsOfMicros()).as("the time of the job that catches up").isEqualTo(100);

      RiskState later = RestrictionRule.obeyed(Optional.of(obeyed), as(come, 200));

      assertThat(later).isEqualTo(as(obeyed, 200));
      assertThat(later.getState()).isEqualTo(SystemState.DMM);
    }
  }

  private static RiskState as(RiskState state, long asOfMicros) {
    return RiskState.newBuilder(state).setAsOfMicros(asOfMicros).build();
  }

  private static RiskState state(SystemState state, long version, boolean catchingUp) {
    boolean restricted = state != SystemState.NORMAL;
    return new RiskState(
        ScopeType.ASSET,
        "BTC",
        version,
        state,
        restricted ? NewEntries.BLOCKED : NewEntries.WITHIN_LIMITS,
        restricted ? ExistingExposure.FROZEN : ExistingExposure.MANAGED,
        restricted ? Monitoring.HALTED : Monitoring.ACTIVE,
        restricted ? OperatorNeed.REQUIRED : OperatorNeed.NOT_REQUIRED,
        "",
        0L,
        List.of(),
        List.of(),
        List.of(),
        1L,
        0L,
        0L,
        catchingUp,
        "");
  }
}
