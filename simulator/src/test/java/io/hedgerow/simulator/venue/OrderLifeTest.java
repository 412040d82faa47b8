package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.TestVenue.PERP;
import static io.hedgerow.simulator.venue.TestVenue.SPOT;
import static io.hedgerow.simulator.venue.TestVenue.id;
import static io.hedgerow.simulator.venue.TestVenue.order;
import static io.hedgerow.simulator.venue.TestVenue.postOnly;
import static io.hedgerow.simulator.venue.TestVenue.reduceOnly;
import static io.hedgerow.simulator.venue.TestVenue.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.InstrumentRules.FeeAsset;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import io.hedgerow.simulator.venue.RateLimitStyle.UnfilledOrders;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ORD-2")
class OrderLifeTest {

  private final TestVenue venue =
      new TestVenue().credit("A", "10000", "10").credit("B", "10000", "10");

  @Test
  void shouldTakeTheBackgroundBestFirstAndRestWithWhatIsLeft() {
    venue.book(SPOT, "99:5", "101:1 102:1 103:1");

    venue.buy("A1", SPOT, "3", "102");

    assertThat(venue.told())
        .containsExactly(
            "A1 ACCEPTED OPEN 0/3",
            "A1 FILLED PARTIALLY_FILLED 1@101 1/3",
            "A1 FILLED PARTIALLY_FILLED 1@102 2/3");
    assertThat(Depth.of(venue.exchange, SPOT, 5).bids().get(0).getPriceE8())
        .isEqualTo(E8.parse("102"));
    assertThat(Depth.of(venue.exchange, SPOT, 5).asks().get(0).getPriceE8())
        .isEqualTo(E8.parse("103"));
    assertThat(venue.total("A", "BTC")).isEqualTo("12");
    assertThat(venue.total("A", "USDT")).isEqualTo("9796.594"); // 203 and 0.2 % of it
    assertThat(venue.available("A", "USDT")).isEqualTo("9694.39"); // less 102 and 0.2 %
  }

  @Test
  void shouldKeepTakenWhatWasTakenUntilTheLevelIsUpdated() {
    venue.book(SPOT, "99:5", "101:1 102:1");
    venue.buy("A1", SPOT, "1", "");
    assertThat(Depth.of(venue.exchange, SPOT, 1).asks().get(0).getPriceE8())
        .isEqualTo(E8.parse("102"));

    venue.delta(SPOT, "98:1", "");
    assertThat(Depth.of(venue.exchange, SPOT, 1).asks().get(0).getPriceE8())
        .isEqualTo(E8.parse("102"));

    venue.delta(SPOT, "", "101:4");
    assertThat(Depth.of(venue.exchange, SPOT, 1).asks().get(0).getPriceE8())
        .isEqualTo(E8.parse("101"));
  }

  @Test
  void shouldExpireTheRestOfAnOrderThatMayNotRest() {
    venue.book(SPOT, "99:5", "101:1");

    venue.submit(with(order("A", "A1", SPOT, OrderSide.BUY, "2", "101"), TimeInForce.IOC));
    venue.buy("A2", SPOT, "1", "");

    assertThat(venue.told())
        .containsExactly(
            "A1 ACCEPTED OPEN 0/2",
            "A1 FILLED PARTIALLY_FILLED 1@101 1/2",
            "A1 EXPIRED 1/2 NO_LIQUIDITY",
            "A2 ACCEPTED OPEN 0/1",
            "A2 EXPIRED 0/1 NO_LIQUIDITY");
  }

  @Test
  void shouldFillAllOrNothing() {
    venue.book(SPOT, "99:5", "101:1 102:1");

    venue.submit(with(order("A", "A1", SPOT, OrderSide.BUY, "2", "101"), TimeInForce.FOK));
    venue.submit(with(order("A", "A2", SPOT, OrderSide.BUY, "2", "102"), TimeInForce.FOK));

    assertThat(venue.told())
        .containsExactly(
            "A1 ACCEPTED OPEN 0/2",
            "A1 EXPIRED 0/2 NO_LIQUIDITY",
            "A2 ACCEPTED OPEN 0/2",
            "A2 FILLED PARTIALLY_FILLED 1@101 1/2",
            "A2 FILLED 1@102 2/2");
  }

