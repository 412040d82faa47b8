package io.hedgerow.connectors.kafka;

import static io.hedgerow.connectors.kafka.BacklogWatermarks.HOLD_MILLIS;
import static io.hedgerow.connectors.kafka.BacklogWatermarks.LIVE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.wire.InputRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SIG-1")
class BacklogWatermarksTest {

  private static final long IDLE = Long.MAX_VALUE;
  private static final long NOW = 1_750_000_000_000L;

  private long nowMillis = NOW;
  private long pausedMillis;
  private final Emitted emitted = new Emitted();
  private final BacklogWatermarks.Generator partition =
      new BacklogWatermarks.Generator(() -> nowMillis, () -> nowMillis - pausedMillis);

  @Test
  void shouldHoldTimeBackWhereABacklogHasBeenRead() {
    read(NOW - 60_000);
    periodic();
    read(NOW - 50_000);
    read(NOW - 55_000);
    periodic();

    assertThat(emitted.millis).containsExactly(NOW - 60_001, NOW - 50_001);
  }

  @Test
  void shouldLetGoWithARecordOfNowAndNotBefore() {
    read(NOW - LIVE_MILLIS);
    assertThat(emitted.millis).isEmpty();

    read(NOW - LIVE_MILLIS + 1);
    read(NOW);
    periodic();
    assertThat(emitted.millis).containsExactly(IDLE);
  }

  @Test
  void shouldLetGoWhenNothingComes() {
    periodic();
    nowMillis += HOLD_MILLIS - 1;
    periodic();
    assertThat(emitted.millis).isEmpty();

    nowMillis += 1;
    periodic();
    periodic();
    assertThat(emitted.millis).containsExactly(IDLE);
  }

  @Test
  void shouldNotTakeAStallOfTheTaskForSilence() {
    read(NOW - 60_000);
    nowMillis += 10 * HOLD_MILLIS;
    periodic();
    read(NOW - 50_000);
    periodic();

    assertThat(emitted.millis).containsExactly(NOW - 60_001, NOW - 50_001);
  }

  @Test
  void shouldNotTakeForSilenceThatNothingMayBeRead() {
    read(NOW - 60_000);
    periodic();
    nowMillis += 10 * HOLD_MILLIS;
    pausedMillis += 10 * HOLD_MILLIS;
    periodic();

    assertThat(emitted.millis).containsExactly(NOW - 60_001, NOW - 60_001);
  }

  @Test
  void shouldHoldAgainAtOnceWhenABacklogComesLater() {
    read(NOW);
    nowMillis += 60_000;
    read(NOW + 1);

    assertThat(emitted.millis).containsExactly(IDLE, NOW);
  }

  @Test
  void shouldNotBeMovedByATimestampOfTheFuture() {
    read(Long.MAX_VALUE);
    read(NOW - 60_000);

    assertThat(emitted.millis).containsExactly(IDLE, NOW - 60_001);
  }

  private void read(long timestampMillis) {
    InputRecord record = new InputRecord();
    record.timestampMillis = timestampMillis;
    partition.onEvent(record, timestampMillis, emitted);
  }

  private void periodic() {
    partition.onPeriodicEmit(emitted);
  }

  private static final class Emitted implements WatermarkOutput {

    final List<Long> millis = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
      millis.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      millis.add(IDLE);
    }

    @Override
    public void markActive() {
      throw new AssertionError("a watermark makes it active");
    }
  }
}
