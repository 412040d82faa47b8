package io.hedgerow.state.venue;

import static io.hedgerow.state.network.Outcome.APPLIED;
import static io.hedgerow.state.network.Outcome.DUPLICATE;
import static io.hedgerow.state.network.Outcome.INVALID;
import static io.hedgerow.state.network.Outcome.OUT_OF_ORDER;
import static io.hedgerow.state.network.Outcome.REVIVED;
import static io.hedgerow.state.venue.VenueSamples.SECOND;
import static io.hedgerow.state.venue.VenueSamples.T0;
import static io.hedgerow.state.venue.VenueSamples.VENUE;
import static io.hedgerow.state.venue.VenueSamples.ok;
import static io.hedgerow.state.venue.VenueSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.GoldenPages;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.StaleCause;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-6")
class VenueHealthTest {

  private final VenueHealth health = new VenueHealth(VENUE);

  private VenueView view() {
    return health.record();
  }

  @Test
  void shouldCountOutcomesAndRoundAgainstTheVenue() {
    health.apply(ok(T0, 1000));
    health.apply(sample(T0 + 1, Channel.ORDER, Outcome.OK, 2000));
    health.apply(sample(T0 + 2, Channel.ORDER, Outcome.REJECTED, 3000));
    health.apply(sample(T0 + 3, Channel.ORDER, Outcome.TIMEOUT, 5_000_000));
    health.apply(sample(T0 + 4, Channel.ACCOUNT, Outcome.RATE_LIMITED, 10));
    health.apply(sample(T0 + 5, Channel.ACCOUNT, Outcome.ERROR, 10));
    health.apply(ok(T0 + 6, 1000));

    VenueView view = view();
    assertThat(view.getSampleCount()).isEqualTo(7);
    assertThat(view.getErrorRatePpm()).isEqualTo(285_715);
    assertThat(view.getRateLimitedPpm()).isEqualTo(142_858);
    assertThat(view.getOrderSampleCount()).isEqualTo(3);
    assertThat(view.getAcknowledgedPpm()).isEqualTo(333_333);
    assertThat(view.getReliabilityPpm()).isEqualTo(333_333);
    assertThat(view.getAcknowledgementP99Micros()).isBetween(2000L, 2063L);
    assertThat(view.getLatencyP50Micros()).isBetween(1000L, 1032L);
    assertThat(view.getLatencyP99Micros()).as("answered requests only").isBetween(3000L, 3095L);
    assertThat(view.getReachable()).isTrue();
  }

  @Test
  void shouldForgetWhatLeftTheWindow() {
    health.apply(sample(T0, Channel.ORDER, Outcome.ERROR, 1));
    health.apply(ok(T0 + 59 * SECOND, 1));
    assertThat(view().getErrorRatePpm()).isEqualTo(500_000);

    health.apply(ok(T0 + 60 * SECOND, 1));

    assertThat(view().getErrorRatePpm()).isZero();
    assertThat(view().getAcknowledgedPpm()).isNull();
    assertThat(view().getSampleCount()).isEqualTo(2);
  }

  @Test
  void shouldCountALateSampleInItsBucketAndNoneBeyondTheWindow() {
    health.apply(ok(T0 + 59 * SECOND, 1));

    assertThat(health.apply(ok(T0, 1))).isEqualTo(APPLIED);
    assertThat(health.apply(ok(T0 - 1, 1))).isEqualTo(OUT_OF_ORDER);

    assertThat(view().getSampleCount()).isEqualTo(2);
    assertThat(view().getReceivedAtMicros()).isEqualTo(T0 + 59 * SECOND);
  }

  @Test
  void shouldCountARepeatedSampleOnce() {
    assertThat(health.apply(ok(T0, 1))).isEqualTo(REVIVED);
    VenueView before = view();

    assertThat(health.apply(ok(T0, 1))).isEqualTo(DUPLICATE);

    assertThat(view()).isEqualTo(before);
  }

  @Test
  void shouldShowTheNewestStatementWhateverComesLate() {
    VenueSample maintenance = ok(T0 + 2 * SECOND, 1);
    maintenance.setStatus(VenueStatus.MAINTENANCE);
    maintenance.setTransfers(List.of(new TransferSwitch("SOL", "SOLANA", false, true)));
    VenueSample before = ok(T0 + SECOND, 1);
    before.setStatus(VenueStatus.ONLINE);
    before.setTransfers(
        List.of(
            new TransferSwitch("SOL", "SOLANA", true, true),
            new TransferSwitch("BTC", "BITCOIN", true, true)));

    health.apply(maintenance);
    health.apply(before);
    health.apply(sample(T0 + 3 * SECOND, Channel.ACCOUNT, Outcome.TIMEOUT, 9));

    assertThat(view().getStatus()).isEqualTo(VenueStatus.MAINTENANCE);
    assertThat(view().getReachable()).isFalse();
    assertThat(view().getTransfers())
        .containsExactly(
            new TransferSwitch("BTC", "BITCOIN", true, true),
            new TransferSwitch("SOL", "SOLANA", false, true));
  }

