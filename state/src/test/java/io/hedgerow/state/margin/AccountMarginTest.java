package io.hedgerow.state.margin;

import static io.hedgerow.state.margin.AccountStatements.KEY;
import static io.hedgerow.state.margin.AccountStatements.T0;
import static io.hedgerow.state.margin.AccountStatements.at;
import static io.hedgerow.state.margin.AccountStatements.position;
import static io.hedgerow.state.margin.AccountStatements.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.state.network.GoldenPages;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.StaleCause;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-3")
class AccountMarginTest {

  private final AccountMargin margin = new AccountMargin(KEY);
  private long offset;

  private Outcome give(VenueAccount statement) {
    return margin.apply(statement, ++offset);
  }

  @Test
  void shouldShowTheStatementWithItsRatioAndItsOpenPositions() {
    give(
        statement(
            24, position("ETH-USDT-PERP", -3), position("X-PERP", 0), position("BTC-PERP", 2)));

    assertThat(margin.record())
        .isEqualTo(
            MarginView.newBuilder()
                .setVenue("SIM-BRAVO")
                .setAccount("main")
                .setVenueClass(VenueClass.SELF_CUSTODY)
                .setVersion(2)
                .setFreshness(Freshness.LIVE)
                .setStatementVersion(24)
                .setMarginAsset("USDT")
                .setEquityE8(1_024 * E8.ONE)
                .setInitialMarginE8(200 * E8.ONE)
                .setMaintenanceMarginE8(100 * E8.ONE)
                .setMarginRatioPpm(97_657)
                .setFreeE8(824 * E8.ONE)
                .setPositions(List.of(position("BTC-PERP", 2), position("ETH-USDT-PERP", -3)))
                .setReceivedAtMicros(T0 + 24_000_000)
                .setVenueTimeMicros(T0 + 24_000_000)
                .setEventId(EventIds.of("MarginView", KEY, 2))
                .build());
  }

  @Test
  void shouldHaveNoRatioWithoutAPosition() {
    give(statement(1, position("BTC-PERP", 0)));

    assertThat(margin.record().getMarginRatioPpm()).isNull();
    assertThat(margin.record().getPositions()).isEmpty();
    assertThat(margin.record().getEquityE8()).isEqualTo(1_001 * E8.ONE);
  }

  @Test
  void shouldRoundTheRatioUpAndCapIt() {
    long cap = AccountMargin.MAX_RATIO_PPM;

    assertThat(AccountMargin.ratioPpm(0, 1)).isZero();
    assertThat(AccountMargin.ratioPpm(1, AccountCheck.MAX_AMOUNT_E8)).isEqualTo(1);
    assertThat(AccountMargin.ratioPpm(1, 3)).isEqualTo(333_334);
    assertThat(AccountMargin.ratioPpm(7, 7)).isEqualTo(1_000_000);
    assertThat(AccountMargin.ratioPpm(999, 1)).isEqualTo(999_000_000);
    assertThat(AccountMargin.ratioPpm(1_999, 2)).isEqualTo(999_500_000);
    assertThat(AccountMargin.ratioPpm(1_000, 1)).isEqualTo(cap);
    assertThat(AccountMargin.ratioPpm(AccountCheck.MAX_AMOUNT_E8, 1)).isEqualTo(cap);
    assertThat(AccountMargin.ratioPpm(1, 0)).isEqualTo(cap);
    assertThat(AccountMargin.ratioPpm(0, -1)).isEqualTo(cap);
    assertThat(AccountMargin.ratioPpm(1, -AccountCheck.MAX_AMOUNT_E8)).isEqualTo(cap);
  }

  @Test
  void shouldShowANegativeEquityAsTheHighestRatioAndNothingFree() {
    VenueAccount lost = statement(1, position("BTC-PERP", 1));
    lost.setEquityE8(-AccountCheck.MAX_AMOUNT_E8);
    lost.setInitialMarginE8(AccountCheck.MAX_AMOUNT_E8);
    give(lost);

    assertThat(margin.record().getMarginRatioPpm()).isEqualTo(AccountMargin.MAX_RATIO_PPM);
    assertThat(margin.record().getFreeE8()).isEqualTo(-2 * AccountCheck.MAX_AMOUNT_E8);
  }

  @Test
  void shouldPassOverRepeatsAndOlderStatements() {
    give(statement(7));
    MarginView before = margin.record();

    assertThat(give(statement(7))).isEqualTo(Outcome.DUPLICATE);
    assertThat(margin.apply(statement(8), 1))
        .as("an offset read again")
        .isEqualTo(Outcome.DUPLICATE);
    assertThat(give(statement(6))).isEqualTo(Outcome.OUT_OF_ORDER);
    assertThat(give(at(statement(6), 7, -1))).isEqualTo(Outcome.OUT_OF_ORDER);

    assertThat(margin.record()).isEqualTo(before);
  }

