package io.hedgerow.connectors.fix;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.Arrays;

/**
 * Orders that were sent and have no final answer, by client order ID, in arrays reserved at the
 * start: after a loss of the session each must be asked for. Nothing is allocated after that. For
 * one thread.
 *
 * <p>Open addressing over the ID's 16 characters as two longs; a removed entry is closed up, so
 * that no marks are left behind.
 */
final class OpenOrders {

  private static final int NONE = -1;

  private final int capacity;
  private final int mask;
  private final long[] high;
  private final long[] low;
  private final String[] instruments;
  private final OrderSide[] sides;
  private final long[] quantitiesE8;
  private final long[] sequences;
  private final boolean[] asked;
  private final boolean[] accepted;
  private int size;
  private int toAsk;

  /**
   * @param capacity orders at once
   */
  OpenOrders(int capacity) {
    this.capacity = capacity;
    int slots = Integer.highestOneBit(Math.max(capacity, 4)) * 4;
    mask = slots - 1;
    high = new long[slots];
    low = new long[slots];
    instruments = new String[slots];
    sides = new OrderSide[slots];
    quantitiesE8 = new long[slots];
    sequences = new long[slots];
    asked = new boolean[slots];
    accepted = new boolean[slots];
    Arrays.fill(asked, true);
  }

  int size() {
    return size;
  }

  boolean full() {
    return size >= capacity;
  }

  /** Adds an order, or replaces what is known of it. */
  void put(CharSequence id, String instrument, OrderSide side, long quantityE8, long sequence) {
    int slot = find(id);
    if (slot == NONE) {
      slot = home(pack(id, 0), pack(id, 8));
      while (instruments[slot] != null) {
        slot = slot + 1 & mask;
      }
      size++;
    } else {
      toAsk -= asked[slot] ? 0 : 1;
    }
    high[slot] = pack(id, 0);
    low[slot] = pack(id, 8);
    instruments[slot] = instrument;
    sides[slot] = side;
    quantitiesE8[slot] = quantityE8;
    sequences[slot] = sequence;
    asked[slot] = true;
    accepted[slot] = false;
  }

  boolean contains(CharSequence id) {
    return find(id) != NONE;
  }

  /** Ordered quantity; 0 where the order is not known. */
  long quantityE8(CharSequence id) {
    int slot = find(id);
    return slot == NONE ? 0 : quantitiesE8[slot];
  }

  /** The venue has said once that it stands. */
  void accepted(CharSequence id) {
    int slot = find(id);
    if (slot != NONE) {
      accepted[slot] = true;
    }
  }

  /** Whether the venue has said once that it stands. */
  boolean wasAccepted(CharSequence id) {
    int slot = find(id);
    return slot != NONE && accepted[slot];
  }

  void remove(CharSequence id) {
    int hole = find(id);
    if (hole == NONE) {
      return;
    }
    toAsk -= asked[hole] ? 0 : 1;
    size--;
    int next = hole + 1 & mask;
    while (instruments[next] != null) {
      int wanted = home(high[next], low[next]);
      if ((next - wanted & mask) >= (next - hole & mask)) {
        move(next, hole);
        hole = next;
      }
      next = next + 1 & mask;
    }
    instruments[hole] = null;
    asked[hole] = true;
  }

  private void move(int from, int to) {
    high[to] = high[from];
    low[to] = low[from];
    instruments[to] = instruments[from];
    sides[to] = sides[from];
    quantitiesE8[to] = quantitiesE8[from];
    sequences[to] = sequences[from];
    asked[to] = asked[from];
    accepted[to] = accepted[from];
  }

  /** How each order stands is unknown. */
  void askForAll() {
    toAsk = 0;
    for (int slot = 0; slot <= mask; slot++) {
      if (instruments[slot] != null) {
        asked[slot] = false;
        toAsk++;
      }
    }
  }

  /** How one order stands is unknown, if it is among them. */
  void askFor(CharSequence id) {
    int slot = find(id);
    if (slot != NONE && asked[slot]) {
      asked[slot] = false;
      toAsk++;
    }
  }

  /** Who asks the venue. */
  interface Asker {
    /** Returns whether the question could be sent. */
    boolean ask(CharSequence id, String instrument, OrderSide side);
  }

  /** Asks for every order that is unknown, as long as questions can be sent. */
  void ask(Asker asker) {
    for (int slot = 0; slot <= mask && toAsk > 0; slot++) {
      if (!asked[slot]) {
        if (!asker.ask(idOf(slot), instruments[slot], sides[slot])) {
          return;
        }
        asked[slot] = true;
        toAsk--;
      }
    }
  }

  /** ID of the order that was sent under this number; empty where there is none. */
  String sentAs(long sequence) {
    for (int slot = 0; slot <= mask; slot++) {
      if (instruments[slot] != null && sequences[slot] == sequence) {
        return idOf(slot);
      }
    }
    return "";
  }

  private String idOf(int slot) {
    char[] characters = new char[16];
    for (int i = 0; i < 8; i++) {
      characters[i] = (char) (high[slot] >> (56 - 8 * i) & 0x7f);
      characters[8 + i] = (char) (low[slot] >> (56 - 8 * i) & 0x7f);
    }
    return new String(characters);
  }

  private int find(CharSequence id) {
    if (id.length() != 16) {
      return NONE;
    }
    long idHigh = pack(id, 0);
    long idLow = pack(id, 8);
    int slot = home(idHigh, idLow);
    while (instruments[slot] != null) {
      if (high[slot] == idHigh && low[slot] == idLow) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return NONE;
  }

  private int home(long idHigh, long idLow) {
    long mixed = (idHigh * 31 + idLow) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 40) & mask;
  }

  private static long pack(CharSequence id, int from) {
    long packed = 0;
    for (int i = from; i < from + 8; i++) {
      packed = packed << 8 | (id.charAt(i) & 0x7f);
    }
    return packed;
  }
}
