package io.hedgerow.connectors.fix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * Takes whole messages at once and keeps what the socket does not take yet, in order, up to a
 * bound. Without it a venue that stops reading would hold its sender's thread for ever. For one
 * thread.
 */
final class Outbox implements GatheringByteChannel {

  private final GatheringByteChannel socket;
  private final ByteBuffer waiting;

  Outbox(GatheringByteChannel socket, int unsentBytes) {
    this.socket = socket;
    waiting = ByteBuffer.allocateDirect(unsentBytes);
  }

  /** Bytes that can still be taken while the socket takes none. */
  int freeBytes() {
    return waiting.remaining();
  }

  /**
   * Hands on what waits, as far as the socket takes it.
   *
   * @throws IOException if the connection is gone
   */
  void flush() throws IOException {
    if (waiting.position() > 0) {
      waiting.flip();
      socket.write(waiting);
      waiting.compact();
    }
  }

  /**
   * Takes all bytes, behind those that wait.
   *
   * @return how many there were
   * @throws IOException if they do not fit, or the connection is gone
   */
  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += sources[i].remaining();
    }
    flush();
    if (waiting.position() == 0) {
      socket.write(sources, offset, length);
    }
    for (int i = offset; i < offset + length; i++) {
      if (sources[i].remaining() > waiting.remaining()) {
        throw new IOException("the other end does not read: " + waiting.position() + " B wait");
      }
      waiting.put(sources[i]);
    }
    return bytes;
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return write(sources, 0, sources.length);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) write(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
