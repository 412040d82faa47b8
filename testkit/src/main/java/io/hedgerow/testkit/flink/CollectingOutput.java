package io.hedgerow.testkit.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Keeps what an operator emits, each value as the copy that its own serializer makes, so that a
 * value which the operator goes on changing is kept as it was. Main output without a type is kept
 * as it is.
 */
final class CollectingOutput<O> implements Output<StreamRecord<O>> {

  private final TypeSerializer<O> serializer;
  private final List<O> values = new ArrayList<>();
  private final Map<OutputTag<?>, List<Object>> sideValues = new HashMap<>();
  private final List<Long> watermarks = new ArrayList<>();

  CollectingOutput(TypeInformation<O> type) {
    this.serializer = type == null ? null : serializerOf(type);
  }

  List<O> drain() {
    List<O> drained = List.copyOf(values);
    values.clear();
    return drained;
  }

  @SuppressWarnings("unchecked") // collect() puts values of the tag's own type under it
  <X> List<X> drain(OutputTag<X> tag) {
    List<Object> drained = sideValues.remove(tag);
    return drained == null ? List.of() : (List<X>) List.copyOf(drained);
  }

  List<Long> drainWatermarks() {
    List<Long> drained = List.copyOf(watermarks);
    watermarks.clear();
    return drained;
  }

  @Override
  public void collect(StreamRecord<O> record) {
    O value = record.getValue();
    values.add(serializer == null ? value : serializer.copy(value));
  }

  @Override
  public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
    Object copy = serializerOf(tag.getTypeInfo()).copy(record.getValue());
    sideValues.computeIfAbsent(tag, t -> new ArrayList<>()).add(copy);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    watermarks.add(watermark.getTimestamp());
  }

  @Override
  public void emitWatermark(WatermarkEvent watermark) {}

  @Override
  public void emitWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void emitLatencyMarker(LatencyMarker marker) {}

  @Override
  public void emitRecordAttributes(RecordAttributes attributes) {}

  @Override
  public void close() {}

  private static <X> TypeSerializer<X> serializerOf(TypeInformation<X> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }
}
