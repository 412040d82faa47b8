package io.hedgerow.state.funding;

import static io.hedgerow.state.funding.FundingUpdates.HOUR;
import static io.hedgerow.state.funding.FundingUpdates.KEY;
import static io.hedgerow.state.funding.FundingUpdates.T0;
import static io.hedgerow.state.funding.FundingUpdates.current;
import static io.hedgerow.state.funding.FundingUpdates.settled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.state.network.GoldenPages;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.StaleCause;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-4")
class FundingTest {

  private static final long RATE = E8.parse("0.0001");

  private final Funding funding = new Funding(KEY);
  private long offset = 100;

  private Outcome give(FundingUpdate update) {
    return funding.apply(update, ++offset);
  }

  private FundingView view() {
    return funding.record();
  }

  /** Settlements at these hours after T0. */
  private void settle(int... hours) {
    for (int hour : hours) {
      assertThat(give(settled(T0 + hour * HOUR, RATE))).isEqualTo(Outcome.APPLIED);
    }
  }

  private void assertInterval(IntervalStatus status, Integer hours) {
    assertThat(view().getIntervalStatus()).isEqualTo(status);
    assertThat(view().getIntervalMicros()).isEqualTo(hours == null ? null : hours * HOUR);
  }

  @Nested
  class Interval {

    @Test
    void shouldBeUnknownAfterOnePeriod() {
      settle(0);

      assertInterval(IntervalStatus.UNKNOWN, null);
      assertThat(view().getAnnualizedE8()).isNull();
      assertThat(view().getRangeCount()).isZero();
    }

    @Test
    void shouldBeDeclaredOnTheVenuesWordAlone() {
      FundingUpdate update = current(T0 + 8 * HOUR, RATE, T0 + HOUR);
      update.setDeclaredIntervalMicros(8 * HOUR);

      give(update);

      assertInterval(IntervalStatus.DECLARED, 8);
      assertThat(E8.toDecimal(view().getAnnualizedE8())).isEqualTo("0.1095");
    }

    @Test
    void shouldBeObservedAgainstTheVenuesWord() {
      for (int hour = 0; hour <= 3; hour++) {
        FundingUpdate update = current(T0 + hour * HOUR, RATE, T0 + hour * HOUR - HOUR / 2);
        update.setDeclaredIntervalMicros(8 * HOUR);
        give(update);
      }

      assertInterval(IntervalStatus.OBSERVED, 1);
    }

    @Test
    void shouldBeObservedWhenTheFundingTimeMovesOn() {
      give(current(T0 + 8 * HOUR, RATE, T0 + 8 * HOUR - 1));
      give(current(T0 + 16 * HOUR, 2 * RATE, T0 + 8 * HOUR + 1));

      assertInterval(IntervalStatus.OBSERVED, 8);
      assertThat(view().getRangeCount()).isEqualTo(1);
      assertThat(view().getMaximumRateE8()).isEqualTo(RATE);
    }

    @Test
    void shouldBeChangedUntilTheNextOneConfirms() {
      settle(0, 8, 16, 20);
      assertInterval(IntervalStatus.CHANGED, 4);

      settle(24);
      assertInterval(IntervalStatus.OBSERVED, 4);
    }

    @Test
    void shouldMistrustAMultipleUntilTheNextPeriodShowsItWasAHole() {
      settle(0, 8, 16, 32);
      assertInterval(IntervalStatus.CHANGED, 16);

      settle(40);
      assertInterval(IntervalStatus.OBSERVED, 8);
    }

    @Test
    void shouldTakeAMultipleThatRepeatsAsTheNewInterval() {
      settle(0, 4, 8, 16, 24);

      assertInterval(IntervalStatus.OBSERVED, 8);
    }

    @Test
    void shouldTakeAMultipleAsAHoleWhereTheVenueDeclaresTheOldInterval() {
      settle(0, 8, 16);
      FundingUpdate afterOutage = current(T0 + 48 * HOUR, RATE, T0 + 41 * HOUR);
      afterOutage.setDeclaredIntervalMicros(8 * HOUR);

      give(afterOutage);

      assertInterval(IntervalStatus.OBSERVED, 8);
    }

