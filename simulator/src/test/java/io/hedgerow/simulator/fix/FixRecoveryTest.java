package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.FixLimits;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, messages that are lost, processes that restart. */
@Tag("FAIL-1")
class FixRecoveryTest {

  private static final String FILLED_AGAIN =
      "FILLED HEDGEROW00000001 FILLED BUY BTC-USDT filled 0.015 of 0.015, now 0.015 at 61837.63"
          + " maker fee -0.00025 USDT trade T1 (again)";
  private static final String LOST = "logged off: the other end closed the connection";

  private final SeenEvents seen = new SeenEvents();
  private Rig rig;
  private Relay relay;

  @BeforeEach
  void open() throws IOException {
    rig = new Rig();
    relay = new Relay(rig.acceptor.address());
    rig.polled.add(relay::poll);
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    rig.close();
  }

  private FixClientSettings throughRelay(boolean cancelOnDisconnect) throws IOException {
    return new FixClientSettings(
        relay.address(),
        Rig.ACCOUNT,
        Rig.VENUE,
        Rig.ACCOUNT,
        "secret",
        10,
        cancelOnDisconnect,
        4,
        1_000,
        8_000,
        FixLimits.ORDER_ENTRY);
  }

  private FixClient loggedOn(FixClientSettings settings, SequenceStore store) {
    FixClient client = rig.client(settings, store, seen);
    rig.until("logon", () -> seen.has("logged on"));
    seen.take();
    return client;
  }

  @Test
  @Tag("REC-1")
  void shouldLearnAfterAReconnectWhatTheVenueSaidMeanwhile() throws IOException {
    // given a resting order whose connection breaks
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    client.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("it rests", () -> seen.lines.size() == 1);
    seen.take();
    relay.cut();

    // when it is filled while nobody is connected
    rig.book.fillLater(Rig.id(1), rig.nowMicros);
    rig.until("back again", () -> seen.has("logged on"));

    // then
    assertThat(seen.take()).containsExactly(LOST, FILLED_AGAIN, "logged on");
    assertThat(client.openOrders()).isZero();
  }

  @Test
  @Tag("ORD-6")
  void shouldNeverSendAnOrderAgainThatTheVenueMissed() throws IOException {
    // given an order that is lost on its way
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    relay.loseToVenue = true;
    assertThat(client.newOrder(Rig.ticket(1))).isEqualTo(SendResult.SENT);
    rig.settle();
    relay.cut();

    // when
    rig.until("answer", () -> seen.lines.size() == 3);

    // then the venue was only asked for it
    assertThat(rig.book.requests)
        .containsOnly(new StatusRequest(Rig.ACCOUNT, Rig.id(1), "BTC-USDT", OrderSide.BUY));
    assertThat(seen.take())
        .containsExactly(
            LOST,
            "logged on",
            "STATUS HEDGEROW00000001 REJECTED BUY BTC-USDT filled 0 of 0: unknown order");
    assertThat(client.openOrders()).isZero();

    // and the session goes on
    client.newOrder(Rig.ticket(2));
    rig.until("fill", () -> seen.lines.size() >= 2);
    assertThat(seen.lines.get(1)).startsWith("FILLED HEDGEROW00000002");
  }

  @Test
  @Tag("REC-1")
  void shouldRecoverAcknowledgementsThatWereLost() throws IOException {
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    relay.loseToClient = true;
    client.newOrder(Rig.ticket(1));
    rig.until("the venue has it", () -> rig.book.requests.size() == 1);
    rig.settle();
    assertThat(seen.lines).isEmpty();
    assertThat(client.openOrders()).isEqualTo(1);

    relay.cut();
    rig.until("back again", () -> seen.has("logged on"));
    assertThat(seen.take())
        .containsExactly(
            LOST,
            "ACCEPTED HEDGEROW00000001 OPEN BUY BTC-USDT filled 0 of 0.015 (again)",
            "FILLED HEDGEROW00000001 FILLED BUY BTC-USDT filled 0.015 of 0.015, now 0.015 at"
                + " 61837.63 taker fee 0.0005 USDT trade T1 (again)",
            "logged on");
    assertThat(rig.book.requests).hasSize(1);
    assertThat(client.openOrders()).isZero();
  }

  @Test
  void shouldFillAGapInTheMiddleOfASession() throws IOException {
    // given a report that is lost without the connection breaking
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    relay.loseToClient = true;
    client.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("the venue has it", () -> rig.book.requests.size() == 1);
    rig.settle();
    relay.loseToClient = false;

    // when the next one arrives
    client.newOrder(Rig.ticket(2).postOnly(true));
    rig.until("both", () -> seen.lines.size() >= 3);

    // then both came in order, and until then new exposure waited
    assertThat(seen.take())
        .containsExactly(
            "ACCEPTED HEDGEROW00000001 OPEN BUY BTC-USDT filled 0 of 0.015 (again)",
            "ACCEPTED HEDGEROW00000002 OPEN BUY BTC-USDT filled 0 of 0.015 (again)",
            "logged on");
  }

