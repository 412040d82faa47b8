package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.TestVenue.PERP;
import static io.hedgerow.simulator.venue.TestVenue.SECOND;
import static io.hedgerow.simulator.venue.TestVenue.SPOT;
import static io.hedgerow.simulator.venue.TestVenue.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.FundingPayment;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.Transfer;
import io.hedgerow.schemas.venue.TransferStatus;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TRUTH-1")
class AccountsTest {

  private final TestVenue venue = new TestVenue();

  @AfterEach
  void shouldHaveMadeOrLostNothing() {
    for (String asset : List.of("USDT", "BTC")) {
      assertThat(venue.exchange.accounts().sumE8(asset)).isZero();
    }
    assertThat(venue.exchange.accounts().positionSumE8(PERP)).isZero();
  }

  @Test
  void shouldStateBalancesPositionsAndMargin() {
    venue.credit("A", "1000", "1").book(PERP, "99:5", "100:5").mark("110", "0");
    venue.buy("A1", PERP, "2", "").sell("A2", SPOT, "0.4", "200").buy("A3", PERP, "1", "90");

    venue.after(SECOND);

    VenueAccount statement = venue.records(VenueAccount.class).get(0);
    assertThat(statement.getVersion()).isEqualTo(1);
    assertThat(statement.getEquityE8()).isEqualTo(E8.parse("1019.9")); // 1000 - 0.1 + 20
    assertThat(statement.getInitialMarginE8()).isEqualTo(E8.parse("31")); // of 220 and 90
    assertThat(statement.getMaintenanceMarginE8()).isEqualTo(E8.parse("11"));
    assertThat(statement.getPositions())
        .containsExactly(
            new Position(
                PERP,
                E8.parse("2"),
                E8.parse("100"),
                E8.parse("110"),
                E8.parse("20"),
                E8.parse("22"),
                E8.parse("11")));
    assertThat(statement.getBalances())
        .extracting(
            balance ->
                balance.getAsset()
                    + " "
                    + E8.toDecimal(balance.getTotalE8())
                    + " "
                    + E8.toDecimal(balance.getAvailableE8()))
        .containsExactly("BTC 1 0.6", "USDT 999.9 988.9");
  }

  @Test
  void shouldRealizeTheShareOfTheCostThatIsClosed() {
    venue.credit("A", "1000", "0").book(PERP, "99:5", "100:2 103:5").mark("100", "0");

    venue.buy("A1", PERP, "3", ""); // 2 at 100, 1 at 103: 101 on average
    venue.delta(PERP, "110:5", "");
    venue.sell("A2", PERP, "4", ""); // closes 3, opens 1 short

    Account account = venue.exchange.accounts().client("A");
    assertThat(account.realizedE8()).isEqualTo(E8.parse("27"));
    assertThat(venue.position("A")).isEqualTo("-1");
    assertThat(account.positions().get(PERP).entryPriceE8()).isEqualTo(E8.parse("110"));
    assertThat(venue.total("A", "USDT")).isEqualTo("1026.6285"); // fees 0.1515 and 0.22
  }

  @Test
  void shouldRefuseWhatTheMarginCannotCarryButLetAPositionBeClosed() {
    venue.credit("A", "100", "0").book(PERP, "99:50", "100:50").mark("100", "0");

    venue.buy("A1", PERP, "10", "");
    venue.buy("A2", PERP, "5", "");
    venue.mark("92", "0");
    venue.buy("A3", PERP, "1.5", "");
    venue.sell("A4", PERP, "5", "");

    assertThat(venue.told())
        .containsExactly(
            "A1 REJECTED 0/10 INSUFFICIENT_MARGIN",
            "A2 ACCEPTED OPEN 0/5",
            "A2 FILLED 5@100 5/5",
            "A3 REJECTED 0/1.5 INSUFFICIENT_MARGIN",
            "A4 ACCEPTED OPEN 0/5",
            "A4 FILLED 5@99 5/5");
    assertThat(venue.position("A")).isEqualTo("0");
  }

  @Test
  @Tag("MON-7")
  void shouldAskASellerForTheMarginOfWhatItSellsForNotOfItsLimit() {
    venue.credit("A", "100", "0").book(PERP, "99:500", "101:500").mark("100", "0");

    venue.sell("A1", PERP, "400", "1").sell("A2", PERP, "400", "");
    venue.mark("120", "0").sell("A3", PERP, "9", "99");
    venue.mark("100", "0").sell("A4", PERP, "5", "50");

    assertThat(venue.told())
        .containsExactly(
            "A1 REJECTED 0/400 INSUFFICIENT_MARGIN",
            "A2 REJECTED 0/400 INSUFFICIENT_MARGIN",
            "A3 REJECTED 0/9 INSUFFICIENT_MARGIN",
            "A4 ACCEPTED OPEN 0/5",
            "A4 FILLED 5@99 5/5");
    assertThat(venue.position("A")).isEqualTo("-5");
  }

