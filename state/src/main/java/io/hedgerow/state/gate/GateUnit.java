package io.hedgerow.state.gate;

/**
 * What an input of the gate is counted in, and which values it can have at all. A value outside of
 * them is treated as if it were missing.
 */
public enum GateUnit {
  /** A constant of {@link GateCode}; what a code means is for its check to know. */
  CODE(1, Long.MAX_VALUE),
  /** {@link GateCode#NO} or {@link GateCode#YES}. */
  FLAG(GateCode.NO, GateCode.YES),
  COUNT(0, Long.MAX_VALUE),
  /** A version that grows. */
  VERSION(0, Long.MAX_VALUE),
  /** A venue's number of an update; -1 where it has none. */
  SEQUENCE(-1, Long.MAX_VALUE),
  /** µs since the epoch. */
  TIME_MICROS(0, Long.MAX_VALUE),
  DURATION_MICROS(0, Long.MAX_VALUE),
  /** A difference of two clocks. */
  SIGNED_MICROS(Gate.LEAST_VALUE, Long.MAX_VALUE),
  /** Parts of a whole, per million. */
  SHARE_PPM(0, Gate.MILLION),
  PPM(0, Long.MAX_VALUE),
  SIGNED_PPM(Gate.LEAST_VALUE, Long.MAX_VALUE),
  /** Quote currency for one unit of the base asset, × 10<sup>8</sup>. */
  PRICE_E8(1, Long.MAX_VALUE),
  /** Quote currency × 10<sup>8</sup>. */
  QUOTE_E8(0, Long.MAX_VALUE),
  SIGNED_QUOTE_E8(Gate.LEAST_VALUE, Long.MAX_VALUE),
  /** Base asset × 10<sup>8</sup>. */
  BASE_E8(0, Long.MAX_VALUE),
  /** What is held, in the asset it is held in, × 10<sup>8</sup>; negative if more is reserved. */
  SIGNED_ASSET_E8(Gate.LEAST_VALUE, Long.MAX_VALUE),
  /** Like {@link #SIGNED_ASSET_E8}, never negative. */
  ASSET_E8(0, Long.MAX_VALUE);

  private final long least;
  private final long most;

  GateUnit(long least, long most) {
    this.least = least;
    this.most = most;
  }

  /** The least value that it can have. */
  public long least() {
    return least;
  }

  /** The most that it can have. */
  public long most() {
    return most;
  }

  boolean holds(long value) {
    return value >= least && value <= most;
  }
}
