package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.TestVenue.PERP;
import static io.hedgerow.simulator.venue.TestVenue.SECOND;
import static io.hedgerow.simulator.venue.TestVenue.SPOT;
import static io.hedgerow.simulator.venue.TestVenue.T0;
import static io.hedgerow.simulator.venue.TestVenue.fault;
import static io.hedgerow.simulator.venue.TestVenue.order;
import static io.hedgerow.simulator.venue.TestVenue.postOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For each fault: it happens, what the client sees, and what is true. */
class VenueFaultsTest {

  private static TestVenue venue(VenueFault... faults) {
    return new TestVenue(faults)
        .credit("A", "10000", "10")
        .credit("B", "10000", "10")
        .book(SPOT, "99:5", "101:1 102:1");
  }

  @Nested
  @Tag("FAIL-1")
  class Reports {

    @Test
    void shouldLoseTheAnswerButNotTheOrder() {
      TestVenue venue = venue(fault(FaultKind.LOST_ACK, 0, 10));

      venue.buy("A1", SPOT, "1", "100");
      assertThat(venue.told()).isEmpty();
      venue.status("A1", SPOT).trade("100", "1", Aggressor.SELL).after(10 * SECOND);
      venue.buy("A2", SPOT, "1", "100");

      assertThat(venue.told())
          .containsExactly("A1 STATUS OPEN 0/1", "A1 FILLED 1@100 1/1", "A2 ACCEPTED OPEN 0/1");
      assertThat(venue.dropCopy())
          .containsExactly("A1 ACCEPTED 0/1", "A1 FILL 1/1", "A2 ACCEPTED 0/1");
    }

    @Test
    void shouldAnswerLateAndKeepTheOrderOfReports() {
      TestVenue venue = venue(fault(FaultKind.LATE_ACK, 0, 10, "DELAY=1500ms"));

      venue.buy("A1", SPOT, "1", "101").buy("B1", SPOT, "1", "50").after(1_499_999);
      assertThat(venue.told()).isEmpty();
      venue.after(1);

      assertThat(venue.told())
          .containsExactly("A1 ACCEPTED OPEN 0/1", "A1 FILLED 1@101 1/1", "B1 ACCEPTED OPEN 0/1");
    }

    @Test
    @Tag("ORD-4")
    void shouldFillAPartOnly() {
      TestVenue venue = venue(fault(FaultKind.PARTIAL_FILL, 0, 10, "SHARE_PPM=250000"));

      venue.buy("A1", SPOT, "2", "102");

      assertThat(venue.told())
          .containsExactly("A1 ACCEPTED OPEN 0/2", "A1 FILLED PARTIALLY_FILLED 0.5@101 0.5/2");
      assertThat(Depth.of(venue.exchange, SPOT, 5).asks()).isEmpty();
      venue.delta(SPOT, "", "101:7");
      assertThat(venue.told()).containsExactly("A1 FILLED 1.5@102 2/2");
    }

    @Test
    void shouldFillBeforeItAnswers() {
      TestVenue venue = venue(fault(FaultKind.FILL_BEFORE_ACK, 0, 10, "DELAY=2s"));

      venue.buy("A1", SPOT, "2", "102").buy("A2", SPOT, "1", "50").after(2 * SECOND);

      assertThat(venue.told())
          .containsExactly(
              "A1 FILLED PARTIALLY_FILLED 1@101 1/2",
              "A1 ACCEPTED OPEN 0/2",
              "A1 FILLED 1@102 2/2",
              "A2 ACCEPTED OPEN 0/1");
    }

    @Test
    void shouldTellOfAFillAfterTheCancel() {
      TestVenue venue =
          venue(fault(FaultKind.FILL_AFTER_CANCEL, 0, 10, "SHARE_PPM=300000", "DELAY=1s"));

      venue.buy("A1", SPOT, "1", "100").cancel("A2", "A1", SPOT);
      assertThat(venue.told()).containsExactly("A1 ACCEPTED OPEN 0/1", "A2<A1 CANCELED 0/1");
      venue.after(SECOND);

      assertThat(venue.told()).containsExactly("A1 FILLED CANCELED 0.3@100 0.3/1");
      assertThat(venue.dropCopy())
          .containsExactly("A1 ACCEPTED 0/1", "A1 FILL 0.3/1", "A1 CANCELED 0.3/1");
      assertThat(venue.total("A", "BTC")).isEqualTo("10.3");
    }

