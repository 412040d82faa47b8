package io.hedgerow.state.book;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Contract;
import java.util.Arrays;

/**
 * One side of a book: levels in two arrays, the worst first and the best last, so that the many
 * changes near the touch move little (NET-1).
 *
 * <pre>
 *   bids: key =  price     keys        [ 99.7  99.8  99.9 ]  99.9 is best
 *   asks: key = -price     keys        [-100.3 -100.2 -100]   100 is best
 *                          quantities  [   5     1     3  ]
 * </pre>
 *
 * <p>Keys ascend strictly on both sides, quantities are positive. Below {@link #coveredKey} the
 * book is not known completely. Not safe for concurrent use.
 */
final class BookSide {

  /** Covers everything there is. */
  static final long ALL = Long.MIN_VALUE;

  private static final int FIRST_CAPACITY = 16;

  /** A side grows by this part of its soft limit before it is trimmed again. */
  private static final int SLACK_PARTS = 8;

  /** Sums of quantities are followed in units of 2<sup>24</sup>, rounded up. */
  private static final int QUANTITY_SHIFT = 24;

  /** Sums of quantities stay below 2<sup>63</sup>. */
  private static final long MAX_QUANTITY_UNITS = 1L << (63 - QUANTITY_SHIFT);

  /** A 128-bit product whose high word is below this is a scaled long when scaled back once. */
  private static final long FITS_ONCE = E8.ONE / 2;

  /** The same, scaled back twice. */
  private static final long FITS_TWICE = E8.ONE * E8.ONE / 2;

  private final boolean bids;
  private final DirtyPages dirty = new DirtyPages();

  private long[] keys = new long[0];
  private long[] quantities = new long[0];
  private int size;
  private int finger;
  private long coveredKey = ALL;
  private int trimAbove;

  /** High words of price × quantity, and high parts of quantities, summed: bounds of the totals. */
  private long notionalUnits;

  private long quantityUnits;

  BookSide(boolean bids) {
    this.bids = bids;
  }

  int size() {
    return size;
  }

  /** The level at this index as a price; 0 is the worst. */
  long priceAt(int index) {
    return bids ? keys[index] : -keys[index];
  }

