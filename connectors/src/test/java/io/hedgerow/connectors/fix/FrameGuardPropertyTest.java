package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever stands between messages and however the network cuts them: the messages come through.
 */
@Tag("MON-6")
class FrameGuardPropertyTest {

  private static final FixLimits LIMITS = new FixLimits(256, 16, 64, 1_024);

  /** Bytes that arrive in pieces of random size. */
  private record Pieces(ByteBuffer bytes, Random random) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int size = Math.min(Math.min(bytes.remaining(), target.remaining()), random.nextInt(40));
      ByteBuffer piece = bytes.slice(bytes.position(), size);
      target.put(piece);
      bytes.position(bytes.position() + size);
      return size;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static String frame(String fields) {
    String start = "8=FIX.4.4\u00019=" + fields.length() + "\u0001" + fields;
    int sum = start.chars().sum();
    return start + String.format(Locale.ROOT, "10=%03d\u0001", sum & 0xff);
  }

  @Property(tries = 500)
  void shouldLetEveryMessageThroughAndNothingElse(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int messages) throws IOException {
    // given messages with garbage between them, parts of messages included
    Random random = new Random(seed);
    StringBuilder wire = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    long garbage = 0;
    for (int i = 0; i < messages; i++) {
      String good =
          frame(
              "35=0\u000134=" + (i + 1) + "\u000158=" + "x".repeat(random.nextInt(50)) + "y\u0001");
      String junk =
          switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "8=FIX.4.4\u00019=";
            case 2 -> good.replaceFirst("10=...", "10=7x7");
            case 3 -> good.replace("8=FIX.4.4", "8=FIX.4.3");
            default -> "\u0000\u00018=8=FIX\u0001".repeat(random.nextInt(4));
          };
      garbage += junk.length();
      wire.append(junk).append(good);
      expected.append(good);
    }

    // when
    Pieces pieces =
        new Pieces(ByteBuffer.wrap(wire.toString().getBytes(StandardCharsets.ISO_8859_1)), random);
    FrameGuard guard = new FrameGuard(pieces, LIMITS);
    ByteBuffer target = ByteBuffer.allocate(512);
    StringBuilder through = new StringBuilder();
    int read = 0;
    for (int calls = 0; read >= 0 && calls < 100_000; calls++) {
      read = guard.read(target);
      through.append(new String(target.array(), 0, target.position(), StandardCharsets.ISO_8859_1));
      target.clear();
    }

    // then
    assertThat(through.toString()).isEqualTo(expected.toString());
    assertThat(guard.garbledBytes()).isEqualTo(garbage);
    assertThat(guard.oversized()).isFalse();
    assertThat(guard.malformedReason()).isEqualTo(FrameGuard.NONE);
  }
}
