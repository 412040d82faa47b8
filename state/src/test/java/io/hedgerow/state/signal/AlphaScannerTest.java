package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.SignalSamples.A;
import static io.hedgerow.state.signal.SignalSamples.B;
import static io.hedgerow.state.signal.SignalSamples.T0;
import static io.hedgerow.state.signal.SignalSamples.book;
import static io.hedgerow.state.signal.SignalSamples.level;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SIG-1")
class AlphaScannerTest {

  private static final SignalSettings.Quote QUOTE =
      new SignalSettings.Quote("USDT", 1_000_000, 10, 100, 1_000_000);
  private static final int REACH_PPM = 3_000;

  /** Ten units for 1,000 each at A; ten may be sold for 1,002 each at B. */
  private final DepthView cheap = book(A, "BTC-USDT", 1, T0, "999.5", "1000");

  private final DepthView dear = book(B, "BTC-USDT", 1, T0, "1002", "1002.5");

  @Test
  @Tag("SIG-2")
  void shouldTakeAllThatEarnsWithEveryCostApart() {
    Opportunity found = AlphaScanner.scan(cheap, dear, QUOTE, terms(400, 0, 0), REACH_PPM);

    assertThat(found.direction()).isEqualTo(Direction.LONG_FIRST);
    assertThat(found.first()).isEqualTo(new Opportunity.Leg(A, "BTC-USDT"));
    assertThat(found.second()).isEqualTo(new Opportunity.Leg(B, "BTC-USDT"));
    assertThat(found.notionalE8()).isEqualTo(10_000 * E8.ONE);
    // 2,000 ppm apart, less 400 of what is spent and 400 of what is earned
    assertThat(found.edgePpm()).isEqualTo(1_199);
    assertThat(found.costs())
        .containsExactly(
            new SignalCost(CostKind.FEES, 801L),
            new SignalCost(CostKind.SLIPPAGE, 1L),
            new SignalCost(CostKind.NETWORK, 0L));
  }

  @Test
  void shouldSeeNoEdgeTheOtherWayRound() {
    assertThat(AlphaScanner.scan(dear, cheap, QUOTE, terms(0, 0, 0), REACH_PPM)).isNull();
  }

  @Test
  void shouldSeeNoEdgeWhenFeesTakeIt() {
    assertThat(AlphaScanner.scan(cheap, dear, QUOTE, terms(998, 0, 0), REACH_PPM)).isNotNull();
    assertThat(AlphaScanner.scan(cheap, dear, QUOTE, terms(1_000, 0, 0), REACH_PPM)).isNull();
  }

  @Test
  void shouldStopWhereTheNextLevelLoses() {
    DepthView steps =
        book(
            A,
            "BTC-USDT",
            1,
            T0,
            List.of(level("999", 50)),
            List.of(level("1000", 2), level("1001", 3), level("1001.9", 50)));

    Opportunity found = AlphaScanner.scan(steps, dear, QUOTE, terms(200, 0, 0), REACH_PPM);

    // 2 × 1,000 + 3 × 1,001 = 5,003, rounded down to a step of 10
    assertThat(found.notionalE8()).isEqualTo(5_000 * E8.ONE);
  }

  @Test
  void shouldStayBelowTheCapAndTheSlippageBound() {
    SignalSettings.Quote small = new SignalSettings.Quote("USDT", 2_505, 10, 100, 1_000_000);
    DepthView far =
        book(
            A,
            "BTC-USDT",
            1,
            T0,
            List.of(level("999", 50)),
            List.of(level("1000", 2), level("1001", 3)));

    assertThat(AlphaScanner.scan(cheap, dear, small, terms(0, 0, 0), REACH_PPM).notionalE8())
        .isEqualTo(2_500 * E8.ONE);
    // the middle is 999.5: 1,000 is 500 ppm away, 1,001 is 1,500
    assertThat(AlphaScanner.scan(far, dear, QUOTE, terms(0, 0, 0), 1_000).notionalE8())
        .isEqualTo(2_000 * E8.ONE);
    assertThat(AlphaScanner.scan(far, dear, QUOTE, terms(0, 0, 0), 400)).isNull();
  }

  @Test
  void shouldSpreadTheTransferOverTheNotional() {
    Opportunity found = AlphaScanner.scan(cheap, dear, QUOTE, terms(0, 5, 0), REACH_PPM);

    // 5 of 10,000 is 500 ppm
    assertThat(found.edgePpm()).isEqualTo(1_499);
    assertThat(found.route()).isEqualTo(RouteClass.EVM_L1);
    assertThat(found.costs().get(2)).isEqualTo(new SignalCost(CostKind.NETWORK, 501L));
    assertThat(AlphaScanner.scan(cheap, dear, QUOTE, terms(0, 20, 0), REACH_PPM)).isNull();
  }

  @Test
  void shouldTakeTheReserveOff() {
    Opportunity found = AlphaScanner.scan(cheap, dear, QUOTE, terms(0, 0, 300), REACH_PPM);

    assertThat(found.edgePpm()).isEqualTo(1_699);
    assertThat(found.costs().get(1).getPpm()).isEqualTo(301);
  }

  @Test
  @Tag("NET-7")
  void shouldTreatWhatDoesNotFitAsNone() {
    DepthView huge = book(B, "BTC-USDT", 1, T0, "900000000", "900000001");

    assertThat(
            AlphaScanner.scan(
                cheap,
                huge,
                new SignalSettings.Quote("USDT", Long.MAX_VALUE, 1, 1, 1),
                terms(0, 0, 0),
                REACH_PPM))
        .isNull();
  }

  private static AlphaScanner.Terms terms(long feePpm, long network, long reservePpm) {
    RouteChoice.Route route =
        network == 0
            ? RouteChoice.Route.NOTHING_MOVES
            : new RouteChoice.Route(RouteClass.EVM_L1, "ETHEREUM", network * E8.ONE, 0);
    return new AlphaScanner.Terms(feePpm, feePpm, reservePpm, route);
  }
}
