package io.hedgerow.state.book;

import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.wire.WireReader;
import io.hedgerow.schemas.wire.WireWriter;
import io.hedgerow.state.network.PageStore;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A book as pages, so that a checkpoint grows with what has changed (NET-1).
 *
 * <p>A level page holds the levels of one price band, the worst first:
 *
 * <pre>
 *   zeros of prices × 16 + zeros of quantities     one byte: decimal zeros that all of them end in
 *   price, quantity                                without those zeros, Avro longs
 *   difference to the price before, quantity …
 * </pre>
 *
 * <p>Not safe for concurrent use.
 */
final class BookPages {

  private static final int FORMAT = 1;
  private static final int MAX_ZEROS = 15;
  private static final int ZEROS_SHIFT = 4;
  private static final int USUAL_PAGE_BYTES = 512;

  private static final long[] POWERS_OF_TEN = new long[MAX_ZEROS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i <= MAX_ZEROS; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private static final BookValidity[] VALIDITIES = BookValidity.values();
  private static final BookReason[] REASONS = BookReason.values();
  private static final Contract[] CONTRACTS = Contract.values();

  /** Level pages that the store has, ascending. */
  private long[] stored = new long[0];

  void flush(Book book, PageStore store) {
    WireWriter out = new WireWriter(USUAL_PAGE_BYTES);
    long[] now = new long[book.levels()];
    int count = flushSide(book.bids, true, store, out, now, 0);
    count = flushSide(book.asks, false, store, out, now, count);
    now = Arrays.copyOf(now, count);
    Arrays.sort(now);
    for (long each : stored) {
      if (Arrays.binarySearch(now, each) < 0) {
        store.remove(each);
      }
    }
    stored = now;
    book.waiting.flush(store);
    out.clear();
    writeHeader(book, out);
    store.put(PageIds.HEADER, out.toBytes());
  }

  void restore(Book book, Iterable<Map.Entry<Long, byte[]>> pages) {
    TreeMap<Long, byte[]> ordered = new TreeMap<>();
    for (Map.Entry<Long, byte[]> page : pages) {
      ordered.put(page.getKey(), page.getValue());
    }
    byte[] header = ordered.remove(PageIds.HEADER);
    if (header == null) {
      throw new IllegalStateException(
          "expected the header page of a book, saw " + ordered.keySet());
    }
    stored =
        ordered.keySet().stream()
            .filter(id -> !PageIds.isWaiting(id))
            .mapToLong(Long::longValue)
            .toArray();
    NavigableMap<Long, byte[]> bidPages = ordered.headMap(PageIds.levels(false, 0), false);
    NavigableMap<Long, byte[]> askPages =
        ordered.subMap(PageIds.levels(false, 0), true, PageIds.waiting(0), false);
    bidPages.values().forEach(page -> readLevels(page, book.bids));
    askPages.descendingMap().values().forEach(page -> readLevels(page, book.asks));
    ordered
        .tailMap(PageIds.waiting(0), true)
        .forEach((id, page) -> book.waiting.restore(PageIds.number(id), page));
    readHeader(book, new WireReader(header));
  }

  long heapBytes() {
    return (long) stored.length * Long.BYTES;
  }

  /** Writes the side's marked pages and lists all that it has, from {@code count} on. */
  private static int flushSide(
      BookSide side, boolean bids, PageStore store, WireWriter out, long[] now, int count) {
    DirtyPages dirty = side.dirty();
    int pages = count;
    for (int from = 0, to; from < side.size(); from = to) {
      long page = dirty.pageOf(side.priceAt(from));
      to = from + 1;
      while (to < side.size() && dirty.pageOf(side.priceAt(to)) == page) {
        to++;
      }
      long id = PageIds.levels(bids, page);
      now[pages++] = id;
      if (dirty.isMarked(page)) {
        out.clear();
        writeLevels(side, from, to, out);
        store.put(id, out.toBytes());
      }
    }
    dirty.clear();
    return pages;
  }

  private static void writeLevels(BookSide side, int from, int to, WireWriter out) {
    int priceZeros = POWERS_OF_TEN.length - 1;
    int quantityZeros = priceZeros;
    for (int i = from; i < to; i++) {
      priceZeros = commonZeros(side.priceAt(i), priceZeros);
      quantityZeros = commonZeros(side.quantityAt(i), quantityZeros);
    }
    out.putByte(priceZeros << ZEROS_SHIFT | quantityZeros);
    long last = 0;
    for (int i = from; i < to; i++) {
      long price = side.priceAt(i) / POWERS_OF_TEN[priceZeros];
      out.putLong(price - last);
      out.putLong(side.quantityAt(i) / POWERS_OF_TEN[quantityZeros]);
      last = price;
    }
  }

  private static int commonZeros(long value, int atMost) {
    int zeros = atMost;
    while (value % POWERS_OF_TEN[zeros] != 0) {
      zeros--;
    }
    return zeros;
  }

  private static void readLevels(byte[] page, BookSide side) {
    WireReader in = new WireReader(page);
    int zeros = in.getByte();
    long priceUnit = POWERS_OF_TEN[zeros >>> ZEROS_SHIFT];
    long quantityUnit = POWERS_OF_TEN[zeros & MAX_ZEROS];
    long price = 0;
    while (in.hasMore()) {
      price += in.getLong();
      side.load(price * priceUnit, in.getLong() * quantityUnit);
    }
  }

  /** Enums as their numbers: the schema lock keeps symbols in their order. */
  @SuppressWarnings("EnumOrdinal")
  private static void writeHeader(Book book, WireWriter out) {
    BookState state = book.state;
    out.putByte(FORMAT);
    out.putLong(state.validity.ordinal());
    out.putLong(state.reason.ordinal());
    out.putLong(state.staleCause.ordinal());
    out.putBoolean(state.hadWhole);
    out.putBoolean(state.joined);
    out.putLong(state.sequence);
    out.putLong(state.offset);
    out.putLong(state.receivedAtMicros);
    out.putLong(state.venueTimeMicros);
    out.putLong(state.inputAtMicros);
    out.putLong(state.restartedAtMicros);
    out.putLong(state.contract.ordinal());
    out.putLong(state.contractSizeE8);
    out.putLong(book.waiting.missedThrough());
    writeSide(book.bids, out);
    writeSide(book.asks, out);
  }

  private static void writeSide(BookSide side, WireWriter out) {
    out.putLong(side.coveredKey());
    out.putLong(side.trimAbove());
    out.putLong(side.dirty().shift());
  }

  private static void readHeader(Book book, WireReader in) {
    int format = in.getByte();
    if (format != FORMAT) {
      throw new IllegalStateException("expected a book of format " + FORMAT + ", saw " + format);
    }
    BookState state = book.state;
    state.validity = VALIDITIES[(int) in.getLong()];
    state.reason = REASONS[(int) in.getLong()];
    state.staleCause = REASONS[(int) in.getLong()];
    state.hadWhole = in.getBoolean();
    state.joined = in.getBoolean();
    state.sequence = in.getLong();
    state.offset = in.getLong();
    state.receivedAtMicros = in.getLong();
    state.venueTimeMicros = in.getLong();
    state.inputAtMicros = in.getLong();
    state.restartedAtMicros = in.getLong();
    state.contract = CONTRACTS[(int) in.getLong()];
    state.contractSizeE8 = in.getLong();
    book.waiting.restoreMissedThrough(in.getLong());
    readSide(book.bids, in);
    readSide(book.asks, in);
  }

  private static void readSide(BookSide side, WireReader in) {
    side.restore(in.getLong(), (int) in.getLong());
    side.dirty().restoreShift((int) in.getLong());
  }
}
