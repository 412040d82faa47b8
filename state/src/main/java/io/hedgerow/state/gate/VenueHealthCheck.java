package io.hedgerow.state.gate;

/**
 * Venue health (GATE-3): the venue answers, in time and without errors, says that it is open,
 * earned its reliability score, and can be sent another message. Missing and old inputs are found
 * before.
 */
final class VenueHealthCheck {

  private VenueHealthCheck() {}

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    if (in.value(GateInput.VENUE_REACHABLE, leg) != GateCode.YES) {
      return GateReason.VENUE_UNREACHABLE;
    }
    if (in.value(GateInput.VENUE_STATUS, leg) != GateCode.VENUE_ONLINE) {
      return GateReason.VENUE_MAINTENANCE;
    }
    GateLimits.Venue venue = limits.venue();
    if (in.value(GateInput.VENUE_LATENCY_P99, leg) > venue.maxLatencyMicros()) {
      return GateReason.VENUE_SLOW;
    }
    if (in.value(GateInput.VENUE_ERRORS, leg) > venue.maxErrorPpm()) {
      return GateReason.VENUE_ERRORS;
    }
    if (in.value(GateInput.VENUE_RELIABILITY, leg) < venue.leastReliabilityPpm()) {
      return GateReason.VENUE_UNRELIABLE;
    }
    if (in.value(GateInput.SESSION_READY, leg) != GateCode.YES) {
      return GateReason.SESSION_DOWN;
    }
    return in.value(GateInput.MESSAGES_LEFT, leg) < venue.leastMessages()
        ? GateReason.MESSAGE_RATE
        : GateReason.PASSED;
  }
}
