package io.hedgerow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.DepthView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("NET-1")
class BookUpdateCheckTest {

  private static final long NOW_MICROS = 1_723_161_600_000_000L;
  private static final long ONE = 100_000_000L;
  private static final byte[] KEY = "BINANCE|BTC-USDT".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldAcceptAnOrdinaryDelta() {
    assertThat(check(record -> {})).isNull();
  }

  @Test
  void shouldAcceptAWholeBookThatListsAnEmptyLevel() {
    assertThat(
            check(
                record -> {
                  record.setKind(BookUpdateKind.SNAPSHOT);
                  record.setBids(List.of(new BookLevel(ONE, 0L)));
                }))
        .isNull();
  }

  @Test
  void shouldNameWhatIsWrongWithTheFrame() {
    byte[] good = RecordCodec.encode(record());
    byte[] otherType = good.clone();
    otherType[4] = (byte) RecordCodec.currentId(DepthView.getClassSchema());
    byte[] unknownId = good.clone();
    unknownId[1] = 0x7f;

    assertThat(BookUpdateReader.check(null, KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.NULL_VALUE);
    assertThat(BookUpdateReader.check(new byte[] {0, 0, 0}, KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.NOT_FRAMED);
    assertThat(
            BookUpdateReader.check("{\"e\":1}".getBytes(StandardCharsets.UTF_8), KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.NOT_FRAMED);
    assertThat(BookUpdateReader.check(new byte[(1 << 20) + 1], KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.OVERSIZE);
    assertThat(BookUpdateReader.check(otherType, KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.FOREIGN_RECORD_TYPE);
    assertThat(BookUpdateReader.check(unknownId, KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA_ID);
  }

  @Test
  void shouldRefuseAKeyThatIsNotTheRecords() {
    byte[] framed = RecordCodec.encode(record());

    for (String key : List.of("BINANCE|BTC-USDC", "BINANCE|BTC-USD", "BINANCE-BTC-USDT", "")) {
      assertThat(BookUpdateReader.check(framed, key.getBytes(StandardCharsets.UTF_8), NOW_MICROS))
          .isEqualTo(DeadLetterReason.WRONG_KEY);
    }
    assertThat(BookUpdateReader.check(framed, null, NOW_MICROS))
        .isEqualTo(DeadLetterReason.WRONG_KEY);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void shouldRefuseAPriceThatIsNotPositive(long priceE8) {
    assertThat(check(record -> record.setAsks(List.of(new BookLevel(priceE8, ONE)))))
        .isEqualTo(DeadLetterReason.PRICE_NOT_POSITIVE);
  }

  @Test
  void shouldRefuseANegativeQuantity() {
    assertThat(check(record -> record.setBids(List.of(new BookLevel(ONE, -1L)))))
        .isEqualTo(DeadLetterReason.QUANTITY_NEGATIVE);
  }

  @Test
  void shouldRefuseALevelThatOverflows() {
    long tenBillion = BookUpdateCheck.MAX_VALUE_E8;

    assertThat(check(record -> record.setBids(List.of(new BookLevel(tenBillion + 1, ONE)))))
        .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
    assertThat(check(record -> record.setBids(List.of(new BookLevel(ONE, Long.MAX_VALUE)))))
        .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
    assertThat(check(record -> record.setBids(List.of(new BookLevel(tenBillion, tenBillion)))))
        .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
    assertThat(check(record -> record.setBids(List.of(new BookLevel(tenBillion, 9 * ONE)))))
        .isNull();
    assertThat(check(record -> record.setBids(List.of(new BookLevel(tenBillion, 10 * ONE)))))
        .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
  }

  @Test
  void shouldRefuseAContractWhoseBaseOverflows() {
    assertThat(
            check(
                record -> {
                  record.setContract(Contract.INVERSE);
                  record.setContractSizeE8(100 * ONE);
                  record.setBids(List.of(new BookLevel(1L, 1_000 * ONE)));
                }))
        .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
  }

  @Test
  void shouldRefuseTimesThatCannotBe() {
    assertThat(check(record -> record.setReceivedAtMicros(NOW_MICROS + 5_000_000))).isNull();
    assertThat(check(record -> record.setReceivedAtMicros(NOW_MICROS + 5_000_001)))
        .isEqualTo(DeadLetterReason.IMPOSSIBLE_TIME);
    assertThat(check(record -> record.setReceivedAtMicros(946_684_799_999_999L)))
        .isEqualTo(DeadLetterReason.IMPOSSIBLE_TIME);
  }

  @Test
  void shouldRefuseADeltaThatNothingLinksToTheBook() {
    assertThat(
            check(
                record -> {
                  record.setSequencing(Sequencing.UNSEQUENCED);
                  record.setChecksum(-1L);
                }))
        .isEqualTo(DeadLetterReason.INVALID_FIELD);
    assertThat(
            check(
                record -> {
                  record.setSequencing(Sequencing.LINKED);
                  record.setPreviousSequence(-1L);
                }))
        .isEqualTo(DeadLetterReason.INVALID_FIELD);
    assertThat(check(record -> record.setFirstSequence(3L)))
        .isEqualTo(DeadLetterReason.INVALID_FIELD);
  }

  @Test
  void shouldRefuseFieldsOutsideTheContract() {
    List<Consumer<BookUpdate>> changes =
        List.of(
            record -> record.setContractSizeE8(0L),
            record -> record.setDepthLimit(-1),
            record -> record.setChecksum(1L << 32),
            record -> record.setPriceDecimals(9),
            record -> record.setVenueTimeMicros(-2L),
            record -> record.setEventId("42"));

    for (Consumer<BookUpdate> change : changes) {
      assertThat(check(change)).isEqualTo(DeadLetterReason.INVALID_FIELD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "binance", "BINANCE SPOT", "BÍNANCE", "A|B", "B\u0000"})
  void shouldRefuseNamesOutsideTheAlphabet(String venue) {
    BookUpdate record = record();
    record.setVenue(venue);
    byte[] key = (venue + "|BTC-USDT").getBytes(StandardCharsets.UTF_8);

    assertThat(BookUpdateReader.check(RecordCodec.encode(record), key, NOW_MICROS))
        .isEqualTo(DeadLetterReason.INVALID_FIELD);
  }

  @Test
  void shouldRefuseNamesOfMoreThan64Characters() {
    BookUpdate record = record();
    record.setInstrument("A".repeat(65));
    byte[] key = ("BINANCE|" + record.getInstrument()).getBytes(StandardCharsets.UTF_8);

    assertThat(BookUpdateReader.check(RecordCodec.encode(record), key, NOW_MICROS))
        .isEqualTo(DeadLetterReason.INVALID_FIELD);
  }

  @Test
  void shouldCallBrokenBytesMalformedWhateverElseIsWrong() {
    BookUpdate record = record();
    record.setBids(List.of(new BookLevel(-1L, -1L)));
    byte[] framed = RecordCodec.encode(record);
    byte[] trailing = java.util.Arrays.copyOf(framed, framed.length + 1);

    assertThat(BookUpdateReader.check(trailing, KEY, NOW_MICROS))
        .isEqualTo(DeadLetterReason.MALFORMED);
  }

  private static DeadLetterReason check(Consumer<BookUpdate> change) {
    BookUpdate record = record();
    change.accept(record);
    return BookUpdateReader.check(RecordCodec.encode(record), KEY, NOW_MICROS);
  }

  private static BookUpdate record() {
    return BookUpdate.newBuilder()
        .setVenue("BINANCE")
        .setInstrument("BTC-USDT")
        .setKind(BookUpdateKind.DELTA)
        .setSequencing(Sequencing.RANGE)
        .setFirstSequence(1)
        .setLastSequence(2)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(NOW_MICROS)
        .setVenueTimeMicros(-1)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(ONE)
        .setDepthLimit(0)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(List.of(new BookLevel(61_800 * ONE, ONE)))
        .setAsks(List.of(new BookLevel(61_801 * ONE, 0L)))
        .setEventId("0123456789abcdef0123456789abcdef")
        .build();
  }
}
