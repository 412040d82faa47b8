package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.TestVenue.SECOND;
import static io.hedgerow.simulator.venue.TestVenue.SPOT;
import static io.hedgerow.simulator.venue.TestVenue.T0;
import static io.hedgerow.simulator.venue.TestVenue.fault;
import static io.hedgerow.simulator.venue.TestVenue.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.ClientSettings;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SeenEvents;
import io.hedgerow.simulator.fix.SessionMemory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client sees of each fault on its FIX session, over real sockets. */
@Tag("FAIL-1")
class FaultsOverFixTest {

  private static final String ACCOUNT = "A";
  private static final String FEE = " USDT trade ";
  private static final long STEP_MICROS = 1_000;

  private final SeenEvents seen = new SeenEvents();
  private SimulatedExchange exchange;
  private FixAcceptor acceptor;
  private FixClient client;
  private long nowMicros = T0;

  @AfterEach
  void close() throws IOException {
    client.close();
    acceptor.close();
  }

  private void open(boolean cancelOnDisconnect, VenueFault... faults) throws IOException {
    exchange =
        new SimulatedExchange(
            TestVenue.rules(), new VenueFaults(1, List.of(faults)), T0, FaultsOverFixTest::ignore);
    exchange.credit(ACCOUNT, "USDT", E8.parse("10000"));
    background("99:5", "101:1 102:1");
    acceptor =
        new FixAcceptor(
            AcceptorSettings.onLoopback(TestVenue.VENUE, Map.of(ACCOUNT, "secret")),
            exchange,
            new SessionMemory());
    client =
        new FixClient(
            ClientSettings.withCancelOnDisconnect(
                FixClientSettings.of(acceptor.address(), ACCOUNT, TestVenue.VENUE, "secret"),
                cancelOnDisconnect),
            SequenceStore.inMemory(),
            seen);
    until("logged on", client::ready);
    seen.take();
  }

  private static void ignore(SpecificRecord record) {}

  private void background(String bids, String asks) {
    exchange.market(
        TestVenue.update(SPOT, BookUpdateKind.RESTART, bids, asks), nowMicros, this::report);
  }

  private void report(OrderReport report) {
    acceptor.report(report);
  }

