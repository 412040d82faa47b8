package io.hedgerow.state.book;

import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.wire.WireReader;
import io.hedgerow.schemas.wire.WireWriter;
import io.hedgerow.state.network.PageStore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A book as pages, so that a checkpoint grows with what has changed (NET-1).
 *
 * <p>Not safe for concurrent use.
 */
final class BookPages {

  private static final int FORMAT = 1;
  private static final int USUAL_PAGE_BYTES = 512;
  private static final int SPARE_PAGES = 16;

  private static final BookValidity[] VALIDITIES = BookValidity.values();
  private static final BookReason[] REASONS = BookReason.values();
  private static final Contract[] CONTRACTS = Contract.values();

  /** Level pages that the store has, ascending. */
  private long[] stored = new long[0];

  void flush(Book book, PageStore store) {
    WireWriter out = new WireWriter(USUAL_PAGE_BYTES);
    LevelPages levels = new LevelPages(store, out, stored.length + SPARE_PAGES);
    levels.write(book.bids);
    levels.write(book.asks);
    long[] now = levels.all();
    removeGone(now, store);
    stored = now;
    book.waiting.flush(store);
    out.clear();
    writeHeader(book, out);
    store.put(PageIds.HEADER, out.toBytes());
  }

  private void removeGone(long[] now, PageStore store) {
    int at = 0;
    for (long each : stored) {
      while (at < now.length && now[at] < each) {
        at++;
      }
      if (at == now.length || now[at] != each) {
        store.remove(each);
      }
    }
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
    bidPages.values().forEach(page -> LevelPages.read(page, book.bids));
    askPages.descendingMap().values().forEach(page -> LevelPages.read(page, book.asks));
    ordered
        .tailMap(PageIds.waiting(0), true)
        .forEach((id, page) -> book.waiting.restore(PageIds.number(id), page));
    readHeader(book, new WireReader(header));
  }

  long heapBytes() {
    return (long) stored.length * Long.BYTES;
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
    out.putLong(book.waiting.missedAtMicros());
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
    book.waiting.restoreMissed(in.getLong(), in.getLong());
    readSide(book.bids, in);
    readSide(book.asks, in);
  }

  private static void readSide(BookSide side, WireReader in) {
    side.restore(in.getLong(), (int) in.getLong());
    side.dirty().restoreShift((int) in.getLong());
  }
}