    @Test
    void shouldTakeAMultipleAnnouncedAheadAsAChangeWhateverIsDeclared() {
      settle(0, 4, 8);
      FundingUpdate ahead = current(T0 + 16 * HOUR, RATE, T0 + 9 * HOUR);
      ahead.setDeclaredIntervalMicros(4 * HOUR);

      give(ahead);

      assertInterval(IntervalStatus.CHANGED, 8);
    }

    @Test
    void shouldForgetAFundingTimeThatWasWithdrawnBeforeItCame() {
      settle(0, 8);
      give(current(T0 + 16 * HOUR, RATE, T0 + 9 * HOUR));
      give(current(T0 + 12 * HOUR, RATE, T0 + 10 * HOUR));
      assertInterval(IntervalStatus.CHANGED, 4);

      give(current(T0 + 16 * HOUR, RATE, T0 + 12 * HOUR + 1));
      assertInterval(IntervalStatus.OBSERVED, 4);
      assertThat(view().getRangeCount()).isEqualTo(3);
    }

    @Test
    void shouldSeeOnePeriodWhereTimesAreAMinuteOff() {
      give(settled(T0 + 59_000_000, RATE));
      give(settled(T0 + 8 * HOUR - 59_000_000, RATE));
      give(settled(T0 + 16 * HOUR, RATE));

      assertInterval(IntervalStatus.OBSERVED, 8);
      assertThat(give(settled(T0 + 16 * HOUR + 40_000_000, RATE))).isEqualTo(Outcome.APPLIED);
      assertThat(view().getRangeCount()).isEqualTo(3);
    }

    @Test
    void shouldNotTakeAGapOfMonthsAsAnInterval() {
      settle(0, 24 * 60);

      assertInterval(IntervalStatus.UNKNOWN, null);
    }
  }

  @Nested
  class Order {

    @Test
    void shouldIgnoreAnOlderCurrentRate() {
      give(current(T0 + 8 * HOUR, RATE, T0 + 200));
      FundingView before = view();

      assertThat(give(current(T0 + 8 * HOUR, 9 * RATE, T0 + 100))).isEqualTo(Outcome.OUT_OF_ORDER);

      assertThat(view()).isEqualTo(before);
    }

    @Test
    void shouldIgnoreARepeatedRecord() {
      FundingUpdate update = current(T0 + 8 * HOUR, RATE, T0 + 200);
      give(update);
      FundingView before = view();

      assertThat(give(update)).isEqualTo(Outcome.DUPLICATE);
      assertThat(funding.apply(current(T0 + 8 * HOUR, RATE, T0 + 300), offset - 1))
          .isEqualTo(Outcome.DUPLICATE);

      assertThat(view()).isEqualTo(before);
    }

    @Test
    void shouldCountASettlementOnce() {
      settle(0, 8, 16);
      FundingView before = view();

      assertThat(give(settled(T0 + 8 * HOUR, RATE))).isEqualTo(Outcome.DUPLICATE);

      assertThat(view()).isEqualTo(before);
    }

    @Test
    void shouldPreferWhatWasSettledToWhatAccrued() {
      give(current(T0 + 8 * HOUR, RATE, T0 + HOUR));
      give(current(T0 + 16 * HOUR, RATE, T0 + 8 * HOUR + 1));
      give(settled(T0 + 8 * HOUR, 3 * RATE));

      assertThat(view().getMinimumRateE8()).isEqualTo(3 * RATE);
      assertThat(view().getRateE8()).as("the rate accruing now").isEqualTo(RATE);
    }
  }

  @Nested
  class Figures {

    @Test
    void shouldAnnualizeHalfEvenEitherSideOfZero() {
      FundingUpdate update = current(-1, -3, T0);
      update.setDeclaredIntervalMicros(16 * 365 * HOUR / 10);

      give(update);

      // -3 × 8760 h ÷ 584 h = -45
      assertThat(view().getAnnualizedE8()).isEqualTo(-45);
    }

