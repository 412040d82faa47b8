package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.wire.InputRecord;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * For topics that are read beside the one whose ticks are the clock: while a partition holds a
 * backlog, event time does not run ahead of it; what is of now neither moves time nor holds it.
 *
 * <p>After an outage a job would otherwise read the clock's topic to its end first, and find all
 * that it reads of the others late. How far a partition has been read is said by the Kafka
 * timestamps of its records, which nobody has checked: one of now or of the future lets go, one of
 * the past can only hold. A partition lets go with a record that is at most {@link #LIVE_MILLIS}
 * old, or when nothing came for {@link #HOLD_MILLIS}; so a start without any record takes that
 * long, and a broker that is slower than that can still make records late.
 */
public final class BacklogWatermarks implements WatermarkStrategy<InputRecord> {

  /** A record that is older is one of a backlog. */
  static final long LIVE_MILLIS = 2_000;

  /** A partition in which nothing came for so long has no backlog. */
  static final long HOLD_MILLIS = 5_000;

  private static final long serialVersionUID = 1L;

  @Override
  public WatermarkGenerator<InputRecord> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new Generator(
        System::currentTimeMillis, () -> context.getInputActivityClock().relativeTimeMillis());
  }

  @Override
  public TimestampAssigner<InputRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (record, kafkaTimestamp) -> kafkaTimestamp;
  }

  /**
   * Of one partition. Time in which the task itself stood still, or Flink kept it from reading, is
   * no silence of the partition.
   */
  static final class Generator implements WatermarkGenerator<InputRecord> {

    private static final long NOT_QUIET = Long.MIN_VALUE;

    private final LongSupplier clockMillis;
    private final LongSupplier activityMillis;
    private boolean holding = true;
    private long readToMillis = Long.MIN_VALUE;
    private long quietSinceMillis = NOT_QUIET;

    /**
     * A new partition, which holds.
     *
     * @param clockMillis since the epoch
     * @param activityMillis stands still while nothing may be read
     */
    Generator(LongSupplier clockMillis, LongSupplier activityMillis) {
      this.clockMillis = clockMillis;
      this.activityMillis = activityMillis;
    }

    @Override
    public void onEvent(InputRecord record, long timestampMillis, WatermarkOutput output) {
      quietSinceMillis = NOT_QUIET;
      if (record.timestampMillis > clockMillis.getAsLong() - LIVE_MILLIS) {
        letGo(output);
        return;
      }
      readToMillis = Math.max(readToMillis, record.timestampMillis);
      if (!holding) {
        holding = true;
        emit(output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (!holding) {
        return;
      }
      long nowMillis = activityMillis.getAsLong();
      if (quietSinceMillis == NOT_QUIET) {
        quietSinceMillis = nowMillis;
      }
      if (nowMillis - quietSinceMillis >= HOLD_MILLIS) {
        letGo(output);
      } else {
        emit(output);
      }
    }

    private void letGo(WatermarkOutput output) {
      if (holding) {
        holding = false;
        output.markIdle();
      }
    }

    private void emit(WatermarkOutput output) {
      if (readToMillis != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(readToMillis - 1));
      }
    }
  }
}
