package io.hedgerow.operators.signal;

import io.hedgerow.operators.input.ValueSerializer;
import io.hedgerow.schemas.topics.Topic;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Moves {@link SignalInput}s over the exchange and into checkpoints. The topic stands by its name,
 * so that the catalogue may change.
 */
public final class SignalInputSerializer extends ValueSerializer<SignalInput> {

  /** The one instance; it keeps nothing. */
  public static final SignalInputSerializer INSTANCE = new SignalInputSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public SignalInput createInstance() {
    return new SignalInput("", 0, false, Topic.STATE_DEPTH, 0, 0, new byte[0]);
  }

  @Override
  public void serialize(SignalInput input, DataOutputView target) throws IOException {
    target.writeUTF(input.asset());
    target.writeLong(input.atMicros());
    target.writeBoolean(input.always());
    target.writeUTF(input.topic().name());
    target.writeInt(input.partition());
    target.writeLong(input.offset());
    target.writeInt(input.value().length);
    target.write(input.value());
  }

  @Override
  public SignalInput deserialize(DataInputView source) throws IOException {
    String asset = source.readUTF();
    long atMicros = source.readLong();
    boolean always = source.readBoolean();
    Topic topic = Topic.valueOf(source.readUTF());
    int partition = source.readInt();
    long offset = source.readLong();
    byte[] value = new byte[source.readInt()];
    source.readFully(value);
    return new SignalInput(asset, atMicros, always, topic, partition, offset, value);
  }

  @Override
  public TypeSerializerSnapshot<SignalInput> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into checkpoints; public with a no-argument constructor because Flink asks for it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SignalInput> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