    @Test
    void shouldBringHourlyRatesToEightHours() {
      settle(0, 1, 2);

      assertThat(view().getMinimumRateE8()).isEqualTo(8 * RATE);
      assertThat(view().getMaximumRateE8()).isEqualTo(8 * RATE);
      assertThat(view().getRangeCount()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheNewestPeriodsOnly() {
      give(settled(T0, 50 * RATE));
      for (int period = 1; period <= FundingHistory.MAX_PERIODS; period++) {
        give(settled(T0 + period * 8 * HOUR, RATE));
      }

      assertThat(view().getRangeCount()).isEqualTo(FundingHistory.MAX_PERIODS);
      assertThat(view().getMaximumRateE8()).isEqualTo(RATE);
      assertThat(give(settled(T0, 50 * RATE))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(HeldPages.of(funding).bytes()).isLessThan(8_000);
    }

    @Test
    void shouldSurviveAbsurdNumbers() {
      assertThat(give(current(T0 + HOUR, Long.MIN_VALUE, T0))).isEqualTo(Outcome.INVALID);
      assertThat(give(current(Long.MAX_VALUE, RATE, T0))).isEqualTo(Outcome.INVALID);
      assertThat(give(settled(-1, RATE))).isEqualTo(Outcome.INVALID);
      FundingUpdate zero = current(T0 + HOUR, 10 * E8.ONE, T0);
      zero.setDeclaredIntervalMicros(0L);

      assertThat(give(zero)).isEqualTo(Outcome.APPLIED);
      assertInterval(IntervalStatus.UNKNOWN, null);
      zero.setDeclaredIntervalMicros(120_000_000L);
      zero.setReceivedAtMicros(T0 + 1);
      zero.setEventId("other");
      give(zero);
      assertThat(E8.toDecimal(view().getAnnualizedE8())).isEqualTo("2628000");
    }
  }

  @Nested
  @Tag("NET-7")
  class Staleness {

    @Test
    void shouldBeStaleUntilTheNextCurrentRate() {
      give(current(T0 + 8 * HOUR, RATE, T0));
      long live = view().getVersion();

      assertThat(funding.goStale(StaleCause.NO_INPUT)).isTrue();
      assertThat(funding.goStale(StaleCause.CLOCK_STOPPED)).isFalse();
      assertThat(view().getFreshness()).isEqualTo(Freshness.STALE);
      assertThat(view().getRateE8()).as("never the last value").isNull();
      assertThat(view().getAnnualizedE8()).isNull();
      assertThat(view().getVersion()).isEqualTo(live + 1);

      assertThat(give(settled(T0, RATE))).isEqualTo(Outcome.APPLIED);
      assertThat(view().getFreshness()).as("history is no news").isEqualTo(Freshness.STALE);

      assertThat(give(current(T0 + 8 * HOUR, RATE, T0 + 60_000_000))).isEqualTo(Outcome.REVIVED);
      assertThat(view().getFreshness()).isEqualTo(Freshness.LIVE);
      assertThat(view().getVersion()).isGreaterThan(live + 1);
    }

    @Test
    void shouldHaveNothingToWithdrawBeforeTheFirstInput() {
      assertThat(funding.goStale(StaleCause.NO_INPUT)).isFalse();
    }
  }

  @Nested
  class Pages {

    @Test
    void shouldWriteTheHistoryOnlyWhenItChanged() {
      settle(0, 8);
      HeldPages pages = HeldPages.of(funding);
      give(current(T0 + 16 * HOUR, RATE, T0 + 9 * HOUR));

      int before = pages.puts();
      funding.flush(pages);
      funding.flush(pages);

      assertThat(pages.puts() - before).isEqualTo(1);
    }

    @Test
    void shouldReadTheGoldenPages() throws IOException {
      settle(0, 8, 16);
      FundingUpdate update = current(T0 + 24 * HOUR, -RATE, T0 + 17 * HOUR);
      update.setPredictedRateE8(7L);
      update.setDeclaredIntervalMicros(8 * HOUR);
      give(update);
      funding.goStale(StaleCause.NO_INPUT);

      HeldPages golden = GoldenPages.read("funding.v1.txt", funding);

      assertThat(Funding.restore(KEY, golden.entries()).record()).isEqualTo(view());
    }

    @Test
    void shouldRefuseAPageOfAnotherFormat() {
      assertThatThrownBy(() -> Funding.restore(KEY, List.of(Map.entry(0L, new byte[] {9}))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected a page of format 1, saw format 9");
    }
  }
}
