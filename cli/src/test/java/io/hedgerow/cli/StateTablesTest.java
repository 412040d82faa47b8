package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueClass;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-3")
class StateTablesTest {

  static final MarginView LIVE =
      MarginView.newBuilder()
          .setVenue("SIM-ALPHA")
          .setAccount("main")
          .setVenueClass(VenueClass.PROGRAMME)
          .setVersion(4)
          .setFreshness(Freshness.LIVE)
          .setStatementVersion(2)
          .setMarginAsset("USDT")
          .setEquityE8(E8.parse("20000.5"))
          .setInitialMarginE8(E8.parse("320"))
          .setMaintenanceMarginE8(E8.parse("160"))
          .setMarginRatioPpm(8_000)
          .setFreeE8(E8.parse("19680.5"))
          .setPositions(
              List.of(
                  new Position(
                      "BTC-USDT-PERP",
                      E8.parse("-0.1"),
                      E8.parse("64000"),
                      E8.parse("64010"),
                      E8.parse("-1"),
                      E8.parse("320"),
                      E8.parse("160"))))
          .setReceivedAtMicros(1)
          .setVenueTimeMicros(1)
          .setEventId("0".repeat(32))
          .build();

  @Test
  void shouldShowMarginInDecimals() {
    assertThat(words(StateTables.margin(List.of(LIVE))))
        .containsExactly(
            "venue account class freshness asset equity initial maintenance free ratio %"
                + " positions",
            "SIM-ALPHA main PROGRAMME LIVE USDT 20000.5 320 160 19680.5 0.80 1");
    assertThat(words(StateTables.positions(LIVE)))
        .containsExactly(
            "instrument quantity entry mark unrealized initial maintenance",
            "BTC-USDT-PERP -0.1 64000 64010 -1 320 160");
  }

  @Test
  @Tag("NET-7")
  void shouldShowNoFigureThatIsNotKnown() {
    MarginView stale =
        MarginView.newBuilder(LIVE)
            .setFreshness(Freshness.STALE)
            .setEquityE8(null)
            .setInitialMarginE8(null)
            .setMaintenanceMarginE8(null)
            .setMarginRatioPpm(null)
            .setFreeE8(null)
            .setPositions(List.of())
            .build();

    assertThat(words(StateTables.margin(List.of(stale))))
        .last()
        .isEqualTo("SIM-ALPHA main PROGRAMME STALE USDT - - - - - -");
  }

  private static List<String> words(TextTable table) {
    return table.render().lines().map(line -> line.trim().replaceAll(" +", " ")).toList();
  }
}
