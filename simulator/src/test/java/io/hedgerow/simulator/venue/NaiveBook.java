package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Price before time in the plainest way: one list of entries, each with its place in time. The
 * background of a level is a row of entries, its newest shrinks first.
 */
final class NaiveBook {

  /** Who is filled at what; {@code maker} is 0 for the background. */
  record Fill(int maker, long price, long quantity) {}

  private static final class Entry {
    final int order;
    final int account;
    final OrderSide side;
    final long price;
    long left;

    Entry(int order, int account, OrderSide side, long price, long left) {
      this.order = order;
      this.account = account;
      this.side = side;
      this.price = price;
      this.left = left;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  final List<Fill> fills = new ArrayList<>();

  /** The best entry of a side that a limit reaches, the oldest of equal ones. */
  private Optional<Entry> best(OrderSide side, long limit, boolean own, boolean background) {
    Comparator<Entry> byPrice = Comparator.comparingLong(entry -> entry.price);
    return entries.stream()
        .filter(entry -> entry.side == side && (entry.order == 0 ? background : own))
        .filter(entry -> side == OrderSide.SELL ? entry.price <= limit : entry.price >= limit)
        .min(side == OrderSide.SELL ? byPrice : byPrice.reversed());
  }

  /** Matches a limit order, then lets it rest; what would meet its own account is dropped. */
  void place(int order, int account, OrderSide side, long price, long quantity) {
    long left = quantity;
    OrderSide other = MatchingBook.opposite(side);
    for (var best = best(other, price, true, true);
        left > 0 && best.isPresent();
        best = best(other, price, true, true)) {
      Entry entry = best.get();
      if (entry.order != 0 && entry.account == account) {
        return;
      }
      long filled = Math.min(left, entry.left);
      left -= filled;
      reduce(entry, filled);
      fills.add(new Fill(entry.order, entry.price, filled));
    }
    if (left > 0) {
      entries.add(new Entry(order, account, side, price, left));
    }
  }

  void cancel(int order) {
    entries.removeIf(entry -> entry.order == order);
  }

  /** What could be filled of such an order. */
  long fillable(int account, OrderSide side, long price, long quantity) {
    NaiveBook copy = new NaiveBook();
    entries.forEach(
        each ->
            copy.entries.add(
                new Entry(each.order, each.account, each.side, each.price, each.left)));
    copy.place(-1, account, side, price, quantity);
    return copy.fills.stream().mapToLong(Fill::quantity).sum();
  }

  /** Sets one level of the background; levels that it crosses go, orders that it crosses trade. */
  void level(OrderSide side, long price, long quantity) {
    OrderSide other = MatchingBook.opposite(side);
    if (quantity > 0) {
      entries.removeIf(
          entry ->
              entry.order == 0
                  && entry.side == other
                  && (side == OrderSide.BUY ? entry.price <= price : entry.price >= price));
    }
    List<Entry> row =
        entries.stream()
            .filter(entry -> entry.order == 0 && entry.side == side && entry.price == price)
            .toList();
    long more = quantity - row.stream().mapToLong(entry -> entry.left).sum();
    if (more > 0) {
      entries.add(new Entry(0, 0, side, price, more));
    }
    for (int i = row.size() - 1; i >= 0 && more < 0; i--) {
      long gone = Math.min(-more, row.get(i).left);
      reduce(row.get(i), gone);
      more += gone;
    }
    cross(side);
  }

  private void cross(OrderSide side) {
    OrderSide other = MatchingBook.opposite(side);
    long any = other == OrderSide.SELL ? Long.MAX_VALUE : 0;
    for (var resting = best(other, any, true, false);
        resting.isPresent();
        resting = best(other, any, true, false)) {
      var coming = best(side, resting.get().price, false, true);
      if (coming.isEmpty()) {
        return;
      }
      long filled = Math.min(coming.get().left, resting.get().left);
      fills.add(new Fill(resting.get().order, resting.get().price, filled));
      reduce(coming.get(), filled);
      reduce(resting.get(), filled);
    }
  }

  private void reduce(Entry entry, long filled) {
    entry.left -= filled;
    if (entry.left == 0) {
      entries.remove(entry);
    }
  }

  /** What is there at a price, all together. */
  long at(OrderSide side, long price) {
    return entries.stream()
        .filter(entry -> entry.side == side && entry.price == price)
        .mapToLong(entry -> entry.left)
        .sum();
  }
}
