package io.hedgerow.state.gate;

/**
 * Venue allocation (GATE-4): exposure at the venue stays under its cap, and what the leg gives away
 * is there. The cap does not bind an order that reduces; the inventory does.
 */
final class VenueAllocationCheck {

  private VenueAllocationCheck() {}

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    if (!in.reducing() && in.value(GateInput.VENUE_EXPOSURE, leg) > limits.caps().venueE8()) {
      return GateReason.VENUE_CONCENTRATION;
    }
    return in.value(GateInput.INVENTORY_AVAILABLE, leg) < in.value(GateInput.INVENTORY_NEEDED, leg)
        ? GateReason.INVENTORY
        : GateReason.PASSED;
  }
}
