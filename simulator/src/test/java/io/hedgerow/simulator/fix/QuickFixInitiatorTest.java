package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import quickfix.ApplicationAdapter;
import quickfix.DefaultMessageFactory;
import quickfix.FieldNotFound;
import quickfix.MemoryStoreFactory;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionNotFound;
import quickfix.SocketInitiator;
import quickfix.field.ClOrdID;
import quickfix.field.ExecInst;
import quickfix.field.MsgType;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Password;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TimeInForce;
import quickfix.field.TransactTime;
import quickfix.field.Username;
import quickfix.fix44.NewOrderSingle;
import quickfix.fix44.OrderCancelReplaceRequest;
import quickfix.fix44.OrderCancelRequest;
import quickfix.fix44.OrderStatusRequest;

/** Our acceptor's bytes, checked by QuickFIX/J's FIX 4.4 dictionary, and its requests answered. */
@Tag("ORD-1")
class QuickFixInitiatorTest {

  private static final SessionID SESSION = new SessionID("FIX.4.4", "DESK1", "SIMV");

  private final StubBook book = new StubBook();
  private final QuickFixLog log = new QuickFixLog();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private AcceptorThread acceptor;
  private SocketInitiator initiator;

  /** QuickFIX/J's side: logs on with a password and remembers what it is told. */
  private final class Client extends ApplicationAdapter {
    @Override
    public void toAdmin(Message message, SessionID id) {
      try {
        if (message.getHeader().getString(MsgType.FIELD).equals("A")) {
          message.setField(new Username("DESK1"));
          message.setField(new Password("secret"));
        }
      } catch (FieldNotFound e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onLogon(SessionID id) {
      seen.add("logged on");
    }

    @Override
    public void fromApp(Message message, SessionID id) throws FieldNotFound {
      seen.add(plain(message));
    }

    @Override
    public void fromAdmin(Message message, SessionID id) throws FieldNotFound {
      if (message.getHeader().getString(MsgType.FIELD).equals("3")) {
        seen.add(plain(message));
      }
    }

    private String plain(Message message) throws FieldNotFound {
      StringBuilder kept = new StringBuilder();
      kept.append(message.getHeader().getString(MsgType.FIELD));
      for (int tag :
          new int[] {
            11, 41, 150, 39, 38, 44, 14, 151, 32, 31, 6, 12, 479, 434, 45, 371, 373, 380, 58
          }) {
        if (message.isSetField(tag)) {
          kept.append('|').append(tag).append('=').append(message.getString(tag));
        }
      }
      return message.getHeader().isSetField(43) ? kept + " (again)" : kept.toString();
    }
  }

  @BeforeEach
  void open() throws Exception {
    FixAcceptor venue =
        new FixAcceptor(
            AcceptorSettings.onLoopback("SIMV", Map.of("DESK1", "secret")),
            book,
            new SessionMemory());
    int port = venue.address().getPort();
    acceptor = AcceptorThread.start(venue, QuickFixLog::nowMicros, 50_000);
    initiator =
        new SocketInitiator(
            new Client(),
            new MemoryStoreFactory(),
            QuickFixLog.settings("initiator", SESSION, port),
            log,
            new DefaultMessageFactory());
    initiator.start();
    until("logon", () -> seen.contains("logged on"));
    seen.clear();
  }

  @AfterEach
  void close() {
    initiator.stop(true);
    acceptor.close();
  }

  private void until(String what, BooleanSupplier holds) {
    QuickFixLog.until(what, () -> {}, holds, () -> seen + " " + log.lines);
  }

  private static Session session() {
    return Session.lookupSession(SESSION);
  }

  private static void send(Message message) throws SessionNotFound {
    Session.sendToTarget(message, SESSION);
  }

  private static NewOrderSingle order(int number, String symbol) {
    NewOrderSingle order =
        new NewOrderSingle(
            new ClOrdID(Rig.id(number)),
            new Side(Side.BUY),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)),
            new OrdType(OrdType.LIMIT));
    order.set(new Symbol(symbol));
    order.set(new OrderQty(0.015));
    order.set(new Price(61837.63));
    return order;
  }

  private static NewOrderSingle resting(int number) {
    NewOrderSingle order = order(number, "BTC-USDT");
    order.set(new ExecInst("6"));
    return order;
  }

