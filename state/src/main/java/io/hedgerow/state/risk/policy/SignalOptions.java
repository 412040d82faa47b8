package io.hedgerow.state.risk.policy;

import static io.hedgerow.state.risk.policy.PolicySection.ALPHA;
import static io.hedgerow.state.risk.policy.PolicySection.FUNDING_CARRY;
import static io.hedgerow.state.risk.policy.PolicySection.REDUCTION;
import static io.hedgerow.state.risk.policy.PolicySection.ROUTING;
import static io.hedgerow.state.risk.policy.SectionOption.option;

import io.hedgerow.state.risk.Unit;
import java.util.List;

/** The options of the signals job, in the order of {@link SignalPolicy}. Immutable. */
final class SignalOptions {

  private static final int PPM = 1_000_000;

  /** The ceiling of slippage, which a policy can only tighten (ORD-3). */
  private static final int MAX_SLIPPAGE_PPM = 3_000;

  private static final long DAY_SECONDS = 86_400;
  private static final long WEEK_SECONDS = 7 * DAY_SECONDS;
  private static final long MAX_HOLD_HOURS = 24 * 90;
  private static final long MAX_TIMEOUT_MILLIS = 600_000;
  private static final long MAX_BOOK_AGE_MILLIS = 60_000;

  private static final String REACH =
      "So far from the middle of its book a leg may reach; 0.30 % is the ceiling.";
  private static final String COOL_DOWN = "One opportunity is one signal for so long.";
  private static final String TIMEOUT = "Both legs must be filled within this time.";

  private static final List<PolicyOption> OF_ALPHA =
      List.of(
          option(ALPHA, "min-edge", Unit.PPM, 1, PPM, 100)
              .of("SIG-1", "Least edge of the notional after every cost."),
          option(ALPHA, "max-slippage", Unit.PPM, 1, MAX_SLIPPAGE_PPM, 3_000).of("ORD-3", REACH),
          option(ALPHA, "reserve", Unit.PPM, 0, PPM, 50)
              .of("SIG-1", "Taken off the edge for what the books do not show."),
          option(ALPHA, "max-age", Unit.MILLIS, 1, MAX_BOOK_AGE_MILLIS, 2_000)
              .of("SIG-1", "An older book is unknown; above viewDelayMillis of signals.yaml."),
          option(ALPHA, "cool-down", Unit.SECONDS, 1, WEEK_SECONDS, 60).of("SIG-1", COOL_DOWN),
          option(ALPHA, "timeout", Unit.MILLIS, 1, MAX_TIMEOUT_MILLIS, 2_000).of("SIG-1", TIMEOUT));

  private static final List<PolicyOption> OF_FUNDING_CARRY =
      List.of(
          option(FUNDING_CARRY, "every", Unit.SECONDS, 1, DAY_SECONDS, 300)
              .of("SIG-1", "The rates are looked at in this interval of event time."),
          option(FUNDING_CARRY, "min-net", Unit.PPM, 1, PPM, 5)
              .of("SIG-1", "Least carry of the notional in an hour, after every cost."),
          option(FUNDING_CARRY, "hold", Unit.HOURS, 1, MAX_HOLD_HOURS, 72)
              .of("SIG-1", "Over this time the costs of the way in and out are spread."),
          option(FUNDING_CARRY, "max-slippage", Unit.PPM, 1, MAX_SLIPPAGE_PPM, 1_000)
              .of("ORD-3", REACH),
          option(FUNDING_CARRY, "reserve", Unit.PPM, 0, PPM, 50)
              .of("SIG-1", "Taken off the carry for what the books do not show."),
          option(FUNDING_CARRY, "max-age", Unit.SECONDS, 10, DAY_SECONDS, 600)
              .of("SIG-1", "An older rate is unknown; books are held to alpha.max-age."),
          option(FUNDING_CARRY, "cool-down", Unit.SECONDS, 1, WEEK_SECONDS, 14_400)
              .of("SIG-1", COOL_DOWN),
          option(FUNDING_CARRY, "timeout", Unit.MILLIS, 1, MAX_TIMEOUT_MILLIS, 10_000)
              .of("SIG-1", TIMEOUT));

