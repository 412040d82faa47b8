package io.hedgerow.operators.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-7")
class RunningClockTest {

  private static final long START = 1_700_000_000_000L;

  private final RunningClock clock = new RunningClock(START);

  @Test
  void shouldGoOnAtOnceWhenTheSystemsClockIsSetBack() {
    clock.read(START + 100);
    clock.read(START - 3_600_000);
    assertThat(clock.millis()).isEqualTo(100);

    clock.read(START - 3_600_000 + 10);

    assertThat(clock.millis()).isEqualTo(110);
    assertThat(clock.systemMillis()).isEqualTo(START - 3_600_000 + 10);
  }

  @Test
  void shouldTakeOneSmallStepOverAStallOrALeap() {
    clock.read(START + 3_600_000);
    clock.read(START + 3_600_010);

    assertThat(clock.millis()).isEqualTo(RunningClock.MAX_STEP_MILLIS + 10);
  }
}
