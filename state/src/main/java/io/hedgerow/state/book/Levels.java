package io.hedgerow.state.book;

import java.util.Arrays;

/**
 * Price levels in the order of their keys, in leaves of at most 64, so that an insertion moves a
 * leaf's part and not the whole side: recorded changes lie 200 levels from the touch in the median
 * and 1,600 at the ninth decile.
 *
 * <pre>
 *   firstKeys [ 95.0       97.2            99.1 ]         the worst first, the best last
 *   leaves    [ 95.0 96.1 | 97.2 98.8 98.9 | 99.1 99.2 ]  each: 64 keys, then 64 quantities
 * </pre>
 *
 * <p>Keys ascend strictly, quantities are positive, no leaf is empty. Not safe for concurrent use.
 */
final class Levels {

  /** Levels of a leaf at most; the quantity of the level at {@code i} is at {@code i + LEAF}. */
  static final int LEAF = 64;

  private static final int FIRST_LEAVES = 4;
  private static final int ARRAY_HEADER_BYTES = 16;

  /** A leaf with fewer levels looks for a neighbour to be joined with. */
  private static final int SPARSE = LEAF / 4;

  /**
   * Joined leaves, and those of a whole book, keep room for insertions: whole books come in order,
   * so at either end of a side a new leaf begins when there are so many.
   */
  private static final int FILLED = LEAF * 3 / 4;

  private long[][] leaves = new long[FIRST_LEAVES][];
  private int[] counts = new int[FIRST_LEAVES];
  private long[] firstKeys = new long[FIRST_LEAVES];
  private int leafCount;
  private int size;

  /** The leaf last used: levels of a message are sorted and near each other. */
  private int finger;

  int size() {
    return size;
  }

  int leafCount() {
    return leafCount;
  }

  /** The leaf's array; not to be changed. */
  long[] leaf(int index) {
    return leaves[index];
  }

  /** Levels in a leaf. */
  int count(int index) {
    return counts[index];
  }

  long worstKey() {
    return firstKeys[0];
  }

  long bestKey() {
    return leaves[leafCount - 1][counts[leafCount - 1] - 1];
  }

  long bestQuantity() {
    return leaves[leafCount - 1][LEAF + counts[leafCount - 1] - 1];
  }

  void clear() {
    Arrays.fill(leaves, 0, leafCount, null);
    leafCount = 0;
    size = 0;
    finger = 0;
  }

  /**
   * Sets the quantity of a level; 0 removes it.
   *
   * @return the quantity before; 0 if there was no such level
   */
  long put(long key, long quantity) {
    if (leafCount == 0) {
      if (quantity > 0) {
        insertLeaf(0, key, quantity);
      }
      return 0;
    }
    int at = leafOf(key);
    finger = at;
    long[] leaf = leaves[at];
    int count = counts[at];
    int position = search(leaf, count, key);
    if (position < count && leaf[position] == key) {
      long before = leaf[LEAF + position];
      if (quantity > 0) {
        leaf[LEAF + position] = quantity;
      } else {
        remove(at, position);
      }
      return before;
    }
    if (quantity > 0) {
      insert(at, position, key, quantity);
    }
    return 0;
  }

  /** How many levels have a lower key. */
  int countBelow(long key) {
    int below = 0;
    for (int i = 0; i < leafCount; i++) {
      if (i + 1 == leafCount || firstKeys[i + 1] >= key) {
        return below + search(leaves[i], counts[i], key);
      }
      below += counts[i];
    }
    return below;
  }

  /** Removes this many of the lowest keys. */
  void removeWorst(int levels) {
    int whole = 0;
    int left = levels;
    while (whole < leafCount && counts[whole] <= left) {
      left -= counts[whole++];
    }
    removeLeaves(0, whole);
    if (left > 0) {
      counts[0] -= left;
      System.arraycopy(leaves[0], left, leaves[0], 0, counts[0]);
      System.arraycopy(leaves[0], LEAF + left, leaves[0], LEAF, counts[0]);
      firstKeys[0] = leaves[0][0];
    }
    size -= levels;
    finger = 0;
  }

  /** Bytes on the heap, about. */
  long heapBytes() {
    return leafCount * (2L * LEAF * Long.BYTES + ARRAY_HEADER_BYTES)
        + leaves.length * (2L * Long.BYTES + Integer.BYTES);
  }

  /** The first index from there on whose key is not lower; the leaf's count if there is none. */
  int search(int index, int from, long key) {
    long[] leaf = leaves[index];
    int count = counts[index];
    return leaf[count - 1] < key ? count : search(leaf, from, count, key);
  }

  private int leafOf(long key) {
    int at = finger;
    if (key >= firstKeys[at]) {
      if (at + 1 == leafCount || key < firstKeys[at + 1]) {
        return at;
      }
      return leafOf(key, at + 1, leafCount - 1);
    }
    return leafOf(key, 0, at - 1);
  }

