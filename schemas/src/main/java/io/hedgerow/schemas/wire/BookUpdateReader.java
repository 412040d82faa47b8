package io.hedgerow.schemas.wire;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.nio.charset.StandardCharsets;

/**
 * Reads a framed {@link BookUpdate} straight from its bytes, without making objects (NET-1).
 *
 * <p>{@link #wrap} reads the header; {@link #nextBid} and then {@link #nextAsk} walk the levels
 * forward, once. Prices and quantities are scaled by 10<sup>-8</sup>, times are µs since the epoch.
 *
 * <p>Takes only bytes that {@link #check} has found right, of today's schema; on others it may
 * throw {@link IndexOutOfBoundsException} or read nonsense. Not safe for concurrent use; one
 * instance serves any number of records.
 */
public final class BookUpdateReader {

  private static final BookUpdateKind[] KINDS = BookUpdateKind.values();
  private static final Sequencing[] SEQUENCINGS = Sequencing.values();
  private static final Contract[] CONTRACTS = Contract.values();

  /** In place of a count: both arrays have been read to their end. */
  private static final long ENDED = -1;

  private byte[] bytes;
  private int position;

  private int venueAt;
  private int venueLength;
  private int instrumentAt;
  private int instrumentLength;
  private BookUpdateKind kind;
  private Sequencing sequencing;
  private long firstSequence;
  private long lastSequence;
  private long previousSequence;
  private long receivedAtMicros;
  private long venueTimeMicros;
  private Contract contract;
  private long contractSizeE8;
  private int depthLimit;
  private long checksum;
  private int priceDecimals;
  private int quantityDecimals;
  private int levelsAt;

  private boolean inAsks;
  private long leftInBlock;
  private long priceE8;
  private long quantityE8;

  /**
   * Looks through a record of {@code market.books} once, from its first to its last byte. Never
   * throws.
   *
   * @param framed the Kafka value; anything at all
   * @param kafkaKey the Kafka key; anything at all
   * @param nowMicros our clock, µs since the epoch
   * @return why the record must not be used, or null if it may be
   */
  public static DeadLetterReason check(byte[] framed, byte[] kafkaKey, long nowMicros) {
    return BookUpdateCheck.refuse(framed, kafkaKey, nowMicros);
  }

  /** Turns to this record: reads its header and stands before its first bid. */
  public BookUpdateReader wrap(byte[] framed) {
    bytes = framed;
    position = RecordCodec.FRAME_BYTES;
    venueLength = (int) readLong();
    venueAt = position;
    position += venueLength;
    instrumentLength = (int) readLong();
    instrumentAt = position;
    position += instrumentLength;
    kind = KINDS[(int) readLong()];
    sequencing = SEQUENCINGS[(int) readLong()];
    firstSequence = readLong();
    lastSequence = readLong();
    previousSequence = readLong();
    receivedAtMicros = readLong();
    venueTimeMicros = readLong();
    contract = CONTRACTS[(int) readLong()];
    contractSizeE8 = readLong();
    depthLimit = (int) readLong();
    checksum = readLong();
    priceDecimals = (int) readLong();
    quantityDecimals = (int) readLong();
    levelsAt = position;
    rewind();
    return this;
  }

  /** Stands before the first bid again. */
  public void rewind() {
    position = levelsAt;
    inAsks = false;
    leftInBlock = 0;
  }

  /** Steps to the next bid; false after the last one. */
  public boolean nextBid() {
    return !inAsks && nextLevel();
  }

  /** Steps to the next ask, passing over bids not yet read; false after the last one. */
  public boolean nextAsk() {
    while (!inAsks) {
      nextLevel();
    }
    return nextLevel();
  }

  /** Levels on both sides. Stands before the first bid afterwards. */
  public int countLevels() {
    rewind();
    int levels = 0;
    while (nextBid()) {
      levels++;
    }
    while (nextAsk()) {
      levels++;
    }
    rewind();
    return levels;
  }

  /** Price of the level stepped to. */
  public long priceE8() {
    return priceE8;
  }

  /** Quantity of the level stepped to, in the venue's unit; 0 removes it. */
  public long quantityE8() {
    return quantityE8;
  }

  /** The record's bytes, as wrapped. */
  public byte[] bytes() {
    return bytes;
  }

  /** The venue ID, made anew with each call. */
  public String venue() {
    return new String(bytes, venueAt, venueLength, StandardCharsets.UTF_8);
  }

  /** The instrument ID, made anew with each call. */
  public String instrument() {
    return new String(bytes, instrumentAt, instrumentLength, StandardCharsets.UTF_8);
  }

  public BookUpdateKind kind() {
    return kind;
  }

  public Sequencing sequencing() {
    return sequencing;
  }

  public long firstSequence() {
    return firstSequence;
  }

  public long lastSequence() {
    return lastSequence;
  }

  public long previousSequence() {
    return previousSequence;
  }

  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  public long venueTimeMicros() {
    return venueTimeMicros;
  }

  public Contract contract() {
    return contract;
  }

  public long contractSizeE8() {
    return contractSizeE8;
  }

  public int depthLimit() {
    return depthLimit;
  }

  public long checksum() {
    return checksum;
  }

  public int priceDecimals() {
    return priceDecimals;
  }

  public int quantityDecimals() {
    return quantityDecimals;
  }

  private boolean nextLevel() {
    if (leftInBlock <= 0 && !nextBlock()) {
      return false;
    }
    leftInBlock--;
    priceE8 = readLong();
    quantityE8 = readLong();
    return true;
  }

  /** Reads a block's count; a zero ends the array. A negative one is followed by its bytes. */
  private boolean nextBlock() {
    if (leftInBlock < 0) {
      return false;
    }
    leftInBlock = readLong();
    if (leftInBlock < 0) {
      leftInBlock = -leftInBlock;
      readLong();
    }
    if (leftInBlock == 0) {
      leftInBlock = inAsks ? ENDED : 0;
      inAsks = true;
      return false;
    }
    return true;
  }

  private long readLong() {
    int at = position;
    if (bytes.length - at >= Varint.WORD_BYTES) {
      long word = Varint.word(bytes, at);
      long mark = Varint.lastByteMark(word);
      if (mark != 0) {
        position = at + Varint.length(mark);
        return Varint.unzigzag(Varint.digits(word, mark));
      }
    }
    return readLongSlowly();
  }

  private long readLongSlowly() {
    long digits = 0;
    int shift = 0;
    int next;
    do {
      next = bytes[position++];
      digits |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return Varint.unzigzag(digits);
  }
}
