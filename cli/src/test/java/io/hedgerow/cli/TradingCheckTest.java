package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the closing line says of fills and statements. */
@Tag("TRUTH-1")
class TradingCheckTest {

  private static final Map<String, Map<String, Long>> HELD =
      Map.of("SIM-ALPHA", Map.of("BTC-USDT-PERP", 5L), "SIM-DELTA", Map.of());

  @Test
  void shouldAgreeWhereTheVenuesStateWhatTheFillsSay() {
    TradingCheck check = new TradingCheck("1 decisions", 2, true, HELD, HELD, true);

    assertThat(check.agrees()).isTrue();
    assertThat(check.render())
        .isEqualTo("Fast path: 1 decisions. 2 fills add up to the venues' statements: yes\n");
  }

  @Test
  void shouldSayWhatIsWrong() {
    Map<String, Map<String, Long>> other =
        Map.of("SIM-ALPHA", Map.of("BTC-USDT-PERP", 6L), "SIM-DELTA", Map.of());

    assertThat(new TradingCheck("", 2, true, HELD, other, true).render())
        .contains("statements: NO", "The fills say {SIM-ALPHA={BTC-USDT-PERP=5}");
    assertThat(new TradingCheck("", 2, false, HELD, HELD, true).render())
        .contains("statements: NO", "did not come to rest");
    assertThat(new TradingCheck("", 2, true, HELD, HELD, false).render())
        .contains("statements: NO", "in time");
  }
}
