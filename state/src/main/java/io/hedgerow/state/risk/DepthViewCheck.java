package io.hedgerow.state.risk;

import static io.hedgerow.state.network.FieldRules.isEventId;
import static io.hedgerow.state.network.FieldRules.isTime;
import static io.hedgerow.state.network.FieldRules.isVenueTime;
import static io.hedgerow.state.network.FieldRules.refuseInstrument;
import static io.hedgerow.state.network.FieldRules.refusePrice;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;

/** What a view of a book must satisfy before it is measured. Stateless, safe from any thread. */
public final class DepthViewCheck {

  private DepthViewCheck() {}

  /**
   * Why the view must not be used, or null if it may be.
   *
   * @param key the Kafka key as it came
   * @param nowMicros our clock
   */
  public static DeadLetterReason refuse(DepthView view, String key, long nowMicros) {
    if (view.getVersion() < 0
        || !isVenueTime(view.getVenueTimeMicros())
        || !isEventId(view.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    DeadLetterReason address = refuseInstrument(view.getVenue(), view.getInstrument(), key);
    if (address != null) {
      return address;
    }
    if (!isTime(view.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    if (view.getValidity() != BookValidity.LIVE) {
      return null;
    }
    if (hasNegative(view.getBids()) || hasNegative(view.getAsks())) {
      return DeadLetterReason.QUANTITY_NEGATIVE;
    }
    return isWithoutMid(view) ? null : refusePrice(view.getReferencePriceE8());
  }

  /** A side is empty: then there is no middle. */
  private static boolean isWithoutMid(DepthView view) {
    return view.getReferencePriceE8() == 0
        && (view.getBestBidPriceE8() == 0 || view.getBestAskPriceE8() == 0);
  }

  private static boolean hasNegative(List<DepthLevel> side) {
    for (int i = 0; i < side.size(); i++) {
      if (side.get(i).getCumulativeNotionalE8() < 0) {
        return true;
      }
    }
    return false;
  }
}
