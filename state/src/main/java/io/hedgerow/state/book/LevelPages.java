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

  private static final int MAX_ZEROS = 15;
  private static final int ZEROS_SHIFT = 4;

  private static final long[] POWERS_OF_TEN = new long[MAX_ZEROS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i <= MAX_ZEROS; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private final PageStore store;
  private final WireWriter out;

  /** Pages that there are, written or unchanged. */
  private final long[] pages;

  private int pageCount;

  /** The page in work. */
  private long pageId;

  private long[] prices = new long[2 * DirtyPages.LEVELS_PER_PAGE];
  private long[] quantities = new long[2 * DirtyPages.LEVELS_PER_PAGE];
  private int collected;

  LevelPages(PageStore store, WireWriter out, int maxPages) {
    this.store = store;
    this.out = out;
    pages = new long[maxPages];
  }

  /** Pages that the sides given to {@link #write} have, ascending. */
  long[] all() {
    long[] ids = Arrays.copyOf(pages, pageCount);
    Arrays.sort(ids);
    return ids;
  }

  /** Writes the side's marked pages. */
  void write(BookSide side) {
    DirtyPages dirty = side.dirty();
    Levels levels = side.levels();
    long page = -1;
    boolean writing = false;
    for (int leaf = 0; leaf < levels.leafCount(); leaf++) {
      long[] data = levels.leaf(leaf);
      for (int i = 0; i < levels.count(leaf); i++) {
        long priceE8 = side.key(data[i]);
        if (dirty.pageOf(priceE8) != page) {
          writePage();
          page = dirty.pageOf(priceE8);
          writing = dirty.isMarked(page);
          pageId = PageIds.levels(side.isBids(), page);
          pages[pageCount++] = pageId;
        }
        if (writing) {
          collect(priceE8, data[Levels.LEAF + i]);
        }
      }
    }
    writePage();
    dirty.clear();
  }

  private void collect(long priceE8, long quantityE8) {
    if (collected == prices.length) {
      prices = Arrays.copyOf(prices, 2 * collected);
      quantities = Arrays.copyOf(quantities, 2 * collected);
    }
    prices[collected] = priceE8;
    quantities[collected++] = quantityE8;
  }

  private void writePage() {
    if (collected == 0) {
      return;
    }
    int priceZeros = MAX_ZEROS;
    int quantityZeros = MAX_ZEROS;
    for (int i = 0; i < collected; i++) {
      priceZeros = commonZeros(prices[i], priceZeros);
      quantityZeros = commonZeros(quantities[i], quantityZeros);
    }
    out.clear();
    out.putByte(priceZeros << ZEROS_SHIFT | quantityZeros);
    long last = 0;
    for (int i = 0; i < collected; i++) {
      long price = prices[i] / POWERS_OF_TEN[priceZeros];
      out.putLong(price - last);
      out.putLong(quantities[i] / POWERS_OF_TEN[quantityZeros]);
      last = price;
    }
    store.put(pageId, out.toBytes());
    collected = 0;
  }

  private static int commonZeros(long value, int atMost) {
    int zeros = atMost;
    while (value % POWERS_OF_TEN[zeros] != 0) {
      zeros--;
    }
    return zeros;
  }

  /** Puts the levels of a page into a side. */
  static void read(byte[] page, BookSide side) {
    WireReader in = new WireReader(page);
    int zeros = in.getByte();
    long priceUnit = POWERS_OF_TEN[zeros >>> ZEROS_SHIFT];
    long quantityUnit = POWERS_OF_TEN[zeros & MAX_ZEROS];
    long price = 0;
    while (in.hasMore()) {
      price += in.getLong();
      side.set(price * priceUnit, in.getLong() * quantityUnit);
    }
  }
}
