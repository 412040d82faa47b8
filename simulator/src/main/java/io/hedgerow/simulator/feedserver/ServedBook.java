package io.hedgerow.simulator.feedserver;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A generated book as its venue shows it: numbered by the venue's own count, and cut at the depth
 * of its stream. For one thread.
 */
final class ServedBook {

  /**
   * Quantities by price, best first, scaled by 10⁻⁸.
   *
   * @param bids highest first
   * @param asks lowest first
   */
  record Sides(NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {

    static Sides none() {
      return new Sides(new TreeMap<>(Comparator.reverseOrder()), new TreeMap<>());
    }

    int levels() {
      return bids.size() + asks.size();
    }
  }

  /**
   * A message of the stream.
   *
   * @param first first update in it
   * @param last last update in it
   * @param previous last update of the message before
   * @param changed the new quantity at each changed price; 0: gone
   */
  record Change(long first, long last, long previous, Sides changed) {}

  private final String symbol;
  private final int depth;
  private final Sides whole = Sides.none();
  private Sides shown = Sides.none();
  private long sequence;

  /**
   * @param depth levels per side in the stream; 0: all
   * @param sequence the update that it begins at
   */
  ServedBook(String symbol, int depth, long sequence) {
    this.symbol = symbol;
    this.depth = depth;
    this.sequence = sequence;
  }

  String symbol() {
    return symbol;
  }

  long sequence() {
    return sequence;
  }

  /** What the stream shows now. */
  Sides shown() {
    return copy(shown);
  }

  /** Whether there is a book yet. */
  boolean isOpen() {
    return shown.levels() > 0;
  }

  /**
   * Takes a message of the generator.
   *
   * @param skipped update numbers that are left out, as futures do
   * @param step how far the number moves; 0: by the changed levels
   * @return what the stream has to say; without levels if nothing changed in what it shows
   */
  Change take(BookUpdate update, int skipped, int step) {
    if (update.getKind() != BookUpdateKind.DELTA) {
      whole.bids().clear();
      whole.asks().clear();
    }
    change(whole.bids(), update.getBids());
    change(whole.asks(), update.getAsks());
    Sides now = new Sides(top(whole.bids()), top(whole.asks()));
    Sides changed = Sides.none();
    difference(shown.bids(), now.bids(), changed.bids());
    difference(shown.asks(), now.asks(), changed.asks());
    shown = now;
    long previous = sequence;
    if (changed.levels() > 0) {
      sequence += skipped + (step == 0 ? changed.levels() : step);
    }
    return new Change(Math.min(previous + skipped + 1, sequence), sequence, previous, changed);
  }

  /** Counts from here on. */
  void renumber(long from) {
    sequence = from;
  }

  private static Sides copy(Sides of) {
    return new Sides(new TreeMap<>(of.bids()), new TreeMap<>(of.asks()));
  }

  private NavigableMap<Long, Long> top(NavigableMap<Long, Long> side) {
    NavigableMap<Long, Long> top = new TreeMap<>(side);
    while (depth > 0 && top.size() > depth) {
      top.pollLastEntry();
    }
    return top;
  }

  private static void change(Map<Long, Long> side, List<BookLevel> levels) {
    for (BookLevel level : levels) {
      if (level.getQuantityE8() == 0) {
        side.remove(level.getPriceE8());
      } else {
        side.put(level.getPriceE8(), level.getQuantityE8());
      }
    }
  }

  private static void difference(
      Map<Long, Long> before, Map<Long, Long> now, Map<Long, Long> changed) {
    before.forEach(
        (price, quantity) -> {
          if (!now.containsKey(price)) {
            changed.put(price, 0L);
          }
        });
    now.forEach(
        (price, quantity) -> {
          if (!quantity.equals(before.get(price))) {
            changed.put(price, quantity);
          }
        });
  }
}
