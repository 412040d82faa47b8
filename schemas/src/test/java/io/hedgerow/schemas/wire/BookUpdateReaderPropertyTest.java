package io.hedgerow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BlockingBinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

@Tag("NET-1")
class BookUpdateReaderPropertyTest {

  private static final long NOW_MICROS = 1_723_161_600_000_000L;

  @Property(tries = 2_000)
  void shouldReadWhatTheCodecReads(@ForAll("records") BookUpdate record) {
    byte[] framed = RecordCodec.encode(record);

    BookUpdateReader reader = new BookUpdateReader().wrap(framed);

    assertThat(copyOf(reader, record.getEventId())).isEqualTo(record);
  }

  @Property(tries = 500)
  void shouldReadArraysInSizedBlocks(@ForAll("records") BookUpdate record) throws IOException {
    byte[] framed = inBlocks(record);

    BookUpdateReader reader = new BookUpdateReader().wrap(framed);

    assertThat(copyOf(reader, record.getEventId())).isEqualTo(record);
    assertThat(BookUpdateReader.check(framed, keyOf(record), NOW_MICROS))
        .isEqualTo(BookUpdateReader.check(RecordCodec.encode(record), keyOf(record), NOW_MICROS));
  }

  @Property(tries = 20_000)
  void shouldAcceptNothingThatTheCodecRefuses(
      @ForAll("sane") BookUpdate record, @ForAll("damage") List<int[]> damage) {
    byte[] framed = RecordCodec.encode(record);
    for (int[] each : damage) {
      framed = damaged(framed, each);
    }

    DeadLetterReason reason = BookUpdateReader.check(framed, keyOf(record), NOW_MICROS);

    if (reason == null) {
      BookUpdate decoded = decoded(framed);
      assertThat(copyOf(new BookUpdateReader().wrap(framed), decoded.getEventId()))
          .isEqualTo(decoded);
      assertThat(decoded.getBids()).allMatch(level -> level.getPriceE8() > 0);
      assertThat(decoded.getAsks()).allMatch(level -> level.getQuantityE8() >= 0);
    }
  }

  @Property(tries = 500)
  void shouldAcceptEverySaneRecord(@ForAll("sane") BookUpdate record) {
    byte[] framed = RecordCodec.encode(record);

    assertThat(BookUpdateReader.check(framed, keyOf(record), NOW_MICROS)).isNull();
  }

  @Property(tries = 200)
  void shouldRefuseEveryTruncation(@ForAll("sane") BookUpdate record) {
    byte[] framed = RecordCodec.encode(record);

    for (int length = RecordCodec.FRAME_BYTES; length < framed.length; length++) {
      assertThat(BookUpdateReader.check(Arrays.copyOf(framed, length), keyOf(record), NOW_MICROS))
          .isEqualTo(DeadLetterReason.MALFORMED);
    }
  }

  @Provide
  Arbitrary<BookUpdate> records() {
    Arbitrary<Long> any = Arbitraries.longs().edgeCases(c -> c.add(0L, -1L, Long.MIN_VALUE));
    return records(Arbitraries.strings().ofMaxLength(8), any, any, Arbitraries.integers());
  }

  @Provide
  Arbitrary<BookUpdate> sane() {
    return records(
        Arbitraries.strings().withChars("ABZ09._/@:-").ofMinLength(1).ofMaxLength(12),
        Arbitraries.longs().between(1, 1_000_000_000_000L),
        Arbitraries.longs().between(0, 100_000_000L),
        Arbitraries.integers().between(0, 8));
  }

