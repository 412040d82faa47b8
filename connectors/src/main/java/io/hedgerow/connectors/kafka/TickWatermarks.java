package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.SchemaLock;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.wire.InputRecord;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time moves by the producers' clock ticks alone, partition by partition; never by a record,
 * whose time nobody has checked yet.
 *
 * <p>A tick at T promises that what follows was received at or after T, so the watermark is T - 1
 * ms. A tick further ahead of our own clock than {@link InputTimes#MAX_AHEAD_MICROS} moves nothing
 * (the check puts it into the dead letters). A partition without ticks holds time back on purpose:
 * that is a fault to be seen, not to be skipped. Event time moves with the tick itself, without
 * waiting for the next period.
 */
public final class TickWatermarks implements WatermarkStrategy<InputRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public WatermarkGenerator<InputRecord> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new Generator();
  }

  @Override
  public TimestampAssigner<InputRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (record, kafkaTimestamp) -> kafkaTimestamp;
  }

  private static final class Generator implements WatermarkGenerator<InputRecord> {

    /** Of every version: producers are not all of today. */
    private static final int[] TICK_IDS =
        RecordCodec.lock().versions(ClockTick.getClassSchema().getFullName()).stream()
            .mapToInt(SchemaLock.Entry::id)
            .toArray();

    /** Ticks come twice as seldom; in a backlog, where they come one after the other, not each. */
    private static final long LEAST_PAUSE_MILLIS = 10;

    private long tickMillis = Long.MIN_VALUE;
    private long emittedAtMillis;

    @Override
    public void onEvent(InputRecord record, long timestampMillis, WatermarkOutput output) {
      if (!isTick(record.value)) {
        return;
      }
      try {
        if (RecordCodec.decode(record.value) instanceof ClockTick tick) {
          long nowMillis = System.currentTimeMillis();
          if (tick.getTickAtMicros() <= nowMillis * 1000 + InputTimes.MAX_AHEAD_MICROS) {
            tickMillis = Math.max(tickMillis, Math.floorDiv(tick.getTickAtMicros(), 1000L));
            emitNowAndThen(nowMillis, output);
          }
        }
      } catch (UnreadableRecordException e) {
        // The check behind this source puts the record into the dead letters, with the reason.
        return;
      }
    }

    /** Looks at the frame alone: nearly every record is none. */
    private static boolean isTick(byte[] value) {
      if (value == null || value.length < RecordCodec.FRAME_BYTES) {
        return false;
      }
      int id = RecordCodec.schemaId(value);
      for (int tickId : TICK_IDS) {
        if (id == tickId) {
          return true;
        }
      }
      return false;
    }

    private void emitNowAndThen(long nowMillis, WatermarkOutput output) {
      if (Math.abs(nowMillis - emittedAtMillis) >= LEAST_PAUSE_MILLIS) {
        emittedAtMillis = nowMillis;
        onPeriodicEmit(output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (tickMillis != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(tickMillis - 1));
      }
    }
  }
}
