package io.hedgerow.simulator.market;

import java.util.function.LongBinaryOperator;
import java.util.random.RandomGenerator;

/**
 * The price of an asset over time, the same for all venues: a random walk in whole numbers that
 * turns back when it is 5 % from its start, and what stress makes of it. Asked in the order of
 * time.
 */
final class PricePath {

  private static final long STEP_MICROS = 100_000;

  /** The largest step: 2 × 10⁻⁵ of the start price each 100 ms, some 0.3 % in an hour. */
  private static final int LARGEST_STEP_PER_MILLION = 20;

  private static final int MILLION = 1_000_000;
  private static final int BAND_DIVISOR = 20;

  private final RandomGenerator random;
  private final long startE8;
  private final LongBinaryOperator stress;
  private long step;
  private long priceE8;

  /**
   * @param stress the price at a time, of the time and the walk's price
   */
  PricePath(RandomGenerator random, long startE8, long startMicros, LongBinaryOperator stress) {
    this.random = random;
    this.startE8 = startE8;
    this.stress = stress;
    this.priceE8 = startE8;
    this.step = startMicros / STEP_MICROS;
  }

  long priceE8At(long atMicros) {
    long wanted = atMicros / STEP_MICROS;
    for (; step < wanted; step++) {
      long largestE8 = startE8 / MILLION * LARGEST_STEP_PER_MILLION;
      long moveE8 = random.nextLong(-largestE8, largestE8 + 1);
      boolean outside = Math.abs(priceE8 - startE8) > startE8 / BAND_DIVISOR;
      priceE8 += outside ? Math.abs(moveE8) * Long.signum(startE8 - priceE8) : moveE8;
    }
    return stress.applyAsLong(step * STEP_MICROS, priceE8);
  }
}
