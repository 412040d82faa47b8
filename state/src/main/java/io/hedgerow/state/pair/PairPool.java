package io.hedgerow.state.pair;

/**
 * All slots, made at construction, and which pairs are free. Orders, pairs and rests have nodes in
 * this sequence, for {@link Deadlines}. Not safe for concurrent use.
 */
final class PairPool {

  final OrderSlot[] orders;
  final PairSlot[] pairs;
  final ResidualSlot[] rests;
  private final NumberIndex correlations;
  private final int[] free;
  private int freeCount;

  PairPool(PairSettings settings) {
    int kept = settings.keptOffsets();
    int perPair = PairPlan.MAX_LEGS + kept;
    int ofPairs = settings.maxPairs() * perPair;
    orders = new OrderSlot[ofPairs + settings.instruments() * kept];
    pairs = new PairSlot[settings.maxPairs()];
    rests = new ResidualSlot[settings.instruments()];
    correlations = new NumberIndex(pairs.length);
    free = new int[pairs.length];
    freeCount = pairs.length;
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new PairSlot(i, orders.length + i, i * perPair, kept);
      free[pairs.length - 1 - i] = i;
      register(pairs[i].orders);
      register(pairs[i].offsets);
    }
    for (int i = 0; i < rests.length; i++) {
      int node = orders.length + pairs.length + i;
      rests[i] = new ResidualSlot(i, node, ofPairs + i * kept, kept);
      register(rests[i].offsets);
    }
  }

  private void register(OrderSlot[] slots) {
    for (OrderSlot slot : slots) {
      orders[slot.node] = slot;
    }
  }

  int nodes() {
    return orders.length + pairs.length + rests.length;
  }

  int free() {
    return freeCount;
  }

  boolean holds(long correlationNumber) {
    return correlations.get(correlationNumber) != NumberIndex.ABSENT;
  }

  /** Begins a pair in a free slot; there is one, and no pair of this correlation number. */
  PairSlot take(PairPlan plan) {
    PairSlot pair = pairs[free[--freeCount]];
    pair.begin(plan);
    correlations.put(pair.correlationNumber, pair.place);
    return pair;
  }

  void giveBack(PairSlot pair) {
    correlations.remove(pair.correlationNumber);
    free[freeCount++] = pair.place;
  }
}
