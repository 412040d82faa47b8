package io.hedgerow.schemas.wire;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.util.Arrays;

/**
 * One walk over hostile bytes that claim to be a {@link BookUpdate}: bounds first, sense second.
 *
 * <p>Never throws. Accepts nothing that {@link RecordCodec#decode} refuses, and less: lengths and
 * counts must be plausible before they are believed. Broken bytes are {@code MALFORMED} whatever
 * else is wrong; otherwise the first broken rule is the reason. A whole book may list levels of
 * quantity 0; they are passed over.
 */
final class BookUpdateCheck {

  /** Ten billion: no price or quantity may be larger. */
  static final long MAX_VALUE_E8 = 1_000_000_000_000_000_000L;

  /** A million: no contract may be larger. */
  static final long MAX_CONTRACT_SIZE_E8 = 100_000_000_000_000L;

  /** Levels per side that one message may have. */
  static final int MAX_LEVELS = 1 << 16;

  /** Bytes of a venue or instrument ID. */
  static final int MAX_NAME_BYTES = 64;

  private static final BookUpdateKind[] KINDS = BookUpdateKind.values();
  private static final Sequencing[] SEQUENCINGS = Sequencing.values();
  private static final Contract[] CONTRACTS = Contract.values();

  /** The tenth byte of a number holds its highest bit alone. */
  private static final int TOP_SHIFT = 63;

  private static final int EVENT_ID_BYTES = 32;
  private static final int MAX_DECIMALS = 8;
  private static final long MAX_CHECKSUM = 0xffff_ffffL;
  private static final long NONE = -1;
  private static final int BOOK_UPDATE_ID = RecordCodec.currentId(BookUpdate.getClassSchema());

  /** A product of two scaled longs whose high word is below this fits when scaled back. */
  private static final long FITS_HIGH_WORD = E8.ONE / 2;

  private final byte[] bytes;
  private final long nowMicros;
  private int position = RecordCodec.FRAME_BYTES;
  private boolean broken;
  private DeadLetterReason senseless;

  private BookUpdateKind kind;
  private Sequencing sequencing;
  private boolean inverse;
  private long contractSizeE8;

  private BookUpdateCheck(byte[] bytes, long nowMicros) {
    this.bytes = bytes;
    this.nowMicros = nowMicros;
  }

  static DeadLetterReason refuse(byte[] framed, byte[] kafkaKey, long nowMicros) {
    DeadLetterReason frame = refuseFrame(framed);
    if (frame != null) {
      return frame;
    }
    BookUpdateCheck check = new BookUpdateCheck(framed, nowMicros);
    check.names(kafkaKey);
    check.header();
    check.levels();
    check.levels();
    check.eventId();
    if (check.broken || check.position != framed.length) {
      return DeadLetterReason.MALFORMED;
    }
    return check.senseless;
  }

  private static boolean regionEquals(byte[] a, int aFrom, byte[] b, int bFrom, int length) {
    return Arrays.equals(a, aFrom, aFrom + length, b, bFrom, bFrom + length);
  }

  private static DeadLetterReason refuseFrame(byte[] framed) {
    if (framed == null) {
      return DeadLetterReason.NULL_VALUE;
    }
    if (framed.length > RecordCodec.MAX_RECORD_BYTES) {
      return DeadLetterReason.OVERSIZE;
    }
    if (framed.length < RecordCodec.FRAME_BYTES || framed[0] != 0) {
      return DeadLetterReason.NOT_FRAMED;
    }
    int id = RecordCodec.schemaId(framed);
    if (id == BOOK_UPDATE_ID) {
      return null;
    }
    return RecordCodec.lock().find(id).isPresent()
        ? DeadLetterReason.FOREIGN_RECORD_TYPE
        : DeadLetterReason.UNKNOWN_SCHEMA_ID;
  }

  private void names(byte[] kafkaKey) {
    int venueLength = text();
    int venueAt = position - venueLength;
    require(isName(venueAt, venueLength), DeadLetterReason.INVALID_FIELD);
    int instrumentLength = text();
    int instrumentAt = position - instrumentLength;
    require(isName(instrumentAt, instrumentLength), DeadLetterReason.INVALID_FIELD);
    require(
        !broken
            && kafkaKey != null
            && kafkaKey.length == venueLength + 1 + instrumentLength
            && kafkaKey[venueLength] == InstrumentKey.SEPARATOR
            && regionEquals(bytes, venueAt, kafkaKey, 0, venueLength)
            && regionEquals(bytes, instrumentAt, kafkaKey, venueLength + 1, instrumentLength),
        DeadLetterReason.WRONG_KEY);
  }

  private void header() {
    kind = symbol(KINDS);
    sequencing = symbol(SEQUENCINGS);
    long first = number();
    long last = number();
    long previous = number();
    long receivedAt = number();
    long venueTime = number();
    inverse = symbol(CONTRACTS) == Contract.INVERSE;
    contractSizeE8 = number();
    int depthLimit = integer();
    long checksum = number();
    int priceDecimals = integer();
    int quantityDecimals = integer();
    if (broken) {
      return;
    }
    require(
        receivedAt >= InputTimes.EARLIEST_MICROS
            && receivedAt <= nowMicros + InputTimes.MAX_AHEAD_MICROS,
        DeadLetterReason.IMPOSSIBLE_TIME);
    require(
        sequenceMakesSense(first, last, previous, checksum)
            && venueTime >= NONE
            && contractSizeE8 > 0
            && depthLimit >= 0
            && checksum >= NONE
            && checksum <= MAX_CHECKSUM
            && isDecimals(priceDecimals)
            && isDecimals(quantityDecimals),
        DeadLetterReason.INVALID_FIELD);
    require(contractSizeE8 <= MAX_CONTRACT_SIZE_E8, DeadLetterReason.OUT_OF_RANGE);
  }

