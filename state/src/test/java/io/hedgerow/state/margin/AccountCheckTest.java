package io.hedgerow.state.margin;

import static io.hedgerow.schemas.codec.DeadLetterReason.IMPOSSIBLE_TIME;
import static io.hedgerow.schemas.codec.DeadLetterReason.INVALID_FIELD;
import static io.hedgerow.schemas.codec.DeadLetterReason.OUT_OF_RANGE;
import static io.hedgerow.schemas.codec.DeadLetterReason.PRICE_NOT_POSITIVE;
import static io.hedgerow.schemas.codec.DeadLetterReason.WRONG_KEY;
import static io.hedgerow.state.margin.AccountStatements.KEY;
import static io.hedgerow.state.margin.AccountStatements.T0;
import static io.hedgerow.state.margin.AccountStatements.position;
import static io.hedgerow.state.margin.AccountStatements.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-3")
class AccountCheckTest {

  private static final int MAX_POSITIONS = 3;
  private static final long NOW = T0 + AccountStatements.SECOND;

  private static DeadLetterReason refuse(Consumer<VenueAccount> change) {
    VenueAccount statement =
        statement(1, position("BTC-PERP", 2), position("ETH-PERP", -1), position("X-PERP", 0));
    change.accept(statement);
    return AccountCheck.refuse(statement, KEY, NOW, MAX_POSITIONS);
  }

  private static DeadLetterReason refusePosition(Consumer<Position> change) {
    return refuse(statement -> change.accept(statement.getPositions().get(1)));
  }

  @Test
  void shouldPassWhatVenuesState() {
    assertThat(refuse(s -> {})).isNull();
    assertThat(refuse(s -> s.setEquityE8(-1))).as("a loss beyond the collateral").isNull();
    assertThat(refuse(s -> s.setVenueTimeMicros(-1))).isNull();
    assertThat(refuse(s -> s.setVenueTimeMicros(NOW + 600_000_000))).isNull();
    assertThat(refuse(s -> s.setMaintenanceMarginE8(0))).isNull();
    assertThat(refusePosition(p -> p.setEntryPriceE8(0))).isNull();
    assertThat(
            refuse(
                s -> {
                  s.setMarginAsset("");
                  s.setPositions(List.of());
                }))
        .as("an account without leverage")
        .isNull();
  }

  @Test
  void shouldRefuseAWrongAddress() {
    assertThat(refuse(s -> s.setVenue("SIM-ALPHA"))).isEqualTo(WRONG_KEY);
    assertThat(refuse(s -> s.setAccount("other"))).isEqualTo(WRONG_KEY);
    assertThat(AccountCheck.refuse(statement(1), null, NOW, 1)).isEqualTo(WRONG_KEY);
    assertThat(refuse(s -> s.setVenue("sim"))).isEqualTo(INVALID_FIELD);
    for (String account : List.of("", "a|b", "a b", "ä", "a".repeat(65))) {
      assertThat(refuse(s -> s.setAccount(account))).as(account).isEqualTo(INVALID_FIELD);
    }
  }

  @Test
  void shouldRefuseImpossibleTimes() {
    assertThat(refuse(s -> s.setReceivedAtMicros(NOW + 5_000_001))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(refuse(s -> s.setReceivedAtMicros(0))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(refuse(s -> s.setReceivedAtMicros(Long.MIN_VALUE))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(refuse(s -> s.setVenueTimeMicros(NOW + 600_000_001))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(refuse(s -> s.setVenueTimeMicros(Long.MAX_VALUE))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(refuse(s -> s.setVenueTimeMicros(-2))).isEqualTo(INVALID_FIELD);
  }

  @Test
  void shouldRefuseFieldsThatMeanNothing() {
    assertThat(refuse(s -> s.setVersion(0))).isEqualTo(INVALID_FIELD);
    assertThat(refuse(s -> s.setVersion(-1))).isEqualTo(INVALID_FIELD);
    assertThat(refuse(s -> s.setEventId("1"))).isEqualTo(INVALID_FIELD);
    assertThat(refuse(s -> s.setMarginAsset("usd t"))).isEqualTo(INVALID_FIELD);
    assertThat(refuse(s -> s.setMarginAsset(""))).as("with positions").isEqualTo(INVALID_FIELD);
    assertThat(refusePosition(p -> p.setInstrument(""))).isEqualTo(INVALID_FIELD);
    assertThat(refusePosition(p -> p.setInstrument("BTC-PERP")))
        .as("twice")
        .isEqualTo(INVALID_FIELD);
  }

  @Test
  void shouldRefuseMoreOpenPositionsThanItMayKeep() {
    assertThat(refuse(s -> s.getPositions().add(position("A-PERP", 1)))).isNull();
    assertThat(
            refuse(
                s -> {
                  s.getPositions().add(position("A-PERP", 1));
                  s.getPositions().add(position("B-PERP", 1));
                }))
        .isEqualTo(INVALID_FIELD);
    List<Position> closed = new ArrayList<>();
    for (int i = 0; i < AccountCheck.MAX_LISTED; i++) {
      closed.add(position("I" + i, 0));
    }
    assertThat(refuse(s -> s.setPositions(closed))).isNull();
    closed.add(position("ONE-MORE", 0));
    assertThat(refuse(s -> s.setPositions(closed))).isEqualTo(INVALID_FIELD);
  }

  @Test
  void shouldRefuseAbsurdFigures() {
    long tooMuch = AccountCheck.MAX_AMOUNT_E8 + 1;
    assertThat(refuse(s -> s.setEquityE8(tooMuch))).isEqualTo(OUT_OF_RANGE);
    assertThat(refuse(s -> s.setEquityE8(Long.MIN_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(refuse(s -> s.setInitialMarginE8(tooMuch))).isEqualTo(OUT_OF_RANGE);
    assertThat(refuse(s -> s.setInitialMarginE8(-1))).isEqualTo(OUT_OF_RANGE);
    assertThat(refuse(s -> s.setMaintenanceMarginE8(-1))).isEqualTo(OUT_OF_RANGE);
    assertThat(refuse(s -> s.setMaintenanceMarginE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setQuantityE8(-tooMuch))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setUnrealizedE8(Long.MIN_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setInitialMarginE8(-1))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setMaintenanceMarginE8(tooMuch))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setMarkPriceE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setEntryPriceE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(refusePosition(p -> p.setMarkPriceE8(0))).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(refusePosition(p -> p.setEntryPriceE8(-1))).isEqualTo(PRICE_NOT_POSITIVE);
  }
}
