package io.hedgerow.state.network;

/** Why a part of the network state is stale (NET-7). */
public enum StaleCause {
  /** Time went on, and this key had no input for longer than its limit. */
  NO_INPUT,
  /** Time itself stopped: the clock ticks of the input do not arrive, so nothing is known. */
  CLOCK_STOPPED
}
