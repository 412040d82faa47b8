package io.hedgerow.simulator.market;

/**
 * How a venue shows its book: as it is, or shifted and thinned. No two prices become one, their
 * order stays, and no level disappears.
 *
 * @param shiftTicks added to every price
 * @param divisor of every quantity; what is left is a lot at least
 */
record Quoting(long shiftTicks, long divisor) {

  /** As it is. */
  static final Quoting PLAIN = new Quoting(0, 1);

  /** The same, farther away. */
  Quoting shifted(long byTicks) {
    return new Quoting(shiftTicks + byTicks, divisor);
  }

  long ticks(long ticks) {
    return ticks + shiftTicks;
  }

  /** 0, which is no level, stays 0. */
  long lots(long lots) {
    return lots == 0 ? 0 : Math.max(1, lots / divisor);
  }
}
