package io.hedgerow.operators.risk;

import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.RiskSubject;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link HeldSubject} into checkpoints. The heap backend also copies with it what changes
 * while a checkpoint is written.
 */
final class HeldSubjectSerializer extends TypeSerializerSingleton<HeldSubject> {

  static final HeldSubjectSerializer INSTANCE = new HeldSubjectSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public HeldSubject createInstance() {
    return new HeldSubject();
  }

  @Override
  public HeldSubject copy(HeldSubject from) {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    try {
      serialize(from, out);
      return deserialize(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
  }

  @Override
  public HeldSubject copy(HeldSubject from, HeldSubject reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(HeldSubject held, DataOutputView target) throws IOException {
    target.writeLong(held.timerMillis);
    target.writeInt(held.waiting.size());
    for (Observation observation : held.waiting) {
      ObservationSerializer.INSTANCE.serialize(observation, target);
    }
    write(held.live, target);
    write(held.shadow, target);
  }

  @Override
  public HeldSubject deserialize(DataInputView source) throws IOException {
    HeldSubject held = new HeldSubject();
    held.timerMillis = source.readLong();
    int waiting = source.readInt();
    for (int i = 0; i < waiting; i++) {
      held.waiting.add(ObservationSerializer.INSTANCE.deserialize(source));
    }
    read(held.live, source);
    read(held.shadow, source);
    return held;
  }

  @Override
  public HeldSubject deserialize(HeldSubject reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  private static void write(Map<Measure, RiskSubject> subjects, DataOutputView target)
      throws IOException {
    target.writeInt(subjects.size());
    for (RiskSubject subject : subjects.values()) {
      byte[] page = subject.write();
      target.writeInt(page.length);
      target.write(page);
    }
  }

  private static void read(Map<Measure, RiskSubject> subjects, DataInputView source)
      throws IOException {
    int count = source.readInt();
    for (int i = 0; i < count; i++) {
      byte[] page = new byte[source.readInt()];
      source.readFully(page);
      RiskSubject subject = RiskSubject.read(page);
      subjects.put(subject.measure(), subject);
    }
  }

  @Override
  public TypeSerializerSnapshot<HeldSubject> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into checkpoints; public with a no-argument constructor because Flink asks for it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<HeldSubject> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
