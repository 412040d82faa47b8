package io.hedgerow.operators.input;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink to move {@link KeyedRecord}s with {@link KeyedRecordSerializer}. */
public final class KeyedRecordTypeInfo extends TypeInformation<KeyedRecord> {

  private static final long serialVersionUID = 1L;

  /** Found by Flink through the annotation on {@link KeyedRecord}. */
  public static final class Factory extends TypeInfoFactory<KeyedRecord> {
    @Override
    public TypeInformation<KeyedRecord> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new KeyedRecordTypeInfo();
    }
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<KeyedRecord> getTypeClass() {
    return KeyedRecord.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<KeyedRecord> createSerializer(SerializerConfig config) {
    return KeyedRecordSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "KeyedRecord";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyedRecordTypeInfo;
  }

  @Override
  public int hashCode() {
    return KeyedRecordTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof KeyedRecordTypeInfo;
  }
}