  @Test
  void shouldRefuseToTakeWithAPostOnlyOrder() {
    venue.book(SPOT, "99:5", "101:1");

    venue.submit(postOnly(order("A", "A1", SPOT, OrderSide.BUY, "1", "101")));
    venue.submit(postOnly(order("A", "A2", SPOT, OrderSide.BUY, "1", "100")));
    venue.delta(SPOT, "", "100:1");

    assertThat(venue.told())
        .containsExactly(
            "A1 REJECTED 0/1 POST_ONLY_WOULD_TAKE", "A2 ACCEPTED OPEN 0/1", "A2 FILLED 1@100 1/1");
    assertThat(venue.total("A", "USDT")).isEqualTo("9899.9"); // the maker's fee
  }

  @Test
  void shouldCancelTheNewestOrderThatWouldMeetItsOwnAccount() {
    venue.book(SPOT, "99:5", "103:1");
    venue.sell("A1", SPOT, "1", "102").sell("B1", SPOT, "1", "101").told();

    venue.buy("A2", SPOT, "3", "102");

    assertThat(venue.told())
        .containsExactly(
            "A2 ACCEPTED OPEN 0/3",
            "B1 FILLED 1@101 1/1",
            "A2 FILLED PARTIALLY_FILLED 1@101 1/3",
            "A2 CANCELED 1/3 SELF_TRADE");
  }

  @Test
  void shouldWaitBehindTheBackgroundThatCameFirst() {
    venue.book(SPOT, "100:2", "103:1").buy("A1", SPOT, "1", "100").told();

    venue.sell("B1", SPOT, "1", "100"); // to the background
    assertThat(venue.told()).containsExactly("B1 ACCEPTED OPEN 0/1", "B1 FILLED 1@100 1/1");

    venue.delta(SPOT, "100:9", ""); // the level grows behind it
    venue.trade("100", "1.5", Aggressor.SELL);
    assertThat(venue.told()).containsExactly("A1 FILLED PARTIALLY_FILLED 0.5@100 0.5/1");

    venue.trade("99", "0.2", Aggressor.UNKNOWN); // through it
    assertThat(venue.told()).containsExactly("A1 FILLED PARTIALLY_FILLED 0.2@100 0.7/1");
    venue.trade("100", "5", Aggressor.BUY); // on the other side
    assertThat(venue.told()).isEmpty();
  }

  @Test
  void shouldLoseItsPlaceWhenReplaced() {
    venue.book(SPOT, "90:1", "110:1").buy("A1", SPOT, "1", "100").buy("B1", SPOT, "1", "100");
    venue.told();

    venue.replace("A2", "A1", SPOT, "2", "100");
    venue.trade("100", "1", Aggressor.SELL);
    venue.cancel("A3", "A2", SPOT);

    assertThat(venue.told())
        .containsExactly("A2<A1 REPLACED OPEN 0/2", "B1 FILLED 1@100 1/1", "A3<A2 CANCELED 0/2");
    assertThat(venue.dropCopy())
        .containsExactly(
            "A1 ACCEPTED 0/1",
            "B1 ACCEPTED 0/1",
            "A2 REPLACED 0/2",
            "B1 FILL 1/1",
            "A2 CANCELED 0/2");
  }

  @Test
  void shouldRefuseWhatCannotBeReplacedOrCancelled() {
    venue.book(SPOT, "90:1", "110:1").buy("A1", SPOT, "1", "100");
    venue.trade("100", "0.6", Aggressor.SELL);
    venue.told();

    venue.replace("A2", "A1", SPOT, "0.6", "100");
    venue.replace("A3", "A9", SPOT, "2", "100");
    venue.replace("A4", "A1", SPOT, "1000", "100");
    venue.cancel("A5", "A9", SPOT);
    venue.cancel("A6", "A1", SPOT);
    venue.cancel("A7", "A1", SPOT);
    venue.status("A1", SPOT);
    venue.status("A9", SPOT);

    assertThat(venue.told())
        .containsExactly(
            "A2<A1 REPLACE_REJECTED PARTIALLY_FILLED 0.6/1 BAD_QUANTITY",
            "A3<A9 REPLACE_REJECTED REJECTED 0/2 UNKNOWN_ORDER",
            "A4<A1 REPLACE_REJECTED PARTIALLY_FILLED 0.6/1 INSUFFICIENT_BALANCE",
            "A5<A9 CANCEL_REJECTED REJECTED 0/0 UNKNOWN_ORDER",
            "A6<A1 CANCELED 0.6/1",
            "A7<A1 CANCEL_REJECTED CANCELED 0.6/1 TOO_LATE",
            "A1 STATUS CANCELED 0.6/1",
            "A9 STATUS REJECTED 0/0 UNKNOWN_ORDER");
  }

