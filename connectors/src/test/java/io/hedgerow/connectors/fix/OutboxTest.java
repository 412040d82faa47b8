package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ORD-5")
class OutboxTest {

  private final Slow socket = new Slow();
  private final Outbox outbox = new Outbox(socket, 8);

  /** A socket that takes only so many bytes. */
  private static final class Slow implements GatheringByteChannel {
    private final StringBuilder taken = new StringBuilder();
    private int room;

    @Override
    public int write(ByteBuffer source) {
      int count = 0;
      for (; room > 0 && source.hasRemaining(); room--, count++) {
        taken.append((char) source.get());
      }
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      long count = 0;
      for (int i = offset; i < offset + length; i++) {
        count += write(sources[i]);
      }
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources) {
      return write(sources, 0, sources.length);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void shouldKeepTheOrderOfWhatTheSocketDoesNotTake() throws IOException {
    socket.room = 3;
    assertThat(outbox.write(new ByteBuffer[] {bytes("ab"), bytes("cde")})).isEqualTo(5);
    socket.room = 1; // what waits goes first
    assertThat(outbox.write(bytes("fgh"))).isEqualTo(3);
    assertThat(outbox.freeBytes()).isEqualTo(4);
    assertThat(socket.taken.toString()).isEqualTo("abcd");

    socket.room = 4;
    outbox.flush();
    outbox.flush();
    assertThat(socket.taken.toString()).isEqualTo("abcdefgh");
    assertThat(outbox.freeBytes()).isEqualTo(8);
  }

  @Test
  void shouldGoOnWithoutAFlushWhereTheSocketTakesAllAgain() throws IOException {
    outbox.write(bytes("12345678"));
    socket.room = 1_000;

    for (int i = 0; i < 10; i++) {
      outbox.write(bytes("abcdef"));
    }

    assertThat(socket.taken.toString()).isEqualTo("12345678" + "abcdef".repeat(10));
    assertThat(outbox.freeBytes()).isEqualTo(8);
  }

  @Test
  void shouldGiveUpRatherThanWaitOrGrow() throws IOException {
    outbox.write(bytes("12345678"));
    assertThatThrownBy(() -> outbox.write(bytes("9")))
        .isInstanceOf(IOException.class)
        .hasMessage("the other end does not read: 8 B wait");
  }
}
