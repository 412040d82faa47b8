package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.state.chain.Chain;
import java.util.Map;

/** Chains (NET-5). */
public final class ChainPartKind implements PartKind<KeyedRecord, Chain> {

  private static final long serialVersionUID = 1L;

  @Override
  public String keyOf(KeyedRecord input) {
    return input.key();
  }

  @Override
  public Chain create(String key) {
    return new Chain(key);
  }

  @Override
  public Chain restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    return Chain.restore(key, pages);
  }

  @Override
  public Effect apply(Chain chain, KeyedRecord input, Emissions emissions) {
    ChainSample sample = Records.decode(input.value(), ChainSample.class);
    return Records.effect(chain.apply(sample, input.offset()));
  }
}
