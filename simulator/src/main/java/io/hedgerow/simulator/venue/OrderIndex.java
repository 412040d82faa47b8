package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.venue.VenueRules.ClientOrderIds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Orders by account and client order ID. Of orders that have ended the newest 100,000 are known.
 * For one thread.
 */
final class OrderIndex {

  private static final int MAXIMUM_ENDED = 100_000;

  private record Key(String account, String clientOrderId) {}

  private final ClientOrderIds uniqueness;
  private final Map<Key, BookOrder> orders = new HashMap<>();
  private final Deque<Retired> retired = new ArrayDeque<>();

  /** An ID that its order does not need any more. */
  private record Retired(Key key, BookOrder order) {}

  OrderIndex(ClientOrderIds uniqueness) {
    this.uniqueness = uniqueness;
  }

  /** Why a new order may not have this ID. */
  Optional<Reason> refuse(String account, String clientOrderId) {
    if (!VenueRules.isClientOrderId(clientOrderId)) {
      return Optional.of(Reason.BAD_CLIENT_ORDER_ID);
    }
    BookOrder same = find(account, clientOrderId);
    boolean taken = same != null && (uniqueness == ClientOrderIds.ALWAYS_UNIQUE || same.isOpen());
    return taken ? Optional.of(Reason.DUPLICATE_CLIENT_ORDER_ID) : Optional.empty();
  }

  /** The newest order that has or had this ID; null if none is known. */
  BookOrder find(String account, String clientOrderId) {
    return orders.get(new Key(account, clientOrderId));
  }

  void add(BookOrder order) {
    orders.put(key(order), order);
  }

  /** It is also known under its new ID. */
  void renamed(BookOrder order, String before) {
    add(order);
    retire(new Retired(new Key(order.account(), before), order));
  }

  /** It may be forgotten when many have ended after it. */
  void ended(BookOrder order) {
    retire(new Retired(key(order), order));
  }

  private void retire(Retired more) {
    retired.addLast(more);
    if (retired.size() > MAXIMUM_ENDED) {
      Retired oldest = retired.removeFirst();
      orders.remove(oldest.key(), oldest.order());
    }
  }

  void forget(BookOrder order) {
    orders.remove(key(order), order);
  }

  private static Key key(BookOrder order) {
    return new Key(order.account(), order.clientOrderId());
  }
}
