package io.hedgerow.schemas;

/**
 * When an input may say that it was received: the limits that every check and every watermark
 * shares, so that what moves event time is never refused afterwards.
 */
public final class InputTimes {

  /** 2000-01-01T00:00:00Z, µs since the epoch: nothing was received before. */
  public static final long EARLIEST_MICROS = 946_684_800_000_000L;

  /** How far a time of receipt, or a clock tick, may be ahead of our clock: 5 s. */
  public static final long MAX_AHEAD_MICROS = 5_000_000L;

  private InputTimes() {}
}