  @Test
  @Tag("MON-7")
  void shouldTakeNoOrderWhoseValueAtTheMarkIsBeyondWhatItCarries() {
    venue.credit("A", "100000000", "0").credit("B", "100000000", "0").mark("100000", "0");

    venue.sell("A1", PERP, "9000000", "1").buy("B1", PERP, "9000000", "1");
    venue.sell("A2", PERP, "6000", "100000").sell("A3", PERP, "6000", "100000");
    venue.mark("1", "0").buy("B2", PERP, "90000000", "1").buy("B3", PERP, "950000000", "1");
    venue.sell("A4", PERP, "90000000000", "");

    assertThat(venue.told())
        .containsExactly(
            "A1 REJECTED 0/9000000 NOTIONAL_TOO_LARGE",
            "B1 REJECTED 0/9000000 NOTIONAL_TOO_LARGE",
            "A2 ACCEPTED OPEN 0/6000",
            "A3 REJECTED 0/6000 POSITION_TOO_LARGE",
            "B2 ACCEPTED OPEN 0/90000000",
            "B3 REJECTED 0/950000000 POSITION_TOO_LARGE",
            "A4 REJECTED 0/90000000000 NOTIONAL_TOO_LARGE");
  }

  @Test
  @Tag("MON-7")
  void shouldSurviveWhateverTheMarketSays() {
    String highest = "92233720368";
    venue.credit("A", "100000000", "0").credit("B", "100000000", "0").credit("C", "1000000", "0");
    venue.mark("1", "0").book(SPOT, "1:1", "2:1");
    venue.buy("A1", PERP, "90000000", "1").sell("B1", PERP, "90000000", "1");
    venue.sell("C1", PERP, "10", "1").buy("A2", PERP, "10", "1").told();

    venue.mark(highest, highest).book(PERP, highest + ":" + highest, "").after(30 * SECOND);
    venue.buy("A3", PERP, "90000000", "").sell("C2", PERP, "90000000", "1");
    venue.book(PERP, "", highest + ":" + highest).mark("-5", "-" + highest).after(SECOND);
    venue.book(PERP, "1:-5 2:" + highest, "3:-1").mark("2", "0").after(3_600 * SECOND);

    assertThat(venue.told()).isNotEmpty();
    for (Account account : venue.exchange.accounts().clients()) {
      assertThat(venue.exchange.margin().equityE8(account)).isNotNegative();
    }
  }

  @Test
  @Tag("MON-7")
  void shouldTakeOverTheDebtOfAnAccountThatHasNothingOpen() {
    venue.credit("A", "100", "0").book(PERP, "99:9", "100:9").mark("100", "0");
    venue.buy("A1", PERP, "9", "").book(PERP, "50:9", "").told();

    venue.sell("A2", PERP, "9", "");

    assertThat(venue.told()).containsExactly("A2 ACCEPTED OPEN 0/9", "A2 FILLED 9@50 9/9");
    assertThat(venue.position("A")).isEqualTo("0");
    assertThat(venue.total("A", "USDT")).isEqualTo("0");
  }

  @Test
  @Tag("NET-4")
  void shouldPayFundingFromTheLongToTheShort() {
    venue.credit("A", "1000", "0").credit("B", "1000", "0").book(PERP, "90:1", "110:1");
    venue.mark("100", "0.001").sell("B1", PERP, "3", "100").buy("A1", PERP, "3", "100");

    venue.mark("200", "0.001").after(20 * SECOND);

    List<VenueAccount> statements = venue.records(VenueAccount.class);
    List<FundingPayment> payments =
        statements.stream().flatMap(each -> each.getFundingPayments().stream()).toList();
    assertThat(payments)
        .containsExactly(
            new FundingPayment(
                PERP + "-" + (T0 + 20 * SECOND), PERP, "USDT", E8.parse("-0.6"), T0 + 20 * SECOND),
            new FundingPayment(
                PERP + "-" + (T0 + 20 * SECOND), PERP, "USDT", E8.parse("0.6"), T0 + 20 * SECOND));
    assertThat(venue.total("A", "USDT")).isEqualTo("999.25"); // a taker's fee of 0.15
    assertThat(venue.total("B", "USDT")).isEqualTo("1000.63"); // a maker's rebate of 0.03
  }

