package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.wire.InputRecord;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * For topics whose producers write no clock ticks: views, policies, commands. They neither move
 * event time nor hold it back; whoever reads them takes their records when they come.
 */
public final class WithoutWatermarks implements WatermarkStrategy<InputRecord> {

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

    @Override
    public void onEvent(InputRecord record, long timestampMillis, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
