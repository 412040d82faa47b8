package io.hedgerow.operators.risk;

import io.hedgerow.state.risk.Observation;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink to move {@link Observation}s with {@link ObservationSerializer}. */
public final class ObservationTypeInfo extends TypeInformation<Observation> {

  private static final long serialVersionUID = 1L;

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
  public Class<Observation> getTypeClass() {
    return Observation.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<Observation> createSerializer(SerializerConfig config) {
    return ObservationSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "Observation";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObservationTypeInfo;
  }

  @Override
  public int hashCode() {
    return ObservationTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ObservationTypeInfo;
  }
}