  /** The last leaf of these whose first key is not above; the first one if there is none. */
  private int leafOf(long key, int first, int last) {
    int low = Math.max(first, 0);
    int high = last;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstKeys[middle] <= key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int search(long[] leaf, int count, long key) {
    return search(leaf, 0, count, key);
  }

  private static int search(long[] leaf, int from, int to, long key) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (leaf[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void insert(int at, int position, long key, long quantity) {
    long[] leaf = leaves[at];
    int count = counts[at];
    if (count >= FILLED && (isWorstEnd(at, position) || isBestEnd(at, position))) {
      insertLeaf(isBestEnd(at, position) ? leafCount : 0, key, quantity);
      return;
    }
    if (count == LEAF) {
      splitAndInsert(at, position, key, quantity);
      return;
    }
    System.arraycopy(leaf, position, leaf, position + 1, count - position);
    System.arraycopy(leaf, LEAF + position, leaf, LEAF + position + 1, count - position);
    leaf[position] = key;
    leaf[LEAF + position] = quantity;
    counts[at] = count + 1;
    size++;
    if (position == 0) {
      firstKeys[at] = key;
    }
  }

  private static boolean isWorstEnd(int at, int position) {
    return at == 0 && position == 0;
  }

  private boolean isBestEnd(int at, int position) {
    return at + 1 == leafCount && position == counts[at];
  }

  private void splitAndInsert(int at, int position, long key, long quantity) {
    split(at);
    int half = LEAF / 2;
    if (position > half) {
      insert(at + 1, position - half, key, quantity);
    } else {
      insert(at, position, key, quantity);
    }
  }

  private void split(int at) {
    int half = LEAF / 2;
    long[] upper = new long[2 * LEAF];
    System.arraycopy(leaves[at], half, upper, 0, half);
    System.arraycopy(leaves[at], LEAF + half, upper, LEAF, half);
    openDirectory(at + 1);
    leaves[at + 1] = upper;
    counts[at] = half;
    counts[at + 1] = half;
    firstKeys[at + 1] = upper[0];
  }

  private void insertLeaf(int at, long key, long quantity) {
    long[] leaf = new long[2 * LEAF];
    leaf[0] = key;
    leaf[LEAF] = quantity;
    openDirectory(at);
    leaves[at] = leaf;
    counts[at] = 1;
    firstKeys[at] = key;
    finger = at;
    size++;
  }

  private void openDirectory(int at) {
    if (leafCount == leaves.length) {
      int capacity = leafCount + Math.max(FIRST_LEAVES, leafCount / 4);
      leaves = Arrays.copyOf(leaves, capacity);
      counts = Arrays.copyOf(counts, capacity);
      firstKeys = Arrays.copyOf(firstKeys, capacity);
    }
    System.arraycopy(leaves, at, leaves, at + 1, leafCount - at);
    System.arraycopy(counts, at, counts, at + 1, leafCount - at);
    System.arraycopy(firstKeys, at, firstKeys, at + 1, leafCount - at);
    leafCount++;
  }

  private void remove(int at, int position) {
    long[] leaf = leaves[at];
    int count = --counts[at];
    size--;
    if (count == 0) {
      removeLeaves(at, 1);
      finger = Math.max(0, Math.min(at, leafCount - 1));
      return;
    }
    System.arraycopy(leaf, position + 1, leaf, position, count - position);
    System.arraycopy(leaf, LEAF + position + 1, leaf, LEAF + position, count - position);
    if (position == 0) {
      firstKeys[at] = leaf[0];
    }
    if (count < SPARSE) {
      joinNeighbour(at);
    }
  }

  private void joinNeighbour(int at) {
    if (at + 1 < leafCount && counts[at] + counts[at + 1] <= FILLED) {
      join(at);
    } else if (at > 0 && counts[at - 1] + counts[at] <= FILLED) {
      join(at - 1);
      finger = at - 1;
    }
  }

  private void join(int at) {
    System.arraycopy(leaves[at + 1], 0, leaves[at], counts[at], counts[at + 1]);
    System.arraycopy(leaves[at + 1], LEAF, leaves[at], LEAF + counts[at], counts[at + 1]);
    counts[at] += counts[at + 1];
    removeLeaves(at + 1, 1);
  }

  private void removeLeaves(int at, int number) {
    int after = leafCount - at - number;
    System.arraycopy(leaves, at + number, leaves, at, after);
    System.arraycopy(counts, at + number, counts, at, after);
    System.arraycopy(firstKeys, at + number, firstKeys, at, after);
    Arrays.fill(leaves, leafCount - number, leafCount, null);
    leafCount -= number;
  }
}
