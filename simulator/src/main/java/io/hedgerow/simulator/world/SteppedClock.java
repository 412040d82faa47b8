package io.hedgerow.simulator.world;

import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.VenueSample;
import org.apache.avro.specific.SpecificRecord;

/** What a venue says of the market while its clock is off. Stateless. */
final class SteppedClock {

  private SteppedClock() {}

  /** The same with the venue's time so much later, where it states one. */
  static SpecificRecord of(SpecificRecord record, long stepMicros) {
    if (stepMicros == 0) {
      return record;
    }
    if (record instanceof BookUpdate book) {
      long time = stepped(book.getVenueTimeMicros(), stepMicros);
      return BookUpdate.newBuilder(book).setVenueTimeMicros(time).build();
    }
    if (record instanceof Trade trade) {
      long time = stepped(trade.getVenueTimeMicros(), stepMicros);
      return Trade.newBuilder(trade).setVenueTimeMicros(time).build();
    }
    if (record instanceof FundingUpdate funding) {
      long time = stepped(funding.getVenueTimeMicros(), stepMicros);
      return FundingUpdate.newBuilder(funding).setVenueTimeMicros(time).build();
    }
    if (record instanceof VenueSample sample) {
      long time = stepped(sample.getVenueTimeMicros(), stepMicros);
      return VenueSample.newBuilder(sample).setVenueTimeMicros(time).build();
    }
    return record;
  }

  private static long stepped(long venueTimeMicros, long stepMicros) {
    return venueTimeMicros < 0 ? venueTimeMicros : venueTimeMicros + stepMicros;
  }
}
