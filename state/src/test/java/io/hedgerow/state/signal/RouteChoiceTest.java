package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.SignalSamples.SECOND;
import static io.hedgerow.state.signal.SignalSamples.T0;
import static io.hedgerow.state.signal.SignalSamples.evm;
import static io.hedgerow.state.signal.SignalSamples.price;
import static io.hedgerow.state.signal.SignalSamples.settings;
import static io.hedgerow.state.signal.SignalSamples.svm;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.state.ChainView;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SETTLE-1")
class RouteChoiceTest {

  private final Map<String, ChainView> chains = new TreeMap<>();
  private final Map<String, ReferencePrice> prices = new TreeMap<>();

  @BeforeEach
  void know() {
    put(evm("ETHEREUM", T0, "10", 36, 60));
    put(evm("ARBITRUM", T0, "0.1", 30, 60));
    put(svm("SOLANA", T0, 50_000, 1, 2));
    prices.put("ETH", price("ETH", T0, "3000"));
    prices.put("SOL", price("SOL", T0, "150"));
  }

  @Test
  void shouldTakeTheFastAndCertainChain() {
    RouteChoice.Route route = choose("ETH", T0);

    assertThat(route.route()).isEqualTo(RouteClass.SVM);
    // 200,000 units at 0.05 lamports are 10,000 lamports, and 5,000 on top: 15 µSOL at 150
    assertThat(route.feeE8()).isEqualTo(E8.parse("0.00225"));
  }

  @Test
  void shouldTakeTheNextBestWhenAChainIsStaleOrUnknown() {
    put(ChainView.newBuilder(chains.get("SOLANA")).setFreshness(Freshness.STALE).build());
    assertThat(choose("ETH", T0).route()).isEqualTo(RouteClass.EVM_L2);

    chains.remove("ARBITRUM");
    RouteChoice.Route last = choose("ETH", T0);
    assertThat(last.route()).isEqualTo(RouteClass.EVM_L1);
    // 65,000 gas at 10 gwei are 0.00065 ETH at 3,000
    assertThat(last.feeE8()).isEqualTo(E8.parse("1.95"));

    chains.remove("ETHEREUM");
    assertThat(choose("ETH", T0)).isNull();
  }

  @Test
  void shouldTakeAnEvmChainForPaxgHoweverFastTheOther() {
    assertThat(choose("PAXG", T0).route()).isEqualTo(RouteClass.EVM_L1);
    chains.remove("ETHEREUM");
    assertThat(choose("PAXG", T0)).isNull();
  }

  @Test
  @Tag("NET-7")
  void shouldHaveNoRouteWithoutEveryFigure() {
    prices.remove("SOL");
    assertThat(choose("ETH", T0).route()).isEqualTo(RouteClass.EVM_L2);
    put(ChainView.newBuilder(chains.get("ARBITRUM")).setConfirmationP90Micros(null).build());
    assertThat(choose("ETH", T0).route()).isEqualTo(RouteClass.EVM_L1);
    put(ChainView.newBuilder(chains.get("ETHEREUM")).setPriorityFeeGweiE8(null).build());
    assertThat(choose("ETH", T0)).isNull();
  }

  @Test
  @Tag("NET-7")
  void shouldHaveNoRouteOverWhatIsTooOldOrTooSlow() {
    assertThat(choose("ETH", T0 + 120 * SECOND)).isNotNull();
    assertThat(choose("ETH", T0 + 120 * SECOND + 1)).isNull();

    put(evm("ETHEREUM", T0, "10", 36, 1_801));
    assertThat(choose("PAXG", T0)).isNull();
  }

  @Test
  void shouldMoveNothingWhereNoChainIsNamed() {
    assertThat(choose("BTC", T0)).isEqualTo(RouteChoice.Route.NOTHING_MOVES);
  }

  private void put(ChainView view) {
    chains.put(view.getChain(), view);
  }

  private RouteChoice.Route choose(String asset, long nowMicros) {
    SignalSettings settings = settings();
    return RouteChoice.choose(
        settings,
        SignalSamples.policies().at(nowMicros).signals().routing(),
        settings.asset(asset),
        settings.quote("USDT"),
        chains,
        prices,
        nowMicros);
  }
}