  long quantityAt(int index) {
    return quantities[index];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Best price; 0 if the side is empty. */
  long bestPriceE8() {
    return size == 0 ? 0 : priceAt(size - 1);
  }

  /** Quantity at the best price; 0 if the side is empty. */
  long bestQuantityE8() {
    return size == 0 ? 0 : quantities[size - 1];
  }

  /** Whether every level from the touch to this price is known. */
  boolean covers(long priceE8) {
    return coveredKey <= key(priceE8);
  }

  long coveredKey() {
    return coveredKey;
  }

  int trimAbove() {
    return trimAbove;
  }

  DirtyPages dirty() {
    return dirty;
  }

  /** Forgets all levels; the side covers everything. */
  void clear() {
    size = 0;
    finger = 0;
    coveredKey = ALL;
    trimAbove = 0;
    notionalUnits = 0;
    quantityUnits = 0;
    dirty.markAll();
  }

  /** The next levels begin near the touch. */
  void startMessage() {
    finger = size;
  }

  /** Sets a level, or removes it with quantity 0. */
  void set(long priceE8, long quantityE8) {
    long key = key(priceE8);
    int at = find(key);
    finger = at;
    boolean known = at < size && keys[at] == key;
    if (known) {
      uncount(priceE8, quantities[at]);
      if (quantityE8 > 0) {
        quantities[at] = quantityE8;
        count(priceE8, quantityE8);
      } else {
        removeAt(at);
      }
    } else if (quantityE8 > 0) {
      insertAt(at, key, quantityE8);
      count(priceE8, quantityE8);
    } else {
      return;
    }
    dirty.mark(priceE8);
  }

  /**
   * Adds a level of a whole book. Cheap if the levels come from the worst to the best or the other
   * way; {@link #finishLoad} must follow.
   */
  void load(long priceE8, long quantityE8) {
    if (quantityE8 > 0) {
      insertAt(size, key(priceE8), quantityE8);
      count(priceE8, quantityE8);
    }
  }

  /** Brings the loaded levels into order. If a price was given twice, the later one holds. */
  void finishLoad(int depthLimit) {
    if (!ascends()) {
      reverse();
      if (!ascends()) {
        reverse();
        sortLoaded();
      }
    }
    if (depthLimit > 0 && size >= depthLimit) {
      coveredKey = keys[0];
    }
    finger = size;
    dirty.choosePageWidth(pageSpan());
  }

  /** Keeps only the best levels, which are known to be complete then. */
  void truncate(int depthLimit) {
    if (size > depthLimit) {
      dropWorst(size - depthLimit);
    }
    if (size == depthLimit) {
      coveredKey = keys[0];
    }
  }

  /** Drops levels far from the touch if there are many, and the worst if there are too many. */
  void trim(BookLimits limits) {
    int soft = limits.maxLevelsPerSide() / 2;
    if (size <= Math.max(soft, trimAbove)) {
      return;
    }
    long best = bestPriceE8();
    long band = BookDepth.ppmOf(best, limits.bandPpm());
    int outside = indexOf(key(bids ? best - band : best + band));
    int surplus = size - limits.maxLevelsPerSide();
    int drop = surplus > 0 ? Math.max(outside, surplus + soft / SLACK_PARTS) : outside;
    if (drop > 0) {
      dropWorst(drop);
      coveredKey = Math.max(coveredKey, keys[0]);
    }
    trimAbove = size + soft / SLACK_PARTS;
  }

  /**
   * Whether the totals of base and notional are scaled longs: each below 92 billion. Compares upper
   * limits that are larger than the totals by less than one part in a million at that size.
   */
  boolean amountsFit(Contract contract, long contractSizeE8) {
    long quantities = quantityUnits + size;
    if (quantities >= MAX_QUANTITY_UNITS) {
      return false;
    }
    long quantityE8 = quantities << QUANTITY_SHIFT;
    if (Math.multiplyHigh(quantityE8, contractSizeE8) >= FITS_ONCE) {
      return false;
    }
    if (contract == Contract.LINEAR) {
      long notional = notionalUnits + size;
      return Math.multiplyHigh(notional, contractSizeE8) == 0
          && notional * contractSizeE8 >= 0
          && notional * contractSizeE8 < FITS_TWICE;
    }
    long amount = E8.multiplyDown(quantityE8, contractSizeE8);
    // no level inside the bound is cheaper than half the best price
    return size == 0 || Math.multiplyHigh(amount, 2 * E8.ONE) < (bestPriceE8() + 1) / 2;
  }

  /** Index of the first level at or above this key, from anywhere. */
  int indexOf(long key) {
    return search(key, 0, size);
  }

  long key(long priceE8) {
    return bids ? priceE8 : -priceE8;
  }

  long keyAt(int index) {
    return keys[index];
  }

  /** Takes back what was flushed, in ascending order of keys. */
  void restore(long coveredKey, int trimAbove) {
    this.coveredKey = coveredKey;
    this.trimAbove = trimAbove;
    finger = size;
  }

  /** Bytes of the arrays on the heap. */
  long heapBytes() {
    return (long) (keys.length + quantities.length) * Long.BYTES;
  }

  /** Gallops from where the last level was: levels of a message are sorted and near each other. */
  private int find(long key) {
    int from = finger;
    int step = 1;
    if (from < size && keys[from] < key) {
      int low = from + 1;
      int high = low;
      while (high < size && keys[high] < key) {
        low = high + 1;
        high += step;
        step <<= 1;
      }
      return search(key, low, Math.min(high, size));
    }
    int high = from;
    int low = from - 1;
    while (low >= 0 && keys[low] >= key) {
      high = low;
      low -= step;
      step <<= 1;
    }
    return search(key, Math.max(low + 1, 0), high);
  }

  private int search(long key, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void insertAt(int at, long key, long quantityE8) {
    if (size == keys.length) {
      int capacity = Math.max(FIRST_CAPACITY, size + (size >> 2));
      keys = Arrays.copyOf(keys, capacity);
      quantities = Arrays.copyOf(quantities, capacity);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(quantities, at, quantities, at + 1, size - at);
    keys[at] = key;
    quantities[at] = quantityE8;
    size++;
  }

  private void removeAt(int at) {
    size--;
    System.arraycopy(keys, at + 1, keys, at, size - at);
    System.arraycopy(quantities, at + 1, quantities, at, size - at);
  }

  private void dropWorst(int levels) {
    for (int i = 0; i < levels; i++) {
      uncount(priceAt(i), quantities[i]);
      dirty.mark(priceAt(i));
    }
    size -= levels;
    System.arraycopy(keys, levels, keys, 0, size);
    System.arraycopy(quantities, levels, quantities, 0, size);
    finger = size;
  }

  private void count(long priceE8, long quantityE8) {
    notionalUnits += Math.multiplyHigh(priceE8, quantityE8);
    quantityUnits += quantityE8 >>> QUANTITY_SHIFT;
  }

  private void uncount(long priceE8, long quantityE8) {
    notionalUnits -= Math.multiplyHigh(priceE8, quantityE8);
    quantityUnits -= quantityE8 >>> QUANTITY_SHIFT;
  }

  private boolean ascends() {
    for (int i = 1; i < size; i++) {
      if (keys[i - 1] >= keys[i]) {
        return false;
      }
    }
    return true;
  }

  private void reverse() {
    for (int low = 0, high = size - 1; low < high; low++, high--) {
      swap(keys, low, high);
      swap(quantities, low, high);
    }
  }

  private static void swap(long[] values, int a, int b) {
    long kept = values[a];
    values[a] = values[b];
    values[b] = kept;
  }

  private void sortLoaded() {
    long[] loadedKeys = Arrays.copyOf(keys, size);
    long[] loadedQuantities = Arrays.copyOf(quantities, size);
    clear();
    for (int i = 0; i < loadedKeys.length; i++) {
      set(bids ? loadedKeys[i] : -loadedKeys[i], loadedQuantities[i]);
    }
  }

  /** How far apart the levels of a page are at the side's usual density. */
  private long pageSpan() {
    int half = size / 2;
    return half == 0
        ? 0
        : (keys[size - 1] - keys[size - 1 - half]) / half * DirtyPages.LEVELS_PER_PAGE;
  }
}
