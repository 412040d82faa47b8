package io.hedgerow.operators.signal;

import io.hedgerow.operators.input.ValueTypeInfo;
import io.hedgerow.schemas.topics.Topic;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record on its way to an asset that it concerns. Immutable.
 *
 * @param atMicros from when on it counts as known, event time
 * @param always whether it counts however late it comes: it says that something is not usable, or
 *     asks for reduction
 * @param value the framed Avro bytes
 */
@TypeInfo(SignalInput.TypeFactory.class)
public record SignalInput(
    String asset,
    long atMicros,
    boolean always,
    Topic topic,
    int partition,
    long offset,
    byte[] value) {

  /** Found by Flink through the annotation. */
  public static final class TypeFactory extends TypeInfoFactory<SignalInput> {
    @Override
    public TypeInformation<SignalInput> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ValueTypeInfo<>(SignalInput.class, SignalInputSerializer.INSTANCE);
    }
  }

  /** The same, known from this time on. */
  SignalInput at(long micros) {
    return new SignalInput(asset, micros, always, topic, partition, offset, value);
  }
}
