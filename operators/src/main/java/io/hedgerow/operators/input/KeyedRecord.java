package io.hedgerow.operators.input;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A checked record on its way to its key: what crosses the exchange.
 *
 * @param key the Kafka key, which the check has compared with the content
 * @param value the framed Avro bytes, read without objects by whoever applies them
 * @param partition where it stood on its topic
 * @param offset where it stood in its partition; grows per key
 * @param decoded the same as an object, if the check had to make it, and no exchange lies between;
 *     else null
 */
@TypeInfo(KeyedRecord.TypeFactory.class)
public record KeyedRecord(
    String key, byte[] value, int partition, long offset, SpecificRecord decoded) {

  /** Found by Flink through the annotation. */
  public static final class TypeFactory extends TypeInfoFactory<KeyedRecord> {
    @Override
    public TypeInformation<KeyedRecord> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ValueTypeInfo<>(KeyedRecord.class, KeyedRecordSerializer.INSTANCE);
    }
  }

  /** One of which there are but the bytes. */
  public KeyedRecord(String key, byte[] value, int partition, long offset) {
    this(key, value, partition, offset, null);
  }

  /**
   * The record, decoded at most once.
   *
   * @throws UnreadableRecordException if it has not passed a check, and is none
   */
  public SpecificRecord record() throws UnreadableRecordException {
    return decoded == null ? RecordCodec.decode(value) : decoded;
  }
}