    @Test
    void shouldTellOfAWholeFillAfterTheCancel() {
      TestVenue venue = venue(fault(FaultKind.FILL_AFTER_CANCEL, 0, 10, "SHARE_PPM=1000000"));

      venue.buy("A1", SPOT, "1", "100").cancel("A2", "A1", SPOT).after(SECOND);

      assertThat(venue.told())
          .containsExactly(
              "A1 ACCEPTED OPEN 0/1", "A2<A1 CANCELED 0/1", "A1 FILLED CANCELED 1@100 1/1");
      assertThat(venue.dropCopy()).containsExactly("A1 ACCEPTED 0/1", "A1 FILL 1/1");
    }

    @Test
    void shouldTellEverythingTwice() {
      TestVenue venue = venue(fault(FaultKind.DUPLICATE_REPORTS, 0, 10));

      venue.buy("A1", SPOT, "1", "101");
      List<String> ids = venue.reports.stream().map(OrderReport::executionId).toList();

      assertThat(venue.told())
          .containsExactly(
              "A1 ACCEPTED OPEN 0/1",
              "A1 ACCEPTED OPEN 0/1",
              "A1 FILLED 1@101 1/1",
              "A1 FILLED 1@101 1/1");
      assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
      assertThat(ids.get(2)).isEqualTo(ids.get(3));
      assertThat(venue.dropCopy()).containsExactly("A1 ACCEPTED 0/1", "A1 FILL 1/1");
    }

    @Test
    void shouldTellTheSecondThingFirst() {
      TestVenue venue = venue(fault(FaultKind.OUT_OF_ORDER_REPORTS, 0, 10, "DELAY=1s"));

      venue.buy("A1", SPOT, "2", "102").after(SECOND);

      assertThat(venue.told())
          .containsExactly(
              "A1 FILLED PARTIALLY_FILLED 1@101 1/2",
              "A1 ACCEPTED OPEN 0/2",
              "A1 FILLED 1@102 2/2");
    }

    @Test
    void shouldLeaveItToTheSeedHowOftenAFaultStrikes() {
      VenueFault half = fault(FaultKind.LOST_ACK, 0, 10, "CHANCE_PPM=500000");

      List<String> first = answers(new VenueFaults(1, List.of(half)));

      assertThat(answers(new VenueFaults(1, List.of(half)))).isEqualTo(first);
      assertThat(answers(new VenueFaults(2, List.of(half)))).isNotEqualTo(first);
      assertThat(first).hasSizeBetween(20, 44);
    }

    private List<String> answers(VenueFaults faults) {
      TestVenue venue = new TestVenue(TestVenue.rules(), faults).credit("A", "10000", "0");
      for (int i = 0; i < 64; i++) {
        venue.buy("A" + i, SPOT, "1", "50");
      }
      return venue.told();
    }

    @Test
    void shouldStrikeOnlyWhomItConcerns() {
      TestVenue venue =
          venue(
              fault(FaultKind.LOST_ACK, 0, 10, "ACCOUNT=A", "INSTRUMENT=" + SPOT),
              new VenueFault(FaultKind.LOST_ACK, "SIM-OTHER", T0, T0 + SECOND, java.util.Map.of()));
      venue.book(PERP, "99:1", "101:1").told();

      venue.buy("A1", SPOT, "1", "50").buy("B1", SPOT, "1", "50").buy("A2", PERP, "1", "50");

      assertThat(venue.told()).containsExactly("B1 ACCEPTED OPEN 0/1", "A2 ACCEPTED OPEN 0/1");
    }
  }

  @Nested
  @Tag("FAIL-3")
  class Venues {

