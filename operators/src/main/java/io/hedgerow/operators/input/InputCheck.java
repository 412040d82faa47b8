package io.hedgerow.operators.input;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.wire.InputRecord;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;

/** What a record of one topic must satisfy before it may reach any state. */
@FunctionalInterface
public interface InputCheck extends Serializable {

  /**
   * Judges a record whose frame and type are known to be right.
   *
   * @param record as it came
   * @param nowMicros our clock, to refuse what was received in the future
   * @return why it must not be used, or null if it may be
   */
  DeadLetterReason refuse(InputRecord record, long nowMicros);

  /** The same for a record that has been decoded, with its Kafka key. */
  @FunctionalInterface
  interface Rules<T> extends Serializable {

    /** Why it must not be used, or null if it may be. */
    DeadLetterReason refuse(T record, String key, long nowMicros);
  }

  /** Decodes the record, which must have a key, and asks the rules; leaves the record decoded. */
  static <T extends SpecificRecord> InputCheck decoded(Class<T> type, Rules<T> rules) {
    return (record, nowMicros) -> {
      if (record.key == null) {
        return DeadLetterReason.WRONG_KEY;
      }
      try {
        T decoded = type.cast(RecordCodec.decode(record.value));
        record.decoded = decoded;
        return rules.refuse(decoded, new String(record.key, StandardCharsets.UTF_8), nowMicros);
      } catch (UnreadableRecordException e) {
        return e.reason();
      }
    };
  }
}
