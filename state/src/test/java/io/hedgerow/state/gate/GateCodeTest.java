package io.hedgerow.state.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The numbers are recorded, so they stand here once more. */
class GateCodeTest {

  @Test
  @Tag("RISK-6")
  void shouldNumberRestrictionsFromTheLeastToTheMost() {
    assertThat(Arrays.stream(SystemState.values()).map(GateCode::of)).containsExactly(1L, 2L, 3L);
    assertThat(Arrays.stream(ExistingExposure.values()).map(GateCode::of))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  @Tag("GATE-2")
  void shouldNumberPurposesAndBooks() {
    assertThat(Arrays.stream(SignalPurpose.values()).map(GateCode::of)).containsExactly(1L, 2L);
    assertThat(GateCode.of(BookValidity.LIVE)).isEqualTo(1);
    assertThat(GateCode.of(BookValidity.GAP)).isEqualTo(2);
    assertThat(GateCode.of(BookValidity.RESYNC)).isEqualTo(3);
    assertThat(GateCode.of(BookValidity.STALE)).isEqualTo(4);
    assertThat(GateCode.of(BookValidity.CROSSED)).isEqualTo(5);
    assertThat(GateCode.of(true)).isEqualTo(1);
    assertThat(GateCode.of(false)).isZero();
  }

  @Test
  @Tag("GATE-3")
  void shouldNotTakeAVenueForOpenThatNeverSaidSo() {
    assertThat(Arrays.stream(VenueStatus.values()).map(GateCode::of))
        .containsExactly(1L, 2L, 3L, 4L, 5L, GateInputs.MISSING);
  }
}
