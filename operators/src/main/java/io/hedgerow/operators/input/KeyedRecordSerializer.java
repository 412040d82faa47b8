package io.hedgerow.operators.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Moves a {@link KeyedRecord} over the exchange: key length, key, value length, value, partition,
 * offset.
 *
 * <p>By hand because every book message passes here: Flink's record serializer goes through
 * reflection and writes strings character by character. Keys are ASCII, which the check guarantees.
 */
public final class KeyedRecordSerializer extends ValueSerializer<KeyedRecord> {

  /** The one instance; it keeps nothing. */
  public static final KeyedRecordSerializer INSTANCE = new KeyedRecordSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public KeyedRecord createInstance() {
    return new KeyedRecord("", new byte[0], 0, 0);
  }

  @Override
  public void serialize(KeyedRecord record, DataOutputView target) throws IOException {
    byte[] key = record.key().getBytes(StandardCharsets.ISO_8859_1);
    target.writeShort(key.length);
    target.write(key);
    target.writeInt(record.value().length);
    target.write(record.value());
    target.writeShort(record.partition());
    target.writeLong(record.offset());
  }

  @Override
  public KeyedRecord deserialize(DataInputView source) throws IOException {
    byte[] key = new byte[source.readUnsignedShort()];
    source.readFully(key);
    byte[] value = new byte[source.readInt()];
    source.readFully(value);
    return new KeyedRecord(
        new String(key, StandardCharsets.ISO_8859_1),
        value,
        source.readUnsignedShort(),
        source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<KeyedRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into checkpoints; public with a no-argument constructor because Flink asks for it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyedRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