  @Provide
  Arbitrary<List<int[]>> damage() {
    return Arbitraries.integers().array(int[].class).ofSize(3).list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<BookUpdate> records(
      Arbitrary<String> names,
      Arbitrary<Long> prices,
      Arbitrary<Long> quantities,
      Arbitrary<Integer> small) {
    Arbitrary<List<BookLevel>> levels =
        Combinators.combine(prices, quantities).as(BookLevel::new).list().ofMaxSize(30);
    Arbitrary<Object[]> header =
        Combinators.combine(
                names,
                names,
                Arbitraries.of(BookUpdateKind.values()),
                Arbitraries.of(Sequencing.values()),
                prices.array(long[].class).ofSize(3),
                Arbitraries.of(Contract.values()),
                small)
            .as(
                (venue, instrument, kind, sequencing, numbers, contract, decimals) ->
                    new Object[] {
                      venue, instrument, kind, sequencing, numbers, contract, decimals
                    });
    return Combinators.combine(header, levels, levels).as(BookUpdateReaderPropertyTest::record);
  }

  private static BookUpdate record(Object[] header, List<BookLevel> bids, List<BookLevel> asks) {
    long[] numbers = (long[]) header[4];
    long first = Math.min(numbers[0], numbers[1]);
    return new BookUpdate(
        (String) header[0],
        (String) header[1],
        (BookUpdateKind) header[2],
        (Sequencing) header[3],
        first,
        Math.max(numbers[0], numbers[1]),
        numbers[2],
        NOW_MICROS,
        numbers[2],
        (Contract) header[5],
        100_000_000L,
        (Integer) header[6],
        numbers[0] & 0xffff_ffffL,
        (Integer) header[6],
        (Integer) header[6],
        bids,
        asks,
        "0123456789abcdef0123456789abcdef");
  }

  private static byte[] keyOf(BookUpdate record) {
    return (record.getVenue() + "|" + record.getInstrument()).getBytes(StandardCharsets.UTF_8);
  }

  private static BookUpdate copyOf(BookUpdateReader reader, String eventId) {
    List<BookLevel> bids = new ArrayList<>();
    while (reader.nextBid()) {
      bids.add(new BookLevel(reader.priceE8(), reader.quantityE8()));
    }
    List<BookLevel> asks = new ArrayList<>();
    while (reader.nextAsk()) {
      asks.add(new BookLevel(reader.priceE8(), reader.quantityE8()));
    }
    assertThat(reader.nextBid()).isFalse();
    assertThat(reader.nextAsk()).isFalse();
    return new BookUpdate(
        reader.venue(),
        reader.instrument(),
        reader.kind(),
        reader.sequencing(),
        reader.firstSequence(),
        reader.lastSequence(),
        reader.previousSequence(),
        reader.receivedAtMicros(),
        reader.venueTimeMicros(),
        reader.contract(),
        reader.contractSizeE8(),
        reader.depthLimit(),
        reader.checksum(),
        reader.priceDecimals(),
        reader.quantityDecimals(),
        bids,
        asks,
        eventId);
  }

  private static BookUpdate decoded(byte[] framed) {
    try {
      return (BookUpdate) RecordCodec.decode(framed);
    } catch (UnreadableRecordException e) {
      throw new AssertionError("accepted what the codec refuses", e);
    }
  }

  /** Flips a bit, sets a byte, cuts or lengthens; what and where, the three numbers say. */
  private static byte[] damaged(byte[] framed, int[] how) {
    if (framed.length == 0) {
      return framed;
    }
    int at = Math.floorMod(how[1], framed.length);
    byte[] result = framed.clone();
    switch (Math.floorMod(how[0], 8)) {
      case 0 -> {
        return Arrays.copyOf(framed, at);
      }
      case 1 -> {
        return Arrays.copyOf(framed, framed.length + Math.floorMod(how[2], 5));
      }
      case 2, 3, 4 -> result[at] = (byte) how[2];
      default -> result[at] ^= (byte) (1 << Math.floorMod(how[2], 8));
    }
    return result;
  }

  private static byte[] inBlocks(BookUpdate record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(RecordCodec.encode(record), 0, RecordCodec.FRAME_BYTES);
    BlockingBinaryEncoder encoder =
        (BlockingBinaryEncoder)
            new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
    new SpecificDatumWriter<BookUpdate>(BookUpdate.getClassSchema()).write(record, encoder);
    encoder.flush();
    assertThat(GenericData.get().validate(record.getSchema(), record)).isTrue();
    return out.toByteArray();
  }
}