    @Test
    @Tag("FAIL-2")
    void shouldRefuseAsTooMany() {
      TestVenue venue = venue(fault(FaultKind.RATE_LIMITING, 0, 10));

      venue.buy("A1", SPOT, "1", "50").cancel("A2", "A1", SPOT).after(10 * SECOND);
      venue.buy("A1", SPOT, "1", "50");

      assertThat(venue.told())
          .containsExactly(
              "A1 REJECTED 0/1 RATE_LIMITED",
              "A2<A1 CANCEL_REJECTED REJECTED 0/0 RATE_LIMITED",
              "A1 ACCEPTED OPEN 0/1");
      VenueSample sample = venue.records(VenueSample.class).get(0);
      assertThat(sample.getOutcome()).isEqualTo(Outcome.RATE_LIMITED);
      assertThat(sample.getRateLimitUsedPpm()).isEqualTo(1_000_000);
    }

    @Test
    @Tag("REC-1")
    void shouldSayNothingOfAnOrderWhoseStatusMayNotBeAsked() {
      TestVenue venue = venue(fault(FaultKind.RATE_LIMITING, 5, 10));
      venue.buy("A1", SPOT, "1", "50").after(5 * SECOND).told();

      venue.status("A1", SPOT).status("A9", SPOT).cancel("A2", "A1", SPOT);
      venue.replace("A3", "A1", SPOT, "1", "51").after(5 * SECOND).status("A1", SPOT);

      assertThat(venue.told())
          .containsExactly(
              "A1 STATUS_REJECTED OPEN 0/1 RATE_LIMITED",
              "A9 STATUS_REJECTED REJECTED 0/0 RATE_LIMITED",
              "A2<A1 CANCEL_REJECTED OPEN 0/1 RATE_LIMITED",
              "A3<A1 REPLACE_REJECTED OPEN 0/1 RATE_LIMITED",
              "A1 STATUS OPEN 0/1");
    }

    @Test
    @Tag("NET-6")
    void shouldStrikeTheGatewaysSamplesByChanceAndOnlyWithoutALimit() {
      assertThat(outcomes(fault(FaultKind.RATE_LIMITING, 0, 50, "CHANCE_PPM=500000")))
          .contains(Outcome.OK, Outcome.RATE_LIMITED);
      assertThat(outcomes(fault(FaultKind.LOST_ACK, 0, 50, "CHANCE_PPM=500000")))
          .contains(Outcome.OK, Outcome.TIMEOUT);
      assertThat(outcomes(fault(FaultKind.LOST_ACK, 0, 50, "INSTRUMENT=" + SPOT)))
          .containsOnly(Outcome.OK);
      assertThat(outcomes(fault(FaultKind.RATE_LIMITING, 0, 50, "ACCOUNT=A")))
          .containsOnly(Outcome.OK);
      TestVenue late = venue(fault(FaultKind.LATE_ACK, 0, 50, "ACCOUNT=A")).after(50 * SECOND);
      assertThat(late.records(VenueSample.class))
          .allMatch(sample -> sample.getLatencyMicros() < 100_000);
    }

    private List<Outcome> outcomes(VenueFault fault) {
      return venue(fault).after(50 * SECOND).records(VenueSample.class).stream()
          .map(VenueSample::getOutcome)
          .toList();
    }

    @Test
    void shouldTakeAndFillNothingWhileOffline() {
      TestVenue venue = venue(fault(FaultKind.MAINTENANCE, 5, 10));
      venue.buy("A1", SPOT, "1", "100").after(5 * SECOND).told();

      venue.buy("A2", SPOT, "1", "100").cancel("A3", "A1", SPOT).status("A1", SPOT);
      venue.trade("90", "1", Aggressor.SELL).delta(SPOT, "", "98:1");

      assertThat(venue.told())
          .containsExactly(
              "A2 REJECTED 0/1 MAINTENANCE",
              "A3<A1 CANCEL_REJECTED OPEN 0/1 MAINTENANCE",
              "A1 STATUS OPEN 0/1");
      assertThat(venue.exchange.status(venue.now)).isEqualTo(VenueStatus.MAINTENANCE);
      venue.after(5 * SECOND);
      assertThat(venue.told()).containsExactly("A1 FILLED 1@100 1/1");
      assertThat(venue.records(VenueSample.class))
          .extracting(VenueSample::getStatus)
          .contains(VenueStatus.MAINTENANCE, VenueStatus.ONLINE);
    }

