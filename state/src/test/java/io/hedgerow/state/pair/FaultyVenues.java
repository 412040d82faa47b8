package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Venues that fill, cancel and answer as they like, and lose, delay, double and reorder what they
 * say. What they know of an order is the truth: final reports and answers tell it, and a fill after
 * the end of an order is told sooner or later.
 */
final class FaultyVenues {

  static final long LOT = 1_000_000;
  private static final long MOST_LATE_MICROS = 3_000;

  /** What the venue knows of one order. */
  static final class Order {
    final long number;
    final int venue;
    final int instrument;
    final OrderSide side;
    final long quantityE8;
    final boolean immediate;
    long filledE8;
    VenueWord word = VenueWord.OPEN;
    boolean deniedOnce;
    boolean forgotten;
    long endedAtMicros;

    Order(PairOrder order) {
      number = order.number();
      venue = order.venue();
      instrument = order.instrument();
      side = order.side();
      quantityE8 = order.quantityE8();
      immediate = order.urgent();
    }

    boolean isOpen() {
      return word == VenueWord.OPEN && !forgotten;
    }

    /** What of its fills may be believed: no more than was ordered. */
    long countsE8() {
      return Math.min(filledE8, quantityE8);
    }

    long signedE8() {
      return side == OrderSide.BUY ? countsE8() : -countsE8();
    }
  }

  private record Report(long atMicros, long sequence, PairInput input) {}

  private final Random random;
  private final Map<Long, Order> orders = new LinkedHashMap<>();
  private final List<PriorityQueue<Report>> pending = new ArrayList<>();
  private long sequence;
  private long now;
  boolean calm;

  FaultyVenues(Random random, int venues) {
    this.random = random;
    for (int i = 0; i < venues; i++) {
      pending.add(
          new PriorityQueue<>(
              (a, b) ->
                  a.atMicros() == b.atMicros()
                      ? Long.compare(a.sequence(), b.sequence())
                      : Long.compare(a.atMicros(), b.atMicros())));
    }
  }

  Map<Long, Order> orders() {
    return orders;
  }

  void at(long nowMicros) {
    now = nowMicros;
  }

  /** A request of ours arrives, unless it is lost. */
  void sent(PairOrder asked) {
    Order order = new Order(asked);
    if (faulty(12)) {
      return;
    }
    orders.put(order.number, order);
    if (faulty(10)) {
      end(order, VenueWord.REJECTED);
      return;
    }
    report(order, true, (book, at) -> book.accepted(order.number, at));
    if (order.immediate) {
      trade(order, calm ? order.quantityE8 : lots(order.quantityE8 - order.filledE8));
      if (order.isOpen() && !faulty(5)) {
        end(order, VenueWord.EXPIRED);
      }
    }
  }

  void cancelAsked(PairOrder asked) {
    if (faulty(6)) {
      return;
    }
    Order order = orders.get(asked.number());
    long number = asked.number();
    if (order == null || !order.isOpen()) {
      report(asked.venue(), true, (book, at) -> book.cancelRejected(number, at));
    } else if (faulty(8)) {
      report(order, true, (book, at) -> book.cancelRejected(number, at));
    } else {
      end(order, VenueWord.CANCELED);
    }
  }

  void statusAsked(PairOrder asked) {
    if (faulty(6)) {
      return;
    }
    long number = asked.number();
    Order order = orders.get(number);
    boolean denied = order != null && !order.deniedOnce && faulty(10);
    if (order == null || order.forgotten || denied) {
      if (denied) {
        order.deniedOnce = true;
      }
      answer(asked.venue(), (book, at) -> book.status(number, VenueWord.UNKNOWN_ORDER, 0, at));
      return;
    }
    VenueWord word = faulty(10) ? VenueWord.PENDING : order.word;
    long filledE8 = order.filledE8;
    answer(order.venue, (book, at) -> book.status(number, word, filledE8, at));
  }

