package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TRUTH-1")
class DeskCheckTest {

  private static final Map<String, Long> POSITIONS = Map.of("SIM-ALPHA|BTC-USDT-PERP", 3L);

  @Test
  void shouldAgreeWithTheSamePositions() {
    DeskCheck check = new DeskCheck(4, 3, 1, 0, 2, POSITIONS, POSITIONS, true);

    assertThat(check.agrees()).isTrue();
    assertThat(check.render())
        .isEqualTo(
            "Desk: 4 orders over FIX, 3 filled, 1 refused, 0 without an answer; 2 pairs held back."
                + " Fills add up to the venues' statements: yes\n");
  }

  @Test
  void shouldNotAgreeWithAnotherPositionAnOpenOrderOrAnOldStatement() {
    assertThat(new DeskCheck(4, 3, 1, 0, 2, POSITIONS, Map.of(), true).agrees()).isFalse();
    assertThat(new DeskCheck(4, 3, 0, 1, 2, POSITIONS, POSITIONS, true).agrees()).isFalse();
    assertThat(new DeskCheck(4, 3, 1, 0, 2, POSITIONS, POSITIONS, false).render())
        .contains("statements: NO\n", "Not every venue has stated its account in time.\n");
  }
}
