package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.state.risk.Scope;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two books of bitcoin, both live. */
class DeskSightTest {

  private static final String BITCOIN = "BTC-USDT-PERP";
  private static final Map<String, DeskSight.Touch> TOUCHES =
      Map.of(
          "SIM-ALPHA|" + BITCOIN, new DeskSight.Touch(1, 2),
          "SIM-BRAVO|" + BITCOIN, new DeskSight.Touch(1, 2));

  @Test
  @Tag("RISK-6")
  void shouldAllowWhatNothingRestricts() {
    DeskSight sight = new DeskSight(TOUCHES, Set.of(new Scope(ScopeType.ASSET, "ETH")), true);

    assertThat(sight.allows("SIM-ALPHA", "SIM-BRAVO", BITCOIN)).isTrue();
  }

  @ParameterizedTest
  @Tag("RISK-6")
  @CsvSource({
    "SYSTEM, SYSTEM",
    "ASSET, BTC",
    "VENUE, SIM-ALPHA",
    "VENUE, SIM-BRAVO",
    "ROUTE, SIM-ALPHA|BTC-USDT-PERP",
    "ROUTE, SIM-BRAVO|BTC-USDT-PERP"
  })
  void shouldHoldBackWhatOneScopeBlocks(ScopeType type, String name) {
    DeskSight sight = new DeskSight(TOUCHES, Set.of(new Scope(type, name)), true);

    assertThat(sight.allows("SIM-ALPHA", "SIM-BRAVO", BITCOIN)).isFalse();
  }

  @Test
  @Tag("RISK-6")
  void shouldHoldBackWhatIsUnknown() {
    DeskSight withoutState = new DeskSight(TOUCHES, Set.of(), false);
    DeskSight withoutBook = new DeskSight(TOUCHES, Set.of(), true);

    assertThat(withoutState.allows("SIM-ALPHA", "SIM-BRAVO", BITCOIN)).isFalse();
    assertThat(withoutBook.allows("SIM-ALPHA", "SIM-CHARLIE", BITCOIN)).isFalse();
    assertThat(DeskSight.NOTHING.allows("SIM-ALPHA", "SIM-BRAVO", BITCOIN)).isFalse();
  }
}
