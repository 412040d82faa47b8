package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.margin.AccountMargin;
import java.util.Map;

/** Margin of accounts (NET-3). */
public final class MarginPartKind implements PartKind<KeyedRecord, AccountMargin> {

  private static final long serialVersionUID = 1L;

  @Override
  public String keyOf(KeyedRecord input) {
    return input.key();
  }

  @Override
  public AccountMargin create(String key) {
    return new AccountMargin(key);
  }

  @Override
  public AccountMargin restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    return AccountMargin.restore(key, pages);
  }

  @Override
  public Effect apply(AccountMargin margin, KeyedRecord input, Emissions emissions) {
    VenueAccount statement = Records.decode(input.value(), VenueAccount.class);
    return Records.effect(margin.apply(statement, input.offset()));
  }
}
