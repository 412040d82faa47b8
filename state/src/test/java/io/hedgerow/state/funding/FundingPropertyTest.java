package io.hedgerow.state.funding;

import static io.hedgerow.state.funding.FundingUpdates.HOUR;
import static io.hedgerow.state.funding.FundingUpdates.KEY;
import static io.hedgerow.state.funding.FundingUpdates.T0;
import static io.hedgerow.state.funding.FundingUpdates.current;
import static io.hedgerow.state.funding.FundingUpdates.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.StaleCause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Tag("NET-4")
class FundingPropertyTest {

  /** Any sequence of updates: current ones, settlements, repeats, old ones, holes, jitter. */
  private static List<FundingUpdate> updates(long seed) {
    Random random = new Random(seed);
    List<FundingUpdate> updates = new ArrayList<>();
    long now = T0;
    long interval = (1 + random.nextInt(8)) * HOUR;
    for (int i = 0; i < 150; i++) {
      now += random.nextInt(100) < 3 ? 5 * interval : (long) (random.nextDouble() * interval);
      if (random.nextInt(40) == 0) {
        interval = (1 + random.nextInt(8)) * HOUR;
      }
      long next = Math.floorDiv(now, interval) * interval + interval;
      long jitter = random.nextInt(100) - 50;
      long rate = random.nextInt(200_000) - 100_000;
      long received = now - (random.nextInt(5) == 0 ? random.nextInt(1000) * 60_000_000L : 0);
      updates.add(
          switch (random.nextInt(6)) {
            case 0 -> settled(next - interval * (1 + random.nextInt(4)) + jitter, rate);
            case 1 -> updates.isEmpty() ? settled(T0, rate) : updates.get(i - 1);
            case 2 -> current(-1, rate, received);
            default -> current(next + jitter, rate, received);
          });
    }
    return updates;
  }

  @Property(tries = 300)
  void shouldComeBackEqualFromItsPagesAtAnyPoint(@ForAll long seed) {
    List<FundingUpdate> updates = updates(seed);
    Random random = new Random(seed);
    Funding straight = new Funding(KEY);
    Funding restored = new Funding(KEY);
    HeldPages pages = new HeldPages();
    for (int i = 0; i < updates.size(); i++) {
      assertThat(restored.apply(updates.get(i), i)).isEqualTo(straight.apply(updates.get(i), i));
      if (random.nextInt(20) == 0) {
        assertThat(restored.goStale(StaleCause.NO_INPUT))
            .isEqualTo(straight.goStale(StaleCause.NO_INPUT));
      }
      if (random.nextInt(10) == 0) {
        restored.flush(pages);
        restored = Funding.restore(KEY, pages.entries());
      }
      assertThat(restored.record()).as("after update %d", i).isEqualTo(straight.record());
    }
  }

  @Property(tries = 300)
  void shouldNeverGoBackInVersionNorTime(@ForAll long seed) {
    Funding funding = new Funding(KEY);
    long version = Long.MIN_VALUE;
    long receivedAt = Long.MIN_VALUE;
    long offset = 0;
    for (FundingUpdate update : updates(seed)) {
      FundingView before = funding.record();
      Outcome outcome = funding.apply(update, offset++);
      boolean changed = outcome == Outcome.APPLIED || outcome == Outcome.REVIVED;
      FundingView after = funding.record();
      if (changed) {
        assertThat(after.getVersion()).isGreaterThan(version);
      } else {
        assertThat(after).isEqualTo(before);
      }
      assertThat(funding.receivedAtMicros()).isGreaterThanOrEqualTo(receivedAt);
      version = after.getVersion();
      receivedAt = funding.receivedAtMicros();
    }
  }

  @Property(tries = 300)
  void shouldHoldTheSameHistoryInWhateverOrderItBecomesKnown(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(max = 400) Integer> hours,
      @ForAll long seed) {
    List<FundingUpdate> updates =
        new ArrayList<>(
            hours.stream().distinct().map(hour -> settled(T0 + hour * HOUR, hour)).toList());
    Funding inOrder = new Funding(KEY);
    updates.stream()
        .sorted((a, b) -> Long.compare(a.getFundingTimeMicros(), b.getFundingTimeMicros()))
        .forEach(update -> inOrder.apply(update, update.getFundingTimeMicros()));
    java.util.Collections.shuffle(updates, new Random(seed));
    Funding shuffled = new Funding(KEY);
    for (int i = 0; i < updates.size(); i++) {
      shuffled.apply(updates.get(i), i);
    }

    FundingView expected = inOrder.record();
    FundingView seen = shuffled.record();
    seen.setVersion(expected.getVersion());
    seen.setEventId(expected.getEventId());
    assertThat(seen).isEqualTo(expected);
  }

  /** On one steady interval everything follows from the rates and the calendar alone. */
  @Property(tries = 200)
  void shouldEqualANaiveComputationAfterEveryUpdate(
      @ForAll @IntRange(min = 1, max = 24) int intervalHours, @ForAll long seed) {
    Random random = new Random(seed);
    Funding funding = new Funding(KEY);
    TreeMap<Long, Long> ended = new TreeMap<>();
    long interval = intervalHours * HOUR;
    for (int i = 0; i < 320; i++) {
      long rate = random.nextInt(2_000_000) - 1_000_000;
      long next = T0 + (i / 3 + 1) * interval;
      long now = next - interval + (i % 3 + 1) * 60_000_000L;
      if (i % 3 == 0 && i > 0) {
        ended.put(next - interval, funding.record().getRateE8());
      }
      funding.apply(current(next, rate, now), i);

      FundingView view = funding.record();
      assertThat(view.getRateE8()).isEqualTo(rate);
      if (ended.isEmpty()) {
        assertThat(view.getAnnualizedE8()).isNull();
        continue;
      }
      assertThat(view.getIntervalMicros()).isEqualTo(interval);
      assertThat(view.getAnnualizedE8()).isEqualTo(scaled(rate, 365 * 24, intervalHours));
      assertThat(view.getRangeCount()).isEqualTo(ended.size());
      assertThat(view.getMinimumRateE8())
          .isEqualTo(
              ended.values().stream()
                  .mapToLong(r -> scaled(r, 8, intervalHours))
                  .min()
                  .orElseThrow());
      assertThat(view.getMaximumRateE8())
          .isEqualTo(
              ended.values().stream()
                  .mapToLong(r -> scaled(r, 8, intervalHours))
                  .max()
                  .orElseThrow());
    }
  }

  private static long scaled(long rateE8, int times, int by) {
    return BigDecimal.valueOf(rateE8)
        .multiply(BigDecimal.valueOf(times))
        .divide(BigDecimal.valueOf(by), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