  @Test
  void shouldTakeTheLargestLeadAsTheClocksOffset() {
    health.apply(new ClockSample(VENUE, T0, 1_270_000));
    health.apply(new ClockSample(VENUE, T0 + 1, 1_100_000));

    assertThat(view().getClockOffsetMicros()).isEqualTo(1_270_000);
    assertThat(view().getClockSpreadMicros()).isEqualTo(170_000);

    health.apply(new ClockSample(VENUE, T0 + 70 * SECOND, -5));
    assertThat(view().getClockOffsetMicros()).isEqualTo(-5);
    assertThat(view().getClockSpreadMicros()).isZero();
  }

  @Test
  void shouldNotUseAnImplausibleClock() {
    long limit = VenueHealth.MAX_CLOCK_OFFSET_MICROS;
    for (long ahead : new long[] {Long.MIN_VALUE, -limit - 1, limit + 1, Long.MAX_VALUE}) {
      assertThat(health.apply(new ClockSample(VENUE, T0, ahead))).isEqualTo(INVALID);
    }
    assertThat(view().getClockOffsetMicros()).isNull();

    assertThat(health.apply(new ClockSample(VENUE, T0, limit))).isEqualTo(APPLIED);

    assertThat(view().getClockOffsetMicros()).isEqualTo(limit);
  }

  @Test
  void shouldNotLetOneWrongTimeShiftTheClock() {
    for (int second = 0; second < 60; second++) {
      health.apply(new ClockSample(VENUE, T0 + second * SECOND, 1_270_000 - second % 10));
      boolean wrong = second == 25;
      if (wrong) {
        health.apply(new ClockSample(VENUE, T0 + second * SECOND, 500 * SECOND));
        health.apply(new ClockSample(VENUE, T0 + second * SECOND, -500 * SECOND));
      }
      assertThat(view().getClockOffsetMicros()).as("second %d", second).isEqualTo(1_270_000);
      assertThat(view().getClockSpreadMicros()).as("second %d", second).isBetween(0L, 9L);
    }
  }

  @Test
  @Tag("NET-7")
  void shouldBeStaleWithoutInterfaceSamples() {
    health.apply(new ClockSample(VENUE, T0, 0));
    assertThat(view().getFreshness()).isEqualTo(Freshness.STALE);
    assertThat(view().getReceivedAtMicros()).isEqualTo(-1);
    assertThat(view().getVersion()).isEqualTo(2 * T0);
    assertThat(health.goStale(StaleCause.NO_INPUT)).as("it was").isFalse();

    assertThat(health.apply(ok(T0 - 5, 1))).isEqualTo(REVIVED);

    assertThat(view().getFreshness()).isEqualTo(Freshness.LIVE);
    assertThat(view().getVersion()).isEqualTo(2 * T0);
  }

  @Test
  @Tag("NET-7")
  void shouldRaiseTheVersionWithEachTurn() {
    health.apply(ok(T0, 1));
    health.apply(new ClockSample(VENUE, T0 + 100, 0));
    assertThat(health.goStale(StaleCause.NO_INPUT)).isTrue();
    assertThat(view().getVersion()).isEqualTo(2 * (T0 + 100) + 1);

    assertThat(health.apply(new ClockSample(VENUE, T0 + 101, 0))).isEqualTo(APPLIED);
    assertThat(view().getFreshness()).isEqualTo(Freshness.STALE);
    assertThat(view().getReachable()).as("never the last value").isFalse();
    assertThat(view().getReliabilityPpm()).isNull();
    assertThat(view().getTransfers()).isEmpty();
    assertThat(health.apply(ok(T0 + 50, 1))).isEqualTo(REVIVED);

    assertThat(view().getFreshness()).isEqualTo(Freshness.LIVE);
    assertThat(view().getVersion()).isEqualTo(2 * (T0 + 101) + 2);
    health.goStale(StaleCause.NO_INPUT);
    assertThat(view().getVersion()).isEqualTo(2 * (T0 + 101) + 3);
  }

  @Test
  void shouldWriteOnlyTheBucketsThatChanged() {
    for (int second = 0; second < 60; second += 10) {
      health.apply(ok(T0 + second * SECOND, 1));
    }
    HeldPages pages = HeldPages.of(health);
    int before = pages.puts();

    health.apply(ok(T0 + 55 * SECOND, 1));
    health.flush(pages);

    assertThat(pages.puts() - before).as("header and one bucket").isEqualTo(2);
  }

  @Test
  void shouldReadTheGoldenPages() throws IOException {
    VenueSample stated = ok(T0, 77);
    stated.setStatus(VenueStatus.POST_ONLY);
    stated.setRateLimitUsedPpm(12);
    stated.setTransfers(List.of(new TransferSwitch("SOL", "SOLANA", false, true)));
    health.apply(stated);
    health.apply(sample(T0 + 20 * SECOND, Channel.ORDER, Outcome.OK, 123_456));
    health.apply(new ClockSample(VENUE, T0 + 30 * SECOND, 1_270_000));
    health.goStale(StaleCause.NO_INPUT);

    HeldPages golden = GoldenPages.read("venue.v1.txt", health);

    assertThat(VenueHealth.restore(VENUE, golden.entries()).record()).isEqualTo(view());
  }
}
