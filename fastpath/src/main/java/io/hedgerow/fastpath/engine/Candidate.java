package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.fastpath.wire.WirePurpose;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.WireSource;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * What a signal proposes, in the engine's numbers; read once from its record and used again for the
 * next.
 */
final class Candidate {

  static final int LEGS = 2;

  final int[] instruments = new int[LEGS];
  final OrderSide[] sides = new OrderSide[LEGS];
  int legs;
  boolean sidesKnown;
  boolean purposeKnown;
  boolean reduces;
  boolean carries;
  long notionalE8;
  int maxSlippagePpm;
  long timeoutMicros;
  long expectedEdgePpm;
  long feesPpm;
  long slippagePpm;
  long networkPpm;
  long borrowPpm;
  long createdAtMicros;

  void read(SignalReceivedDecoder signal) {
    instruments[0] = signal.firstInstrument();
    instruments[1] = signal.secondInstrument();
    sidesKnown = signal.firstSide() != WireSide.NULL_VAL;
    boolean buysFirst = signal.firstSide() == WireSide.BUY;
    sides[0] = buysFirst ? OrderSide.BUY : OrderSide.SELL;
    sides[1] = buysFirst ? OrderSide.SELL : OrderSide.BUY;
    legs = signal.legs();
    purposeKnown = signal.purpose() != WirePurpose.NULL_VAL;
    reduces = signal.purpose() == WirePurpose.REDUCE;
    carries = signal.source() == WireSource.FUNDING;
    notionalE8 = signal.notionalE8();
    maxSlippagePpm = signal.maxSlippagePpm();
    timeoutMicros = signal.timeoutMicros();
    expectedEdgePpm = signal.expectedEdgePpm();
    feesPpm = signal.feesPpm();
    slippagePpm = signal.slippagePpm();
    networkPpm = signal.networkPpm();
    borrowPpm = signal.borrowPpm();
    createdAtMicros = signal.createdAtMicros();
  }

  /** Whether every leg is an instrument of the registry with a side, and the legs make a pair. */
  boolean isKnown(Registry registry) {
    if (!sidesKnown || legs < 1 || legs > LEGS || (legs == 1 && !reduces)) {
      return false;
    }
    for (int leg = 0; leg < legs; leg++) {
      if (instruments[leg] < 0 || instruments[leg] >= registry.instruments().size()) {
        return false;
      }
    }
    return legs == 1
        || (instruments[0] != instruments[1] && asset(registry, 0) == asset(registry, 1));
  }

  /** Whether each cost lies in 0 to the most that it can be. */
  boolean costsArePossible(long mostPpm) {
    return isCost(feesPpm, mostPpm)
        && isCost(slippagePpm, mostPpm)
        && isCost(networkPpm, mostPpm)
        && isCost(borrowPpm, mostPpm);
  }

  private static boolean isCost(long ppm, long mostPpm) {
    return ppm >= 0 && ppm <= mostPpm;
  }

  private int asset(Registry registry, int leg) {
    return registry.instruments().get(instruments[leg]).asset();
  }

  /** The same for every proposal of the same legs and sides. */
  long routeKey() {
    long second = legs == 1 ? 0xFFFF : instruments[1];
    long sidesAndPurpose = (sides[0] == OrderSide.BUY ? 1 : 0) | (reduces ? 2 : 0);
    return ((long) instruments[0] << 24) | (second << 4) | (sidesAndPurpose + 1);
  }

  /** Whether a route has a leg in this instrument. */
  static boolean isOfRoute(long routeKey, int instrument) {
    return routeKey >> 24 == instrument || (routeKey >> 4 & 0xFFFF) == instrument;
  }
}
