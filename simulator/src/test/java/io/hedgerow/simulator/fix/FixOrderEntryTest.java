package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.OrderTimeInForce;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests out and reports in, client and acceptor over a real socket. */
@Tag("ORD-1")
class FixOrderEntryTest {

  private Rig rig;
  private final SeenEvents seen = new SeenEvents();
  private FixClient client;

  @BeforeEach
  void logOn() throws IOException {
    rig = new Rig();
    client = rig.client(rig.clientSettings(), SequenceStore.inMemory(), seen);
    rig.until("logon", () -> seen.has("logged on"));
    seen.take();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    rig.close();
  }

  @Test
  @Tag("IDEM-2")
  void shouldCarryEveryTermOfAnOrderAndItsFillExactly() {
    // when
    SendResult sent =
        client.newOrder(
            Rig.ticket(1)
                .on("BTC-USDT", OrderSide.SELL)
                .limit(6_183_763_000_001L, 1)
                .timeInForce(OrderTimeInForce.IOC)
                .reduceOnly(true));
    rig.until("fill", () -> seen.lines.size() == 2);

    // then
    assertThat(sent).isEqualTo(SendResult.SENT);
    assertThat(rig.book.requests)
        .containsExactly(
            new NewOrder(
                Rig.ACCOUNT,
                Rig.id(1),
                "BTC-USDT",
                OrderSide.SELL,
                OrderType.LIMIT,
                TimeInForce.IOC,
                false,
                true,
                6_183_763_000_001L,
                1));
    assertThat(seen.take())
        .containsExactly(
            "ACCEPTED HEDGEROW00000001 OPEN SELL BTC-USDT filled 0 of 0.00000001",
            "FILLED HEDGEROW00000001 FILLED SELL BTC-USDT filled 0.00000001 of 0.00000001, now"
                + " 0.00000001 at 61837.63000001 taker fee 0.0005 USDT trade T1");
    assertThat(client.openOrders()).isZero();
  }

