package io.hedgerow.state.network;

/**
 * One look at a venue's clock through a market-data message (NET-6).
 *
 * @param venue venue ID
 * @param receivedAtMicros our time of receipt, µs since the epoch
 * @param aheadMicros venue time - receive time, µs: the clock's offset less the network's delay
 */
public record ClockSample(String venue, long receivedAtMicros, long aheadMicros) {}