  @Test
  void shouldRefuseExposureButNotCancelsWhileSomethingIsMissing() throws IOException {
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    client.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("it rests", () -> seen.lines.size() == 1);
    relay.loseToClient = true;
    client.requestStatus(Rig.id(1), "BTC-USDT", OrderSide.BUY);
    rig.settle();
    relay.loseToClient = false;
    client.requestStatus(Rig.id(1), "BTC-USDT", OrderSide.BUY);
    while (client.ready()) {
      rig.step();
    }
    assertThat(client.newOrder(Rig.ticket(2))).isEqualTo(SendResult.RECOVERING);
    assertThat(client.cancel(Rig.id(3), Rig.id(1), "BTC-USDT", OrderSide.BUY))
        .isEqualTo(SendResult.SENT);
    rig.until("caught up", client::ready);
    assertThat(client.newOrder(Rig.ticket(2))).isEqualTo(SendResult.SENT);
  }

  @Test
  @Tag("MON-4")
  void shouldHaveRestingOrdersCancelledOnDisconnectIfItAskedForThat() throws IOException {
    FixClient client = loggedOn(throughRelay(true), SequenceStore.inMemory());
    client.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("it rests", () -> seen.lines.size() == 1);
    seen.take();
    relay.cut();
    rig.until("back again", () -> seen.has("logged on"));
    assertThat(seen.take())
        .containsExactly(
            LOST,
            "CANCELED HEDGEROW00000001 CANCELED BUY BTC-USDT filled 0 of 0.015: connection lost"
                + " (again)",
            "logged on");
    assertThat(rig.book.resting).isEmpty();
  }

  @Test
  @Tag("MON-4")
  void shouldLearnWhetherItsOrdersAreCancelledOnDisconnect() throws IOException {
    FixClient granted = loggedOn(throughRelay(true), SequenceStore.inMemory());
    assertThat(granted.cancelsOnDisconnect()).isTrue();
    granted.close();
    rig.polled.remove(rig.polled.size() - 1);
    rig.settle();

    // when the venue does no such thing
    seen.take();
    rig.book.cancelsOnDisconnect = false;
    rig.restartVenue(new SessionMemory());
    FixClient refused = loggedOn(rig.clientSettings(), SequenceStore.inMemory());
    assertThat(refused.cancelsOnDisconnect()).isFalse();
    refused.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("it rests", () -> seen.lines.size() == 1);
    refused.close();
    rig.settle();

    // then they rest
    assertThat(rig.book.resting).containsOnlyKeys(Rig.id(1));
  }

  @Test
  void shouldAskForOrdersThatRestAfterAReconnect() throws IOException {
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    client.newOrder(Rig.ticket(1).postOnly(true));
    rig.until("it rests", () -> seen.lines.size() == 1);
    seen.take();
    relay.cut();
    rig.until("status", () -> seen.lines.size() == 3);
    assertThat(seen.take())
        .containsExactly(
            LOST, "logged on", "STATUS HEDGEROW00000001 OPEN BUY BTC-USDT filled 0 of 0.015");
  }

  @Test
  @Tag("REC-1")
  void shouldGoOnFromItsFileAfterARestart(@TempDir Path folder) throws IOException {
    // given a process that dies while its order rests
    Path file = folder.resolve("session");
    FixClientSettings settings = ClientSettings.withCancelOnDisconnect(rig.clientSettings(), false);
    try (FileSequenceStore store = FileSequenceStore.open(file, settings.session())) {
      FixClient client = loggedOn(settings, store);
      client.newOrder(Rig.ticket(1).postOnly(true));
      rig.until("it rests", () -> seen.lines.size() == 1);
      client.close();
      rig.polled.remove(rig.polled.size() - 1);
    }
    seen.take();
    rig.book.fillLater(Rig.id(1), rig.nowMicros);
    rig.settle();

    // when it starts again
    try (FileSequenceStore store = FileSequenceStore.open(file, settings.session())) {
      FixClient client = rig.client(settings, store, seen);
      rig.until("logon", () -> seen.has("logged on"));

      // then it hears what it missed, once, under the same execution IDs as ever
      assertThat(seen.take()).containsExactly(FILLED_AGAIN, "logged on");
      assertThat(seen.executionIds).doesNotHaveDuplicates();
      client.close();
    }
  }