  @Test
  @Tag("NET-7")
  void shouldCarryNoFigureWhileItIsStale() {
    assertThat(margin.goStale(StaleCause.NO_INPUT)).isFalse();
    give(statement(1, position("BTC-PERP", 1)));

    assertThat(margin.goStale(StaleCause.NO_INPUT)).isTrue();
    assertThat(margin.goStale(StaleCause.CLOCK_STOPPED)).as("it is already").isFalse();

    MarginView stale = margin.record();
    assertThat(stale.getFreshness()).isEqualTo(Freshness.STALE);
    assertThat(stale.getVersion()).isEqualTo(2 * offset + 1);
    assertThat(stale.getEquityE8()).isNull();
    assertThat(stale.getInitialMarginE8()).isNull();
    assertThat(stale.getMaintenanceMarginE8()).isNull();
    assertThat(stale.getMarginRatioPpm()).isNull();
    assertThat(stale.getFreeE8()).isNull();
    assertThat(stale.getPositions()).isEmpty();

    assertThat(give(statement(1, position("BTC-PERP", 1)))).isEqualTo(Outcome.DUPLICATE);
    assertThat(margin.record()).as("an old statement revives nothing").isEqualTo(stale);
    assertThat(give(statement(2))).isEqualTo(Outcome.REVIVED);
    assertThat(margin.record().getFreshness()).isEqualTo(Freshness.LIVE);
  }

  /** A venue that restarts counts from 1, one that sets its clock back tells earlier times. */
  @Nested
  class NumberingAnew {

    @Test
    void shouldBelieveALowerVersionThatIsLaterOnceNothingElseComes() {
      give(statement(100));

      assertThat(give(at(statement(1), 101, 101))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(give(at(statement(9), 109, 109))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(margin.record().getStatementVersion()).isEqualTo(100);

      assertThat(give(at(statement(10), 110, 110))).isEqualTo(Outcome.APPLIED);
      assertThat(give(at(statement(11), 111, 111))).isEqualTo(Outcome.APPLIED);
      assertThat(margin.record().getStatementVersion()).isEqualTo(11);
      assertThat(margin.record().getVersion()).as("the view's own goes up").isEqualTo(2 * offset);
    }

    @Test
    void shouldNotBelieveItWhileTheOldNumberingGoesOn() {
      for (long second = 100; second < 130; second++) {
        assertThat(give(statement(second))).isEqualTo(Outcome.APPLIED);
        assertThat(give(at(statement(second - 50), second, second + 1)))
            .isEqualTo(Outcome.OUT_OF_ORDER);
      }
    }

    @Test
    void shouldNeverBelieveWhatIsOlderByVersionAndTime() {
      give(statement(100));
      margin.goStale(StaleCause.NO_INPUT);

      assertThat(give(at(statement(99), 500, 99))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(give(at(statement(98), 501, 100))).isEqualTo(Outcome.OUT_OF_ORDER);

      assertThat(margin.isUsable()).isFalse();
    }

    @Test
    void shouldNotTakeALateStatementOfTheOldNumberingForANewerOne() {
      give(statement(100));
      give(at(statement(1), 120, 120));

      assertThat(give(at(statement(101), 121, 101))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(give(at(statement(2), 121, 121))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldBelieveAClockThatWasSetBackInTheEnd() {
      give(at(statement(100), 100, 400));

      assertThat(give(at(statement(101), 101, 101))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(give(at(statement(110), 110, 110))).isEqualTo(Outcome.APPLIED);
      assertThat(give(at(statement(111), 111, 111))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldGoByVersionsWhereTheVenueTellsNoTime() {
      give(at(statement(100), 100, -1));

      assertThat(give(at(statement(101), 101, -1))).isEqualTo(Outcome.APPLIED);
      assertThat(give(at(statement(1), 110, -1))).isEqualTo(Outcome.OUT_OF_ORDER);
      assertThat(give(at(statement(2), 111, -1))).isEqualTo(Outcome.APPLIED);
    }
  }

  @Test
  void shouldWriteOnePageAndOnlyWhenSomethingHasChanged() {
    HeldPages pages = new HeldPages();
    give(statement(1, position("BTC-PERP", 1)));
    margin.flush(pages);
    give(statement(1));
    margin.flush(pages);

    assertThat(pages.puts()).isEqualTo(1);
    assertThat(pages.bytes()).isLessThan(120);
  }

  @Test
  void shouldReadTheGoldenPages() throws IOException {
    give(statement(3, position("BTC-PERP", 2), position("ETH-USDT-PERP", -3)));

    HeldPages golden = GoldenPages.read("margin.v1.txt", margin);

    AccountMargin restored = AccountMargin.restore(KEY, golden.entries());
    assertThat(restored.record()).isEqualTo(margin.record());
    restored.goStale(StaleCause.NO_INPUT);
    margin.goStale(StaleCause.NO_INPUT);
    assertThat(AccountMargin.restore(KEY, HeldPages.of(restored).entries()).record())
        .isEqualTo(margin.record());
  }
}
