package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * What is not final, added up while it changes: worst case of each instrument and side, orders and
 * unended pairs of each venue.
 */
final class OpenExposure {

  private static final int SIDES = 2;

  private final long[] worstE8;
  private final int[] ordersAt;
  private final int[] unknownAt;
  private final int[] pairsAt;
  private int orders;
  private int pairs;

  OpenExposure(int venues, int instruments) {
    worstE8 = new long[instruments * SIDES];
    ordersAt = new int[venues];
    unknownAt = new int[venues];
    pairsAt = new int[venues];
  }

  void orderBegins(OrderSlot order) {
    orders++;
    ordersAt[order.venue]++;
    add(order, order.openE8());
  }

  /** Called while it is not final yet. */
  void orderEnds(OrderSlot order) {
    orders--;
    ordersAt[order.venue]--;
    add(order, -order.openE8());
  }

  /** Its fate became unknown. */
  void orderUnknown(OrderSlot order) {
    unknownAt[order.venue]++;
  }

  /** Its fate is known again, or it has ended. */
  void orderKnown(OrderSlot order) {
    unknownAt[order.venue]--;
  }

  int unknownAt(int venue) {
    return unknownAt[venue];
  }

  /** What may be filled of an order has changed by so much. */
  void add(OrderSlot order, long moreE8) {
    worstE8[slot(order.instrument, order.side)] += moreE8;
  }

  void pairBegins(PairSlot pair) {
    count(pair, 1);
  }

  void pairEnds(PairSlot pair) {
    count(pair, -1);
  }

  private void count(PairSlot pair, int more) {
    pairs += more;
    for (int i = 0; i < pair.legs; i++) {
      pairsAt[pair.orders[i].venue] += more;
    }
  }

  long worstE8(int instrument, OrderSide side) {
    return worstE8[slot(instrument, side)];
  }

  private static int slot(int instrument, OrderSide side) {
    return instrument * SIDES + (side == OrderSide.BUY ? 0 : 1);
  }

  int pairs() {
    return pairs;
  }

  boolean isNothing() {
    return orders == 0 && pairs == 0;
  }

  boolean isNothingAt(int venue) {
    return ordersAt[venue] == 0 && pairsAt[venue] == 0;
  }
}
