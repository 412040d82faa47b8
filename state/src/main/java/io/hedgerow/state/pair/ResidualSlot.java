package io.hedgerow.state.pair;

/** The rests of one instrument: one signed sum. Written by {@link ResidualBook}. */
final class ResidualSlot extends OrderOwner {

  final int instrument;

  int venue;

  /** Positive: held too much. */
  long netE8;

  /** It can be traded, or nobody knows whether: an offset is owed. */
  boolean owed;

  ResidualSlot(int instrument, int node, int firstOrderNode, int keptOffsets) {
    super(node, firstOrderNode, keptOffsets, OrderRole.RESIDUAL);
    this.instrument = instrument;
  }

  @Override
  long correlationNumber() {
    return 0;
  }

  @Override
  void count(OrderSlot order, long moreE8) {
    netE8 += order.signed(moreE8);
  }

  @Override
  long unhedgedE8() {
    return owed ? netE8 : 0;
  }
}
