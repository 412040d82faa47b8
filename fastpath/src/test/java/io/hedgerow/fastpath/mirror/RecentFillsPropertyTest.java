package io.hedgerow.fastpath.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Against a list of all fills. */
@Tag("REC-7")
class RecentFillsPropertyTest {

  private static final long T0 = 1_800_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final long REACH = 255 * SECOND;

  private record Fill(int instrument, OrderSide side, long quantityE8, long atMicros) {}

  @Property(tries = 200)
  void shouldNeverTellLessThanWasFilledSince(@ForAll long seed) {
    Random random = new Random(seed);
    int instruments = 1 + random.nextInt(3);
    RecentFills recent = new RecentFills(instruments);
    List<Fill> all = new ArrayList<>();
    long now = T0;
    for (int step = 0; step < 300; step++) {
      now += random.nextInt(20) == 0 ? random.nextLong(600 * SECOND) : random.nextLong(SECOND);
      recent.advance(now);
      OrderSide side = random.nextBoolean() ? OrderSide.BUY : OrderSide.SELL;
      Fill fill = new Fill(random.nextInt(instruments), side, random.nextLong(1L << 56), now);
      recent.add(fill.instrument, side, fill.quantityE8);
      all.add(fill);

      long since = now - random.nextLong(300 * SECOND);
      int row = recent.row(since);
      if (row == RecentFills.UNREACHED) {
        boolean beyond = inWindow(all, now - REACH - SECOND, now) >= 0.9 * Long.MAX_VALUE;
        assertThat(since < now - REACH || beyond).isTrue();
        continue;
      }
      for (int instrument = 0; instrument < instruments; instrument++) {
        for (OrderSide each : OrderSide.values()) {
          long told = recent.sinceE8(row, instrument, each);
          assertThat(told)
              .isBetween(
                  sum(all, instrument, each, since), sum(all, instrument, each, since - SECOND));
        }
      }
    }
  }

  @Example
  void shouldKnowNothingBeforeTimeBegins() {
    assertThat(new RecentFills(1).row(T0)).isEqualTo(RecentFills.UNREACHED);
  }

  @Example
  void shouldKnowNothingWhileASumDoesNotFit() {
    RecentFills recent = new RecentFills(2);
    recent.advance(T0);
    recent.add(1, OrderSide.SELL, Long.MAX_VALUE);
    assertThat(recent.row(T0)).isNotEqualTo(RecentFills.UNREACHED);

    recent.add(1, OrderSide.SELL, 1);
    assertThat(recent.row(T0)).isEqualTo(RecentFills.UNREACHED);
    recent.advance(T0 + REACH);
    assertThat(recent.row(T0 + REACH)).isEqualTo(RecentFills.UNREACHED);

    recent.advance(T0 + REACH + SECOND);
    recent.add(1, OrderSide.SELL, 7);
    int row = recent.row(T0 + REACH + SECOND);
    assertThat(recent.sinceE8(row, 1, OrderSide.SELL)).isEqualTo(7);
    assertThat(recent.sinceE8(row, 0, OrderSide.SELL)).isZero();
  }

  private static long sum(List<Fill> all, int instrument, OrderSide side, long sinceMicros) {
    return all.stream()
        .filter(fill -> fill.instrument == instrument && fill.side == side)
        .filter(fill -> fill.atMicros >= sinceMicros)
        .mapToLong(Fill::quantityE8)
        .sum();
  }

  private static double inWindow(List<Fill> all, long fromMicros, long now) {
    return all.stream()
        .filter(fill -> fill.atMicros >= fromMicros && fill.atMicros <= now)
        .mapToDouble(Fill::quantityE8)
        .sum();
  }
}
