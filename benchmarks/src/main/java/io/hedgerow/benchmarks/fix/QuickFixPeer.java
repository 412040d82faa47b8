package io.hedgerow.benchmarks.fix;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import quickfix.ApplicationAdapter;
import quickfix.DefaultMessageFactory;
import quickfix.MemoryStoreFactory;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionNotFound;
import quickfix.SessionSettings;
import quickfix.SocketAcceptor;
import quickfix.SocketInitiator;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LeavesQty;
import quickfix.field.OrdStatus;
import quickfix.field.OrdType;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;
import quickfix.fix44.ExecutionReport;
import quickfix.fix44.NewOrderSingle;

/** QuickFIX/J on both ends, with its store in memory and dictionary validation as it comes. */
final class QuickFixPeer implements OrderPeer {

  private final int port;
  private final CountDownLatch loggedOn = new CountDownLatch(1);
  private volatile String acknowledged = "";
  private SocketAcceptor acceptor;
  private SocketInitiator initiator;
  private SessionID session;

  QuickFixPeer(int port) {
    this.port = port;
  }

  @Override
  public String name() {
    return "quickfixj";
  }

  private SessionSettings settings(String type, String sender, String target) {
    SessionSettings settings = new SessionSettings();
    settings.setString("ConnectionType", type);
    settings.setString("SocketConnectHost", "127.0.0.1");
    settings.setLong("SocketConnectPort", port);
    settings.setString("SocketAcceptAddress", "127.0.0.1");
    settings.setLong("SocketAcceptPort", port);
    settings.setString("SocketTcpNoDelay", "Y");
    settings.setString("StartTime", "00:00:00");
    settings.setString("EndTime", "00:00:00");
    settings.setLong("HeartBtInt", 30);
    settings.setLong("ReconnectInterval", 1);
    SessionID id = new SessionID("FIX.4.4", sender, target);
    settings.setString(id, "BeginString", "FIX.4.4");
    settings.setString(id, "SenderCompID", sender);
    settings.setString(id, "TargetCompID", target);
    return settings;
  }

  @Override
  public void open() throws Exception {
    acceptor =
        new SocketAcceptor(
            new Venue(),
            new MemoryStoreFactory(),
            settings("acceptor", "VENUE", "CLIENT"),
            new SilentLog(),
            new DefaultMessageFactory());
    acceptor.start();
    initiator =
        new SocketInitiator(
            new Client(),
            new MemoryStoreFactory(),
            settings("initiator", "CLIENT", "VENUE"),
            new SilentLog(),
            new DefaultMessageFactory());
    initiator.start();
    if (!loggedOn.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no logon within 30 s");
    }
    session = initiator.getSessions().get(0);
  }

  private final class Client extends ApplicationAdapter {
    @Override
    public void onLogon(SessionID id) {
      loggedOn.countDown();
    }

    @Override
    public void fromApp(Message message, SessionID id) {
      acknowledged = text(message);
    }
  }

  private static String text(Message message) {
    try {
      return message.getString(ClOrdID.FIELD);
    } catch (quickfix.FieldNotFound e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Venue extends ApplicationAdapter {
    @Override
    public void fromApp(Message order, SessionID id) {
      ExecutionReport report =
          new ExecutionReport(
              new OrderID("1"),
              new ExecID("1"),
              new ExecType(ExecType.NEW),
              new OrdStatus(OrdStatus.NEW),
              new Side(Side.BUY),
              new LeavesQty(0.015),
              new CumQty(0),
              new AvgPx(0));
      report.set(new ClOrdID(text(order)));
      report.set(new Symbol("BTC-USDT"));
      try {
        Session.sendToTarget(report, id);
      } catch (SessionNotFound e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void roundTrip(long number) throws SessionNotFound {
    String clientOrderId = Long.toString(number);
    NewOrderSingle order =
        new NewOrderSingle(
            new ClOrdID(clientOrderId),
            new Side(Side.BUY),
            new TransactTime(),
            new OrdType(OrdType.LIMIT));
    order.set(new Symbol("BTC-USDT"));
    order.set(new OrderQty(0.015));
    order.set(new Price(61837.63));
    Session.sendToTarget(order, session);
    while (!acknowledged.equals(clientOrderId)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    initiator.stop(true);
    acceptor.stop(true);
  }
}