  /** Something happens at the venues by itself. */
  void move() {
    for (Order order : orders.values()) {
      if (order.isOpen()) {
        moveOpen(order);
      } else if (now - order.endedAtMicros < MOST_LATE_MICROS && faulty(50)) {
        // The fill was before the end, and is told after it; now and then it is too much.
        long roomE8 = order.quantityE8 - order.filledE8 + (faulty(10) ? LOT : 0);
        if (roomE8 > 0 && order.word != VenueWord.REJECTED) {
          fill(order, Math.min(LOT, roomE8), false);
        }
      }
    }
  }

  private void moveOpen(Order order) {
    if (calm || random.nextInt(12) == 0) {
      trade(order, lots(order.quantityE8 - order.filledE8));
    } else if (faulty(60)) {
      end(order, random.nextBoolean() ? VenueWord.CANCELED : VenueWord.EXPIRED);
    } else if (faulty(150) && order.filledE8 == 0) {
      order.forgotten = true;
    } else if (faulty(200)) {
      report(order, true, (book, at) -> book.unreadable(order.number, at));
    }
  }

  /** The session breaks: some venues cancel what is open, and answers on their way are gone. */
  void down(int venue) {
    if (random.nextBoolean()) {
      for (Order order : orders.values()) {
        if (order.venue == venue && order.isOpen()) {
          end(order, VenueWord.CANCELED);
        }
      }
    }
    pending.get(venue).removeIf(report -> report.sequence() < 0);
  }

  /** What is to be said now; over a session that comes up: everything. */
  List<PairInput> said(int venue, boolean everything) {
    List<PairInput> said = new ArrayList<>();
    PriorityQueue<Report> queue = pending.get(venue);
    while (!queue.isEmpty() && (everything || queue.peek().atMicros() <= now)) {
      said.add(queue.poll().input());
    }
    return said;
  }

  boolean isSilent() {
    return pending.stream().allMatch(PriorityQueue::isEmpty);
  }

  private void trade(Order order, long amountE8) {
    if (amountE8 > 0) {
      fill(order, amountE8, true);
    }
  }

  private void fill(Order order, long amountE8, boolean missable) {
    order.filledE8 += amountE8;
    if (order.filledE8 >= order.quantityE8) {
      order.word = VenueWord.FILLED;
      order.endedAtMicros = now;
    }
    long cumulativeE8 = order.filledE8;
    long hash = sequence;
    report(
        order,
        missable,
        (book, at) -> book.filled(order.number, cumulativeE8, amountE8, LOT, hash, at));
  }

  private void end(Order order, VenueWord word) {
    order.word = word;
    order.endedAtMicros = now;
    long filledE8 = order.filledE8;
    report(
        order,
        true,
        (book, at) -> {
          switch (word) {
            case REJECTED -> book.rejected(order.number, filledE8, at);
            case EXPIRED -> book.expired(order.number, filledE8, at);
            default -> book.canceled(order.number, filledE8, at);
          }
        });
  }

  private void report(Order order, boolean missable, PairInput input) {
    report(order.venue, missable, input);
  }

  private void report(int venue, boolean missable, PairInput input) {
    if (missable && faulty(8)) {
      return;
    }
    int times = faulty(8) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      sequence++;
      pending.get(venue).add(new Report(now + delay(), sequence, input));
    }
  }

  private void answer(int venue, PairInput input) {
    sequence++;
    pending.get(venue).add(new Report(now + delay(), -sequence, input));
  }

  private long delay() {
    return faulty(5) ? random.nextInt((int) MOST_LATE_MICROS) : random.nextInt(50);
  }

  private long lots(long mostE8) {
    return mostE8 <= 0 ? 0 : Math.min(mostE8, (1 + random.nextInt(20)) * LOT);
  }

  /** Once in so many; never when calm. */
  private boolean faulty(int inSoMany) {
    return !calm && random.nextInt(inSoMany) == 0;
  }
}
