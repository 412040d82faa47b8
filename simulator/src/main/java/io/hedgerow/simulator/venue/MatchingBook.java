package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The book of one instrument: price before time, the orders of clients among the liquidity of
 * everybody else.
 *
 * <p>At one price a resting order waits behind the background quantity that was there when it came;
 * what is added later stands behind it. A background that crosses a resting order, or a public
 * trade through it, fills it at its own price. While it is not suspended the book is never crossed.
 * For one thread.
 */
final class MatchingBook {

  /** Told of each match after both orders know it, and before the next one is looked for. */
  @FunctionalInterface
  interface Matches {

    /**
     * Something was traded.
     *
     * @param taker null: the background
     * @param maker null: the background
     */
    void matched(BookOrder taker, BookOrder maker, long priceE8, long quantityE8);
  }

  private final Matches matches;
  private final BackgroundDepth background = new BackgroundDepth();
  private final NavigableMap<Long, Deque<BookOrder>> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Deque<BookOrder>> asks = new TreeMap<>();
  private boolean suspended;

  MatchingBook(Matches matches) {
    this.matches = matches;
  }

  /** The other side. */
  static OrderSide opposite(OrderSide side) {
    return side == OrderSide.BUY ? OrderSide.SELL : OrderSide.BUY;
  }

  /** Best price of a side, clients' orders included; 0 if it is empty. */
  long bestE8(OrderSide side) {
    BookOrder first = first(side);
    return better(side, first == null ? 0 : first.priceE8(), background.bestE8(side));
  }

  /** Everything on a side by price, best first: the background and clients' orders. */
  NavigableMap<Long, Long> depth(OrderSide side) {
    NavigableMap<Long, Long> depth = background.quantities(side);
    resting(side)
        .forEach(
            (price, queue) ->
                queue.forEach(order -> depth.merge(price, order.leavesE8(), Long::sum)));
    return depth;
  }

  /** Whether it would take from the book at once. */
  boolean crosses(BookOrder order) {
    return order.accepts(bestE8(opposite(order.side())));
  }

  /**
   * Fills what can be filled at once.
   *
   * @return false if it met an order of its own account, and stopped there
   */
  boolean take(BookOrder taker) {
    OrderSide side = opposite(taker.side());
    for (long price = bestE8(side);
        taker.leavesE8() > 0 && taker.accepts(price);
        price = bestE8(side)) {
      BookOrder first = firstAt(side, price);
      if (first == null) {
        takeBackground(taker, price, background.atE8(side, price));
      } else if (first.aheadE8() > 0) {
        takeBackground(taker, price, first.aheadE8());
      } else if (first.account().equals(taker.account())) {
        return false;
      } else {
        fill(taker, first, price, Math.min(taker.leavesE8(), first.leavesE8()));
      }
    }
    return true;
  }

  private void takeBackground(BookOrder taker, long priceE8, long mostE8) {
    OrderSide side = opposite(taker.side());
    long quantity = Math.min(taker.leavesE8(), mostE8);
    background.take(side, priceE8, quantity);
    advanceQueue(side, priceE8, quantity);
    fill(taker, null, priceE8, quantity);
  }

  /** So much in front of the orders at this price is gone. */
  private void advanceQueue(OrderSide side, long priceE8, long quantityE8) {
    Deque<BookOrder> queue = resting(side).get(priceE8);
    if (queue != null) {
      queue.forEach(order -> order.standsBehind(Math.max(0, order.aheadE8() - quantityE8)));
    }
  }

  private void fill(BookOrder taker, BookOrder maker, long priceE8, long quantityE8) {
    if (taker != null) {
      taker.fill(priceE8, quantityE8);
    }
    if (maker != null) {
      maker.fill(priceE8, quantityE8);
      if (maker.leavesE8() == 0) {
        remove(maker);
      }
    }
    matches.matched(taker, maker, priceE8, quantityE8);
  }

  /**
   * How much of it could be filled at once; resting orders that only reduce do not count, as they
   * may be gone before their turn.
   */
  long fillableE8(BookOrder taker) {
    OrderSide side = opposite(taker.side());
    long sum = 0;
    for (long price = bestE8(side);
        sum < taker.leavesE8() && taker.accepts(price);
        price = nextE8(side, price)) {
      for (BookOrder order : queueAt(side, price)) {
        if (order.account().equals(taker.account())) {
          return Math.min(taker.leavesE8(), sum + order.aheadE8());
        }
        sum += order.reduceOnly() ? 0 : order.leavesE8();
      }
      sum += background.atE8(side, price);
    }
    return Math.min(taker.leavesE8(), sum);
  }

  /** The last price that it would reach; 0 if there is nothing to take. */
  long worstPriceE8(BookOrder taker) {
    OrderSide side = opposite(taker.side());
    NavigableMap<Long, Long> depth = depth(side);
    long left = taker.leavesE8();
    long worst = 0;
    for (var level : depth.entrySet()) {
      if (left <= 0 || !taker.accepts(level.getKey())) {
        break;
      }
      worst = level.getKey();
      left -= level.getValue();
    }
    return worst;
  }

