package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.state.funding.Funding;
import java.util.Map;

/** Funding rates (NET-4). */
public final class FundingPartKind implements PartKind<KeyedRecord, Funding> {

  private static final long serialVersionUID = 1L;

  @Override
  public String keyOf(KeyedRecord input) {
    return input.key();
  }

  @Override
  public Funding create(String key) {
    return new Funding(key);
  }

  @Override
  public Funding restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    return Funding.restore(key, pages);
  }

  @Override
  public Effect apply(Funding funding, KeyedRecord input, Emissions emissions) {
    FundingUpdate update = Records.decode(input.value(), FundingUpdate.class);
    return Records.effect(funding.apply(update, input.offset()));
  }
}
