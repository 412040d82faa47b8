package io.hedgerow.state.gate;

/** The nine checks of the gate, in the sequence in which they are judged (GATE-1 to GATE-9). */
public enum GateCheck {
  SYSTEM_STATE("GATE-1", "system not in executable state"),
  MARKET_DATA("GATE-2", "invalid or stale market data"),
  VENUE_HEALTH("GATE-3", "venue health check failed"),
  VENUE_ALLOCATION("GATE-4", "venue allocation limit reached"),
  ASSET_EXPOSURE("GATE-5", "asset concentration limit reached"),
  MARGIN("GATE-6", "insufficient margin buffer"),
  IMPACT("GATE-7", "estimated impact too high"),
  EDGE("GATE-8", "expected edge not viable after costs"),
  RECONCILIATION("GATE-9", "reconciliation lock active");

  private final String requirement;
  private final String rejection;

  GateCheck(String requirement, String rejection) {
    this.requirement = requirement;
    this.rejection = rejection;
  }

  /** The requirement that asks for it. */
  public String requirement() {
    return requirement;
  }

  /** What a rejected order is told; {@link GateReason} says more exactly why. */
  public String rejection() {
    return rejection;
  }

  /** Its place in the sequence of the checks, from 0. */
  @SuppressWarnings("EnumOrdinal")
  public int index() {
    return ordinal();
  }
}
