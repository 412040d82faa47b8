package io.hedgerow.simulator.fix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One end of a FIX connection written by hand, byte by byte, so that it can send anything. */
final class RawPeer implements AutoCloseable {

  static final String TIME = "52=20261121-18:40:00.000|";

  private final String header;
  private final StringBuilder unread = new StringBuilder();
  private final ServerSocketChannel listening;
  private SocketChannel channel;
  private boolean ended;
  final List<String> received = new ArrayList<>();

  /** SendingTime(52) of each that was received. */
  final List<String> sendingTimes = new ArrayList<>();

  private RawPeer(String sender, String target, ServerSocketChannel listening) {
    header = "49=" + sender + "|56=" + target + "|";
    this.listening = listening;
  }

  static RawPeer client(SocketAddress venue, String sender, String target) throws IOException {
    RawPeer peer = new RawPeer(sender, target, null);
    peer.channel = SocketChannel.open(venue);
    peer.channel.configureBlocking(false);
    return peer;
  }

  static RawPeer venue(String sender, String target) throws IOException {
    ServerSocketChannel listening =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listening.configureBlocking(false);
    return new RawPeer(sender, target, listening);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listening.getLocalAddress();
  }

  /** A message with header and frame; fields are separated by bars. */
  void send(String type, long sequence, String fields) {
    sendBytes(frame("35=" + type + "|34=" + sequence + "|" + header + TIME + fields));
  }

  static String frame(String body) {
    String wire = body.replace('|', '\u0001');
    String start = "8=FIX.4.4\u00019=" + wire.length() + "\u0001" + wire;
    int sum = 0;
    for (char c : start.toCharArray()) {
      sum += c;
    }
    return start + String.format(java.util.Locale.ROOT, "10=%03d\u0001", sum % 256);
  }

  void sendBytes(String bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      ended = true;
    }
  }

  /** Accepts and reads without blocking; what arrived stands in {@link #received}. */
  void poll() {
    try {
      if (channel == null && listening != null) {
        channel = listening.accept();
        if (channel == null) {
          return;
        }
        channel.configureBlocking(false);
      }
      ByteBuffer buffer = ByteBuffer.allocate(65_536);
      int read = channel == null || ended ? 0 : channel.read(buffer);
      ended |= read < 0;
      unread.append(new String(buffer.array(), 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      ended = true;
    }
    for (int end; (end = unread.indexOf("\u000110=")) >= 0 && unread.length() >= end + 8; ) {
      String message = unread.substring(0, end + 8);
      received.add(plain(message));
      sendingTimes.add(message.replaceAll(".*\u000152=([^\u0001]*)\u0001.*", "$1"));
      unread.delete(0, end + 8);
    }
  }

  /** Without frame, header and times: type, number and what the message says. */
  private static String plain(String message) {
    StringBuilder kept = new StringBuilder();
    for (String field : message.split("\u0001")) {
      if (!field.matches("(8|9|10|49|52|56|60|122|17)=.*")) {
        kept.append(kept.isEmpty() ? "" : "|").append(field);
      }
    }
    return kept.toString();
  }

  boolean ended() {
    return ended;
  }

  List<String> take() {
    List<String> taken = List.copyOf(received);
    received.clear();
    return taken;
  }

  /** The connection ends; a venue waits for the next. */
  void hangUp() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = null;
    ended = false;
    unread.setLength(0);
  }

  @Override
  public void close() throws IOException {
    hangUp();
    if (listening != null) {
      listening.close();
    }
  }
}
