package io.hedgerow.benchmarks.fix;

import com.paritytrading.philadelphia.FIXConfig;
import com.paritytrading.philadelphia.FIXConnection;
import com.paritytrading.philadelphia.FIXMessage;
import com.paritytrading.philadelphia.FIXMessageListener;
import com.paritytrading.philadelphia.FIXVersion;
import com.paritytrading.philadelphia.fix44.FIX44MsgTypes;
import com.paritytrading.philadelphia.fix44.FIX44Tags;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Philadelphia on both ends, as it comes: no store, no session rules of ours. */
final class PhiladelphiaPeer implements OrderPeer {

  private volatile boolean closed;
  private FIXConnection client;
  private FIXMessage order;
  private Thread server;
  private long acknowledged = -1;

  @Override
  public String name() {
    return "philadelphia";
  }

  private static FIXConfig config(String sender, String target) {
    return new FIXConfig.Builder()
        .setVersion(FIXVersion.FIX_4_4)
        .setSenderCompID(sender)
        .setTargetCompID(target)
        .setFieldCapacity(256)
        .build();
  }

  @Override
  public void open() throws IOException {
    ServerSocketChannel listening =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = new Thread(() -> answer(listening), "philadelphia-acceptor");
    server.setDaemon(true);
    server.start();
    SocketChannel channel = SocketChannel.open(listening.getLocalAddress());
    client =
        connection(
            channel,
            config("CLIENT", "VENUE"),
            message -> acknowledged = message.valueOf(FIX44Tags.ClOrdID).asInt());
    order = client.create();
  }

  private static FIXConnection connection(
      SocketChannel channel, FIXConfig config, FIXMessageListener listener) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
    return new FIXConnection(channel, config, listener, System.currentTimeMillis());
  }

  private void answer(ServerSocketChannel listening) {
    try (listening;
        SocketChannel accepted = listening.accept()) {
      FIXConnection[] self = new FIXConnection[1];
      FIXMessage report = new FIXMessage(config("VENUE", "CLIENT"));
      self[0] =
          connection(
              accepted,
              config("VENUE", "CLIENT"),
              message -> acknowledge(self[0], message, report));
      while (!closed && self[0].receive() >= 0) {
        // Receives and answers.
      }
    } catch (IOException e) {
      if (!closed) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void acknowledge(FIXConnection to, FIXMessage order, FIXMessage report)
      throws IOException {
    to.setCurrentTimeMillis(System.currentTimeMillis());
    to.prepare(report, FIX44MsgTypes.ExecutionReport);
    report.addField(FIX44Tags.OrderID).setString("1");
    report.addField(FIX44Tags.ClOrdID).set(order.valueOf(FIX44Tags.ClOrdID));
    report.addField(FIX44Tags.ExecID).setInt(to.getOutMsgSeqNum());
    report.addField(FIX44Tags.ExecType).setChar('0');
    report.addField(FIX44Tags.OrdStatus).setChar('0');
    report.addField(FIX44Tags.Symbol).set(order.valueOf(FIX44Tags.Symbol));
    report.addField(FIX44Tags.Side).set(order.valueOf(FIX44Tags.Side));
    report.addField(FIX44Tags.OrderQty).set(order.valueOf(FIX44Tags.OrderQty));
    report.addField(FIX44Tags.Price).set(order.valueOf(FIX44Tags.Price));
    report.addField(FIX44Tags.LeavesQty).set(order.valueOf(FIX44Tags.OrderQty));
    report.addField(FIX44Tags.CumQty).setInt(0);
    report.addField(FIX44Tags.AvgPx).setInt(0);
    to.send(report);
  }

  @Override
  public void roundTrip(long number) throws IOException {
    client.setCurrentTimeMillis(System.currentTimeMillis());
    client.prepare(order, FIX44MsgTypes.NewOrderSingle);
    order.addField(FIX44Tags.ClOrdID).setInt(number);
    order.addField(FIX44Tags.Symbol).setString("BTC-USDT");
    order.addField(FIX44Tags.Side).setChar('1');
    order.addField(FIX44Tags.TransactTime).setString(client.getCurrentTimestamp());
    order.addField(FIX44Tags.OrderQty).setString("0.015");
    order.addField(FIX44Tags.OrdType).setChar('2');
    order.addField(FIX44Tags.Price).setString("61837.63");
    client.send(order);
    while (acknowledged != number) {
      if (client.receive() < 0) {
        throw new EOFException("the other end is gone");
      }
    }
  }

  @Override
  public void close() throws Exception {
    closed = true;
    client.close();
    server.join(1_000);
  }
}
