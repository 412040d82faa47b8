package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TRUTH-1")
class VenueTablesTest {

  private static final VenueAccount ACCOUNT =
      VenueAccount.newBuilder()
          .setVenue("SIM-ALPHA")
          .setAccount("main")
          .setVenueClass(VenueClass.PROGRAMME)
          .setVersion(2)
          .setMarginAsset("USDT")
          .setEquityE8(Long.MAX_VALUE)
          .setInitialMarginE8(E8.parse("0.005"))
          .setMaintenanceMarginE8(E8.parse("-1234.994"))
          .setBalances(List.of())
          .setTransfers(List.of())
          .setFundingPayments(List.of())
          .setPositions(List.of(position("BTC-USDT-PERP", "-0.1"), position("ETH-USDT-PERP", "0")))
          .setReceivedAtMicros(1)
          .setVenueTimeMicros(1)
          .setEventId("0".repeat(32))
          .build();

  private static Position position(String instrument, String quantity) {
    return new Position(
        instrument,
        E8.parse(quantity),
        E8.parse("64000"),
        E8.parse("64010"),
        E8.parse("-1"),
        E8.parse("320"),
        E8.parse("160"));
  }

  @Test
  void shouldShowMoneyToTheCent() {
    assertThat(VenueTables.accounts(List.of(ACCOUNT), 1).render().lines().skip(1))
        .singleElement()
        .asString()
        .containsPattern("SIM-ALPHA +PROGRAMME +main +92,233,720,368.55 USDT +0.01 +-1,234.99 ");
  }

  @Test
  void shouldLeaveFlatPositionsOut() {
    assertThat(VenueTables.positionsE8(List.of(ACCOUNT)))
        .isEqualTo(Map.of("SIM-ALPHA|BTC-USDT-PERP", E8.parse("-0.1")));
  }
}