  @Test
  @Tag("ORD-2")
  void shouldRefuseWhatDoesNotMeanTheOrderThatItNames() {
    venue
        .book(SPOT, "90:1", "110:1")
        .book(PERP, "90:1", "110:1")
        .buy("A1", SPOT, "1", "100")
        .told();

    venue.cancel("A2", "A1", PERP).replace("A3", "A1", PERP, "2", "100").status("A1", PERP);
    venue.submit(new CancelOrder("A", id("A4"), id("A1"), SPOT, OrderSide.SELL));
    venue.submit(new StatusRequest("A", id("A1"), SPOT, OrderSide.SELL));

    assertThat(venue.told())
        .containsExactly(
            "A2<A1 CANCEL_REJECTED OPEN 0/1 NOT_THAT_ORDER",
            "A3<A1 REPLACE_REJECTED OPEN 0/1 NOT_THAT_ORDER",
            "A1 STATUS_REJECTED OPEN 0/1 NOT_THAT_ORDER",
            "A4<A1 CANCEL_REJECTED OPEN 0/1 NOT_THAT_ORDER",
            "A1 STATUS_REJECTED OPEN 0/1 NOT_THAT_ORDER");
  }

  @Test
  void shouldRefuseWhatBreaksTheRules() {
    venue.book(SPOT, "90:1", "110:1").buy("A1", SPOT, "1", "100").told();

    venue.buy("A1", SPOT, "1", "100");
    venue.buy("a2", SPOT, "1", "100");
    venue.submit(order("A", "A3", "ETH-USDT", OrderSide.BUY, "1", "100"));
    venue.buy("A4", SPOT, "1", "100.5");
    venue.buy("A5", SPOT, "1.001", "100");
    venue.buy("A6", SPOT, "0.09", "100");
    venue.buy("A7", SPOT, "1000", "100");
    venue.sell("A8", SPOT, "11", "100");
    venue.buy("A9", SPOT, "90000000000", "90000000000");
    venue.submit(reduceOnly(order("A", "AA", SPOT, OrderSide.SELL, "1", "100")));
    venue.submit(with(postOnly(order("A", "AB", SPOT, OrderSide.BUY, "1", "90")), TimeInForce.IOC));
    venue.buy("AC", PERP, "1", "100");
    venue.submit(reduceOnly(order("A", "AD", PERP, OrderSide.SELL, "1", "100")));
    venue.buy("C1", SPOT, "1", "100");

    assertThat(venue.told())
        .containsExactly(
            "A1 REJECTED 0/1 DUPLICATE_CLIENT_ORDER_ID",
            "a2 REJECTED 0/1 UNKNOWN_ACCOUNT",
            "A3 REJECTED 0/1 UNKNOWN_INSTRUMENT",
            "A4 REJECTED 0/1 BAD_PRICE",
            "A5 REJECTED 0/1.001 BAD_QUANTITY",
            "A6 REJECTED 0/0.09 NOTIONAL_TOO_SMALL",
            "A7 REJECTED 0/1000 INSUFFICIENT_BALANCE",
            "A8 REJECTED 0/11 INSUFFICIENT_BALANCE",
            "A9 REJECTED 0/90000000000 NOTIONAL_TOO_LARGE",
            "AA REJECTED 0/1 ORDER_KIND_NOT_ALLOWED",
            "AB REJECTED 0/1 ORDER_KIND_NOT_ALLOWED",
            "AC REJECTED 0/1 NO_MARK_PRICE",
            "AD REJECTED 0/1 REDUCE_ONLY",
            "C1 REJECTED 0/1 UNKNOWN_ACCOUNT");
  }

  @Test
  @Tag("ORD-5")
  void shouldTakeAClientOrderIdAgainOnlyWhereTheVenueDoes() {
    venue.book(SPOT, "90:1", "110:1").buy("A1", SPOT, "1", "100").cancel("A2", "A1", SPOT);
    venue.buy("A1", SPOT, "1", "100");
    assertThat(venue.told())
        .containsExactly("A1 ACCEPTED OPEN 0/1", "A2<A1 CANCELED 0/1", "A1 ACCEPTED OPEN 0/1");

    VenueRules rules = TestVenue.rules();
    TestVenue strict =
        new TestVenue(
            new VenueRules(
                rules.venue(),
                rules.venueClass(),
                rules.marginAsset(),
                VenueRules.ClientOrderIds.ALWAYS_UNIQUE,
                List.of(new UnfilledOrders(2, 10_000_000)),
                false,
                0,
                VenueRules.byName(List.of(TestVenue.spot(FeeAsset.RECEIVED)))),
            VenueFaults.none());
    strict.credit("A", "1000", "0").book(SPOT, "90:1", "110:1");
    strict.buy("A1", SPOT, "1", "100").cancel("A2", "A1", SPOT).buy("A1", SPOT, "1", "100");
    strict.buy("A3", SPOT, "1", "100");
    assertThat(strict.told())
        .containsExactly(
            "A1 ACCEPTED OPEN 0/1",
            "A2<A1 CANCELED 0/1",
            "A1 REJECTED 0/1 DUPLICATE_CLIENT_ORDER_ID",
            "A3 REJECTED 0/1 TOO_MANY_UNFILLED_ORDERS");
  }