  private void until(String what, BooleanSupplier holds) {
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    while (!holds.getAsBoolean()) {
      step();
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("did not happen within 20 s: " + what + "; told: " + seen.lines);
      }
    }
  }

  /** As the simulated world does it. */
  private void step() {
    nowMicros += STEP_MICROS;
    if (exchange.isConnected(nowMicros)) {
      acceptor.poll(nowMicros);
    } else {
      acceptor.cut(nowMicros);
    }
    exchange.advanceTo(nowMicros, this::report);
    client.poll(nowMicros);
  }

  private void untilSecond(long second) {
    until("second " + second, () -> nowMicros >= T0 + second * SECOND);
  }

  /** Everything that is told within a tenth of a second. */
  private List<String> told() {
    for (int i = 0; i < 100; i++) {
      step();
    }
    return seen.take();
  }

  private void buy(String shortId, String quantity, String price) {
    client.newOrder(
        new OrderTicket()
            .clientOrderId(id(shortId))
            .on(SPOT, OrderSide.BUY)
            .limit(E8.parse(price), E8.parse(quantity)));
  }

  private void cancel(String shortId, String original) {
    client.cancel(id(shortId), id(original), SPOT, OrderSide.BUY);
  }

  private void ask(String shortId) {
    client.requestStatus(id(shortId), SPOT, OrderSide.BUY);
  }

  private static String accepted(String shortId, String quantity) {
    return "ACCEPTED " + id(shortId) + " OPEN BUY " + SPOT + " filled 0 of " + quantity;
  }

  /** A fill of 1 at 101, the first of two or the only one. */
  private static String filled(String status, String quantity) {
    return "FILLED "
        + id("A1")
        + " "
        + status
        + " BUY "
        + SPOT
        + " filled 1 of "
        + quantity
        + ", now 1 at 101 taker fee 0.202"
        + FEE
        + "1";
  }

  private static final String SECOND_FILL =
      "FILLED "
          + id("A1")
          + " FILLED BUY "
          + SPOT
          + " filled 2 of 2, now 1 at 102 taker fee 0.204"
          + FEE
          + "2";

  @Test
  @Tag("IDEM-1")
  void shouldSeeADuplicateReportUnderTheSameExecutionId() throws IOException {
    open(true, fault(FaultKind.DUPLICATE_REPORTS, 0, 60));

    buy("A1", "1", "101");

    assertThat(told())
        .containsExactly(
            accepted("A1", "1"), accepted("A1", "1"), filled("FILLED", "1"), filled("FILLED", "1"));
    List<String> ids = seen.executionIds;
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    assertThat(ids.get(2)).isEqualTo(ids.get(3));
    assertThat(client.openOrders()).isZero();
  }

  @Test
  void shouldSeeNoAnswerAndFindTheOrderByAsking() throws IOException {
    open(true, fault(FaultKind.LOST_ACK, 0, 60));

    buy("A1", "1", "100");
    assertThat(told()).isEmpty();
    assertThat(client.openOrders()).isEqualTo(1);
    ask("A1");

    assertThat(told())
        .containsExactly("STATUS " + id("A1") + " OPEN BUY " + SPOT + " filled 0 of 1");
    assertThat(client.openOrders()).isEqualTo(1);
  }

  @Test
  void shouldSeeTheAnswerLate() throws IOException {
    open(true, fault(FaultKind.LATE_ACK, 0, 60, "DELAY=1500ms"));
    long sentAtMicros = nowMicros;

    buy("A1", "1", "101");
    assertThat(told()).isEmpty();
    until("the fill", () -> seen.lines.size() == 2);

    assertThat(nowMicros - sentAtMicros).isBetween(1_500_000L, 1_600_000L);
    assertThat(seen.take()).containsExactly(accepted("A1", "1"), filled("FILLED", "1"));
  }

  @Test
  @Tag("ORD-4")
  void shouldSeeTheFirstFillBeforeTheAnswer() throws IOException {
    open(true, fault(FaultKind.FILL_BEFORE_ACK, 0, 60, "DELAY=1s"));

    buy("A1", "2", "102");

    assertThat(told())
        .containsExactly(filled("PARTIALLY_FILLED", "2"), accepted("A1", "2"), SECOND_FILL);
    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("ORD-4")
  void shouldSeeAFillOfAnOrderThatIsCancelled() throws IOException {
    open(true, fault(FaultKind.FILL_AFTER_CANCEL, 0, 60, "SHARE_PPM=300000", "DELAY=1s"));
    buy("A1", "1", "100");
    assertThat(told()).containsExactly(accepted("A1", "1"));

    cancel("A2", "A1");
    assertThat(told())
        .containsExactly(
            "CANCELED "
                + id("A2")
                + " for "
                + id("A1")
                + " CANCELED BUY "
                + SPOT
                + " filled 0 of 1");
    assertThat(client.openOrders()).isZero();
    until("the fill", () -> !seen.lines.isEmpty());

    assertThat(seen.take())
        .containsExactly(
            "FILLED "
                + id("A1")
                + " CANCELED BUY "
                + SPOT
                + " filled 0.3 of 1, now 0.3 at 100 maker fee 0.03"
                + FEE
                + "1");
  }

  @Test
  @Tag("ORD-4")
  void shouldSeeReportsOutOfOrder() throws IOException {
    open(true, fault(FaultKind.OUT_OF_ORDER_REPORTS, 0, 60, "DELAY=50ms"));

    buy("A1", "2", "102");

    assertThat(told())
        .containsExactly(filled("PARTIALLY_FILLED", "2"), accepted("A1", "2"), SECOND_FILL);
    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("REC-1")
  void shouldKeepALiveOrderWhoseStatusItMayNotAsk() throws IOException {
    open(true, fault(FaultKind.RATE_LIMITING, 5, 8));
    buy("A1", "1", "100");
    assertThat(told()).containsExactly(accepted("A1", "1"));
    untilSecond(5);

    ask("A1");
    cancel("A2", "A1");
    buy("A3", "1", "100");
    assertThat(told())
        .containsExactly(
            "business reject 0 of " + id("A1") + ": RATE_LIMITED",
            "cancel rejected " + id("A2") + " for " + id("A1") + ": RATE_LIMITED",
            "REJECTED " + id("A3") + " REJECTED BUY " + SPOT + " filled 0 of 1: RATE_LIMITED");
    assertThat(client.openOrders()).as("A1 rests").isEqualTo(1);
    untilSecond(12);

    assertThat(seen.take())
        .startsWith("business reject 0 of " + id("A1") + ": RATE_LIMITED")
        .endsWith("STATUS " + id("A1") + " OPEN BUY " + SPOT + " filled 0 of 1")
        .hasSizeBetween(2, 4);
    assertThat(client.openOrders()).isEqualTo(1);
  }

  @Test
  void shouldKeepALiveOrderThatMaintenanceDoesNotLetItCancel() throws IOException {
    open(true, fault(FaultKind.MAINTENANCE, 5, 8));
    buy("A1", "1", "100");
    assertThat(told()).containsExactly(accepted("A1", "1"));
    untilSecond(5);

    cancel("A2", "A1");
    buy("A3", "1", "100");
    ask("A1");
    assertThat(told())
        .containsExactly(
            "cancel rejected " + id("A2") + " for " + id("A1") + ": MAINTENANCE",
            "REJECTED " + id("A3") + " REJECTED BUY " + SPOT + " filled 0 of 1: MAINTENANCE",
            "STATUS " + id("A1") + " OPEN BUY " + SPOT + " filled 0 of 1");
    assertThat(client.openOrders()).isEqualTo(1);
    untilSecond(8);
    cancel("A4", "A1");
    told();

    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("REC-1")
  void shouldLearnAfterARestartThatItsOrderIsUnknown() throws IOException {
    open(true, fault(FaultKind.RESTART, 5, 6));
    buy("A1", "1", "100");
    assertThat(told()).containsExactly(accepted("A1", "1"));

    until("away", () -> !client.ready());
    untilSecond(6);
    until("back", client::ready);
    until("told", () -> client.openOrders() == 0);

    assertThat(seen.take())
        .containsExactly(
            "logged off: the other end closed the connection",
            "logged on",
            "STATUS " + id("A1") + " REJECTED BUY " + SPOT + " filled 0 of 0: UNKNOWN_ORDER");
    assertThat(Depth.of(exchange, SPOT, 1).bids())
        .extracting(level -> E8.toDecimal(level.getPriceE8()))
        .containsExactly("99");
  }

  @Test
  @Tag("REC-1")
  void shouldHearAfterADisconnectWhatHappenedMeanwhile() throws IOException {
    open(false, fault(FaultKind.DISCONNECT, 5, 8));
    buy("A1", "1", "100");
    assertThat(told()).containsExactly(accepted("A1", "1"));
    untilSecond(6);

    background("99:5", "100:1");
    assertThat(told()).containsExactly("logged off: the other end closed the connection");
    untilSecond(8);
    until("back", client::ready);

    assertThat(seen.take())
        .containsExactly(
            "FILLED "
                + id("A1")
                + " FILLED BUY "
                + SPOT
                + " filled 1 of 1, now 1 at 100 maker fee 0.1"
                + FEE
                + "1 (again)",
            "logged on");
    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("MON-4")
  void shouldHaveOrdersCancelledByADisconnectOnlyIfItAskedForThat() throws IOException {
    open(true, fault(FaultKind.DISCONNECT, 5, 8));
    buy("A1", "1", "100");
    told();
    assertThat(client.cancelsOnDisconnect()).isTrue();
    untilSecond(6);

    assertThat(Depth.of(exchange, SPOT, 1).bids())
        .as("cancelled at once, not when it is back")
        .extracting(level -> E8.toDecimal(level.getPriceE8()))
        .containsExactly("99");
    until("back", client::ready);

    assertThat(seen.take())
        .containsExactly(
            "logged off: the other end closed the connection",
            "CANCELED "
                + id("A1")
                + " CANCELED BUY "
                + SPOT
                + " filled 0 of 1: DISCONNECTED (again)",
            "logged on");
  }
}
