package io.hedgerow.operators.signal;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink to move {@link SignalInput}s with {@link SignalInputSerializer}. */
public final class SignalInputTypeInfo extends TypeInformation<SignalInput> {

  private static final long serialVersionUID = 1L;

  /** Found by Flink through the annotation on {@link SignalInput}. */
  public static final class Factory extends TypeInfoFactory<SignalInput> {
    @Override
    public TypeInformation<SignalInput> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SignalInputTypeInfo();
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
  public Class<SignalInput> getTypeClass() {
    return SignalInput.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<SignalInput> createSerializer(SerializerConfig config) {
    return SignalInputSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "SignalInput";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignalInputTypeInfo;
  }

  @Override
  public int hashCode() {
    return SignalInputTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SignalInputTypeInfo;
  }
}
