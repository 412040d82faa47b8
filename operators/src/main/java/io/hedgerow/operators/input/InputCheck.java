package io.hedgerow.operators.input;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.wire.InputRecord;
import java.io.Serializable;

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
}