  @Test
  void shouldCarryMarketAndPostOnlyOrders() {
    client.newOrder(Rig.ticket(1).market(250_000_000).timeInForce(OrderTimeInForce.FOK));
    client.newOrder(Rig.ticket(2).postOnly(true).reduceOnly(true));
    rig.until("answers", () -> seen.lines.size() == 3);
    assertThat(rig.book.requests)
        .extracting(
            r -> ((NewOrder) r).type(),
            r -> ((NewOrder) r).timeInForce(),
            r -> ((NewOrder) r).postOnly(),
            r -> ((NewOrder) r).reduceOnly(),
            r -> ((NewOrder) r).priceE8())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                OrderType.MARKET, TimeInForce.FOK, false, false, 0L),
            org.assertj.core.groups.Tuple.tuple(
                OrderType.LIMIT, TimeInForce.GTC, true, true, 6_183_763_000_000L));
    assertThat(client.openOrders()).isEqualTo(1);
  }

  @Test
  @Tag("ORD-4")
  void shouldCancelReplaceAndAskForOrders() {
    // given two resting orders
    client.newOrder(Rig.ticket(1).postOnly(true));
    client.newOrder(Rig.ticket(2).postOnly(true));
    rig.until("both rest", () -> seen.lines.size() == 2);
    seen.take();

    // when
    client.cancel(Rig.id(11), Rig.id(1), "BTC-USDT", OrderSide.BUY);
    client.replace(
        Rig.ticket(12).originalClientOrderId(Rig.id(2)).limit(61_000 * Rig.E8, 3 * Rig.E8));
    client.requestStatus(Rig.id(12), "BTC-USDT", OrderSide.BUY);
    client.requestStatus(Rig.id(99), "BTC-USDT", OrderSide.BUY);
    rig.until("answers", () -> seen.lines.size() == 4);

    // then
    assertThat(rig.book.requests.subList(2, 6))
        .containsExactly(
            new CancelOrder(Rig.ACCOUNT, Rig.id(11), Rig.id(1), "BTC-USDT", OrderSide.BUY),
            new ReplaceOrder(
                Rig.ACCOUNT,
                Rig.id(12),
                Rig.id(2),
                "BTC-USDT",
                OrderSide.BUY,
                61_000 * Rig.E8,
                3 * Rig.E8),
            new StatusRequest(Rig.ACCOUNT, Rig.id(12), "BTC-USDT", OrderSide.BUY),
            new StatusRequest(Rig.ACCOUNT, Rig.id(99), "BTC-USDT", OrderSide.BUY));
    assertThat(seen.take())
        .containsExactly(
            "CANCELED HEDGEROW00000011 for HEDGEROW00000001 CANCELED BUY BTC-USDT filled 0 of 0",
            "REPLACED HEDGEROW00000012 for HEDGEROW00000002 OPEN BUY BTC-USDT filled 0 of 3",
            "STATUS HEDGEROW00000012 OPEN BUY BTC-USDT filled 0 of 3",
            "STATUS HEDGEROW00000099 REJECTED BUY BTC-USDT filled 0 of 0: unknown order");
    assertThat(client.openOrders()).as("the replacement rests").isEqualTo(1);
  }

  @Test
  @Tag("MON-6")
  void shouldHandOnRefusals() {
    client.newOrder(Rig.ticket(1).on("SHIT-COIN", OrderSide.BUY));
    client.cancel(Rig.id(2), Rig.id(77), "BTC-USDT", OrderSide.BUY);
    client.replace(Rig.ticket(3).originalClientOrderId(Rig.id(77)));
    rig.until("answers", () -> seen.lines.size() == 3);
    assertThat(seen.take())
        .containsExactly(
            "REJECTED HEDGEROW00000001 REJECTED BUY SHIT-COIN filled 0 of 0.015: not traded here",
            "cancel rejected HEDGEROW00000002 for HEDGEROW00000077: gone",
            "replace rejected HEDGEROW00000003 for HEDGEROW00000077: gone");
    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("ORD-2")
  void shouldRefuseToSendWhatIsInvalid() {
    assertThat(client.newOrder(Rig.ticket(1).limit(0, 1))).isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(1).limit(1, 0))).isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(1).limit(1, -1))).isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(1).clientOrderId("SHORT"))).isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(1).clientOrderId("hedgerow00000001")))
        .isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(1).market(1).postOnly(true)))
        .isEqualTo(SendResult.INVALID);
    assertThat(client.newOrder(Rig.ticket(2).postOnly(true))).isEqualTo(SendResult.SENT);
    assertThat(client.newOrder(Rig.ticket(2))).as("an ID in use").isEqualTo(SendResult.INVALID);
    rig.settle();
    assertThat(rig.book.requests).hasSize(1);
  }

  @Test
  @Tag("GATE-1")
  void shouldRefuseOrdersWithoutASessionAndBeyondItsRoom() {
    client.logout();
    rig.until("logout", () -> seen.lines.size() == 1);
    assertThat(client.newOrder(Rig.ticket(1))).isEqualTo(SendResult.NOT_LOGGED_ON);
    assertThat(seen.take()).containsExactly("logged off: logged out");
    assertThat(rig.acceptor.connected()).isZero();
  }

  @Test
  void shouldGiveReportsOfOneAccountsOrdersToThatAccountOnly() {
    // given another account's resting order
    SeenEvents others = new SeenEvents();
    FixClient other =
        rig.client(
            io.hedgerow.connectors.fix.FixClientSettings.of(
                rig.acceptor.address(), Rig.OTHER, Rig.VENUE, "other"),
            SequenceStore.inMemory(),
            others);
    rig.until("logon", () -> others.has("logged on"));
    other.newOrder(Rig.ticket(5).postOnly(true));
    rig.until("it rests", () -> others.lines.size() == 2);

    // when it is filled while this account trades
    rig.book.fillLater(Rig.id(5), rig.nowMicros);
    client.newOrder(Rig.ticket(6));
    rig.until("fills", () -> others.lines.size() == 3 && seen.lines.size() == 2);

    // then
    assertThat(others.lines.get(2))
        .startsWith("FILLED HEDGEROW00000005")
        .contains(" maker fee -0.00025 USDT");
    assertThat(seen.lines).allMatch(line -> line.contains("HEDGEROW00000006"));
    other.close();
  }
}
