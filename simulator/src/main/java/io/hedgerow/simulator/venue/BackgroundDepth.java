package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The liquidity of everybody else, from a generated or recorded book. What was taken from a level
 * is gone until the level is updated again. Never crossed: of two levels that cross, the older one
 * goes. For one thread.
 */
final class BackgroundDepth {

  private static final int MAX_EARLY = 10_000;

  private record Level(long quantityE8, long update) {}

  private final NavigableMap<Long, Level> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Level> asks = new TreeMap<>();

  /** What came before the first whole book, which may have been fetched before it. */
  private final ArrayDeque<BookUpdate> early = new ArrayDeque<>();

  private boolean opened;
  private long updates;
  private long lastSequence = -1;

  /** Takes a message; one that is older than what is known already is passed over. */
  void apply(BookUpdate update) {
    boolean whole = update.getKind() != BookUpdateKind.DELTA;
    if (!whole && !opened && update.getLastSequence() >= 0) {
      keep(update);
    } else if (!isOld(update)) {
      change(update, whole);
      if (whole && !opened) {
        opened = true;
        early.forEach(this::apply);
        early.clear();
      }
    }
  }

  private void keep(BookUpdate update) {
    early.addLast(update);
    if (early.size() > MAX_EARLY) {
      early.removeFirst();
    }
  }

  private void change(BookUpdate update, boolean whole) {
    updates++;
    if (whole) {
      bids.clear();
      asks.clear();
    }
    put(bids, update.getBids());
    put(asks, update.getAsks());
    lastSequence = update.getLastSequence();
    if (update.getDepthLimit() > 0) {
      cut(bids, update.getDepthLimit());
      cut(asks, update.getDepthLimit());
    }
    uncross();
  }

  private boolean isOld(BookUpdate update) {
    long last = update.getLastSequence();
    return switch (update.getKind()) {
      case RESTART -> false;
      case SNAPSHOT -> last >= 0 && last < lastSequence;
      case DELTA -> last >= 0 && last <= lastSequence;
    };
  }

  private void put(NavigableMap<Long, Level> side, List<BookLevel> levels) {
    for (BookLevel level : levels) {
      long price = level.getPriceE8();
      if (level.getQuantityE8() <= 0 || price <= 0) {
        side.remove(price);
      } else {
        side.put(price, new Level(level.getQuantityE8(), updates));
      }
    }
  }

  private static void cut(NavigableMap<Long, Level> side, int levels) {
    while (side.size() > levels) {
      side.pollLastEntry();
    }
  }

  private void uncross() {
    while (!bids.isEmpty() && !asks.isEmpty() && bids.firstKey() >= asks.firstKey()) {
      long bid = bids.firstEntry().getValue().update();
      long ask = asks.firstEntry().getValue().update();
      if (bid <= ask) {
        bids.pollFirstEntry();
      }
      if (ask <= bid) {
        asks.pollFirstEntry();
      }
    }
  }

  /** Best first; quantities by price. */
  NavigableMap<Long, Long> quantities(OrderSide side) {
    Comparator<Long> order =
        side == OrderSide.BUY ? Comparator.reverseOrder() : Comparator.naturalOrder();
    NavigableMap<Long, Long> quantities = new TreeMap<>(order);
    side(side).forEach((price, level) -> quantities.put(price, level.quantityE8()));
    return quantities;
  }

  /** 0 if the side is empty. */
  long bestE8(OrderSide side) {
    return side(side).isEmpty() ? 0 : side(side).firstKey();
  }

  /** The next price behind this one; 0 if there is none. */
  long nextE8(OrderSide side, long priceE8) {
    Long next = side(side).higherKey(priceE8);
    return next == null ? 0 : next;
  }

  long atE8(OrderSide side, long priceE8) {
    Level level = side(side).get(priceE8);
    return level == null ? 0 : level.quantityE8();
  }

  void take(OrderSide side, long priceE8, long quantityE8) {
    Level level = side(side).get(priceE8);
    if (level == null || level.quantityE8() < quantityE8) {
      throw new IllegalStateException(
          "expected at least " + quantityE8 + " at " + priceE8 + ", saw " + level);
    }
    if (level.quantityE8() == quantityE8) {
      side(side).remove(priceE8);
    } else {
      side(side).put(priceE8, new Level(level.quantityE8() - quantityE8, level.update()));
    }
  }

  private NavigableMap<Long, Level> side(OrderSide side) {
    return side == OrderSide.BUY ? bids : asks;
  }
}
