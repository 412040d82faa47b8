package io.hedgerow.state.gate;

/** Distances in parts per million, exact over the whole range of a long. */
final class Ppm {

  private Ppm() {}

  /**
   * Whether two positive numbers differ by at most a share of the base.
   *
   * @param basePpmOf what the share is of, positive
   */
  static boolean within(long a, long b, long basePpmOf, long ppm) {
    long distance = Math.abs(a - b);
    long high = Math.multiplyHigh(distance, Gate.MILLION);
    long most = Math.multiplyHigh(basePpmOf, ppm);
    return high < most
        || (high == most && Long.compareUnsigned(distance * Gate.MILLION, basePpmOf * ppm) <= 0);
  }
}
