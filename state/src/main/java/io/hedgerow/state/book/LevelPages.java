package io.hedgerow.state.book;

import io.hedgerow.schemas.wire.WireReader;
import io.hedgerow.schemas.wire.WireWriter;
import io.hedgerow.state.network.PageStore;
import java.util.Arrays;

/**
 * Levels as pages, one for each price band that has any, the worst first:
 *
 * <pre>
 *   zeros of prices × 16 + zeros of quantities     one byte: decimal zeros that all of them end in
 *   price, quantity                                without those zeros, Avro longs
 *   difference to the price before, quantity …
 * </pre>
 *
 * <p>Made anew for each flush. Not safe for concurrent use.
 */
final class LevelPages {

  private static final int MAX_ZEROS = DecimalZeros.MAX;
  private static final int ZEROS_SHIFT = 4;

  private final PageStore store;
  private final WireWriter out;

  /** Pages that there are, written or unchanged. */
  private long[] pages;

  private int pageCount;

  /** The levels of the page in work. */
  private long[] keys = new long[2 * DirtyPages.LEVELS_PER_PAGE];

  private long[] quantities = new long[2 * DirtyPages.LEVELS_PER_PAGE];
  private int collected;

  LevelPages(PageStore store, WireWriter out, int usualPages) {
    this.store = store;
    this.out = out;
    pages = new long[Math.max(1, usualPages)];
  }

  /** Pages that the sides given to {@link #write} have, ascending. */
  long[] all() {
    long[] ids = Arrays.copyOf(pages, pageCount);
    Arrays.sort(ids);
    return ids;
  }

  /** Writes the side's marked pages; of the others it looks for their ends alone. */
  void write(BookSide side) {
    DirtyPages dirty = side.dirty();
    Levels levels = side.levels();
    int leaf = 0;
    int at = 0;
    while (leaf < levels.leafCount()) {
      long page = dirty.pageOf(side.key(levels.leaf(leaf)[at]));
      boolean marked = dirty.isMarked(page);
      long endKey = side.isBids() ? dirty.startOf(page + 1) : 1 - dirty.startOf(page);
      boolean ended = false;
      while (!ended && leaf < levels.leafCount()) {
        int end = levels.search(leaf, at, endKey);
        if (marked) {
          collect(levels.leaf(leaf), at, end);
        }
        ended = end < levels.count(leaf);
        at = ended ? end : 0;
        leaf += ended ? 0 : 1;
      }
      long pageId = PageIds.levels(side.isBids(), page);
      note(pageId);
      if (marked) {
        store.put(pageId, page(side.isBids() ? 1 : -1));
      }
    }
    dirty.clear();
  }

  private void note(long pageId) {
    if (pageCount == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pageCount);
    }
    pages[pageCount++] = pageId;
  }

  private void collect(long[] leaf, int from, int to) {
    int more = to - from;
    if (collected + more > keys.length) {
      keys = Arrays.copyOf(keys, 2 * (collected + more));
      quantities = Arrays.copyOf(quantities, keys.length);
    }
    System.arraycopy(leaf, from, keys, collected, more);
    System.arraycopy(leaf, Levels.LEAF + from, quantities, collected, more);
    collected += more;
  }

  /** The levels collected, whose prices are their keys with this sign. */
  private byte[] page(int sign) {
    int priceZeros = DecimalZeros.common(keys, collected);
    int quantityZeros = DecimalZeros.common(quantities, collected);
    out.clear();
    out.putByte(priceZeros << ZEROS_SHIFT | quantityZeros);
    long last = 0;
    for (int i = 0; i < collected; i++) {
      long price = DecimalZeros.without(sign * keys[i], priceZeros);
      out.putLong(price - last);
      out.putLong(DecimalZeros.without(quantities[i], quantityZeros));
      last = price;
    }
    collected = 0;
    return out.toBytes();
  }

  /** Puts the levels of a page into a side. */
  static void read(byte[] page, BookSide side) {
    WireReader in = new WireReader(page);
    int zeros = in.getByte();
    long priceUnit = DecimalZeros.unit(zeros >>> ZEROS_SHIFT);
    long quantityUnit = DecimalZeros.unit(zeros & MAX_ZEROS);
    long price = 0;
    while (in.hasMore()) {
      price += in.getLong();
      side.set(price * priceUnit, in.getLong() * quantityUnit);
    }
  }
}
