package io.hedgerow.simulator.feedserver;

import java.util.Collections;
import java.util.NavigableMap;

/**
 * A book as its venue's stream shows it at one moment.
 *
 * @param sequence the venue's last update
 * @param bids quantity by price, both scaled by 10⁻⁸, highest price first
 * @param asks the same, lowest first
 */
public record ServedDepth(
    long sequence, NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {

  /** Makes the sides unmodifiable. */
  public ServedDepth {
    bids = Collections.unmodifiableNavigableMap(bids);
    asks = Collections.unmodifiableNavigableMap(asks);
  }
}
