package io.hedgerow.fastpath.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.fastpath.engine.EngineInputs;
import io.hedgerow.fastpath.wire.BalancesChangedDecoder;
import io.hedgerow.fastpath.wire.MarginChangedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A statement is of the earliest moment that it can be of, not of that at which it came. */
@Tag("REC-7")
@Tag("NET-7")
class StatementTimeTest {

  private static final long RECEIVED = 1_800_000_000_000_000L;

  private final RecordInputs inputs = new RecordInputs(EngineInputs.registry());

  @ParameterizedTest
  @CsvSource({
    "-1, 1800000000000000",
    "1799999980000000, 1799999980000000",
    "1800000000000001, 1800000000000000"
  })
  void shouldBeOfTheVenuesTimeButNeverLaterThanItCame(long venueTime, long asOf) {
    inputs.encode(account(venueTime));
    BalancesChangedDecoder balances =
        new BalancesChangedDecoder()
            .wrapAndApplyHeader(inputs.buffer(), 0, new MessageHeaderDecoder());
    assertThat(balances.asOfMicros()).isEqualTo(asOf);

    inputs.encode(margin(venueTime));
    MarginChangedDecoder margin =
        new MarginChangedDecoder()
            .wrapAndApplyHeader(inputs.buffer(), 0, new MessageHeaderDecoder());
    assertThat(margin.asOfMicros()).isEqualTo(asOf);
  }

  @Test
  void shouldTakeNoStatementThatDoesNotFit() {
    VenueAccount huge =
        VenueAccount.newBuilder(account(-1))
            .setBalances(Collections.nCopies(5_000, new Balance("USDT", 1L, 1L)))
            .build();
    Position position = new Position("BTC-USDT", 1L, 1L, 1L, 0L, 0L, 0L);
    MarginView wide =
        MarginView.newBuilder(margin(-1))
            .setPositions(Collections.nCopies(5_000, position))
            .build();

    assertThatThrownBy(() -> inputs.encode(huge)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> inputs.encode(wide)).isInstanceOf(IllegalArgumentException.class);
  }

  private static VenueAccount account(long venueTimeMicros) {
    return VenueAccount.newBuilder()
        .setVenue("BRAVO")
        .setAccount("main")
        .setVenueClass(VenueClass.PROGRAMME)
        .setVersion(1)
        .setMarginAsset("USDT")
        .setEquityE8(0)
        .setInitialMarginE8(0)
        .setMaintenanceMarginE8(0)
        .setBalances(List.of())
        .setPositions(List.of())
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(RECEIVED)
        .setVenueTimeMicros(venueTimeMicros)
        .setEventId("0")
        .build();
  }

  private static MarginView margin(long venueTimeMicros) {
    return MarginView.newBuilder()
        .setVenue("BRAVO")
        .setAccount("main")
        .setVenueClass(VenueClass.PROGRAMME)
        .setVersion(1)
        .setFreshness(Freshness.LIVE)
        .setStatementVersion(1)
        .setMarginAsset("USDT")
        .setPositions(List.of())
        .setReceivedAtMicros(RECEIVED)
        .setVenueTimeMicros(venueTimeMicros)
        .setEventId("0")
        .build();
  }
}
