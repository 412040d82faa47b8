package io.hedgerow.operators.risk;

import io.hedgerow.operators.input.ValueSerializer;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Moves {@link Observation}s over the exchange and into checkpoints, by hand because hundreds of
 * thousands a second pass here. Measures and topics stand as their numbers, which never change:
 * both enums only ever grow at their end. Names are ASCII, which the checks guarantee.
 */
public final class ObservationSerializer extends ValueSerializer<Observation> {

  /** The one instance; it keeps nothing. */
  public static final ObservationSerializer INSTANCE = new ObservationSerializer();

  private static final long serialVersionUID = 1L;
  private static final Measure[] MEASURES = Measure.values();
  private static final Topic[] TOPICS = Topic.values();

  @Override
  public Observation createInstance() {
    return new Observation(MEASURES[0], "", "", 0, 0, 0, TOPICS[0], 0, 0);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // see the class comment
  public void serialize(Observation observation, DataOutputView target) throws IOException {
    target.writeByte(observation.measure().ordinal());
    writeName(observation.subject(), target);
    writeName(observation.component(), target);
    target.writeLong(observation.valueE8());
    target.writeLong(observation.referenceE8());
    target.writeLong(observation.atMicros());
    target.writeByte(observation.topic().ordinal());
    target.writeShort(observation.partition());
    target.writeLong(observation.offset());
  }

  @Override
  public Observation deserialize(DataInputView source) throws IOException {
    return new Observation(
        MEASURES[source.readByte()],
        readName(source),
        readName(source),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        TOPICS[source.readByte()],
        source.readUnsignedShort(),
        source.readLong());
  }

  private static void writeName(String name, DataOutputView target) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    target.writeShort(bytes.length);
    target.write(bytes);
  }

  private static String readName(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readUnsignedShort()];
    source.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into checkpoints; public with a no-argument constructor because Flink asks for it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observation> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
