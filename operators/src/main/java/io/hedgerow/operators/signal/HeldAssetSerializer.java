package io.hedgerow.operators.signal;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link HeldAsset} into checkpoints. The heap backend also copies with it what changes
 * while a checkpoint is written.
 */
final class HeldAssetSerializer extends TypeSerializerSingleton<HeldAsset> {

  static final HeldAssetSerializer INSTANCE = new HeldAssetSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public HeldAsset createInstance() {
    return new HeldAsset();
  }

  @Override
  public HeldAsset copy(HeldAsset from) {
    HeldAsset copy = new HeldAsset(from.page());
    copy.timerMillis = from.timerMillis;
    copy.waiting.addAll(from.waiting);
    return copy;
  }

  @Override
  public HeldAsset copy(HeldAsset from, HeldAsset reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(HeldAsset held, DataOutputView target) throws IOException {
    byte[] page = held.page();
    target.writeInt(page.length);
    target.write(page);
    target.writeLong(held.timerMillis);
    target.writeInt(held.waiting.size());
    for (SignalInput input : held.waiting) {
      SignalInputSerializer.INSTANCE.serialize(input, target);
    }
  }

  @Override
  public HeldAsset deserialize(DataInputView source) throws IOException {
    byte[] page = new byte[source.readInt()];
    source.readFully(page);
    HeldAsset held = new HeldAsset(page);
    held.timerMillis = source.readLong();
    int waiting = source.readInt();
    for (int i = 0; i < waiting; i++) {
      held.waiting.add(SignalInputSerializer.INSTANCE.deserialize(source));
    }
    return held;
  }

  @Override
  public HeldAsset deserialize(HeldAsset reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<HeldAsset> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into checkpoints; public with a no-argument constructor because Flink asks for it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<HeldAsset> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
