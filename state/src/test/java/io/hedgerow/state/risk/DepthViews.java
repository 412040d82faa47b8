package io.hedgerow.state.risk;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;

/** Builds views of a book around 100: 500 inside the bound to sell, 300 to buy. */
final class DepthViews {

  private DepthViews() {}

  static DepthView live(String venue, String instrument, long atMicros) {
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(4)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(1)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(100 * E8.ONE)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(99 * E8.ONE)
        .setBestBidQuantityE8(E8.ONE)
        .setBestAskPriceE8(101 * E8.ONE)
        .setBestAskQuantityE8(E8.ONE)
        .setBidsComplete(true)
        .setAsksComplete(false)
        .setBids(List.of(level(99, 99), level(98, 500)))
        .setAsks(List.of(level(101, 101), level(102, 300)))
        .setEventId(EventIds.of("DepthView", venue, 4))
        .build();
  }

  private static DepthLevel level(long price, long cumulativeNotional) {
    return new DepthLevel(price * E8.ONE, E8.ONE, cumulativeNotional * E8.ONE, price * E8.ONE);
  }
}
