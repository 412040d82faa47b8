package io.hedgerow.operators.network;

import java.io.Serializable;
import java.time.Duration;

/**
 * When views are published, and when they stop being usable.
 *
 * @param conflation a changed view waits this long for further changes, so that a busy key is
 *     published at most once per interval
 * @param staleAfter without input for this long, by event time, a part is unavailable (NET-7)
 * @param silentAfter without input for this long, by our own clock, while event time stands still,
 *     a part is unavailable; without input for the longer of both limits it is so even while event
 *     time moves, because event time may lag (NET-7)
 * @param forgetAfter without input for this long, by event time, a part is deleted with its view
 */
public record ViewTiming(
    Duration conflation, Duration staleAfter, Duration silentAfter, Duration forgetAfter)
    implements Serializable {

  public ViewTiming {
    if (conflation.isNegative() || staleAfter.isNegative() || silentAfter.isNegative()) {
      throw new IllegalArgumentException("no interval may be negative");
    }
    if (forgetAfter.compareTo(staleAfter) <= 0) {
      throw new IllegalArgumentException(
          "expected forgetAfter above staleAfter " + staleAfter + ", saw " + forgetAfter);
    }
  }
}
