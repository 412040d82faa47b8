package io.hedgerow.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long RECORDED_MICROS = 1_723_161_253_000_000L;

  /** Time that passes only by sleeping, or when the test says so. */
  private static final class FakeStopwatch implements Pace.Stopwatch {
    private long nanos = 7;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(long sleepNanos) {
      nanos += sleepNanos;
    }
  }

  private final FakeStopwatch stopwatch = new FakeStopwatch();

  @Test
  void shouldWaitAsLongAsTheSpeedAsks() {
    Pace pace = new Pace(ReplaySpeed.parse("10"), stopwatch);
    pace.anchor(RECORDED_MICROS);

    await(pace, RECORDED_MICROS + 2_000_000);

    assertThat(Duration.ofNanos(stopwatch.nanos - 7)).isEqualTo(Duration.ofMillis(200));
    assertThat(pace.behind()).isZero();
  }

  @Test
  void shouldSayHowFarItIsBehind() {
    Pace pace = new Pace(ReplaySpeed.REAL_TIME, stopwatch);
    pace.anchor(RECORDED_MICROS);

    stopwatch.sleep(Duration.ofSeconds(3).toNanos());
    await(pace, RECORDED_MICROS + 1_000_000);
    assertThat(pace.behind()).isEqualTo(Duration.ofSeconds(2));

    await(pace, RECORDED_MICROS + 4_000_000);
    assertThat(pace.behind()).isZero();
    assertThat(pace.mostBehind()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldNeverWaitWithoutAPace() {
    Pace pace = new Pace(ReplaySpeed.MAX, stopwatch);
    pace.anchor(RECORDED_MICROS);

    await(pace, RECORDED_MICROS * 2);

    assertThat(stopwatch.nanos).isEqualTo(7);
  }

  @Test
  void shouldReadSpeeds() {
    assertThat(ReplaySpeed.parse("max")).isEqualTo(ReplaySpeed.MAX);
    assertThat(ReplaySpeed.parse("0.5").factor()).isEqualTo(0.5);
    for (String wrong : new String[] {"0", "-1", "fast", "NaN", "Infinity", ""}) {
      assertThatThrownBy(() -> ReplaySpeed.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  private static void await(Pace pace, long recordedMicros) {
    int asked = 0;
    while (!pace.isDue(recordedMicros)) {
      assertThat(++asked).isLessThan(1_000);
    }
  }
}