  @Test
  @Tag("MON-7")
  void shouldLiquidateInTheBookThenAtThoseWhoProfitThenAtTheVenue() {
    venue.credit("A", "150", "0").credit("B", "10000", "0").credit("C", "10000", "0");
    venue.book(PERP, "90:1", "110:1").mark("100", "0");
    venue.sell("B1", PERP, "4", "101").sell("C1", PERP, "3", "100").buy("A1", PERP, "7", "101");
    venue.book(PERP, "", "").book(PERP, "99:2", "103:1").buy("A2", PERP, "1", "103");
    venue.buy("A3", PERP, "0.2", "80").told();

    venue.book(PERP, "81:0.5", "").mark("82", "0");

    assertThat(venue.told())
        .containsExactly(
            "A3 CANCELED 0/0.2 LIQUIDATION",
            " FILLED PARTIALLY_FILLED 0.5@81 0.5/8 LIQUIDATION",
            " FILLED 4@82 4/4 DELEVERAGING",
            " FILLED PARTIALLY_FILLED 4@82 4.5/8 LIQUIDATION",
            " FILLED 3@82 3/3 DELEVERAGING",
            " FILLED PARTIALLY_FILLED 3@82 7.5/8 LIQUIDATION",
            " FILLED 0.5@82 8/8 LIQUIDATION");
  }

  @Test
  @Tag("MON-7")
  void shouldTellTheDropCopyThatNobodyAskedForIt() {
    venue.credit("A", "100", "0").book(PERP, "90:1", "100:9").mark("100", "0");
    venue.buy("A1", PERP, "9", "").book(PERP, "", "").mark("80", "0");

    List<VenueExecution> executions = venue.records(VenueExecution.class);
    VenueExecution last = executions.get(executions.size() - 1);

    assertThat(last.getKind()).isEqualTo(ExecutionKind.LIQUIDATION);
    assertThat(last.getClientOrderId()).isEmpty();
    assertThat(last.getReason()).isEqualTo("LIQUIDATION");
    assertThat(executions).extracting(VenueExecution::getSequence).containsExactly(1L, 2L, 3L);
    assertThat(venue.total("A", "USDT")).as("the venue takes over the debt").isEqualTo("0");
    assertThat(venue.position("A")).isEqualTo("0");
  }

  @Test
  void shouldCancelWhatABalanceLostElsewhereCannotPay() {
    venue.credit("A", "200", "0").book(PERP, "90:9", "100:9").mark("100", "0");
    venue.book(SPOT, "50:1", "150:1").buy("A1", SPOT, "1", "99").buy("A2", SPOT, "1", "60");
    venue.buy("A3", PERP, "2", "").book(PERP, "70:9", "").told();

    venue.sell("A4", PERP, "2", "");

    assertThat(venue.told())
        .containsExactly(
            "A4 ACCEPTED OPEN 0/2", "A4 FILLED 2@70 2/2", "A2 CANCELED 0/1 INSUFFICIENT_BALANCE");
    assertThat(venue.available("A", "USDT")).isEqualTo("40.632");
  }

  @Test
  @Tag("SETTLE-2")
  void shouldCreditADepositWhenItIsConfirmed() {
    venue.credit("A", "0", "0");
    venue.exchange.deposit("A", "BTC", E8.parse("2"), 1_500_000);

    venue.after(SECOND);
    assertThat(venue.total("A", "BTC")).isEqualTo("0");
    venue.after(2 * SECOND);

    assertThat(venue.total("A", "BTC")).isEqualTo("2");
    assertThat(transfers()).containsExactly("T1 CONFIRMING -1", "T1 COMPLETED " + (T0 + 1_500_000));
  }

  @Test
  @Tag("FAIL-5")
  void shouldHoldWhatIsOnItsWayOut() {
    venue.credit("A", "100", "2").book(SPOT, "50:1", "60:1");
    venue.exchange.withdraw("A", "BTC", E8.parse("1.5"), 1_500_000);
    venue.exchange.withdraw("A", "BTC", E8.parse("0.6"), 1_500_000);
    venue.exchange.withdraw("A", "USDT", E8.parse("40"), 1_200_000);

    venue.sell("A1", SPOT, "0.6", "60").told();
    assertThat(venue.dropCopy()).containsExactly("A1 REJECTED 0/0.6");
    assertThat(venue.available("A", "BTC")).isEqualTo("0.5");
    assertThat(venue.available("A", "USDT")).isEqualTo("60");
    venue.after(2 * SECOND);

    assertThat(venue.total("A", "BTC")).isEqualTo("0.5");
    assertThat(venue.total("A", "USDT")).isEqualTo("60");
    assertThat(transfers())
        .containsExactly(
            "T1 CONFIRMING -1",
            "T2 FAILED " + T0,
            "T3 CONFIRMING -1",
            "T1 COMPLETED " + (T0 + 1_500_000),
            "T3 COMPLETED " + (T0 + 1_200_000));
  }

  private List<String> transfers() {
    return venue.records(VenueAccount.class).stream()
        .flatMap(statement -> statement.getTransfers().stream())
        .map(AccountsTest::line)
        .toList();
  }

  private static String line(Transfer transfer) {
    boolean done = transfer.getStatus() != TransferStatus.PENDING;
    assertThat(done || transfer.getFinalAtMicros() == -1).isTrue();
    return transfer.getTransferId()
        + " "
        + transfer.getStatus()
        + " "
        + transfer.getFinalAtMicros();
  }
}
