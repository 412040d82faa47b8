package io.hedgerow.simulator.venue;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What one account has: balances, positions, open orders, what is leaving it. For one thread. */
final class Account {

  private final String name;
  private final NavigableMap<String, Long> totals = new TreeMap<>();
  private final NavigableMap<String, Long> leaving = new TreeMap<>();
  private final NavigableMap<String, OpenPosition> positions = new TreeMap<>();
  private final Map<String, BookOrder> open = new LinkedHashMap<>();
  private long realizedE8;

  Account(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Balances by asset, 0 included once there was one. */
  NavigableMap<String, Long> totals() {
    return Collections.unmodifiableNavigableMap(totals);
  }

  long totalE8(String asset) {
    return totals.getOrDefault(asset, 0L);
  }

  void add(String asset, long amountE8) {
    totals.merge(asset, amountE8, Math::addExact);
  }

  /** Held by transfers on their way out. */
  long leavingE8(String asset) {
    return leaving.getOrDefault(asset, 0L);
  }

  void addLeaving(String asset, long amountE8) {
    leaving.merge(asset, amountE8, Math::addExact);
  }

  /** Held by open orders and by transfers on their way out. */
  long heldE8(String asset) {
    long held = leavingE8(asset);
    for (BookOrder order : open.values()) {
      held = Math.addExact(held, order.holdE8(asset, order.priceE8()));
    }
    return held;
  }

  /** Neither held by an order nor by a transfer; margin is not taken off. */
  long freeE8(String asset) {
    return totalE8(asset) - heldE8(asset);
  }

  /** What is open, by instrument. */
  NavigableMap<String, OpenPosition> positions() {
    return Collections.unmodifiableNavigableMap(positions);
  }

  /** In the instrument's unit; negative: short. */
  long positionE8(String instrument) {
    OpenPosition position = positions.get(instrument);
    return position == null ? 0 : position.quantityE8();
  }

  /** Profit of all closed positions, before fees and funding. */
  long realizedE8() {
    return realizedE8;
  }

  /**
   * Buys or sells a perpetual; what that realizes goes to the balance.
   *
   * @param changeE8 bought; negative: sold
   */
  void trade(InstrumentRules rules, long changeE8, long notionalE8) {
    OpenPosition position =
        positions.computeIfAbsent(rules.instrument(), instrument -> new OpenPosition(rules));
    long realized = position.trade(changeE8, notionalE8);
    if (position.quantityE8() == 0) {
      positions.remove(rules.instrument());
    }
    realizedE8 = Math.addExact(realizedE8, realized);
    add(rules.quoteAsset(), realized);
  }

  /** Open orders, oldest first. */
  Collection<BookOrder> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  void opened(BookOrder order) {
    open.put(order.orderId(), order);
  }

  void closed(BookOrder order) {
    open.remove(order.orderId());
  }
}
