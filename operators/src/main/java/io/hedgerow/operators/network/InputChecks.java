package io.hedgerow.operators.network;

import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.network.RecordChecks;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;

/**
 * The content rules of the topics that the network state reads: {@link
 * io.hedgerow.operators.input.CheckInput} is the Flink function, an {@link InputCheck} the rules of
 * one topic, {@link RecordChecks} and the book's own check the rules themselves.
 */
public final class InputChecks {

  @FunctionalInterface
  private interface Rules<T> extends Serializable {
    DeadLetterReason refuse(T record, String key, long nowMicros);
  }

  private InputChecks() {}

  /** {@code market.books}: the whole message is looked through before any book sees it. */
  public static InputCheck books() {
    return (record, nowMicros) -> BookUpdateReader.check(record.value, record.key, nowMicros);
  }

  /** {@code market.funding}. */
  public static InputCheck funding() {
    return decoded(FundingUpdate.class, RecordChecks::refuse);
  }

  /** {@code venue.health}. */
  public static InputCheck venues() {
    return decoded(VenueSample.class, RecordChecks::refuse);
  }

  /** {@code chain.health}. */
  public static InputCheck chains() {
    return decoded(ChainSample.class, RecordChecks::refuse);
  }

  private static <T extends SpecificRecord> InputCheck decoded(Class<T> type, Rules<T> rules) {
    return (record, nowMicros) -> {
      if (record.key == null) {
        return DeadLetterReason.WRONG_KEY;
      }
      try {
        T decoded = type.cast(RecordCodec.decode(record.value));
        return rules.refuse(decoded, new String(record.key, StandardCharsets.UTF_8), nowMicros);
      } catch (UnreadableRecordException e) {
        return e.reason();
      }
    };
  }
}