  private static OrderCancelRequest cancel(int number, int original) {
    OrderCancelRequest cancel =
        new OrderCancelRequest(
            new OrigClOrdID(Rig.id(original)),
            new ClOrdID(Rig.id(number)),
            new Side(Side.BUY),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)));
    cancel.set(new Symbol("BTC-USDT"));
    cancel.set(new OrderQty(0.015));
    return cancel;
  }

  private static OrderCancelReplaceRequest replace(int number, int original) {
    OrderCancelReplaceRequest replace =
        new OrderCancelReplaceRequest(
            new OrigClOrdID(Rig.id(original)),
            new ClOrdID(Rig.id(number)),
            new Side(Side.BUY),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)),
            new OrdType(OrdType.LIMIT));
    replace.set(new Symbol("BTC-USDT"));
    replace.set(new OrderQty(0.02));
    replace.set(new Price(61000));
    return replace;
  }

  @Test
  void shouldAnswerEveryRequestWithinTheDictionary() throws Exception {
    send(order(1, "BTC-USDT"));
    send(resting(2));
    send(replace(3, 2));
    OrderStatusRequest status = new OrderStatusRequest(new ClOrdID(Rig.id(3)), new Side(Side.BUY));
    status.set(new Symbol("BTC-USDT"));
    send(status);
    send(cancel(4, 3));
    send(cancel(5, 99));
    send(replace(6, 99));
    send(order(7, "SHIT-COIN"));
    until("answers", () -> seen.size() == 9);
    assertThat(seen)
        .containsExactly(
            "8|11=HEDGEROW00000001|150=0|39=0|38=0.015|44=61837.63|14=0|151=0.015|6=0",
            "8|11=HEDGEROW00000001|150=F|39=2|38=0.015|44=61837.63|14=0.015|151=0|32=0.015"
                + "|31=61837.63|6=61837.63|12=0.0005|479=USDT",
            "8|11=HEDGEROW00000002|150=0|39=0|38=0.015|44=61837.63|14=0|151=0.015|6=0",
            "8|11=HEDGEROW00000003|41=HEDGEROW00000002|150=5|39=0|38=0.02|44=61000|14=0|151=0.02"
                + "|6=0",
            "8|11=HEDGEROW00000003|150=I|39=0|38=0.02|44=61000|14=0|151=0.02|6=0",
            "8|11=HEDGEROW00000004|41=HEDGEROW00000003|150=4|39=4|38=0|14=0|151=0|6=0",
            "9|11=HEDGEROW00000005|41=HEDGEROW00000099|39=8|434=1|58=gone",
            "9|11=HEDGEROW00000006|41=HEDGEROW00000099|39=8|434=2|58=gone",
            "8|11=HEDGEROW00000007|150=8|39=8|38=0.015|44=61837.63|14=0|151=0|6=0"
                + "|58=not traded here");
    assertThat(log.sentOfType("3")).as("session rejects by QuickFIX/J").isEmpty();
    assertThat(acceptor.failure()).isNull();
  }

  @Test
  @Tag("MON-6")
  void shouldRefuseWithinTheDictionary() throws Exception {
    NewOrderSingle unpriced = order(1, "BTC-USDT");
    unpriced.removeField(Price.FIELD);
    send(unpriced);
    NewOrderSingle sideless = order(2, "BTC-USDT");
    sideless.removeField(Side.FIELD);
    send(sideless);
    NewOrderSingle day = order(3, "BTC-USDT");
    day.set(new TimeInForce(TimeInForce.GOOD_TILL_DATE));
    send(day);
    send(new quickfix.fix44.News(new quickfix.field.Headline("hello")));
    until("refusals", () -> seen.size() == 4);
    assertThat(seen.get(0)).startsWith("j|").endsWith("|380=5|58=a limit order needs Price(44)");
    assertThat(seen.get(1)).startsWith("3|").endsWith("|371=54|373=1|58=required tag missing");
    assertThat(seen.get(2)).startsWith("3|").endsWith("|371=59|373=5|58=expected 1, 3 or 4");
    assertThat(seen.get(3)).startsWith("j|").endsWith("|380=3|58=unsupported message type");
    assertThat(log.sentOfType("3")).isEmpty();
  }

  @Test
  void shouldSendReportsAgainWhenAsked() throws Exception {
    // given a client that has lost what it was told
    send(order(1, "BTC-USDT"));
    until("answers", () -> seen.size() == 2);
    List<String> first = List.copyOf(seen);
    seen.clear();
    session().setNextTargetMsgSeqNum(2);

    // when the next message shows the gap
    send(resting(2));
    until("both again, and the new one", () -> seen.size() >= 3);

    // then
    assertThat(seen.subList(0, 2))
        .containsExactly(first.get(0) + " (again)", first.get(1) + " (again)");
    assertThat(seen.get(2)).startsWith("8|11=HEDGEROW00000002|150=0");
    assertThat(log.sentOfType("2")).hasSize(1);
    assertThat(log.sentOfType("3")).isEmpty();
  }

  @Test
  void shouldAskForWhatItMissed() throws Exception {
    // given numbers that QuickFIX/J used and did not send
    session().setNextSenderMsgSeqNum(session().getExpectedSenderNum() + 4);
    send(order(1, "BTC-USDT"));

    // then we ask, it answers, and the order is taken once
    until("answers", () -> seen.size() >= 2);
    assertThat(log.receivedOfType("2")).hasSize(1);
    assertThat(log.sentOfType("4")).isNotEmpty();
    assertThat(book.requests).hasSize(1);
  }

  @Test
  @Tag("REC-1")
  void shouldTellAfterAReconnectWhatHappenedMeanwhile() throws Exception {
    send(resting(1));
    until("it rests", () -> seen.size() == 1);
    seen.clear();
    session().disconnect("test", false);
    until("logged on again", () -> seen.contains("logged on"));
    send(cancel(2, 1));
    until("cancelled", () -> seen.size() == 2);
    assertThat(seen.get(1)).startsWith("8|11=HEDGEROW00000002|41=HEDGEROW00000001|150=4");
    assertThat(log.sentOfType("3")).isEmpty();
  }

  @Test
  void shouldExchangeHeartbeatsAndLogOut() throws Exception {
    session().generateHeartbeat();
    until("heartbeats", () -> log.receivedOfType("0").size() >= 2);
    session().logout("good night");
    until("logout", () -> !log.receivedOfType("5").isEmpty());
    assertThat(log.sentOfType("3")).isEmpty();
  }
}
