package io.hedgerow.simulator.fix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A network between client and venue that loses what the test wants and breaks when it wants. */
final class Relay implements AutoCloseable {

  private final InetSocketAddress venue;
  private final ServerSocketChannel listening;
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private SocketChannel client;
  private SocketChannel server;
  boolean loseToVenue;
  boolean loseToClient;

  Relay(InetSocketAddress venue) throws IOException {
    this.venue = venue;
    listening =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listening.configureBlocking(false);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listening.getLocalAddress();
  }

  void poll() {
    try {
      if (client == null) {
        client = listening.accept();
        if (client == null) {
          return;
        }
        client.configureBlocking(false);
        server = SocketChannel.open(venue);
        server.configureBlocking(false);
      }
      pump(client, server, loseToVenue);
      pump(server, client, loseToClient);
    } catch (IOException e) {
      cut();
    }
  }

  private void pump(SocketChannel from, SocketChannel to, boolean lose) throws IOException {
    buffer.clear();
    int read = from.read(buffer);
    if (read < 0) {
      throw new IOException("closed");
    }
    buffer.flip();
    while (!lose && buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  /** Breaks the connection; the next one works. */
  void cut() {
    try {
      if (client != null) {
        client.close();
        server.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    client = null;
    loseToVenue = false;
    loseToClient = false;
  }

  @Override
  public void close() throws IOException {
    cut();
    listening.close();
  }
}
