package io.hedgerow.state.pair;

/** Whom an order belongs to, a pair or the rests of an instrument, and how far its offsets are. */
abstract class OrderOwner {

  /** Of its deadline. */
  final int node;

  /** The newest offsets: a ring, the oldest is used again. At most one is not final. */
  final OrderSlot[] offsets;

  /** Of this life: since it was last even. */
  int offsetsSent;

  /** No offset is tried before. */
  long nextTryMicros;

  boolean orphanReported;

  /** Since when something has been unhedged; NEVER: nothing is. */
  long unhedgedSinceMicros = Deadlines.NEVER;

  boolean nakedReported;

  private int ring;

  OrderOwner(int node, int firstOrderNode, int keptOffsets, OrderRole role) {
    this.node = node;
    offsets = new OrderSlot[keptOffsets];
    for (int i = 0; i < keptOffsets; i++) {
      offsets[i] = new OrderSlot(firstOrderNode + i, this, role);
    }
  }

  /** 0 where there is none. */
  abstract long correlationNumber();

  /** More of an order of this owner was filled. */
  abstract void count(OrderSlot order, long moreE8);

  /** What is unhedged now, signed; 0: nothing. */
  abstract long unhedgedE8();

  /** The slot for the next offset; it may hold a final order, which is then forgotten. */
  OrderSlot nextOffset() {
    OrderSlot slot = offsets[ring];
    ring = (ring + 1) % offsets.length;
    return slot;
  }

  boolean hasLiveOffset() {
    for (OrderSlot offset : offsets) {
      if (!offset.isFinal()) {
        return true;
      }
    }
    return false;
  }

  /** Notes since when something has been unhedged. */
  void noteUnhedged(long nowMicros) {
    if (unhedgedE8() == 0) {
      unhedgedSinceMicros = Deadlines.NEVER;
      nakedReported = false;
    } else if (unhedgedSinceMicros == Deadlines.NEVER) {
      unhedgedSinceMicros = nowMicros;
    }
  }

  /** Nothing is owed any more: the next offset is the first of a new row. */
  void settled() {
    offsetsSent = 0;
    nextTryMicros = 0;
    orphanReported = false;
    unhedgedSinceMicros = Deadlines.NEVER;
    nakedReported = false;
  }
}
