package io.hedgerow.benchmarks.fix;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The floor: as many bytes as an order and its acknowledgement have, and nothing done with them.
 */
final class TcpPingPong implements OrderPeer {

  private static final int ORDER_BYTES = 180;
  private static final int REPORT_BYTES = 260;

  private final ByteBuffer order = ByteBuffer.allocateDirect(ORDER_BYTES);
  private final ByteBuffer report = ByteBuffer.allocateDirect(REPORT_BYTES);
  private volatile boolean closed;
  private SocketChannel channel;
  private Thread server;

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public void open() throws IOException {
    ServerSocketChannel listening =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = new Thread(() -> answer(listening), "tcp-ping-pong");
    server.setDaemon(true);
    server.start();
    channel = SocketChannel.open(listening.getLocalAddress());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
  }

  private void answer(ServerSocketChannel listening) {
    ByteBuffer in = ByteBuffer.allocateDirect(ORDER_BYTES);
    ByteBuffer out = ByteBuffer.allocateDirect(REPORT_BYTES);
    try (listening;
        SocketChannel accepted = listening.accept()) {
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
      while (!closed) {
        in.clear();
        if (!fill(accepted, in)) {
          return;
        }
        out.clear();
        drain(accepted, out);
      }
    } catch (IOException e) {
      if (!closed) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean fill(SocketChannel from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (closed || from.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private static void drain(SocketChannel to, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  @Override
  public void roundTrip(long number) throws IOException {
    order.clear();
    drain(channel, order);
    report.clear();
    if (!fill(channel, report)) {
      throw new EOFException("the other end is gone");
    }
  }

  @Override
  public void close() throws Exception {
    closed = true;
    channel.close();
    server.join(1_000);
  }
}
