package io.hedgerow.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  private static final VenueSample SAMPLE =
      VenueSample.newBuilder()
          .setVenue("OKX")
          .setEndpoint("GET /time")
          .setChannel(Channel.MARKET_DATA)
          .setOutcome(Outcome.OK)
          .setLatencyMicros(1)
          .setStatus(VenueStatus.ONLINE)
          .setTransfers(List.of(new TransferSwitch("SOL", "SOLANA", true, false)))
          .setReceivedAtMicros(2)
          .setVenueTimeMicros(-1)
          .setEventId(EventIds.of("VenueSample", "OKX", 1))
          .build();

  private static DeadLetterReason refusalOf(byte[] value) {
    return catchThrowableOfType(UnreadableRecordException.class, () -> RecordCodec.decode(value))
        .reason();
  }

  @Test
  void shouldReadBackWhatItWrote() throws UnreadableRecordException {
    assertThat(RecordCodec.decode(RecordCodec.encode(SAMPLE))).isEqualTo(SAMPLE);
    ClockTick tick = new ClockTick("feed", 5L);
    assertThat(RecordCodec.decode(RecordCodec.encode(tick))).isEqualTo(tick);
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = RecordCodec.encode(SAMPLE);
    for (int length = 0; length < whole.length; length++) {
      assertThat(refusalOf(Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isIn(DeadLetterReason.NOT_FRAMED, DeadLetterReason.MALFORMED);
    }
  }

  @Test
  void shouldRefuseBytesThatAreLeftOver() {
    byte[] whole = RecordCodec.encode(SAMPLE);

    assertThat(refusalOf(Arrays.copyOf(whole, whole.length + 1)))
        .isEqualTo(DeadLetterReason.MALFORMED);
  }

  @Test
  void shouldNameWhyTheFrameIsNoFrame() {
    assertThat(refusalOf(null)).isEqualTo(DeadLetterReason.NULL_VALUE);
    assertThat(refusalOf(new byte[0])).isEqualTo(DeadLetterReason.NOT_FRAMED);
    assertThat(refusalOf("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(DeadLetterReason.NOT_FRAMED);
    assertThat(refusalOf(new byte[] {0, 0x7f, 0, 0, 0, 1}))
        .isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA_ID);
    assertThat(refusalOf(new byte[RecordCodec.MAX_RECORD_BYTES + 1]))
        .isEqualTo(DeadLetterReason.OVERSIZE);
  }

  /** A few bytes that claim a text or an array of two billion items. */
  @Test
  void shouldNotAllocateWhatHostileCountsClaim() {
    byte[] huge = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
    ByteArrayOutputStream text = frame();
    text.writeBytes(huge);
    assertThat(refusalOf(text.toByteArray())).isEqualTo(DeadLetterReason.MALFORMED);

    byte[] gigabyte = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};
    ByteArrayOutputStream large = frame();
    large.writeBytes(gigabyte);
    assertThat(refusalOf(large.toByteArray())).isEqualTo(DeadLetterReason.MALFORMED);

    ByteArrayOutputStream array = frame();
    array.writeBytes(new byte[] {2, 'A', 2, 'B', 0, 0, 0, 0, 0});
    array.writeBytes(huge);
    assertThat(refusalOf(array.toByteArray())).isEqualTo(DeadLetterReason.MALFORMED);
  }

  @Test
  void shouldRefuseOrReadAnyCorruption() {
    byte[] whole = RecordCodec.encode(SAMPLE);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] corrupt = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        corrupt[RecordCodec.FRAME_BYTES + random.nextInt(whole.length - RecordCodec.FRAME_BYTES)] =
            (byte) random.nextInt();
      }
      try {
        RecordCodec.decode(corrupt);
      } catch (UnreadableRecordException e) {
        assertThat(e.reason()).isEqualTo(DeadLetterReason.MALFORMED);
      }
    }
  }

  private static ByteArrayOutputStream frame() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 0, 0, (byte) RecordCodec.currentId(SAMPLE.getSchema())});
    return out;
  }
}
