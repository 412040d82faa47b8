package io.hedgerow.operators.network;

import io.hedgerow.operators.network.PartKind.Effect;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.state.network.Outcome;
import org.apache.avro.specific.SpecificRecord;

/** What the kinds of parts that work on decoded records have in common. */
final class Records {

  private Records() {}

  /** Decodes what the check has passed. */
  static <T extends SpecificRecord> T decode(byte[] value, Class<T> type) {
    try {
      return type.cast(RecordCodec.decode(value));
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("the check lets only readable records pass", e);
    }
  }

  static Effect effect(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> Effect.CHANGED;
      case REVIVED -> Effect.URGENT;
      case DUPLICATE, OUT_OF_ORDER -> Effect.IGNORED;
      case INVALID -> Effect.IMPLAUSIBLE;
    };
  }
}
