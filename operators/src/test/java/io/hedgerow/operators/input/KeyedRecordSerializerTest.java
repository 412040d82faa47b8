package io.hedgerow.operators.input;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

class KeyedRecordSerializerTest {

  @Property(tries = 200)
  void shouldGiveBackWhatItWasGiven(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 160) String key,
      @ForAll byte[] value,
      @ForAll @IntRange(max = 65_535) int partition,
      @ForAll long offset)
      throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    KeyedRecordSerializer.INSTANCE.serialize(new KeyedRecord(key, value, partition, offset), out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    KeyedRecordSerializer.INSTANCE.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);

    KeyedRecord back =
        KeyedRecordSerializer.INSTANCE.deserialize(
            new DataInputDeserializer(copied.getCopyOfBuffer()));

    assertThat(back.key()).isEqualTo(key);
    assertThat(back.value()).isEqualTo(value);
    assertThat(back.partition()).isEqualTo(partition);
    assertThat(back.offset()).isEqualTo(offset);
  }
}