    @Test
    void shouldTakeOnlyCancelsOrOnlyOrdersThatRest() {
      TestVenue venue =
          venue(
              fault(FaultKind.MAINTENANCE, 5, 10, "MODE=cancel-only"),
              fault(FaultKind.MAINTENANCE, 10, 15, "MODE=post-only"));
      venue.buy("A1", SPOT, "1", "100").after(5 * SECOND).told();

      venue.buy("A2", SPOT, "1", "100").cancel("A3", "A1", SPOT).after(5 * SECOND);
      venue.buy("A4", SPOT, "1", "100");
      venue.submit(postOnly(order("A", "A5", SPOT, OrderSide.BUY, "1", "100")));

      assertThat(venue.told())
          .containsExactly(
              "A2 REJECTED 0/1 CANCEL_ONLY",
              "A3<A1 CANCELED 0/1",
              "A4 REJECTED 0/1 POST_ONLY",
              "A5 ACCEPTED OPEN 0/1");
    }

    @Test
    @Tag("FAIL-5")
    void shouldNotCreditDepositsUntilTheHaltIsOver() {
      TestVenue venue =
          venue(fault(FaultKind.DEPOSIT_HALT, 0, 10, "ASSET=BTC", "WITHDRAWALS=true"));
      venue.exchange.deposit("A", "BTC", E8.ONE, SECOND);
      venue.exchange.deposit("A", "USDT", E8.ONE, SECOND);
      venue.exchange.withdraw("A", "BTC", E8.ONE, SECOND);

      venue.after(10 * SECOND - 1);
      assertThat(venue.total("A", "BTC")).isEqualTo("10");
      assertThat(venue.total("A", "USDT")).isEqualTo("10001");
      venue.after(1);

      assertThat(venue.total("A", "BTC")).isEqualTo("11");
      assertThat(venue.records(VenueSample.class).get(0).getTransfers())
          .containsExactly(
              new TransferSwitch("BTC", "BITCOIN", false, false),
              new TransferSwitch("USDT", "ETHEREUM", true, true));
    }

    @Test
    void shouldStepTheVenuesClock() {
      TestVenue venue = venue(fault(FaultKind.CLOCK_STEP, 5, 10, "STEP=-3s"));

      venue.buy("A1", SPOT, "1", "50").after(5 * SECOND).buy("A2", SPOT, "1", "50");
      venue.after(5 * SECOND).buy("A3", SPOT, "1", "50");

      assertThat(venue.reports)
          .extracting(report -> (report.venueTimeMicros() - T0) / SECOND)
          .containsExactly(0L, 2L, 10L);
    }

    @Test
    void shouldHearNothingAndLeaveReportsAndCancelsToTheWireWhileDisconnected() {
      TestVenue venue = venue(fault(FaultKind.DISCONNECT, 5, 10));
      venue.buy("A1", SPOT, "1", "100").told();

      venue.after(5 * SECOND).buy("A2", SPOT, "1", "100").trade("100", "0.5", Aggressor.SELL);
      assertThat(venue.exchange.isConnected(venue.now)).isFalse();
      venue.after(5 * SECOND).status("A1", SPOT).status("A2", SPOT);

      assertThat(venue.told())
          .containsExactly(
              "A1 FILLED PARTIALLY_FILLED 0.5@100 0.5/1",
              "A1 STATUS PARTIALLY_FILLED 0.5/1",
              "A2 STATUS REJECTED 0/0 UNKNOWN_ORDER");
      assertThat(venue.dropCopy()).containsExactly("A1 ACCEPTED 0/1", "A1 FILL 0.5/1");
      assertThat(venue.records(VenueSample.class))
          .extracting(VenueSample::getOutcome)
          .contains(Outcome.OK, Outcome.TIMEOUT);
    }