  private static final List<PolicyOption> OF_REDUCTION =
      List.of(
          option(REDUCTION, "min-buffer", Unit.PPM, 1, 100L * PPM, 300_000)
              .of("MON-7", "Least equity above maintenance, as a share of the maintenance."),
          option(REDUCTION, "share", Unit.PPM, 1, PPM, 250_000)
              .of("MON-7", "Share of each position that is asked to be reduced."),
          option(REDUCTION, "max-slippage", Unit.PPM, 1, MAX_SLIPPAGE_PPM, 3_000)
              .of("ORD-3", REACH),
          option(REDUCTION, "max-age", Unit.SECONDS, 1, DAY_SECONDS, 120)
              .of("MON-7", "An older statement of an account, or trigger, is unknown."),
          option(REDUCTION, "cool-down", Unit.SECONDS, 1, WEEK_SECONDS, 60)
              .of("MON-7", "One shortage is one signal for so long."),
          option(REDUCTION, "timeout", Unit.MILLIS, 1, MAX_TIMEOUT_MILLIS, 5_000)
              .of("MON-7", TIMEOUT));

  private static final List<PolicyOption> OF_ROUTING =
      List.of(
          option(ROUTING, "max-delay", Unit.SECONDS, 1, DAY_SECONDS, 1_800)
              .of("SETTLE-1", "A chain whose ninth confirmation of ten takes longer is left out."),
          option(ROUTING, "delay", Unit.PPM, 0, PPM, 10)
              .of("SETTLE-1", "So much a minute until the median confirmation counts."),
          option(ROUTING, "jitter", Unit.PPM, 0, PPM, 20)
              .of("SETTLE-1", "So much a minute between the median and the ninth of ten counts."),
          option(ROUTING, "max-age", Unit.SECONDS, 10, DAY_SECONDS, 120)
              .of("SETTLE-1", "An older view of a chain, or price of its fee asset, is unknown."));

  private SignalOptions() {}

  static List<PolicyOption> ofAlpha() {
    return OF_ALPHA;
  }

  static List<PolicyOption> ofFundingCarry() {
    return OF_FUNDING_CARRY;
  }

  static List<PolicyOption> ofReduction() {
    return OF_REDUCTION;
  }

  static List<PolicyOption> ofRouting() {
    return OF_ROUTING;
  }

  /** What valid values say. */
  static SignalPolicy policy(PolicyIndex index) {
    SectionValues alpha = new SectionValues(index, OF_ALPHA);
    SectionValues carry = new SectionValues(index, OF_FUNDING_CARRY);
    SectionValues reduction = new SectionValues(index, OF_REDUCTION);
    SectionValues routing = new SectionValues(index, OF_ROUTING);
    return new SignalPolicy(
        new SignalPolicy.Alpha(
            alpha.whole("min-edge"),
            alpha.whole("max-slippage"),
            alpha.whole("reserve"),
            alpha.micros("max-age"),
            alpha.micros("cool-down"),
            alpha.micros("timeout")),
        new SignalPolicy.FundingCarry(
            carry.micros("every"),
            carry.whole("min-net"),
            carry.whole("hold"),
            carry.whole("max-slippage"),
            carry.whole("reserve"),
            carry.micros("max-age"),
            carry.micros("cool-down"),
            carry.micros("timeout")),
        new SignalPolicy.Reduction(
            reduction.whole("min-buffer"),
            reduction.whole("share"),
            reduction.whole("max-slippage"),
            reduction.micros("max-age"),
            reduction.micros("cool-down"),
            reduction.micros("timeout")),
        new SignalPolicy.Routing(
            routing.micros("max-delay"),
            routing.whole("delay"),
            routing.whole("jitter"),
            routing.micros("max-age")));
  }
}
