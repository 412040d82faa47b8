package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.VenuePresets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our fills against the statements of a venue. */
@Tag("TRUTH-1")
class VenueLedgerTest {

  private static final String VENUE = "SIM-ALPHA";

  private VenueLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        new VenueLedger(
            Map.of(
                VENUE,
                VenuePresets.of(SimulatedVenue.SIM_ALPHA, SimulatedAsset.usual()).instruments()));
    ledger.open(account(0, 5 * E8.ONE));
  }

  @Test
  void shouldAddUpPerpetualsAndSpotLessTheFeesInTheAsset() {
    ledger.take(fill("1", "BTC-USDT-PERP", OrderSide.SELL, 3 * E8.ONE, 7, "USDT"));
    ledger.take(fill("2", "BTC-USDT", OrderSide.BUY, 2 * E8.ONE, 100, "BTC"));

    assertThat(ledger.told(VENUE))
        .isEqualTo(Map.of("BTC-USDT-PERP", -3 * E8.ONE, "BTC", 2 * E8.ONE - 100));
    assertThat(ledger.agrees(account(-3 * E8.ONE, 7 * E8.ONE - 100))).isTrue();
    assertThat(ledger.agrees(account(-3 * E8.ONE, 7 * E8.ONE))).isFalse();
    assertThat(ledger.agrees(account(0, 7 * E8.ONE - 100))).isFalse();
  }

  @Test
  void shouldCountAFillOnceHoweverOftenItComes() {
    Fill fill = fill("1", "BTC-USDT-PERP", OrderSide.BUY, E8.ONE, 0, "");
    ledger.take(fill);
    ledger.take(fill);

    assertThat(ledger.fills()).isEqualTo(1);
    assertThat(ledger.told(VENUE)).isEqualTo(Map.of("BTC-USDT-PERP", E8.ONE));
  }

  @Test
  void shouldForgetWhatIsFlatAgain() {
    ledger.take(fill("1", "BTC-USDT-PERP", OrderSide.BUY, E8.ONE, 0, ""));
    ledger.take(fill("2", "BTC-USDT-PERP", OrderSide.SELL, E8.ONE, 0, ""));

    assertThat(ledger.told(VENUE)).isEmpty();
    assertThat(ledger.agrees(account(0, 5 * E8.ONE))).isTrue();
  }

  private static Fill fill(
      String id, String instrument, OrderSide side, long quantityE8, long feeE8, String feeAsset) {
    return new Fill(
        "PAIR",
        "ORDER",
        0,
        OrderRole.ENTRY,
        VENUE,
        "main",
        instrument,
        side,
        id,
        id,
        quantityE8,
        E8.ONE,
        quantityE8,
        feeE8,
        feeAsset,
        false,
        1L,
        1L,
        1L,
        1L,
        "fill " + id);
  }

  private static VenueAccount account(long positionE8, long bitcoinE8) {
    List<Position> positions =
        positionE8 == 0
            ? List.of()
            : List.of(new Position("BTC-USDT-PERP", positionE8, 1L, 1L, 0L, 0L, 0L));
    return new VenueAccount(
        VENUE,
        "main",
        VenueClass.PROGRAMME,
        1L,
        "USDT",
        0L,
        0L,
        0L,
        List.of(
            new Balance("BTC", bitcoinE8, bitcoinE8), new Balance("USDT", positionE8, positionE8)),
        positions,
        List.of(),
        List.of(),
        1L,
        1L,
        "account");
  }
}
