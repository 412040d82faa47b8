package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTimeInForce;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.venue.OrderSide;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import quickfix.ApplicationAdapter;
import quickfix.DefaultMessageFactory;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.MemoryStoreFactory;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionNotFound;
import quickfix.SocketAcceptor;
import quickfix.UnsupportedMessageType;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.Text;
import quickfix.fix44.ExecutionReport;
import quickfix.fix44.OrderCancelReject;

/**
 * Our client's bytes, checked by QuickFIX/J's FIX 4.4 dictionary, and its bytes understood by our
 * client.
 */
@Tag("ORD-1")
@Tag("IDEM-2")
class QuickFixAcceptorTest {

  private static final SessionID SESSION = new SessionID("FIX.4.4", "QFJ", "DESK1");

  private final SeenEvents seen = new SeenEvents();
  private final QuickFixLog log = new QuickFixLog();
  private final SequenceStore store = SequenceStore.inMemory();
  private final List<Message> requests = new CopyOnWriteArrayList<>();
  private SocketAcceptor acceptor;
  private FixClient client;
  private FixClientSettings settings;

  /** A venue of few rules on QuickFIX/J's side. */
  private final class Venue extends ApplicationAdapter {
    private int executions;

    @Override
    public void fromApp(Message message, SessionID id)
        throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
      requests.add(message);
      String symbol = message.getString(Symbol.FIELD);
      if (symbol.equals("UNSUPPORTED")) {
        throw new UnsupportedMessageType();
      }
      if (symbol.equals("INCORRECT")) {
        throw new IncorrectTagValue(Symbol.FIELD);
      }
      String type = message.getHeader().getString(quickfix.field.MsgType.FIELD);
      switch (type) {
        case "D" -> {
          report(message, ExecType.NEW, OrdStatus.NEW);
          if (symbol.equals("FILLS")) {
            report(message, ExecType.TRADE, OrdStatus.FILLED);
          }
        }
        case "F" -> {
          if (symbol.equals("GONE")) {
            cancelReject(message, CxlRejResponseTo.ORDER_CANCEL_REQUEST);
          } else {
            report(message, ExecType.CANCELED, OrdStatus.CANCELED);
          }
        }
        case "G" -> {
          if (symbol.equals("GONE")) {
            cancelReject(message, CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST);
          } else {
            report(message, ExecType.REPLACED, OrdStatus.NEW);
          }
        }
        default -> report(message, ExecType.ORDER_STATUS, OrdStatus.NEW);
      }
    }

    void report(Message request, char kind, char status) throws FieldNotFound {
      boolean filled = kind == ExecType.TRADE;
      ExecutionReport report =
          new ExecutionReport(
              new OrderID("Q1"),
              new ExecID("X" + ++executions),
              new ExecType(kind),
              new OrdStatus(status),
              new Side(request.getChar(Side.FIELD)),
              new LeavesQty(filled || status == OrdStatus.CANCELED ? 0 : 0.015),
              new CumQty(filled ? 0.015 : 0),
              new AvgPx(filled ? 61837.63 : 0));
      report.set(new ClOrdID(request.getString(ClOrdID.FIELD)));
      if (request.isSetField(OrigClOrdID.FIELD)) {
        report.set(new OrigClOrdID(request.getString(OrigClOrdID.FIELD)));
      }
      report.set(new Symbol(request.getString(Symbol.FIELD)));
      report.set(new OrderQty(0.015));
      if (filled) {
        report.set(new LastQty(0.015));
        report.set(new LastPx(61837.63));
      }
      send(report);
    }

    private void cancelReject(Message request, char to) throws FieldNotFound {
      OrderCancelReject reject =
          new OrderCancelReject(
              new OrderID("NONE"),
              new ClOrdID(request.getString(ClOrdID.FIELD)),
              new OrigClOrdID(request.getString(OrigClOrdID.FIELD)),
              new OrdStatus(OrdStatus.REJECTED),
              new CxlRejResponseTo(to));
      reject.set(new Text("too late"));
      send(reject);
    }

    private void send(Message message) {
      try {
        Session.sendToTarget(message, SESSION);
      } catch (SessionNotFound e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final Venue venue = new Venue();

  @BeforeEach
  void open() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    acceptor =
        new SocketAcceptor(
            venue,
            new MemoryStoreFactory(),
            QuickFixLog.settings("acceptor", SESSION, port),
            log,
            new DefaultMessageFactory());
    acceptor.start();
    settings =
        ClientSettings.withHeartbeatSeconds(
            FixClientSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "DESK1",
                "QFJ",
                "secret"),
            1);
    client = new FixClient(settings, store, seen);
    until("logon", () -> seen.has("logged on"));
    seen.take();
  }

  @AfterEach
  void close() {
    client.close();
    acceptor.stop(true);
  }

  private void until(String what, BooleanSupplier holds) {
    QuickFixLog.until(
        what,
        () -> client.poll(QuickFixLog.nowMicros()),
        holds,
        () -> seen.lines + " " + log.lines);
  }

