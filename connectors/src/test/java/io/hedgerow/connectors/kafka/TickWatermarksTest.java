package io.hedgerow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.SchemaLock;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.wire.InputRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("NET-7")
class TickWatermarksTest {

  private static final long T0_MICROS = 1_723_161_255_000_999L;
  private static final long T0_MILLIS = 1_723_161_255_000L;

  private final WatermarkGenerator<InputRecord> generator =
      new TickWatermarks().createWatermarkGenerator(null);

  static Stream<SchemaLock.Entry> tickVersions() {
    return RecordCodec.lock().versions(ClockTick.getClassSchema().getFullName()).stream();
  }

  @ParameterizedTest
  @MethodSource("tickVersions")
  void shouldMoveTimeByTicksOfEveryVersion(SchemaLock.Entry version) throws IOException {
    assertThat(watermarksAfter(tickOf(version, T0_MICROS))).containsExactly(T0_MILLIS - 1);
  }

  @Test
  void shouldMoveTimeWithTheTickAndNotWithEachOfABacklog() {
    Emitted emitted = new Emitted();
    InputRecord record = new InputRecord();
    record.value = tick(T0_MICROS);
    generator.onEvent(record, 0, emitted);
    assertThat(emitted.millis).containsExactly(T0_MILLIS - 1);

    for (int i = 1; i <= 1_000; i++) {
      record.value = tick(T0_MICROS + i * 1_000L);
      generator.onEvent(record, 0, emitted);
    }
    assertThat(emitted.millis).hasSizeLessThan(500);
    generator.onPeriodicEmit(emitted);
    assertThat(emitted.millis).isSorted().endsWith(T0_MILLIS + 999);
  }

  @Test
  void shouldNotMoveTimeBack() {
    assertThat(watermarksAfter(tick(T0_MICROS), tick(T0_MICROS - 1_000_000)))
        .containsExactly(T0_MILLIS - 1);
  }

  @Test
  void shouldNotMoveTimeByATickThatTheCheckWouldRefuse() {
    long laterMicros = System.currentTimeMillis() * 1000 + 60_000_000;

    assertThat(watermarksAfter(tick(laterMicros + InputTimes.MAX_AHEAD_MICROS))).isEmpty();
    assertThat(watermarksAfter(tick(Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void shouldNotMoveTimeByAnythingElse() {
    ReferencePrice price =
        new ReferencePrice(
            "BTC",
            "INDEX",
            ReferenceKind.INDEX,
            1L,
            T0_MICROS,
            -1L,
            EventIds.of("ReferencePrice", "BTC", 1));
    byte[] tick = tick(T0_MICROS);
    byte[] sameLastByte = tick.clone();
    sameLastByte[3] = 1;

    assertThat(
            watermarksAfter(
                null,
                new byte[0],
                new byte[] {0, 0, 0, 0},
                Arrays.copyOf(tick, tick.length - 1),
                sameLastByte,
                RecordCodec.encode(price)))
        .isEmpty();
  }

  private List<Long> watermarksAfter(byte[]... values) {
    Emitted emitted = new Emitted();
    for (byte[] value : values) {
      InputRecord record = new InputRecord();
      record.value = value;
      generator.onEvent(record, 0, emitted);
    }
    generator.onPeriodicEmit(emitted);
    return emitted.millis.stream().distinct().toList();
  }

  private static byte[] tick(long micros) {
    return RecordCodec.encode(new ClockTick("test", micros));
  }

  /** As a producer with that version would write it; what the version adds has its default. */
  private static byte[] tickOf(SchemaLock.Entry version, long micros) throws IOException {
    GenericRecord tick =
        new GenericRecordBuilder(version.schema())
            .set("source", "test")
            .set("tickAtMicros", micros)
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(version.id()).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(version.schema(), GenericData.get()).write(tick, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static final class Emitted implements WatermarkOutput {

    final List<Long> millis = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
      millis.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new AssertionError("a partition without ticks holds time back");
    }

    @Override
    public void markActive() {
      throw new AssertionError("never idle, so never active again");
    }
  }
}