    @Test
    @Tag("FAIL-5")
    void shouldStateBalancesLate() {
      TestVenue venue = venue(fault(FaultKind.SLOW_BALANCE, 0, 2, "DELAY=2500ms", "ACCOUNT=A"));

      venue.after(4 * SECOND);

      assertThat(venue.records(VenueAccount.class))
          .filteredOn(statement -> statement.getAccount().equals("A"))
          .extracting(
              statement -> statement.getVersion(),
              statement -> (statement.getReceivedAtMicros() - T0) / 1_000,
              statement -> (statement.getVenueTimeMicros() - T0) / 1_000)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(2L, 2_000L, 2_000L),
              org.assertj.core.groups.Tuple.tuple(3L, 3_000L, 3_000L),
              org.assertj.core.groups.Tuple.tuple(1L, 3_500L, 1_000L),
              org.assertj.core.groups.Tuple.tuple(4L, 4_000L, 4_000L));
    }

    @Test
    void shouldForgetOpenOrdersWhenItRestarts() {
      TestVenue venue = venue(fault(FaultKind.RESTART, 5, 6));
      venue.buy("A1", SPOT, "1", "100").buy("A2", SPOT, "1", "101").told();

      venue.after(5 * SECOND);
      assertThat(venue.exchange.status(venue.now)).isEqualTo(VenueStatus.OFFLINE);
      venue.after(SECOND).status("A1", SPOT).status("A2", SPOT);

      assertThat(venue.told())
          .containsExactly("A1 STATUS REJECTED 0/0 UNKNOWN_ORDER", "A2 STATUS FILLED 1/1");
      assertThat(venue.dropCopy()).endsWith("A1 CANCELED 0/1");
      assertThat(venue.available("A", "USDT")).isEqualTo(venue.total("A", "USDT"));
    }
  }

  @Test
  void shouldLeaveTheFaultsOfMarketAndFeedToThem() {
    VenueFaults faults =
        new VenueFaults(
            3,
            List.of(
                fault(FaultKind.STALE_FEED, 0, 5),
                fault(FaultKind.PRICE_JUMP, 0, 5, "MOVE_PPM=-100000"),
                fault(FaultKind.DROPPED_FRAMES, 5, 9, "CHANCE_PPM=300000")));
    TestVenue venue = new TestVenue(TestVenue.rules(), faults).credit("A", "1000", "0");

    venue.book(SPOT, "99:1", "101:1").buy("A1", SPOT, "1", "");

    assertThat(venue.told()).containsExactly("A1 ACCEPTED OPEN 0/1", "A1 FILLED 1@101 1/1");
    assertThat(faults.of(TestVenue.VENUE, FaultKind.DROPPED_FRAMES)).hasSize(1);
    assertThat(faults.of("SIM-OTHER", FaultKind.DROPPED_FRAMES)).isEmpty();
  }

  @Test
  void shouldRefuseAFaultThatMakesNoSense() {
    assertThatThrownBy(() -> fault(FaultKind.RESTART, 5, 5))
        .hasMessage("restart: expected an end after the begin, saw a length of 0 µs");
    assertThatThrownBy(() -> fault(FaultKind.RESTART, 5, 6, "DELAY=1s"))
        .hasMessage("restart has no delay; expected []");
    assertThatThrownBy(() -> fault(FaultKind.MAINTENANCE, 5, 6, "MODE=asleep"))
        .hasMessage("mode: expected [offline, cancel-only, post-only], saw 'asleep'");
    assertThatThrownBy(() -> fault(FaultKind.PRICE_JUMP, 5, 6, "MOVE_PPM=-500001"))
        .hasMessage("move-ppm: expected -500000 to 500000, saw '-500001'");
    assertThatThrownBy(() -> fault(FaultKind.LOST_ACK, 5, 6, "CHANCE_PPM=-1"))
        .hasMessage("chance-ppm: expected 0 to 1000000, saw '-1'");
  }
}
