package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.simulator.venue.RateLimitStyle.DecayingCredits;
import io.hedgerow.simulator.venue.RateLimitStyle.UnfilledOrders;
import io.hedgerow.simulator.venue.RateLimitStyle.WeightPerWindow;
import io.hedgerow.simulator.venue.RateLimits.RequestKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ORD-5")
@Tag("FAIL-2")
class RateLimitsTest {

  private static final long SECOND = 1_000_000;
  private static final long T0 = 60_000 * SECOND;
  private static final Optional<Reason> TAKEN = Optional.empty();
  private static final Optional<Reason> LIMITED = Optional.of(Reason.RATE_LIMITED);

  @Test
  void shouldBanWhoGoesOnAfterTheLimitOfAWindow() {
    RateLimits limits =
        new RateLimits(List.of(new WeightPerWindow(5, 10 * SECOND, 2, 1, 4, 1, 30 * SECOND)));

    assertThat(order(limits, T0)).isEqualTo(TAKEN);
    assertThat(limits.usedPpm("A", T0)).isEqualTo(400_000);
    assertThat(ask(limits, RequestKind.STATUS, 0, T0)).isEqualTo(LIMITED);
    assertThat(ask(limits, RequestKind.STATUS, 0, T0)).isEqualTo(Optional.of(Reason.BANNED));
    assertThat(order(limits, T0 + 30 * SECOND - 1)).isEqualTo(Optional.of(Reason.BANNED));
    assertThat(limits.usedPpm(T0 + 30 * SECOND - 1)).isEqualTo(1_000_000);
    assertThat(order(limits, T0 + 30 * SECOND)).isEqualTo(TAKEN);
    assertThat(limits.refuse("B", RequestKind.ORDER, 0, T0 + 30 * SECOND)).isEqualTo(TAKEN);
  }

  @Test
  void shouldForgetAWindowWhenTheNextOneBegins() {
    RateLimits limits =
        new RateLimits(List.of(new WeightPerWindow(2, 10 * SECOND, 2, 1, 4, 9, SECOND)));

    assertThat(order(limits, T0 + 10 * SECOND - 1)).isEqualTo(TAKEN);
    assertThat(ask(limits, RequestKind.CANCEL, 0, T0 + 10 * SECOND - 1)).isEqualTo(LIMITED);
    assertThat(order(limits, T0 + 10 * SECOND)).isEqualTo(TAKEN);
  }

  @Test
  void shouldGiveBackWhatIsFilled() {
    RateLimits limits = new RateLimits(List.of(new UnfilledOrders(2, 10 * SECOND)));
    Optional<Reason> tooMany = Optional.of(Reason.TOO_MANY_UNFILLED_ORDERS);

    assertThat(order(limits, T0)).isEqualTo(TAKEN);
    assertThat(order(limits, T0)).isEqualTo(TAKEN);
    assertThat(order(limits, T0)).isEqualTo(tooMany);
    assertThat(ask(limits, RequestKind.CANCEL, 0, T0)).isEqualTo(TAKEN);
    limits.filled("A", T0);
    assertThat(limits.usedPpm("A", T0)).isEqualTo(500_000);
    assertThat(order(limits, T0)).isEqualTo(TAKEN);
    assertThat(order(limits, T0)).isEqualTo(tooMany);
  }

  @Test
  void shouldLetCreditsDecayAndChargeMoreForYoungOrders() {
    RateLimits limits = new RateLimits(List.of(new DecayingCredits(10, 500, 1, 1, 8, 5 * SECOND)));

    assertThat(order(limits, T0)).isEqualTo(TAKEN);
    assertThat(ask(limits, RequestKind.CANCEL, SECOND, T0)).isEqualTo(TAKEN);
    assertThat(limits.usedPpm("A", T0)).isEqualTo(900_000);
    assertThat(ask(limits, RequestKind.CANCEL, SECOND, T0)).isEqualTo(LIMITED);
    assertThat(ask(limits, RequestKind.CANCEL, 5 * SECOND, T0)).isEqualTo(TAKEN);
    assertThat(order(limits, T0 + 2 * SECOND - 1)).isEqualTo(LIMITED);
    assertThat(order(limits, T0 + 2 * SECOND)).isEqualTo(TAKEN);
    assertThat(limits.usedPpm("A", T0 + 22 * SECOND)).isZero();
  }

  @Test
  void shouldChargeNothingWhenOneOfTheLimitsRefuses() {
    RateLimits limits =
        new RateLimits(
            List.of(
                new WeightPerWindow(4, 10 * SECOND, 2, 1, 1, 9, 0),
                new UnfilledOrders(1, 10 * SECOND)));

    order(limits, T0);
    order(limits, T0);

    assertThat(ask(limits, RequestKind.CANCEL, 0, T0)).isEqualTo(TAKEN);
    assertThat(ask(limits, RequestKind.CANCEL, 0, T0)).isEqualTo(TAKEN);
    assertThat(ask(limits, RequestKind.CANCEL, 0, T0)).isEqualTo(LIMITED);
  }

  private static Optional<Reason> order(RateLimits limits, long nowMicros) {
    return ask(limits, RequestKind.ORDER, 0, nowMicros);
  }

  private static Optional<Reason> ask(
      RateLimits limits, RequestKind kind, long ageMicros, long nowMicros) {
    return limits.refuse("A", kind, ageMicros, nowMicros);
  }
}
