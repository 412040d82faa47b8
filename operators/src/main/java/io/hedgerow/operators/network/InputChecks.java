package io.hedgerow.operators.network;

import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.margin.AccountCheck;
import io.hedgerow.state.network.RecordChecks;

/**
 * The content rules of the topics that the jobs read: {@link
 * io.hedgerow.operators.input.CheckInput} is the Flink function, an {@link InputCheck} the rules of
 * one topic, {@link RecordChecks}, {@link AccountCheck} and the book's own check the rules
 * themselves.
 */
public final class InputChecks {

  private InputChecks() {}

  /** {@code market.books}: the whole message is looked through before any book sees it. */
  public static InputCheck books() {
    return (record, nowMicros) -> BookUpdateReader.check(record.value, record.key, nowMicros);
  }

  /** {@code market.funding}. */
  public static InputCheck funding() {
    return InputCheck.decoded(FundingUpdate.class, RecordChecks::refuse);
  }

  /** {@code market.reference}. */
  public static InputCheck references() {
    return InputCheck.decoded(ReferencePrice.class, RecordChecks::refuse);
  }

  /** {@code venue.health}. */
  public static InputCheck venues() {
    return InputCheck.decoded(VenueSample.class, RecordChecks::refuse);
  }

  /**
   * {@code venue.accounts}.
   *
   * @param maxPositions that an account may have open
   */
  public static InputCheck accounts(int maxPositions) {
    return InputCheck.decoded(
        VenueAccount.class,
        (statement, key, nowMicros) ->
            AccountCheck.refuse(statement, key, nowMicros, maxPositions));
  }

  /** {@code chain.health}. */
  public static InputCheck chains() {
    return InputCheck.decoded(ChainSample.class, RecordChecks::refuse);
  }
}