  /** A delta that nothing links to the book could be lost without a trace: it is refused. */
  private boolean sequenceMakesSense(long first, long last, long previous, long checksum) {
    if (first < NONE || last < NONE || previous < NONE) {
      return false;
    }
    boolean delta = kind == BookUpdateKind.DELTA;
    return switch (sequencing) {
      case RANGE -> last >= 0 && (!delta || (first >= 0 && first <= last));
      case LINKED -> last >= 0 && (!delta || previous >= 0);
      case UNSEQUENCED -> !delta || checksum >= 0;
    };
  }

  private void levels() {
    int total = 0;
    for (long count = number(); count != 0 && !broken; count = number()) {
      long endsAt = NONE;
      if (count < 0) {
        count = -count;
        long blockBytes = number();
        endsAt = position + blockBytes;
      }
      if (count < 0 || count > MAX_LEVELS - total) {
        broken = true;
        return;
      }
      total += (int) count;
      for (int i = 0; i < count && !broken; i++) {
        level(number(), number());
      }
      broken |= endsAt != NONE && endsAt != position;
    }
  }

  private void level(long priceE8, long quantityE8) {
    if (priceE8 > 0
        && quantityE8 >= 0
        && priceE8 <= MAX_VALUE_E8
        && quantityE8 <= MAX_VALUE_E8
        && amountsFit(priceE8, quantityE8)) {
      return;
    }
    require(priceE8 > 0, DeadLetterReason.PRICE_NOT_POSITIVE);
    require(quantityE8 >= 0, DeadLetterReason.QUANTITY_NEGATIVE);
    require(false, DeadLetterReason.OUT_OF_RANGE);
  }

  /** Whether base and notional of this level alone are scaled longs. */
  private boolean amountsFit(long priceE8, long quantityE8) {
    if (Math.multiplyHigh(quantityE8, contractSizeE8) >= FITS_HIGH_WORD) {
      return false;
    }
    if (contractSizeE8 == E8.ONE && !inverse) {
      return Math.multiplyHigh(quantityE8, priceE8) < FITS_HIGH_WORD;
    }
    if (contractSizeE8 <= 0 || contractSizeE8 > MAX_CONTRACT_SIZE_E8) {
      return true;
    }
    long amount = E8.mulDivFloor(quantityE8, contractSizeE8, E8.ONE);
    return inverse
        ? quotientFits(amount, E8.ONE, priceE8)
        : Math.multiplyHigh(amount, priceE8) < FITS_HIGH_WORD;
  }

  /** Whether {@code a × b ÷ divisor} is below 2<sup>63</sup>: the product over that is smaller. */
  private static boolean quotientFits(long a, long b, long divisor) {
    return ((Math.multiplyHigh(a, b) << 1) | ((a * b) >>> (Long.SIZE - 1))) < divisor;
  }

  private void eventId() {
    int length = text();
    boolean hex = length == EVENT_ID_BYTES;
    for (int i = position - length; i < position && hex; i++) {
      byte c = bytes[i];
      hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    require(hex, DeadLetterReason.INVALID_FIELD);
  }

  private void require(boolean holds, DeadLetterReason otherwise) {
    if (!holds && senseless == null) {
      senseless = otherwise;
    }
  }

  private static boolean isDecimals(int decimals) {
    return decimals >= 0 && decimals <= MAX_DECIMALS;
  }

  private boolean isName(int from, int length) {
    if (length == 0 || length > MAX_NAME_BYTES) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      if (!InstrumentKey.isNameCharacter(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Steps over a string and returns its length; 0 if it does not fit into what is left. */
  private int text() {
    long length = number();
    if (length < 0 || length > bytes.length - position) {
      broken = true;
      return 0;
    }
    position += (int) length;
    return (int) length;
  }

  private <E> E symbol(E[] symbols) {
    long index = number();
    if (index < 0 || index >= symbols.length) {
      broken = true;
      return symbols[0];
    }
    return symbols[(int) index];
  }

  private int integer() {
    long value = number();
    broken |= value != (int) value;
    return (int) value;
  }

  /** The next number; 0, and broken, where there is none. */
  private long number() {
    int at = position;
    if (bytes.length - at >= Varint.WORD_BYTES) {
      long word = Varint.word(bytes, at);
      long mark = Varint.lastByteMark(word);
      if (mark != 0) {
        position = at + Varint.length(mark);
        return Varint.unzigzag(Varint.digits(word, mark));
      }
    }
    return numberSlowly();
  }

  private long numberSlowly() {
    long digits = 0;
    int last = Math.min(bytes.length, position + Varint.MAX_BYTES);
    for (int shift = 0; position < last; shift += 7) {
      byte next = bytes[position++];
      if (shift == TOP_SHIFT && next > 1) {
        break;
      }
      digits |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return Varint.unzigzag(digits);
      }
    }
    broken = true;
    return 0;
  }
}