  @Test
  void shouldGoOnWithAVenueThatRestartsAndRemembers() throws IOException {
    FixClient client = loggedOn(rig.clientSettings(), SequenceStore.inMemory());
    rig.restartVenue(rig.memory);
    rig.until("back again", () -> seen.has("logged on"));
    assertThat(seen.take())
        .containsExactly("logged off: the other end logged out: the venue closes", "logged on");
    client.newOrder(Rig.ticket(1));
    rig.until("fill", () -> seen.lines.size() == 2);
  }

  @Test
  @Tag("TRIG-15")
  void shouldStayAwayWhenNumbersDisagreeUntilTheyAreReset() throws IOException {
    // given a venue that has forgotten its sessions
    FixClient client = loggedOn(rig.clientSettings(), SequenceStore.inMemory());
    rig.restartVenue(new SessionMemory());
    rig.until("disagreement", () -> seen.lines.size() == 2);
    assertThat(seen.take().get(1)).contains("too low").endsWith("(numbers disagree)");
    rig.pass(30_000_000);
    assertThat(seen.take()).isEmpty();

    // when
    client.resetSequences();
    rig.until("logon", () -> seen.has("logged on"));
    seen.take();
    client.newOrder(Rig.ticket(1));

    // then
    rig.until("fill", () -> seen.lines.size() == 2);
  }

  @Test
  void shouldStayLoggedOnThroughSilence() throws IOException {
    FixClient client = loggedOn(throughRelay(true), SequenceStore.inMemory());
    rig.pass(120_000_000);
    assertThat(seen.take()).isEmpty();
    assertThat(client.ready()).isTrue();
  }

  @Test
  @Tag("MON-6")
  void shouldGiveUpAConnectionThatDoesNotAnswerATestRequest() throws IOException {
    loggedOn(throughRelay(true), SequenceStore.inMemory());
    relay.loseToClient = true;
    rig.pass(23_000_000);
    assertThat(seen.take()).isEmpty();
    rig.pass(2_000_000);
    assertThat(seen.lines).contains("logged off: no answer to a TestRequest");
  }

  @Test
  void shouldConnectAgainWhenTheVenueComesBack() throws IOException {
    loggedOn(throughRelay(true), SequenceStore.inMemory());
    for (int i = 0; i < 5; i++) {
      relay.cut();
      rig.until("back again", () -> seen.has("logged on"));
      assertThat(seen.take()).containsExactly(LOST, "logged on");
    }
  }

  @Test
  @Tag("TRUTH-4")
  void shouldBeRefusedWithAWrongPasswordAndTryAgainLater() {
    FixClientSettings right = rig.clientSettings();
    FixClientSettings wrong = FixClientSettings.of(right.venue(), Rig.ACCOUNT, Rig.VENUE, "guess");
    rig.client(wrong, SequenceStore.inMemory(), seen);
    rig.pass(1_000_000);
    assertThat(seen.lines)
        .hasSizeBetween(2, 5)
        .containsOnly("logged off: logon refused: unknown account or wrong password");
    assertThat(wrong.toString()).doesNotContain("guess");
  }

  @Test
  void shouldRefuseASecondLogonOfAnAccountAndKeepTheFirst() {
    FixClient first = loggedOn(rig.clientSettings(), SequenceStore.inMemory());
    SeenEvents others = new SeenEvents();
    FixClient second = rig.client(rig.clientSettings(), SequenceStore.inMemory(), others);
    rig.until("refusal", () -> !others.lines.isEmpty());
    assertThat(others.lines.get(0)).isEqualTo("logged off: logon refused: already logged on");
    second.close();
    first.newOrder(Rig.ticket(1));
    rig.until("fill", () -> seen.lines.size() == 2);
  }

  @Test
  void shouldRefuseMoreOrdersThanItHasRoomFor() throws IOException {
    FixClient client = loggedOn(throughRelay(false), SequenceStore.inMemory());
    for (int i = 1; i <= 4; i++) {
      assertThat(client.newOrder(Rig.ticket(i).postOnly(true))).isEqualTo(SendResult.SENT);
    }
    assertThat(client.newOrder(Rig.ticket(5))).isEqualTo(SendResult.TOO_MANY_OPEN_ORDERS);
    client.cancel(Rig.id(6), Rig.id(1), "BTC-USDT", OrderSide.BUY);
    rig.until("room", () -> client.openOrders() == 3);
    assertThat(client.newOrder(Rig.ticket(5))).isEqualTo(SendResult.SENT);
    rig.until("answered", () -> rig.book.requests.size() == 6);
    assertThat(rig.book.requests).hasOnlyElementsOfType(OrderRequest.class);
  }
}