  @Test
  void shouldTakeTheFeeFromWhatTheFillBrings() {
    VenueRules rules = TestVenue.rules();
    TestVenue received =
        new TestVenue(
            new VenueRules(
                rules.venue(),
                rules.venueClass(),
                rules.marginAsset(),
                rules.clientOrderIds(),
                List.of(),
                false,
                0,
                VenueRules.byName(List.of(TestVenue.spot(FeeAsset.RECEIVED)))),
            VenueFaults.none());
    received.credit("A", "1000", "0").book(SPOT, "90:1", "100:5");

    received.buy("A1", SPOT, "1", "");
    assertThat(received.reports.get(1).feeAsset()).isEqualTo("BTC");
    received.sell("A2", SPOT, "0.5", "");

    assertThat(received.total("A", "BTC")).isEqualTo("0.498");
    assertThat(received.total("A", "USDT")).isEqualTo("944.91"); // 1000 - 100 + 45 - 0.09
  }

  @Test
  void shouldNeverLetAReduceOnlyOrderTurnThePosition() {
    venue.book(PERP, "99:5", "101:5").buy("A1", PERP, "2", "").told();

    venue.submit(reduceOnly(order("A", "A2", PERP, OrderSide.SELL, "1", "105")));
    venue.submit(reduceOnly(order("A", "A3", PERP, OrderSide.SELL, "1", "106")));
    venue.submit(reduceOnly(order("A", "A4", PERP, OrderSide.SELL, "0.01", "99")));
    venue.sell("A5", PERP, "1.5", "");

    assertThat(venue.told())
        .containsExactly(
            "A2 ACCEPTED OPEN 0/1",
            "A3 ACCEPTED OPEN 0/1",
            "A4 REJECTED 0/0.01 REDUCE_ONLY",
            "A5 ACCEPTED OPEN 0/1.5",
            "A5 FILLED 1.5@99 1.5/1.5",
            "A3 CANCELED 0/1 REDUCE_ONLY",
            "A2 CANCELED 0/1 REDUCE_ONLY");
    venue.submit(reduceOnly(order("A", "A6", PERP, OrderSide.SELL, "0.01", "99")));
    assertThat(venue.told())
        .containsExactly("A6 ACCEPTED OPEN 0/0.01", "A6 FILLED 0.01@99 0.01/0.01");
  }

  @Test
  @Tag("ORD-4")
  void shouldNotCountOnAReduceOnlyOrderThatMayGoBeforeItsTurn() {
    venue.book(PERP, "99:1", "101:1").mark("100", "0");
    venue.buy("B1", PERP, "1", "").sell("B2", PERP, "1", "102");
    venue.submit(reduceOnly(order("B", "B3", PERP, OrderSide.SELL, "1", "102"))).told();

    venue.submit(with(order("A", "A1", PERP, OrderSide.BUY, "2", "102"), TimeInForce.FOK));
    venue.submit(with(order("A", "A2", PERP, OrderSide.BUY, "2", "102"), TimeInForce.IOC));

    assertThat(venue.told())
        .containsExactly(
            "A1 ACCEPTED OPEN 0/2",
            "A1 EXPIRED 0/2 NO_LIQUIDITY",
            "A2 ACCEPTED OPEN 0/2",
            "B2 FILLED 1@102 1/1",
            "A2 FILLED PARTIALLY_FILLED 1@102 1/2",
            "B3 CANCELED 0/1 REDUCE_ONLY",
            "A2 EXPIRED 1/2 NO_LIQUIDITY");
  }

  @Test
  void shouldCancelWhatRestsWhenTheClientIsGone() {
    venue.book(SPOT, "90:1", "110:1").buy("A1", SPOT, "1", "100").buy("B1", SPOT, "1", "100");
    venue.told();

    venue.exchange.disconnected("A", venue.now, venue.reports::add);

    assertThat(venue.told()).containsExactly("A1 CANCELED 0/1 DISCONNECTED");
  }

  @Test
  void shouldNotLetTimeRunBack() {
    venue.after(1_000);

    assertThatThrownBy(() -> venue.exchange.advanceTo(venue.now - 1, venue.reports::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a time at or after");
  }
}
