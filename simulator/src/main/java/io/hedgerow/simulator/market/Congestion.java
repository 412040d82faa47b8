package io.hedgerow.simulator.market;

import java.util.random.RandomGenerator;

/**
 * How full a chain is: a walk that keeps what it has for minutes and returns to the usual. For one
 * thread.
 */
final class Congestion {

  private static final long MILLION = 1_000_000;
  private static final long MEMORY_MICROS = 300_000_000;
  private static final long USUAL_MOVE_PPM = 500_000;
  private static final int LOWEST_DIVISOR = 5;

  /** Per block, as EIP-1559 has it. */
  private static final int LARGEST_MOVE_DIVISOR = 8;

  private final RandomGenerator random;
  private final long memorySteps;
  private final long largestStepPpm;
  private long abovePpm;

  /**
   * @param stepMicros how long a step lasts
   */
  Congestion(RandomGenerator random, long stepMicros) {
    this.random = random;
    this.memorySteps = MEMORY_MICROS / stepMicros;
    // Uniform steps of at most s, of which 1/m is forgotten each time, spread by s√(m/6).
    this.largestStepPpm = (long) (USUAL_MOVE_PPM * StrictMath.sqrt(6.0 / memorySteps));
    this.abovePpm = random.nextLong(-USUAL_MOVE_PPM, USUAL_MOVE_PPM + 1);
  }

  /** The next block, or as much time. */
  void step() {
    abovePpm += random.nextLong(-largestStepPpm, largestStepPpm + 1) - abovePpm / memorySteps;
  }

  /** What costs so much at usual times costs so much now. */
  long priceOf(long usual) {
    return Math.max(usual / LOWEST_DIVISOR, usual + usual * abovePpm / MILLION);
  }

  /** The same where a block may change the price of the one before by an eighth at most. */
  long priceAfter(long before, long usual) {
    long most = before / LARGEST_MOVE_DIVISOR;
    return before + Math.max(-most, Math.min(most, priceOf(usual) - before));
  }
}