  @Test
  void shouldPassTheDictionaryWithEveryRequest() {
    // when
    client.newOrder(Rig.ticket(1));
    client.newOrder(
        Rig.ticket(2)
            .on("FILLS", OrderSide.SELL)
            .market(1_500_000)
            .timeInForce(OrderTimeInForce.IOC)
            .reduceOnly(true));
    client.newOrder(Rig.ticket(3).postOnly(true).reduceOnly(true));
    client.cancel(Rig.id(4), Rig.id(1), "BTC-USDT", OrderSide.BUY);
    client.replace(Rig.ticket(5).originalClientOrderId(Rig.id(3)));
    client.requestStatus(Rig.id(5), "BTC-USDT", OrderSide.BUY);
    client.cancel(Rig.id(6), Rig.id(1), "GONE", OrderSide.BUY);
    client.replace(Rig.ticket(7).on("GONE", OrderSide.BUY).originalClientOrderId(Rig.id(1)));
    until("answers", () -> seen.lines.size() == 9);

    // then
    assertThat(requests)
        .extracting(request -> request.getHeader().getString(35))
        .containsExactly("D", "D", "D", "F", "G", "H", "F", "G");
    assertThat(seen.take())
        .containsExactly(
            "ACCEPTED HEDGEROW00000001 OPEN BUY BTC-USDT filled 0 of 0.015",
            "ACCEPTED HEDGEROW00000002 OPEN SELL FILLS filled 0 of 0.015",
            "FILLED HEDGEROW00000002 FILLED SELL FILLS filled 0.015 of 0.015, now 0.015 at"
                + " 61837.63 taker fee 0  trade ",
            "ACCEPTED HEDGEROW00000003 OPEN BUY BTC-USDT filled 0 of 0.015",
            "CANCELED HEDGEROW00000004 for HEDGEROW00000001 CANCELED BUY BTC-USDT filled 0 of"
                + " 0.015",
            "REPLACED HEDGEROW00000005 for HEDGEROW00000003 OPEN BUY BTC-USDT filled 0 of 0.015",
            "STATUS HEDGEROW00000005 OPEN BUY BTC-USDT filled 0 of 0.015",
            "cancel rejected HEDGEROW00000006 for HEDGEROW00000001: too late",
            "replace rejected HEDGEROW00000007 for HEDGEROW00000001: too late");
    assertThat(log.sentOfType("3")).as("session rejects by QuickFIX/J").isEmpty();
    assertThat(log.sentOfType("j")).isEmpty();
  }

  @Test
  void shouldUnderstandItsRejections() {
    client.newOrder(Rig.ticket(1).on("UNSUPPORTED", OrderSide.BUY));
    client.newOrder(Rig.ticket(2).on("INCORRECT", OrderSide.BUY));
    until("rejections", () -> seen.lines.size() == 2);
    assertThat(seen.take())
        .containsExactly(
            "business reject 3 of HEDGEROW00000001: Unsupported Message Type",
            "session reject 5 of HEDGEROW00000002: Value is incorrect (out of range) for this tag,"
                + " field=55");
    assertThat(client.openOrders()).isZero();
  }

  @Test
  void shouldExchangeHeartbeatsAndTestRequests() {
    long endNanos = System.nanoTime() + 2_500_000_000L;
    until("2.5 s", () -> System.nanoTime() > endNanos);
    assertThat(log.sentOfType("0")).isNotEmpty();
    assertThat(log.receivedOfType("0")).isNotEmpty();
    assertThat(client.ready()).isTrue();
    assertThat(seen.lines).isEmpty();
  }

  @Test
  void shouldFillItsGapsInsteadOfSendingOrdersAgain() throws Exception {
    // given numbers that were used and never arrived
    client.newOrder(Rig.ticket(1));
    until("accepted", () -> seen.lines.size() == 1);
    client.close();
    store.nextOut(store.nextOut() + 3);
    seen.take();

    // when
    client.connect();
    until("logon", () -> seen.has("logged on"));
    until("the gap is filled", () -> !log.receivedOfType("4").isEmpty());
    client.newOrder(Rig.ticket(2));
    until("accepted", () -> seen.lines.stream().anyMatch(line -> line.contains("00000002")));

    // then QuickFIX/J asked, took the gap fill, and goes on
    assertThat(log.sentOfType("2")).isNotEmpty();
    assertThat(log.receivedOfType("4"))
        .isNotEmpty()
        .allMatch(message -> message.contains("|123=Y|"));
    assertThat(requests)
        .extracting(request -> request.getHeader().getString(35))
        .filteredOn(type -> type.equals("D"))
        .hasSize(2);
    assertThat(log.sentOfType("3")).isEmpty();
    until("the resting order was asked for", () -> log.receivedOfType("H").size() >= 1);
  }

  @Test
  @Tag("REC-1")
  void shouldTakeWhatItSendsAgain() throws Exception {
    // given reports that QuickFIX/J sends while we are away
    client.newOrder(Rig.ticket(1));
    until("accepted", () -> seen.lines.size() == 1);
    seen.take();
    client.close();
    until("it noticed", () -> !acceptorLoggedOn());
    venue.report(requests.get(0), ExecType.TRADE, OrdStatus.FILLED);

    // when
    client.connect();
    until("logon", () -> seen.has("logged on"));

    // then
    assertThat(seen.take())
        .containsExactly(
            "logged off: closed by its owner",
            "FILLED HEDGEROW00000001 FILLED BUY BTC-USDT filled 0.015 of 0.015, now 0.015 at"
                + " 61837.63 taker fee 0  trade  (again)",
            "logged on");
    assertThat(log.receivedOfType("2")).hasSize(1);
    assertThat(client.openOrders()).isZero();
  }

  private static boolean acceptorLoggedOn() {
    Session session = Session.lookupSession(SESSION);
    return session != null && session.isLoggedOn();
  }

  @Test
  void shouldLogOutAndResetTogether() {
    client.logout();
    until("logout", () -> seen.lines.size() == 1);
    client.resetSequences();
    until("logon", () -> seen.has("logged on"));
    // The acceptor may turn the first connection away while it still ends the one before.
    assertThat(seen.take())
        .filteredOn(line -> !line.equals("logged off: the other end closed the connection"))
        .containsExactly("logged off: logged out", "logged on");
    assertThat(store.nextIn()).isEqualTo(2);
    client.newOrder(Rig.ticket(1));
    until("accepted", () -> seen.lines.size() == 1);
  }
}
