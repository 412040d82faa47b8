package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.SignalSamples.A;
import static io.hedgerow.state.signal.SignalSamples.B;
import static io.hedgerow.state.signal.SignalSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/** Books around 1,000 whose prices are up to 0.4 % apart. */
@Tag("SIG-1")
class AlphaScannerPropertyTest {

  private static final SignalSettings.Quote QUOTE =
      new SignalSettings.Quote("USDT", 20_000, 10, 100, 1_000_000);
  private static final int REACH_PPM = 3_000;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  @Property(tries = 300)
  void shouldNeverGainByMoreFees(
      @ForAll("books") DepthView first,
      @ForAll("books") DepthView second,
      @ForAll @IntRange(max = 2_000) int feePpm,
      @ForAll @IntRange(min = 1, max = 2_000) int more) {
    Opportunity cheap = scan(first, second, terms(feePpm));
    Opportunity dear = scan(first, second, terms(feePpm + more));

    // a dearer trade may be smaller and so better by unit, never better as a whole
    assertThat(profitE8(dear)).isLessThanOrEqualTo(profitE8(cheap) + slackE8(cheap));
    if (cheap == null) {
      assertThat(dear).isNull();
    }
  }

  @Property(tries = 300)
  void shouldNeverEarnWhereCostsExceedTheSpread(
      @ForAll("books") DepthView first, @ForAll("books") DepthView second) {
    long askE8 = first.getBestAskPriceE8();
    long bidE8 = second.getBestBidPriceE8();
    long spreadPpm = Math.max(0, E8.mulDivFloor(bidE8 - askE8, 1_000_000, askE8)) + 1;

    assertThat(scan(first, second, new AlphaScanner.Terms(spreadPpm, 0, 0, nothingMoves())))
        .isNull();
  }

  @Property(tries = 300)
  void shouldClaimNoMoreThanANaiveWalkEarns(
      @ForAll("books") DepthView first,
      @ForAll("books") DepthView second,
      @ForAll @LongRange(max = 1_500) long feePpm) {
    Opportunity found = scan(first, second, terms(feePpm));
    Statistics.collect(found != null);
    Statistics.coverage(seen -> seen.check(true).percentage(share -> share > 3));
    if (found == null) {
      return;
    }
    long spentE8 = found.notionalE8();
    BigInteger quantity = bought(first.getAsks(), spentE8);
    BigInteger earned = sold(second.getBids(), quantity);
    BigInteger kept =
        earned
            .multiply(MILLION.subtract(BigInteger.valueOf(feePpm)))
            .subtract(
                BigInteger.valueOf(spentE8).multiply(MILLION.add(BigInteger.valueOf(feePpm))));

    // what is left of the naive walk, in ppm of what was spent, is at least what is claimed
    assertThat(kept.divide(BigInteger.valueOf(spentE8)).longValueExact())
        .isGreaterThanOrEqualTo(found.edgePpm() - 1);
    assertThat(found.notionalE8() % (10 * E8.ONE)).isZero();
    assertThat(found.notionalE8()).isBetween(100 * E8.ONE, 20_000 * E8.ONE);
  }

  @Provide
  Arbitrary<DepthView> books() {
    Arbitrary<Long> middle = Arbitraries.longs().between(99_800, 100_200);
    Arbitrary<List<Integer>> units =
        Arbitraries.integers().between(1, 30).list().ofMinSize(1).ofMaxSize(6);
    Arbitrary<List<Integer>> otherUnits =
        Arbitraries.integers().between(1, 30).list().ofMinSize(1).ofMaxSize(6);
    return Combinators.combine(middle, units, otherUnits)
        .as(
            (cents, bids, asks) ->
                SignalSamples.book(
                    bids.size() % 2 == 0 ? A : B,
                    "BTC-USDT",
                    1,
                    T0,
                    side(cents - 1, -7, bids),
                    side(cents + 1, 7, asks)));
  }

  private static List<SignalSamples.Step> side(long cents, long step, List<Integer> units) {
    List<SignalSamples.Step> side = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      side.add(
          new SignalSamples.Step(
              (cents + i * step) * (E8.ONE / 100), units.get(i) * (E8.ONE / 10)));
    }
    return side;
  }

  private static Opportunity scan(DepthView first, DepthView second, AlphaScanner.Terms terms) {
    return AlphaScanner.scan(first, second, QUOTE, terms, REACH_PPM);
  }

  private static AlphaScanner.Terms terms(long feePpm) {
    return new AlphaScanner.Terms(feePpm, feePpm, 0, nothingMoves());
  }

  private static RouteChoice.Route nothingMoves() {
    return RouteChoice.Route.NOTHING_MOVES;
  }

  private static long profitE8(Opportunity found) {
    return found == null ? 0 : E8.mulDivFloor(found.notionalE8(), found.edgePpm(), 1_000_000);
  }

  /** What rounding the notional to a step of 10, and the edge to a ppm, may take. */
  private static long slackE8(Opportunity found) {
    return found == null
        ? 0
        : E8.mulDivFloor(10 * E8.ONE, found.edgePpm() + 5_000, 1_000_000)
            + E8.mulDivFloor(found.notionalE8(), 2, 1_000_000);
  }

  private static BigInteger bought(List<DepthLevel> asks, long spendE8) {
    long baseE8 = 0;
    long notionalE8 = 0;
    for (DepthLevel level : asks) {
      if (level.getCumulativeNotionalE8() >= spendE8) {
        return BigInteger.valueOf(baseE8)
            .add(
                BigInteger.valueOf(spendE8 - notionalE8)
                    .multiply(BigInteger.valueOf(E8.ONE))
                    .divide(BigInteger.valueOf(level.getPriceE8())));
      }
      baseE8 = level.getCumulativeBaseE8();
      notionalE8 = level.getCumulativeNotionalE8();
    }
    return BigInteger.valueOf(baseE8);
  }

  private static BigInteger sold(List<DepthLevel> bids, BigInteger quantity) {
    long baseE8 = 0;
    long notionalE8 = 0;
    for (DepthLevel level : bids) {
      if (BigInteger.valueOf(level.getCumulativeBaseE8()).compareTo(quantity) >= 0) {
        return BigInteger.valueOf(notionalE8)
            .add(
                quantity
                    .subtract(BigInteger.valueOf(baseE8))
                    .multiply(BigInteger.valueOf(level.getPriceE8()))
                    .divide(BigInteger.valueOf(E8.ONE)));
      }
      baseE8 = level.getCumulativeBaseE8();
      notionalE8 = level.getCumulativeNotionalE8();
    }
    return BigInteger.valueOf(notionalE8);
  }
}