  /** Puts it at the end of the queue of its price. */
  void rest(BookOrder order) {
    order.standsBehind(background.atE8(order.side(), order.priceE8()));
    resting(order.side())
        .computeIfAbsent(order.priceE8(), price -> new ArrayDeque<>())
        .addLast(order);
  }

  /** Takes it out of the book, if it is there. */
  void remove(BookOrder order) {
    NavigableMap<Long, Deque<BookOrder>> side = resting(order.side());
    Deque<BookOrder> queue = side.get(order.priceE8());
    if (queue != null && queue.remove(order) && queue.isEmpty()) {
      side.remove(order.priceE8());
    }
  }

  /** Fills a resting order at its price, as if somebody had come for it. */
  void fillResting(BookOrder order, long quantityE8) {
    fill(null, order, order.priceE8(), quantityE8);
  }

  /** Takes a message of the background book. */
  void update(BookUpdate update) {
    background.apply(update);
    follow();
  }

  /** While it is suspended nothing is filled; at the end the background fills what it crosses. */
  void suspend(boolean on) {
    suspended = on;
    follow();
  }

  /** The queues shrink with their levels, then the background meets what it crosses. */
  private void follow() {
    for (OrderSide side : OrderSide.values()) {
      resting(side)
          .forEach(
              (price, queue) -> {
                long level = background.atE8(side, price);
                queue.forEach(order -> order.standsBehind(Math.min(order.aheadE8(), level)));
              });
    }
    if (!suspended) {
      uncross(OrderSide.BUY);
      uncross(OrderSide.SELL);
    }
  }

  private void uncross(OrderSide side) {
    OrderSide other = opposite(side);
    for (BookOrder first = first(side);
        first != null && first.accepts(background.bestE8(other));
        first = first(side)) {
      long price = background.bestE8(other);
      long quantity = Math.min(first.leavesE8(), background.atE8(other, price));
      background.take(other, price, quantity);
      fill(null, first, first.priceE8(), quantity);
    }
  }

  /** A public trade: who bought took from the asks up to the price, who sold from the bids. */
  void trade(long priceE8, long quantityE8, Aggressor aggressor) {
    if (suspended) {
      return;
    }
    if (aggressor != Aggressor.SELL) {
      tradeInto(OrderSide.SELL, priceE8, quantityE8);
    }
    if (aggressor != Aggressor.BUY) {
      tradeInto(OrderSide.BUY, priceE8, quantityE8);
    }
  }

  private void tradeInto(OrderSide side, long priceE8, long quantityE8) {
    long left = quantityE8;
    for (BookOrder first = first(side);
        left > 0 && first != null && first.accepts(priceE8);
        first = first(side)) {
      long ahead = first.priceE8() == priceE8 ? first.aheadE8() : 0;
      long quantity = Math.min(left, ahead > 0 ? ahead : first.leavesE8());
      left -= quantity;
      if (ahead > 0) {
        advanceQueue(side, priceE8, quantity);
      } else {
        fill(null, first, first.priceE8(), quantity);
      }
    }
  }

  /** Of the background that the taker would reach, only so much stays until it is updated. */
  void thin(BookOrder taker, long keptE8) {
    OrderSide side = opposite(taker.side());
    long left = keptE8;
    long price = background.bestE8(side);
    while (taker.accepts(price)) {
      long next = background.nextE8(side, price);
      long there = background.atE8(side, price);
      long gone = there - Math.min(there, left);
      left -= there - gone;
      if (gone > 0) {
        background.take(side, price, gone);
      }
      price = next;
    }
    follow();
  }

  private BookOrder first(OrderSide side) {
    NavigableMap<Long, Deque<BookOrder>> queues = resting(side);
    return queues.isEmpty() ? null : queues.firstEntry().getValue().getFirst();
  }

  private BookOrder firstAt(OrderSide side, long priceE8) {
    Iterator<BookOrder> queue = queueAt(side, priceE8).iterator();
    return queue.hasNext() ? queue.next() : null;
  }

  private Deque<BookOrder> queueAt(OrderSide side, long priceE8) {
    return resting(side).getOrDefault(priceE8, new ArrayDeque<>());
  }

  private long nextE8(OrderSide side, long priceE8) {
    Long next = resting(side).higherKey(priceE8);
    return better(side, next == null ? 0 : next, background.nextE8(side, priceE8));
  }

  /** The better of two prices, of which 0 is none. */
  private static long better(OrderSide side, long aE8, long bE8) {
    if (aE8 == 0 || bE8 == 0) {
      return aE8 + bE8;
    }
    return side == OrderSide.BUY ? Math.max(aE8, bE8) : Math.min(aE8, bE8);
  }

  private NavigableMap<Long, Deque<BookOrder>> resting(OrderSide side) {
    return side == OrderSide.BUY ? bids : asks;
  }
}
