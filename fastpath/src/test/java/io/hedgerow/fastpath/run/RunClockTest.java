package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ORD-4")
@Tag("FAIL-1")
class RunClockTest {

  private static final long BEGIN_MICROS = 1_800_000_000_000_000L;
  private static final long HOUR_MICROS = 3_600_000_000L;

  private long wallMicros = BEGIN_MICROS;
  private long nanos = 5_000;

  private RunClock clock(long notBeforeMicros) {
    return new RunClock(() -> wallMicros, () -> nanos, notBeforeMicros);
  }

  private void pass(long micros) {
    nanos += micros * 1_000;
    wallMicros += micros;
  }

  @Test
  void shouldGoOnWhenTheMachinesClockStepsBack() {
    RunClock clock = clock(0);
    wallMicros -= HOUR_MICROS;
    pass(2_000_000);

    assertThat(clock.microTime()).isBetween(BEGIN_MICROS + 1_900_000, BEGIN_MICROS + 2_000_000);
    assertThat(clock.agrees()).isFalse();

    wallMicros += HOUR_MICROS;
    pass(20_000);
    clock.microTime();
    assertThat(clock.agrees()).isTrue();
  }

  @Test
  void shouldNotFollowAStepAhead() {
    RunClock clock = clock(0);
    wallMicros += HOUR_MICROS;
    pass(1_000_000);

    assertThat(clock.microTime()).isBetween(BEGIN_MICROS + 1_000_000, BEGIN_MICROS + 1_010_000);
    assertThat(clock.agrees()).isFalse();
  }

  @Test
  void shouldNotBeBeforeTheJournalAndWaitForTheMachinesClock() {
    RunClock clock = clock(BEGIN_MICROS + 5_000_000);

    assertThat(clock.microTime()).isEqualTo(BEGIN_MICROS + 5_000_000);
    assertThat(clock.agrees()).isFalse();
  }

  @Test
  void shouldMakeSmallDifferencesVanishAndNeverRunBack() {
    RunClock clock = clock(0);
    wallMicros -= 500_000;
    long last = clock.microTime();
    for (int i = 0; i < 60_000; i++) {
      pass(1_000);
      long now = clock.microTime();
      assertThat(now).isGreaterThanOrEqualTo(last);
      assertThat(clock.agrees()).isTrue();
      last = now;
    }
    assertThat(Math.abs(last - wallMicros)).isLessThan(1_000);
  }
}
