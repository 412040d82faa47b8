package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.venue.VenueHealth;
import java.util.Map;
import org.apache.flink.types.Either;

/** Venue health, from samples of their interfaces and looks at their clocks (NET-6). */
public final class VenuePartKind
    implements PartKind<Either<KeyedRecord, ClockSample>, VenueHealth> {

  private static final long serialVersionUID = 1L;

  @Override
  public String keyOf(Either<KeyedRecord, ClockSample> input) {
    return input.isLeft() ? input.left().key() : input.right().venue();
  }

  @Override
  public VenueHealth create(String key) {
    return new VenueHealth(key);
  }

  @Override
  public VenueHealth restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    return VenueHealth.restore(key, pages);
  }

  @Override
  public Effect apply(
      VenueHealth venue, Either<KeyedRecord, ClockSample> input, Emissions emissions) {
    if (input.isRight()) {
      return Records.effect(venue.apply(input.right()));
    }
    VenueSample sample = Records.decode(input.left().value(), VenueSample.class);
    return Records.effect(venue.apply(sample));
  }
}
