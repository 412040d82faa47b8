package io.hedgerow.operators.signal;

import io.hedgerow.schemas.topics.Topic;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A record on its way to an asset that it concerns. Immutable.
 *
 * @param atMicros from when on it counts as known, event time
 * @param always whether it counts however late it comes: it says that something is not usable, or
 *     asks for reduction
 * @param value the framed Avro bytes
 */
@TypeInfo(SignalInputTypeInfo.Factory.class)
public record SignalInput(
    String asset,
    long atMicros,
    boolean always,
    Topic topic,
    int partition,
    long offset,
    byte[] value) {

  /** The same, known from this time on. */
  SignalInput at(long micros) {
    return new SignalInput(asset, micros, always, topic, partition, offset, value);
  }
}
