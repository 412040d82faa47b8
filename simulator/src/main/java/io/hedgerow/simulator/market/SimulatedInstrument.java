package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;

/** One asset at one venue, spot or perpetual. */
public record SimulatedInstrument(SimulatedVenue venue, SimulatedAsset asset, boolean perpetual) {

  /** A perpetual does not quote quite the price of its spot market. */
  private static final int PERPETUAL_BASIS_TICKS = 1;

  /** {@code BTC-USDT} or {@code BTC-USDT-PERP}. */
  public String name() {
    return asset.symbol() + (perpetual ? "-USDT-PERP" : "-USDT");
  }

  /** {@code SIM-ALPHA|BTC-USDT-PERP}. */
  public String key() {
    return InstrumentKey.of(venue.id(), name());
  }

  /** What one unit of quantity is, of the base asset. */
  public long contractSizeE8() {
    return perpetual ? E8.parse(venue.book().perpetualContractSize()) : E8.ONE;
  }

  int basisTicks() {
    return venue.book().basisTicks() + (perpetual ? PERPETUAL_BASIS_TICKS : 0);
  }
}
