package io.hedgerow.cli;

import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.FaultParameter;
import io.hedgerow.simulator.venue.VenueFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What there is to trade in the demo: every few seconds a perpetual stands apart at one venue for a
 * moment, up the one time and down the next, so that what was opened is closed again.
 */
final class Dislocations {

  /** An asset each 40 s: a breach of its venue basis is over in between, and restricts nothing. */
  private static final long EVERY_MICROS = 10_000_000;

  private static final long LASTS_MICROS = 3_000_000;

  /** Four hours of them; a demo that lasts longer is quiet then. */
  private static final int COUNT = 1_440;

  /** Twice the taker fees of both legs, in and out. */
  private static final int MOVE_PPM = 4_000;

  private Dislocations() {}

  /** From this moment on, µs since the epoch. */
  static List<VenueFault> from(long startMicros) {
    SimulatedVenue[] venues = SimulatedVenue.values();
    List<SimulatedAsset> assets = SimulatedAsset.usual();
    int round = venues.length * assets.size();
    List<VenueFault> dislocations = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      long fromMicros = startMicros + i * EVERY_MICROS;
      boolean up = i / round % 2 == 0;
      dislocations.add(
          new VenueFault(
              FaultKind.PRICE_JUMP,
              venues[i % venues.length].id(),
              fromMicros,
              fromMicros + LASTS_MICROS,
              Map.of(
                  FaultParameter.INSTRUMENT,
                  assets.get(i % assets.size()).symbol() + "-USDT-PERP",
                  FaultParameter.MOVE_PPM,
                  String.valueOf(up ? MOVE_PPM : -MOVE_PPM))));
    }
    return dislocations;
  }
}
