package io.hedgerow.state.gate;

import java.util.Arrays;

/**
 * The eligibility gate: every order starts rejected and is accepted only when all nine checks pass
 * (GATE-1 to GATE-9, SIG-3).
 *
 * <p>The argument that it fails closed:
 *
 * <ol>
 *   <li>An input that nobody set is missing, and each check first looks at every input that belongs
 *       to it: one that the order needs and that is missing, impossible, too old, of unknown age or
 *       of a time to come fails the check before any value is compared.
 *   <li>What is needed is decided by the purpose of the order alone. A purpose that is not plainly
 *       "reduce" is judged as "open", which needs more; two legs are judged unless an order that
 *       reduces says that it has one. That an order reduces is not believed: its quantity is held
 *       against the position (GATE-5), and it passes a breaker only where policy lets exposure be
 *       reduced (RISK-4).
 *   <li>Without limits every check fails, and so does the first one with limits of another version
 *       than the policy in force.
 *   <li>All nine checks are judged and recorded, also after one has failed. A decision that nobody
 *       made is not accepted.
 * </ol>
 *
 * <p>It is a function of its arguments: no clock, no memory, no allocation, no exception for any
 * value. The fast path and the audit of recorded decisions call the same bytecode, so a decision
 * can be made again from its record. Differences are taken of non-negative numbers only, products
 * in 128 bits: nothing wraps.
 *
 * <p>Orders that complete or undo a pair in flight are no new decisions and do not pass here.
 */
@SuppressWarnings("EnumOrdinal") // dense arrays, in the order of declaration: new inputs come last
public final class Gate {

  static final long MILLION = 1_000_000;

  /** The least number that a value can be: the two below it are marks. */
  static final long LEAST_VALUE = GateInputs.NOT_APPLICABLE + 1;

  private static final GateCheck[] CHECKS = GateCheck.values();
  private static final GateInput[][] INPUTS = inputs();

  private Gate() {}

  /**
   * Judges an order.
   *
   * @param limits null as long as no policy is known: everything is rejected
   * @param out overwritten
   */
  public static void judge(GateInputs in, GateLimits limits, GateDecision out) {
    out.clear();
    for (GateCheck check : CHECKS) {
      if (limits == null) {
        out.record(check, GateReason.NO_POLICY, GateDecision.NO_LEG);
      } else if (known(check, in, limits, out) && holds(check, in, limits, out)) {
        out.record(check, passed(check, in), GateDecision.NO_LEG);
      }
    }
  }

  /** Whether all inputs of a check are there, possible and young enough; records the first not. */
  private static boolean known(
      GateCheck check, GateInputs in, GateLimits limits, GateDecision out) {
    for (GateInput input : INPUTS[check.index()]) {
      for (int leg = 0; leg < input.width(); leg++) {
        GateReason reason = known(input, leg, in, limits);
        if (reason != GateReason.PASSED) {
          out.record(
              check, reason, input.reach() == GateInput.Reach.PAIR ? GateDecision.NO_LEG : leg);
          return false;
        }
      }
    }
    return true;
  }

  private static GateReason known(GateInput input, int leg, GateInputs in, GateLimits limits) {
    if (!in.needs(input, leg)) {
      return GateReason.PASSED;
    }
    if (!input.unit().holds(in.value(input, leg))) {
      return input.missing();
    }
    if (input.age() == null) {
      return GateReason.PASSED;
    }
    long now = in.nowMicros();
    long at = in.atMicros(input, leg);
    if (now < 0 || at < 0) {
      return input.stale();
    }
    if (at - now > limits.ages().aheadMicros()) {
      return input.ahead();
    }
    return now - at > limits.ages().of(input.age()) ? input.stale() : GateReason.PASSED;
  }

  /** Whether the values of a check are within the limits; records the first that is not. */
  private static boolean holds(
      GateCheck check, GateInputs in, GateLimits limits, GateDecision out) {
    GateReason reason = ofPair(check, in, limits);
    int failedLeg = GateDecision.NO_LEG;
    for (int leg = 0; leg < in.legs() && reason == GateReason.PASSED; leg++) {
      reason = ofLeg(check, in, limits, leg);
      failedLeg = reason == GateReason.PASSED ? GateDecision.NO_LEG : leg;
    }
    if (reason == GateReason.PASSED && check == GateCheck.MARKET_DATA) {
      reason = MarketDataCheck.ofBothLegs(in, limits);
    }
    if (reason != GateReason.PASSED) {
      out.record(check, reason, failedLeg);
    }
    return reason == GateReason.PASSED;
  }

  private static GateReason ofPair(GateCheck check, GateInputs in, GateLimits limits) {
    return switch (check) {
      case SYSTEM_STATE -> SystemStateCheck.ofPair(in, limits);
      case MARKET_DATA -> MarketDataCheck.ofPair(in, limits);
      case ASSET_EXPOSURE -> AssetExposureCheck.ofPair(in, limits);
      case EDGE -> EdgeCheck.ofPair(in, limits);
      case VENUE_HEALTH, VENUE_ALLOCATION, MARGIN, IMPACT, RECONCILIATION -> GateReason.PASSED;
    };
  }

  private static GateReason ofLeg(GateCheck check, GateInputs in, GateLimits limits, int leg) {
    return switch (check) {
      case MARKET_DATA -> MarketDataCheck.ofLeg(in, limits, leg);
      case VENUE_HEALTH -> VenueHealthCheck.ofLeg(in, limits, leg);
      case VENUE_ALLOCATION -> VenueAllocationCheck.ofLeg(in, limits, leg);
      case ASSET_EXPOSURE -> AssetExposureCheck.ofLeg(in, limits, leg);
      case MARGIN -> MarginCheck.ofLeg(in, limits, leg);
      case IMPACT -> ImpactCheck.ofLeg(in, limits, leg);
      case RECONCILIATION -> ReconciliationCheck.ofLeg(in, leg);
      case SYSTEM_STATE, EDGE -> GateReason.PASSED;
    };
  }

  /** How a check was passed: what was not applied to the order is said, never left out. */
  private static GateReason passed(GateCheck check, GateInputs in) {
    boolean waived =
        switch (check) {
          case SYSTEM_STATE -> SystemStateCheck.restricted(in);
          case VENUE_ALLOCATION, ASSET_EXPOSURE, MARGIN, EDGE -> true;
          case MARKET_DATA, VENUE_HEALTH, IMPACT, RECONCILIATION -> false;
        };
    if (in.reducing()) {
      return waived ? GateReason.PASSED_REDUCING : GateReason.PASSED;
    }
    return check == GateCheck.MARGIN && MarginCheck.unleveraged(in)
        ? GateReason.PASSED_UNLEVERAGED
        : GateReason.PASSED;
  }

  private static GateInput[][] inputs() {
    GateInput[][] inputs = new GateInput[CHECKS.length][];
    for (GateCheck check : CHECKS) {
      inputs[check.index()] =
          Arrays.stream(GateInput.values())
              .filter(input -> input.check() == check)
              .toArray(GateInput[]::new);
    }
    return inputs;
  }
}
